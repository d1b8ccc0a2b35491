"""The command: quick help, exit codes, one sentence for each mistake, and nothing left behind."""

import json
import re
import signal
import subprocess
import sys
import time
from fractions import Fraction

import numpy as np
import pytest

from stabiel import cli
from stabiel.exercises import programme_files
from stabiel.exercises.files import load_book
from stabiel.exercises.programme_files import load_programmes
from stabiel.system.resources import exercises_folder, sample_path

HEAVY = ("cv2", "mediapipe", "numpy", "av", "pydantic", "rich", "jinja2", "yaml")
COMMANDS = (
    (), ("analyze",), ("demo",), ("exercises",),
    ("exercises", "list"), ("exercises", "show"), ("exercises", "check"),
    ("exercises", "try"), ("exercises", "schema"), ("live",), ("app",), ("cameras",),
    ("sessions",), ("sessions", "list"), ("sessions", "show"), ("sessions", "export"),
    ("sessions", "delete"), ("data",), ("data", "where"), ("data", "export"), ("data", "erase"),
    ("review",), ("replay",), ("progress",),
)  # fmt: skip

SMALL_PROGRAMME = """\
id: small
name: {nl: Klein, en: Small}
exercises:
  - {exercise: bridging, dose: {repetitions: 8}}
  - {exercise: leg-lift, dose: {repetitions: 12}}
  - {exercise: childs-pose, dose: {hold_s: 30, times: 2}}
rest_s: 20
progression: {good_share: 0.8, sessions: 3, add: 2, up_to: 16}
"""


def stabiel(*arguments, **options):
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "stabiel", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def analyze(*videos, out):
    return "analyze", *videos, "--exercise", "bridging", "--model", "lite", "--out", out


def one_sentence(err, *names):
    """Whether the errors are one sentence from stabiel that holds these names."""
    (line,) = err.splitlines()
    return (
        line.startswith("stabiel: ")
        and line.endswith(".")
        and "Traceback" not in line
        and all(str(name) in line for name in names)
    )


