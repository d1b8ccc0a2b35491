"""Writing video: the times are kept, a browser can play it, and no partial file is left."""

import struct

import av
import numpy as np
import pytest

from stabiel.errors import OutputError
from stabiel.video.writer import VideoWriter

SIZE = (64, 48)
TICK_S = 1 / 90_000


def gray(value):
    return np.full((SIZE[1], SIZE[0], 3), value, np.uint8)


def write(path, times_s, rate_hz=25.0):
    with VideoWriter(path, SIZE, rate_hz) as video:
        for index, time_s in enumerate(times_s):
            video.write(gray(10 * index % 250), time_s)
    return path


def times_of(path):
    with av.open(path) as container:
        return [frame.time for frame in container.decode(video=0)]


def boxes(path):
    """Return the names of the outermost boxes of an MP4, in order."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        names.append(name.decode())
        at += size
    return names


@pytest.mark.parametrize(
    "times_s",
    [
        [index * 1001 / 30_000 for index in range(40)],
        [0.0, 0.033, 0.1, 0.101, 0.5, 2.0, 2.04],
        [0.0],
    ],
    ids=["29.97", "variable", "one"],
)
def test_each_picture_keeps_its_time(tmp_path, times_s):
    path = write(tmp_path / "video.mp4", times_s)

    assert times_of(path) == pytest.approx(times_s, abs=TICK_S)


def test_the_pictures_come_back_in_order(tmp_path):
    path = write(tmp_path / "video.mp4", [index / 25 for index in range(20)])

    with av.open(path) as container:
        found = [frame.to_ndarray(format="rgb24").mean() for frame in container.decode(video=0)]
    assert found == pytest.approx([10 * index for index in range(20)], abs=4)


def test_a_browser_can_play_it(tmp_path):
    path = write(tmp_path / "video.mp4", [0.0, 0.04, 0.08])

    with av.open(path) as container:
        (stream,) = container.streams
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt, codec.width, codec.height) == ("h264", "yuv420p", *SIZE)


def test_playing_can_start_before_all_of_it_has_arrived(tmp_path):
    names = boxes(write(tmp_path / "video.mp4", [0.0, 0.04, 0.08]))

    assert names.index("moov") < names.index("mdat")


def test_two_pictures_of_one_time_stay_two_pictures(tmp_path):
    path = write(tmp_path / "video.mp4", [0.0, 0.0, 0.04])

    assert times_of(path) == pytest.approx([0.0, 0.0, 0.04], abs=1.5 * TICK_S)


def test_no_file_is_left_when_the_block_raises(tmp_path):
    with pytest.raises(KeyboardInterrupt), VideoWriter(tmp_path / "video.mp4", SIZE, 25.0) as video:
        video.write(gray(0), 0.0)
        raise KeyboardInterrupt

    assert list(tmp_path.iterdir()) == []


def test_an_older_video_stays_when_the_block_raises(tmp_path):
    path = write(tmp_path / "video.mp4", [0.0, 0.04])

    with pytest.raises(KeyboardInterrupt), VideoWriter(path, SIZE, 25.0) as video:
        video.write(gray(0), 0.0)
        raise KeyboardInterrupt

    assert times_of(path) == pytest.approx([0.0, 0.04])


def test_the_name_is_free_until_the_video_is_whole(tmp_path):
    path = tmp_path / "video.mp4"
    with VideoWriter(path, SIZE, 25.0) as video:
        video.write(gray(0), 0.0)
        assert not path.exists()

    assert [file.name for file in tmp_path.iterdir()] == ["video.mp4"]


def one_sentence(caught, path):
    message = str(caught.value)
    return message.startswith(f"{path}: ") and message.endswith(".") and "\n" not in message


@pytest.mark.parametrize("parent", ["missing", "a-file"])
def test_a_folder_that_cannot_be_written(tmp_path, parent):
    (tmp_path / "a-file").touch()
    path = tmp_path / parent / "video.mp4"

    with pytest.raises(OutputError) as caught:
        write(path, [0.0, 0.04])

    assert one_sentence(caught, path)
    assert caught.value.exit_code == 2


def test_a_folder_in_the_way_of_the_video(tmp_path):
    path = tmp_path / "video.mp4"
    path.mkdir()

    with pytest.raises(OutputError) as caught:
        write(path, [0.0, 0.04])

    assert one_sentence(caught, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_whose_name_reads_as_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tcp:localhost:9"
    folder.mkdir()

    path = write(folder.relative_to(tmp_path) / "video.mp4", [0.0, 0.04])

    assert times_of(folder / "video.mp4") == pytest.approx([0.0, 0.04])
    assert path.exists()
