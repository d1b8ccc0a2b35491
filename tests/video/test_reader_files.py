"""Video files as users have them: whole ones are read, and bad ones give one sentence."""

import os
import socket
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from stabiel.video.reader import VideoFile
from tests.video.reading import complaint, read, times_of

# Whole files that may look broken


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts", "clip.avi", "clip.mov"])
def test_sound_that_goes_on_after_the_picture_is_no_broken_file(make_video, name):
    for frames in (2, 25):
        path = make_video(name, times_s=[index / 25 for index in range(frames)], sound_s=6.0)

        assert len(read(path)) == frames


@pytest.mark.parametrize("name", ["slow.mp4", "slow.mkv", "slow.ts"])
def test_pictures_that_stand_for_seconds_are_no_broken_file(make_video, name):
    assert times_of(make_video(name, times_s=[0, 3, 6, 9])) == pytest.approx([0, 3, 6, 9])


def test_a_clip_trimmed_on_the_phone_is_no_broken_file(make_video):
    path = make_video(times_s=[index / 25 for index in range(250)])
    data = bytearray(path.read_bytes())
    edit = data.index(b"elst") + 12
    assert struct.unpack_from(">I", data, edit) == (10_000,)
    struct.pack_into(">I", data, edit, 3_000)  # show the first three seconds only
    path.write_bytes(data)

    assert times_of(path)[-1] == pytest.approx(2.96, abs=0.1)


# Files that cannot be read


def test_a_missing_file(tmp_path):
    assert "no such file" in complaint(tmp_path / "gone.mp4")


def test_a_folder(tmp_path):
    assert "folder" in complaint(tmp_path)


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.mp4").touch()

    assert "empty" in complaint(tmp_path / "empty.mp4")


def test_a_text_file_with_the_name_of_a_video(tmp_path):
    (tmp_path / "text.mp4").write_text("Hef het bekken van de grond.\n" * 40)

    assert "not a video" in complaint(tmp_path / "text.mp4")


def test_a_file_with_sound_only(tmp_path):
    path = tmp_path / "sound.wav"
    samples = struct.pack("<800h", *range(800))
    path.write_bytes(
        b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16_000, 2, 16)
        + b"data" + struct.pack("<I", len(samples)) + samples
    )  # fmt: skip

    assert "sound recording" in complaint(path)


def test_a_file_cut_off_before_its_index(make_video):
    path = make_video(times_s=[index / 25 for index in range(50)])
    data = path.read_bytes()
    assert data.index(b"mdat") < data.index(b"moov")
    path.write_bytes(data[: data.index(b"moov") - 4])

    assert "end or head is missing" in complaint(path)


@pytest.mark.parametrize(
    ("name", "codec"), [("cut.mp4", "libx264"), ("cut.mkv", "libx264"), ("cut.webm", "libvpx-vp9")]
)
def test_a_file_cut_off_after_its_index(make_video, name, codec):
    noise = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
    path = make_video(
        name,
        codec=codec,
        times_s=[index / 25 for index in range(250)],
        picture=lambda index: np.roll(noise, index, axis=1),
        container={"movflags": "+faststart"} if name.endswith("mp4") else None,
    )
    assert len(read(path)) == 250
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])

    assert "breaks off at" in complaint(path)


def test_noise_in_the_middle_costs_frames_and_not_the_video(make_video):
    path = make_video("noise.ts", times_s=[index / 25 for index in range(100)])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(300)
    path.write_bytes(data)

    assert 50 < len(read(path)) <= 100


# Nothing is read but the file itself


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "list.m3u8",
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.2,\nother.ts\n#EXT-X-ENDLIST\n",
        ),
        ("list.mp4", "ffconcat version 1.0\nfile other.ts\n"),
    ],
)
def test_a_playlist_does_not_lead_to_other_files(make_video, tmp_path, name, text):
    other = make_video("other.ts")
    playlist = tmp_path / name
    playlist.write_text(text)
    with av.open(str(playlist)) as followed:  # the decoder alone would follow it
        assert sum(1 for _ in followed.decode(video=0)) == len(read(other))

    assert "playlist, not a video" in complaint(playlist)


def test_a_playlist_does_not_lead_to_an_address(tmp_path):
    playlist = tmp_path / "list.m3u8"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        playlist.write_text(
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n"
            f"http://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n"
        )

        complaint(playlist)

        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


# Names


@pytest.mark.parametrize(
    "name", ["my bridge.mp4", "🎥 é.mp4", "-rf.mp4", "%d.mp4", "a'b\"c.mp4", "tcp:1.mp4", "[1].mp4"]
)
def test_a_name_is_only_a_name(make_video, name, monkeypatch, tmp_path):
    path = make_video(name)
    monkeypatch.chdir(tmp_path)

    assert len(read(path)) == len(read(path.relative_to(tmp_path))) == 5


def test_a_name_that_reads_as_a_pattern_is_that_one_file(tmp_path):
    for name, gray in (("frame001.png", 10), ("frame002.png", 20), ("frame%03d.png", 99)):
        done, data = cv2.imencode(".png", np.full((48, 64, 3), gray, np.uint8))
        assert done
        (tmp_path / name).write_bytes(data.tobytes())

    with VideoFile(tmp_path / "frame%03d.png") as video:
        frame = next(iter(video))

    assert np.unique(frame.image).tolist() == [99]


def test_a_pattern_without_such_a_file_is_a_missing_file(tmp_path):
    assert cv2.imwrite(str(tmp_path / "frame001.png"), np.zeros((4, 4, 3), np.uint8))

    assert "no such file" in complaint(tmp_path / "frame%03d.png")


@pytest.mark.parametrize(
    ("stamped", "recorded"),
    [
        ("2024-05-06T07:08:09.000000Z", "2024-05-06T07:08:09+00:00"),
        ("1904-01-01T00:00:00.000000Z", "2021-02-03T04:05:06+00:00"),
        ("2999-01-01T00:00:00.000000Z", "2021-02-03T04:05:06+00:00"),
        ("", "2021-02-03T04:05:06+00:00"),
    ],
)
def test_when_it_was_recorded_is_what_the_camera_says_if_that_can_be_true(
    make_video, tmp_path, stamped: str, recorded: str
) -> None:
    path = stamped_copy(make_video(), tmp_path / "stamped.mp4", stamped)
    written_s = datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC).timestamp()
    os.utime(path, (written_s, written_s))

    with VideoFile(path) as video:
        assert video.recorded_at == datetime.fromisoformat(recorded)


def test_a_video_of_no_time_that_can_be_true_is_of_now(make_video) -> None:
    path = make_video()
    os.utime(path, (0, 0))

    with VideoFile(path) as video:
        assert abs(datetime.now(UTC) - video.recorded_at) < timedelta(minutes=5)


def stamped_copy(path: Path, out: Path, stamp: str) -> Path:
    """Write the same video with another recording date."""
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        if stamp:
            target.metadata["creation_time"] = stamp
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return out