# Help


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_imports_nothing_heavy(command):
    program = (
        "import sys\n"
        "from stabiel.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit as stop:\n"
        f"    print('HEAVY', [name for name in {HEAVY} if name in sys.modules], stop.code)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.splitlines()[-1] == "HEAVY [] 0"
    assert run.stdout.startswith(" ".join(("usage: stabiel", *command)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(run, command):
    code, out, err = run(*command, "--help")

    assert (code, err) == (0, "")
    inner = {each[len(command)] for each in COMMANDS if each[:-1] == command and each}
    for name in inner:
        assert re.search(rf"^ +{name}\s+\w+,? \w+", out, re.MULTILINE), f"{name} has no help"


def test_the_list_of_commands_in_these_tests_is_complete():
    def walk(parser, path):
        yield path
        for action in parser._subparsers._group_actions if parser._subparsers else []:
            for name, inner in action.choices.items():
                yield from walk(inner, (*path, name))

    assert sorted(walk(cli.build_parser(), ())) == sorted(COMMANDS)


@pytest.mark.parametrize("command", [(), ("exercises",), ("analyze",), ("sing",)], ids=" ".join)
def test_wrong_use_is_code_2_with_the_usage(run, command):
    code, out, err = run(*command)

    assert (code, out) == (2, "")
    assert err.startswith("usage: stabiel")


# exercises


@pytest.mark.parametrize("language", ["nl", "en"])
def test_exercises_list(run, language):
    code, out, err = run("exercises", "list", "--lang", language)

    assert (code, err) == (0, "")
    book = load_book()
    rows = dict(line.split(maxsplit=1) for line in out.splitlines())
    listed = [*book.exercises.values(), *load_programmes(book).values()]
    assert list(rows) == [each.id for each in listed]
    assert all(rows[each.id].startswith(each.name.in_language(language)) for each in listed)


def test_exercises_list_for_programs(run):
    code, out, _ = run("exercises", "list", "--json")

    assert code == 0
    listed = json.loads(out)
    assert {"id": "bridging", "name": {"nl": "Bridging", "en": "The bridge"}} in listed
    programmes = {each["id"]: each["exercises"] for each in listed if "exercises" in each}
    assert programmes == {
        each.id: [prescribed.exercise for prescribed in each.exercises]
        for each in load_programmes(load_book()).values()
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Hef je bekken", "Op je rug, voeten plat", "Trek je navel in", "Bekken hoger")),
        ("en", ("Lift your pelvis", "Lie on your back", "Draw in your navel", "Pelvis higher")),
    ],
)
def test_exercises_show(run, language, words):
    code, out, err = run("exercises", "show", "bridging", "--lang", language)

    assert (code, err) == (0, "")
    assert all(each in out for each in words)


def test_exercises_show_draws_the_place_of_the_camera(run, tmp_path):
    picture = tmp_path / "place.svg"

    code, out, err = run("exercises", "show", "torsion", "--lang", "en", "--drawing", picture)

    words = "Camera beside you, at table height or higher, tilted down."
    assert (code, err) == (0, "")
    assert words in out
    assert words in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("id_", "name", "words"),
    [
        ("torsion", "place.gif", "ends in .svg or .png"),
        ("torsion", "nowhere/place.svg", "cannot be written"),
        ("basis", "place.svg", "'basis' is a programme"),
    ],
)
def test_a_drawing_that_cannot_be_made_is_one_sentence(run, tmp_path, id_, name, words):
    code, out, err = run("exercises", "show", id_, "--drawing", tmp_path / name)

    assert (code, out) == (2, "")
    assert one_sentence(err, words)
    assert list(tmp_path.iterdir()) == []


def test_exercises_show_for_programs(run):
    code, out, _ = run("exercises", "show", "bridging", "--json")

    shown = json.loads(out)
    assert code == 0
    assert shown["id"] == "bridging"
    assert shown["movement"]["target"]["at_least"] == 160
    assert "Knieën" in out  # letters stay letters


@pytest.mark.parametrize("json_flag", [(), ("--json",)], ids=["", "json"])
def test_a_wrong_exercise_lists_the_right_ones(run, json_flag):
    code, out, err = run("exercises", "show", "squat", *json_flag)

    assert (code, out) == (2, "")
    assert one_sentence(err, "squat", *load_book().exercises)


def test_exercises_check_of_what_ships(run):
    book = load_book()
    count = len(book.exercises) + len(load_programmes(book))

    assert run("exercises", "check") == (0, f"{count} checked, no mistakes\n", "")


def test_exercises_check_names_every_mistake(run, tmp_path):
    good = exercises_folder() / "bridging.yaml"
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        good.read_text(encoding="utf-8").replace("view: side", "view: top").replace("160", "high")
    )

    code, out, err = run("exercises", "check", good, bad)

    assert (code, out) == (2, "")
    assert len(err.splitlines()) >= 2
    assert all(line.startswith(f"{bad}:") and ": expected " in line for line in err.splitlines())


def test_exercises_check_of_a_programme(run, tmp_path):
    good, bad = tmp_path / "small.yaml", tmp_path / "bad.yaml"
    good.write_text(SMALL_PROGRAMME, encoding="utf-8")
    bad.write_text(SMALL_PROGRAMME.replace("bridging", "squat"), encoding="utf-8")

    assert run("exercises", "check", good) == (0, "1 checked, no mistakes\n", "")
    code, out, err = run("exercises", "check", good, bad)
    assert (code, out) == (2, "")
    assert f"{bad}:4:6: exercises.0.exercise: expected one of all-fours, " in err


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            ("Klein (small)", "  1. Bridging (bridging): 8 keer", "12 keer, elke kant",
             "2 × 30 seconden", "Rust telkens 20 seconden", "3 sessies", "80 %", "tot 16"),
        ),
        (
            "en",
            ("Small (small)", "  1. The bridge (bridging): 8 times", "12 times, each side",
             "2 × 30 seconds", "Rest 20 seconds", "3 sessions", "80 %", "up to 16"),
        ),
    ],
)  # fmt: skip
def test_exercises_show_of_a_programme(run, tmp_path, monkeypatch, language, words):
    (tmp_path / "small.yaml").write_text(SMALL_PROGRAMME, encoding="utf-8")
    load = programme_files.load_programmes
    monkeypatch.setattr(programme_files, "load_programmes", lambda book: load(book, tmp_path))

    code, out, err = run("exercises", "show", "small", "--lang", language)

    assert (code, err) == (0, "")
    assert [each for each in words if each not in out] == []
    code, out, _ = run("exercises", "show", "small", "--json")
    assert code == 0
    assert json.loads(out)["exercises"][0]["dose"] == {
        "repetitions": 8, "hold_s": None, "times": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("which", "flags"),
    [
        ("schema.json", ()),
        ("shared/schema.json", ("--shared",)),
        ("programmes/schema.json", ("--programme",)),
    ],
)
def test_exercises_schema_prints_the_committed_one(run, which, flags):
    code, out, err = run("exercises", "schema", *flags)

    assert (code, err) == (0, "")
    assert out == (exercises_folder() / which).read_text(encoding="utf-8")


