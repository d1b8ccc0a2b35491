"""`analyze` on single videos: exit codes, one sentence for each mistake, no unfinished files."""

import json
import signal
import subprocess
import sys
import time
from fractions import Fraction

import numpy as np
import pytest

from tests.commands.helpers import analyze, noise, one_sentence, stabiel


def test_an_exercise_that_does_not_exist(run, tmp_path):
    code, out, err = run("analyze", "x.mp4", "--exercise", "squat", "--out", tmp_path / "out")

    assert (code, out) == (2, "")
    assert one_sentence(err, "squat", "bridging")
    assert not (tmp_path / "out").exists()


def bad_videos(folder, make_video):
    text, empty = folder / "text.mp4", folder / "empty.mp4"
    text.write_text("no video\n" * 20)
    empty.touch()
    cut = make_video("cut.mp4", times_s=[index / 25 for index in range(20)])
    cut.write_bytes(cut.read_bytes()[:-300])
    return [folder / "gone.mp4", text, empty, cut]


def test_videos_that_cannot_be_read_are_one_sentence_each(run, tmp_path, make_video):
    videos = bad_videos(tmp_path, make_video)

    code, out, err = run(*analyze(*videos, out=tmp_path / "out"))

    assert (code, out) == (3, "")
    assert len(err.splitlines()) == len(videos)
    for line, video in zip(err.splitlines(), videos, strict=True):
        assert one_sentence(line, f"stabiel: {video}: ")
    assert not (tmp_path / "out").exists()


def test_a_process_of_its_own_says_the_same(tmp_path):
    done = stabiel(*analyze("gone.mp4", out="out"), cwd=tmp_path)

    assert (done.returncode, done.stdout) == (3, "")
    assert one_sentence(done.stderr, "gone.mp4: there is no such file")
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_where_an_error_arose(tmp_path):
    done = stabiel("--debug", *analyze("gone.mp4", out="out"), cwd=tmp_path)

    assert done.returncode != 0
    assert "Traceback" in done.stderr
    assert "VideoError" in done.stderr


def test_a_video_that_breaks_off_leaves_no_results(run, tmp_path, make_video):
    video = make_video(
        "cut.mp4",
        times_s=[index / 5 for index in range(30)],
        picture=noise,
        container={"movflags": "+faststart"},
    )
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])

    code, out, err = run(*analyze(video, out=tmp_path / "out"))

    assert (code, out) == (3, "")
    assert one_sentence(err, video, "breaks off")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [video]
    assert not (tmp_path / "out" / "cut").exists()


@pytest.mark.parametrize("in_the_way", ["out", "out/clip", "out/clip/annotated.mp4/x"])
def test_results_that_cannot_be_written(run, tmp_path, make_video, in_the_way):
    blocker = tmp_path / in_the_way
    blocker.parent.mkdir(parents=True, exist_ok=True)
    blocker.touch()

    code, out, err = run(*analyze(make_video("clip.mp4", picture=noise), out=tmp_path / "out"))

    assert (code, out) == (2, "")
    assert one_sentence(err, tmp_path / "out")
    assert blocker.is_file()
    assert not list(tmp_path.rglob("*.part"))


def test_nobody_in_the_picture_is_code_4(run, tmp_path, make_video):
    video = make_video("nobody.mp4", picture=noise)

    code, out, err = run(*analyze(video, out=tmp_path / "out"))

    assert (code, out) == (4, "")
    assert one_sentence(err, video, "nobody was found")
    session = json.loads((tmp_path / "out" / "nobody" / "session.json").read_text())
    assert session["summary"]["repetitions"] == session["summary"]["attempts"] == 0
    assert session["summary"]["judged_share"] == 0


def test_a_bad_video_does_not_stop_the_others(run, tmp_path, make_video):
    first, last = (make_video(f"{name}/clip.mp4", picture=noise) for name in "ab")

    code, _, err = run(*analyze(first, tmp_path / "gone.mp4", last, out=tmp_path / "out"))

    assert code == 4  # of 4, 3 and 4 the highest
    assert [line.split(": ")[1] for line in err.splitlines()] == [
        str(first), str(tmp_path / "gone.mp4"), str(last),
    ]  # fmt: skip
    # Two videos with the same name have separate folders.
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == ["clip", "clip-2"]
    for folder in (tmp_path / "out").iterdir():
        assert sorted(path.name for path in folder.iterdir()) == [
            "annotated.mp4", "landmarks.npz", "report.html", "session.json", "trace.npz",
        ]  # fmt: skip


INTERRUPTIBLE = (
    "import signal, sys\n"
    # A process started in the background may have been told to ignore Ctrl-C.
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from stabiel.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


def _begun(folder):
    """Return whether a video is being written in a folder."""
    return bool(list(folder.rglob("annotated.mp4.part")))


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent the Unix way")
def test_ctrl_c_stops_at_once_and_leaves_no_half_video(tmp_path, make_video):
    still = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    video = make_video(
        "long.avi", codec="mjpeg", pix_fmt="yuvj420p", size=(640, 480), time_base=Fraction(1, 25),
        times_s=[index / 25 for index in range(1000)], picture=lambda _: still,
    )  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *map(str, analyze(video, out=tmp_path / "out"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        until = time.monotonic() + 60
        while not _begun(tmp_path) and time.monotonic() < until and process.poll() is None:
            time.sleep(0.02)
        assert _begun(tmp_path)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == "stabiel: stopped."
    assert "Traceback" not in err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [video]


@pytest.mark.skipif(sys.platform != "linux", reason="its native log is looked for on Linux")
def test_the_native_log_stays_off_the_terminal(tmp_path, make_video):
    video = make_video("nobody.mp4", picture=noise)

    quiet = stabiel(*analyze(video, out=tmp_path / "out"))
    loud = stabiel("--debug", *analyze(video, out=tmp_path / "out"))

    assert one_sentence(quiet.stderr, "nobody was found")
    assert "TensorFlow Lite" in loud.stderr  # what --debug lets through
