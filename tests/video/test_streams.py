"""Which track is read: the one with the moving pictures, wherever it stands."""

from fractions import Fraction

import av
import numpy as np
import pytest

from stabiel.video.reader import VideoFile
from stabiel.video.streams import Track, best_track
from tests.video.reading import complaint, read

MOVING = Track(1, default=True, frames=482, rate_hz=20, pixels=640 * 480)


@pytest.mark.parametrize(
    "other",
    [
        Track(0, readable=False, default=True, rate_hz=30, pixels=10**7),
        Track(0, still=True, default=True, frames=500, rate_hz=30, pixels=10**7),
        Track(0, default=True, frames=1, rate_hz=25, pixels=10**7),
        Track(0, default=True, packets=1, rate_hz=25, pixels=10**7),
        Track(0, default=True, packets=0, rate_hz=25, pixels=10**7),
        Track(0, default=True, frames=24, rate_hz=1, pixels=10**7),
        Track(0, frames=500, rate_hz=60, pixels=10**7),
        Track(0, default=True, frames=482, rate_hz=20, pixels=160 * 120),
        Track(2, default=True, frames=482, rate_hz=20, pixels=640 * 480),
    ],
)
def test_the_moving_default_track_is_better_than(other):
    assert best_track([other, MOVING]) == MOVING
    assert best_track([MOVING, other]) == MOVING


def test_a_file_without_pictures_has_no_track():
    assert best_track([]) is None


@pytest.mark.parametrize("rate_hz", [0.0, 4.0, 240.0])
def test_an_unknown_rate_is_fast_enough(rate_hz):
    assert Track(0, rate_hz=rate_hz).is_fast_enough
    assert not Track(0, rate_hz=1.0).is_fast_enough


def with_tracks(path, *tracks):
    """Write a file whose tracks have these gray levels, each in (level, number of frames)."""
    with av.open(path, "w") as output:
        streams = []
        for _ in tracks:
            stream = output.add_stream("mjpeg", rate=25)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p"
            stream.codec_context.time_base = Fraction(1, 25)
            streams.append(stream)
        for index in range(max(count for _, count in tracks)):
            for stream, (level, count) in zip(streams, tracks, strict=True):
                if index < count:
                    image = np.full((48, 64, 3), level, np.uint8)
                    frame = av.VideoFrame.from_ndarray(image, format="rgb24")
                    frame.pts, frame.time_base = index, Fraction(1, 25)
                    output.mux(stream.encode(frame))
        for stream in streams:
            output.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("ending", ["mkv", "mov", "avi"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_pictures_that_stand_still_are_passed_over(tmp_path, ending, place):
    tracks = [(60, 1), (90, 1)]
    tracks.insert(place, (200, 40))

    frames = read(with_tracks(tmp_path / f"several.{ending}", *tracks))

    assert len(frames) == 40
    assert {round(frame.image.mean(), -1) for frame in frames} == {200}


def test_a_file_of_single_pictures_is_a_picture(tmp_path):
    assert "single picture" in complaint(with_tracks(tmp_path / "stills.mkv", (60, 1), (90, 1)))


def test_the_cover_of_a_sound_file_is_no_video(tmp_path):
    path = tmp_path / "song.mp4"
    with av.open(path, "w") as output:
        sound = output.add_stream("aac", rate=44_100, layout="mono")
        cover = output.add_stream("mjpeg", rate=25)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        image = av.VideoFrame(64, 48, "yuvj420p")
        image.pts = 0
        output.mux(cover.encode(image))
        output.mux(cover.encode(None))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        silence.sample_rate = 44_100
        output.mux(sound.encode(silence))
        output.mux(sound.encode(None))

    with pytest.raises(Exception, match="sound recording"):
        VideoFile(path)
