"""`stabiel analyze` of many videos: each once, with a summary of the outcomes."""

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from benchmarks.speed import repeated
from stabiel.analysis.sampling import Look
from stabiel.system.resources import sample_path


def analyze(*videos, out):
    return (
        "analyze", *videos, "--exercise", "bridging", "--model", "lite", "--no-video",
        "--lang", "en", "--out", out,
    )  # fmt: skip


def summary_of(out):
    with (out / "summary.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def archive(make_video, tmp_path):
    """A folder with two videos of nobody and a broken one."""
    for name in ("archive/a.mp4", "archive/sub/b.mp4"):
        make_video(name)
    (tmp_path / "archive" / "broken.mp4").write_text("no video")
    (tmp_path / "archive" / "notes.txt").write_text("no video either")
    return tmp_path / "archive"


def test_a_folder_is_done_and_the_second_run_does_what_is_missing(run, archive, tmp_path):
    out = tmp_path / "out"
    code, said, err = run(*analyze(archive, out=out))

    assert code == 4  # of 4, 3 and 4 the highest
    assert said.splitlines()[-2] == (
        "3 clips: 2 with nobody in the picture, 1 failed; 0 repetitions, 0 did not count, 0 holds."
    )
    assert sorted(line.split(": ")[1] for line in err.splitlines()) == [
        str(archive / name) for name in ("a.mp4", "broken.mp4", "sub/b.mp4")
    ]
    rows = summary_of(out)
    assert [(row["path"], row["state"], row["exit_code"], row["done_before"]) for row in rows] == [
        (str(archive / "a.mp4"), "nobody", "4", "no"),
        (str(archive / "broken.mp4"), "failed", "3", "no"),
        (str(archive / "sub" / "b.mp4"), "nobody", "4", "no"),
    ]
    assert rows[1]["why"].startswith(str(archive / "broken.mp4"))
    assert float(rows[0]["took_s"]) > 0
    written = (out / "a" / "session.json").stat().st_mtime_ns

    # The broken video is now intact, and there is a new one.
    (archive / "broken.mp4").write_bytes((archive / "a.mp4").read_bytes())
    (archive / "aa.mp4").write_bytes((archive / "a.mp4").read_bytes())
    code, said, err = run(*analyze(archive, out=out))

    assert code == 4
    assert "4 clips: 4 with nobody in the picture, 2 done before;" in said
    assert [row["done_before"] for row in summary_of(out)] == ["yes", "no", "no", "yes"]
    assert (out / "a" / "session.json").stat().st_mtime_ns == written
    assert len(err.splitlines()) == 2  # only new outcomes are printed; the table has all


def test_nothing_is_left_to_do(run, archive, tmp_path):
    (archive / "broken.mp4").unlink()
    run(*analyze(archive, out=tmp_path / "out"), "--jobs", 1)

    code, said, err = run(*analyze(archive / "**" / "*.mp4", out=tmp_path / "out"))

    assert (code, err) == (4, "")
    assert "2 done before" in said


def test_one_video_with_jobs_is_a_batch_of_one(run, make_video, tmp_path):
    code, said, _ = run(*analyze(make_video("a.mp4"), out=tmp_path / "out"), "--jobs", 2)

    assert code == 4
    assert said.splitlines()[0].split() == [
        "clip", "state", "repetitions", "good", "did", "not", "count", "holds", "faults",
    ]  # fmt: skip
    assert len(summary_of(tmp_path / "out")) == 1


def test_sessions_of_a_batch_are_kept_in_the_records(run, make_video, short_bridge, tmp_path):
    nobody = make_video("short/nobody.mp4")
    (nobody.parent / "again.mp4").write_bytes(short_bridge.read_bytes())
    data = ("--data", tmp_path / "records")

    code, _, _ = run(*analyze(nobody.parent, out=tmp_path / "out"), "--jobs", 1, "--keep", *data)
    _, listed, said = run("sessions", "list", "--json", *data)
    assert said == ""

    assert code == 4
    assert len(json.loads(listed)) == 2


@pytest.mark.parametrize("annotate", [True, False])
def test_quick_says_how_closely_it_looked(run, short_bridge, tmp_path, monkeypatch, annotate):
    monkeypatch.setattr("stabiel.batch.perform.look_at", lambda *_: Look("lite", 3))
    out = tmp_path / "out"
    words = ["analyze", short_bridge, "--exercise", "bridging", "--quick", "--lang", "en"]

    code, said, _ = run(*words, "--out", out, *([] if annotate else ["--no-video"]))

    assert code == 0
    assert said.splitlines()[-1] == "Used 8 frames per second, with lite."
    session = json.loads((out / "bridge" / "session.json").read_text(encoding="utf-8"))
    assert session["model"] == "lite"
    assert session["source"]["frame_rate_hz"] == pytest.approx(25 / 3, abs=0.1)
    assert session["source"]["duration_s"] == pytest.approx(9.0, abs=0.2)
    assert len(session["repetitions"]) == 1
    report = (out / "bridge" / "report.html").read_text(encoding="utf-8")
    assert "One camera, 8 frames per second, the lite model" in report
    if annotate:
        with av.open(str(out / "bridge" / "annotated.mp4")) as drawn:
            times = [frame.time for frame in drawn.decode(video=0)]
        assert len(times) == 75
        assert times[-1] == pytest.approx(9.0, abs=0.2)


def test_without_quick_nothing_is_measured(run, make_video, tmp_path, monkeypatch):
    monkeypatch.setattr("stabiel.batch.perform.look_at", lambda *_: pytest.fail("it was measured"))

    code, said, _ = run(*analyze(make_video("a.mp4"), out=tmp_path / "out"))

    assert code == 4
    assert "Used" not in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--jobs", "0"), "--jobs"),
        (("--jobs", "many"), "--jobs"),
        (("--keep-video",), "--no-video"),
        (("--cluster", "tcp://127.0.0.1:1", "--keep"), "--cluster"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_said(run, make_video, tmp_path, options, words):
    code, said, err = run(*analyze(make_video("a.mp4"), out=tmp_path / "out"), *options)

    assert (code, said) == (2, "")
    assert words in err.splitlines()[-1]
    assert not (tmp_path / "out").exists()


INTERRUPTIBLE = (
    "import signal, sys\n"
    "from stabiel.cli import main\n"
    "if __name__ == '__main__':\n"
    # A process started in the background may have been told to ignore Ctrl-C.
    "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "    sys.exit(main(sys.argv[1:]))\n"
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
def test_ctrl_c_ends_all_processes_and_loses_no_clip_that_was_done(
    run, make_video, short_bridge, tmp_path
):
    make_video("archive/quick.mp4")
    slow = tmp_path / "archive" / "slow.mp4"
    # Longer than any computer takes to be interrupted.
    repeated(sample_path(), 600.0, slow)
    program, out = tmp_path / "program.py", tmp_path / "out"
    program.write_text(INTERRUPTIBLE)
    command = [sys.executable, program, *analyze(slow.parent, out=out), "--jobs", "2"]
    with subprocess.Popen(
        [str(word) for word in command], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        until = time.monotonic() + 240
        while not (out / "quick" / "analysis.json").exists() and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        _, err = process.communicate(timeout=120)

    assert process.returncode == 130
    assert err.splitlines()[-1] == "stabiel: stopped."
    assert "Traceback" not in err
    until = time.monotonic() + 60  # multiprocessing's own helper ends after all others
    while (left := _members(process.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left
    assert not (out / "slow").exists()
    written = (out / "quick" / "analysis.json").stat().st_mtime_ns
    slow.write_bytes(short_bridge.read_bytes())

    code, said, _ = run(*analyze(slow.parent, out=out))

    assert code == 4
    assert "1 judged, 1 with nobody in the picture, 1 done before" in said
    assert (out / "quick" / "analysis.json").stat().st_mtime_ns == written


def _members(group):
    members = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(ValueError, ProcessLookupError):
            if os.getpgid(int(process.name)) == group:
                members.append(process)
    return members
