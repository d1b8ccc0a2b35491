"""Results: complete or not there, whatever stops the program; links are never followed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stabiel.analysis.analysis import Job, analyze
from stabiel.analysis.results import Results
from stabiel.errors import OutputError, ResourceError, VideoError
from stabiel.system.atomic import write_whole
from stabiel.system.resources import sample_path
from tests.analysis.crash import NAMES, Reference, analyzed, make_clip
from tests.fuzz.cases import Stick
from tests.sessions import BOOK

LAST = NAMES[-1]


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return Reference.made(tmp_path_factory.mktemp("before"), frames=20)


def make(results, words):
    new = results.begin()
    for name in NAMES:
        (new / name).write_text(words)


def words_in(folder):
    return {name: (folder / name).read_text() for name in NAMES if (folder / name).exists()}


def test_results_appear_when_they_are_finished(tmp_path):
    results = Results(tmp_path / "a" / "b")
    make(results, "first")
    assert words_in(tmp_path / "a" / "b") == {}
    results.finish(*NAMES)
    results.close()

    assert words_in(tmp_path / "a" / "b") == dict.fromkeys(NAMES, "first")
    assert len(list((tmp_path / "a" / "b").iterdir())) == len(NAMES)


@pytest.mark.parametrize("moved", range(len(NAMES)))
def test_stopped_between_two_files_there_is_no_last_one_that_says_it_is_whole(
    tmp_path, monkeypatch, moved
):
    first = Results(tmp_path)
    make(first, "first")
    first.finish(*NAMES)
    second = Results(tmp_path)
    make(second, "second")
    replace, count = Path.replace, iter(range(10))

    def until_then(path, target):
        if next(count) == moved:
            raise OSError("killed")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", until_then)
    with pytest.raises(OutputError):
        second.finish(*NAMES)

    assert LAST not in words_in(tmp_path)


def test_who_is_stopped_before_the_end_leaves_what_was_there(tmp_path):
    first = Results(tmp_path / "out")
    make(first, "first")
    first.finish(*NAMES)
    first.close()
    make(Results(tmp_path / "out"), "second")  # and is killed
    # So is a program that writes a single file beside them.
    (tmp_path / "out" / ".unfinished-y").write_bytes(b"half")

    assert words_in(tmp_path / "out") == dict.fromkeys(NAMES, "first")
    third = Results(tmp_path / "out")
    third.begin()
    third.close()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(NAMES)


def test_links_among_the_results_are_replaced_and_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("nobody else's")
    (tmp_path / "out").mkdir()
    for name in NAMES:
        (tmp_path / "out" / name).symlink_to(secret)
    (tmp_path / "out" / ".unfinished-x").symlink_to(tmp_path)

    analyzed(make_clip(tmp_path / "clip.mp4", 5), tmp_path / "out")

    assert secret.read_text() == "nobody else's"
    assert not any(path.is_symlink() for path in (tmp_path / "out").iterdir())


@pytest.mark.parametrize("link", ["loop", "gone"])
def test_a_folder_for_results_that_is_a_link_to_nowhere_is_a_sentence(tmp_path, link):
    (tmp_path / "out").symlink_to(tmp_path / ("out" if link == "loop" else "gone" / Path("x")))

    with pytest.raises(OutputError, match="cannot be written here"):
        Results(tmp_path / "out").begin()


def test_a_folder_for_results_may_be_a_link_to_another(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "there")
    results = Results(tmp_path / "out")
    make(results, "first")
    results.finish(*NAMES)

    assert words_in(tmp_path / "there") == dict.fromkeys(NAMES, "first")


@pytest.mark.parametrize("name", ["loop", "gone"])
def test_a_video_that_is_a_link_to_nowhere_is_a_sentence(tmp_path, name):
    (tmp_path / "clip.mp4").symlink_to(tmp_path / ("clip.mp4" if name == "loop" else "gone.mp4"))

    with pytest.raises(VideoError, match=r"clip\.mp4: "):
        analyzed(tmp_path / "clip.mp4", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    write_whole(path, b"first")
    monkeypatch.setattr(Path, "replace", lambda path, target: (_ for _ in ()).throw(OSError()))

    with pytest.raises(OSError):
        write_whole(path, b"second")

    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


class FailsOnce(Stick):
    """An estimator whose third frame fails."""

    calls = 0

    def find(self, frame):
        self.calls += 1
        if self.calls == 3:
            raise RuntimeError("the graph has ended")
        return super().find(frame)


def test_a_landmarker_that_fails_ends_the_analysis_and_leaves_what_was_there(tmp_path, before):
    clip = make_clip(tmp_path / "clip.mp4", 9)
    bridge = BOOK.get("bridging")
    job = Job(clip, before.folder, bridge, BOOK, "nl", "lite", every_frame=True)

    with pytest.raises(ResourceError, match=r"clip\.mp4: the pose model failed at 0\.1 s"):
        analyze(job, FailsOnce("lite"))

    assert before.is_in(before.folder)


@pytest.mark.parametrize("where", ["read", "write"])
def test_what_nobody_foresaw_ends_an_analysis_and_does_not_hold_it_up(tmp_path, monkeypatch, where):
    def broken(*arguments):
        raise KeyError("not foreseen")

    methods = {
        "read": "video.reader.VideoFile._upright_rgb",
        "write": "drawing.overlay.Overlay.draw",
    }
    monkeypatch.setattr(f"stabiel.{methods[where]}", broken)

    with pytest.raises(KeyError, match="not foreseen"):
        analyzed(make_clip(tmp_path / "clip.mp4", 30), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a kill is sent the Unix way")
def test_a_killed_analysis_leaves_no_result_that_looks_whole(tmp_path, before):
    clip = make_clip(tmp_path / "clip.mp4", 2000)
    out = before.folder
    with subprocess.Popen(
        [sys.executable, "-m", "tests.analysis.crash", "--analyze", clip, out],
        cwd=Path(__file__).parents[2],
    ) as process:
        until = time.monotonic() + 240
        while not list(out.rglob("*.part")) and time.monotonic() < until:
            time.sleep(0.02)
        assert list(out.rglob("*.part"))
        process.send_signal(signal.SIGKILL)

    assert before.is_in(out)


# A full disk, simulated by a limit on the size of files


LIMITED = """
import resource, signal, sys
from stabiel import cli
from stabiel.pose import mediapipe as landmarker
from tests.fuzz.cases import Stick
landmarker.Landmarker = Stick
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(cli.main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("size", [1_000, 60_000])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, size):
    out = tmp_path / "out"
    command = ["analyze", sample_path(), "--exercise", "bridging", "--out", out]

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), *map(str, command)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"stabiel: {out}")
    assert line.endswith(".")
    assert not out.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_device_is_no_folder_for_results():
    with pytest.raises(OutputError, match="/dev/full: the results cannot be written here"):
        Results(Path("/dev/full")).begin()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root writes to what is read-only"
)
def test_a_folder_that_is_read_only_is_a_sentence(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(OutputError, match="cannot be written here"):
        Results(tmp_path / "out").begin()


def test_a_folder_of_the_system_that_nobody_writes_is_a_sentence():
    if not Path("/proc/self").exists():
        pytest.skip("there is no folder here that even root cannot write")
    with pytest.raises(OutputError, match="/proc/self/out: the results cannot be written here"):
        Results(Path("/proc/self/out")).begin()