def test_exercises_try_draws_a_draft_on_a_video(run, tmp_path):
    draft = tmp_path / "draft.yaml"
    text = (exercises_folder() / "bridging.yaml").read_text(encoding="utf-8")
    draft.write_text(text.replace("id: bridging", "id: draft"), encoding="utf-8")
    picture = tmp_path / "picture.png"

    code, out, _ = run(
        "exercises", "try", draft, sample_path(), "--model", "lite", "--out", picture
    )

    assert code == 0
    assert re.match(r"bridging\.mp4: \d+ repetitions, ", out)
    assert out.splitlines()[-1] == f"Picture: {picture.resolve()}"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_exercises_try_names_the_picture_after_both(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    good = exercises_folder() / "bridging.yaml"

    assert run("exercises", "try", good, sample_path(), "--model", "lite")[0] == 0

    assert [path.name for path in tmp_path.iterdir()] == ["bridging-bridging.png"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("bad.yaml", "nobody.mp4", "a.png"), (2, "bad.yaml:1:1: ")),
        (("gone.yaml", "nobody.mp4", "a.png"), (2, "gone.yaml: the file cannot be read")),
        (("bridging.yaml", "gone.mp4", "a.png"), (3, "gone.mp4")),
        (("bridging.yaml", "bridging.yaml", "a.png"), (3, "bridging.yaml")),
        (("bridging.yaml", "nobody.mp4", "a.png"), (4, "nobody was found")),
        (("bridging.yaml", "nobody.mp4", "gone/a.png"), (2, "choose another with --out")),
    ],
)
def test_exercises_try_fails_in_a_sentence(run, tmp_path, make_video, names, expected):
    code, words = expected
    make_video("nobody.mp4", picture=noise)
    (tmp_path / "bad.yaml").write_text("id: bad\n")
    shipped = exercises_folder() / "bridging.yaml"
    (tmp_path / "bridging.yaml").write_bytes(shipped.read_bytes())

    file, video, out = (tmp_path / name for name in names)
    got, shown, err = run("exercises", "try", file, video, "--model", "lite", "--out", out)

    assert (got, shown) == (code, "")
    assert words in err
    assert "Traceback" not in err
    assert not list(tmp_path.rglob("*.png"))


def test_exercises_check_for_programs(run, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: bad\n")

    code, out, err = run("exercises", "check", bad, "--json")

    assert (code, err) == (2, "")
    found = json.loads(out)
    assert found["files"] == [str(bad)]
    assert f"{bad}:1:1: start: expected a value, this key is required" in found["mistakes"]


def test_exercises_check_of_a_file_that_is_not_there(run, tmp_path):
    code, _, err = run("exercises", "check", tmp_path / "gone.yaml")

    assert code == 2
    assert "gone.yaml: the file cannot be read" in err


# analyze: what cannot be read or written


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


# analyze: videos that can be read


def noise(index):
    return np.random.default_rng(index).integers(0, 255, (48, 64, 3), np.uint8)


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
    # Two videos of one name have a folder each.
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == ["clip", "clip-2"]
    for folder in (tmp_path / "out").iterdir():
        assert sorted(path.name for path in folder.iterdir()) == [
            "annotated.mp4", "landmarks.npz", "report.html", "session.json",
        ]  # fmt: skip


INTERRUPTIBLE = (
    "import signal, sys\n"
    # A process started in the background may have been told to ignore Ctrl-C.
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from stabiel.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


def _begun(folder):
    """Say whether a video is being written in a folder."""
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
