"""Helpers for the tests of the video reader: read a file, and look at what came out."""

import pytest

from stabiel.errors import VideoError
from stabiel.video.reader import VideoFile


def read(path):
    """Return all frames of a video."""
    with VideoFile(path) as video:
        return list(video)


def times_of(path):
    """Return the time stamps of all frames of a video, seconds."""
    return [frame.time_s for frame in read(path)]


def quarters(image):
    """Return the mean brightness of upper left, upper right, lower left, lower right."""
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    halves = (image[:rows], image[rows:])
    return [
        round(part.mean()) for half in halves for part in (half[:, :columns], half[:, columns:])
    ]


def complaint(path):
    """Return the one sentence about a file that cannot be read, without its name."""
    with pytest.raises(VideoError) as caught:
        read(path)
    message = str(caught.value)
    assert caught.value.exit_code == 3
    assert message.startswith(f"{path}: ")
    assert message.endswith(".")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")
