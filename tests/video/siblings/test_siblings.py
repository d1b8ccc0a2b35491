"""Every kind of difficult video in all its siblings: each is read rightly, or refused rightly."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.video.reader import VideoFile
from tests.video.siblings import formats, orientation, pictures, refusals, shapes, times, tracks
from tests.video.siblings.case import Case, Frames, Reading, Refused, frame_faults, read, wrong
from tests.video.siblings.film import FRAMES, RATE_HZ, Film
from tests.video.siblings.pattern import MOST, ORIENTATIONS, UPRIGHT, Seen, drawn, seen, turned
from tests.video.siblings.times import PAUSES, UNCHANGED, UNEVEN

MODULES = (formats, orientation, times, tracks, pictures, shapes, refusals)
CASES = [
    (module.__name__.rpartition(".")[2], case) for module in MODULES for case in module.cases()
]
# Formats with an index, and files whose times are right: a jump cannot find what must be repaired.
JUMPS = [
    (kind, case)
    for kind, case in CASES
    if Path(case.name).suffix in (".mp4", ".mov", ".mkv", ".webm")
    and (kind in ("orientation", "tracks") or case.right in (UNCHANGED, PAUSES, UNEVEN))
    # The same again; and a file whose decoding times are three seconds off, which none really is.
    and not any(word in case.name for word in ("scaled", "turned", "pauses.mp4"))
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for all files, each of which is made by the test that reads it."""
    return tmp_path_factory.mktemp("siblings")


@pytest.mark.parametrize(
    ("kind", "case"), [pytest.param(*each, id=f"{each[0]}/{each[1].name}") for each in CASES]
)
def test_it_is_read_rightly_or_refused_with_its_cause(kind: str, case: Case, folder: Path) -> None:
    path = folder / kind / case.name
    path.parent.mkdir(exist_ok=True)
    case.make(path)

    faults = wrong(case, path, read(path))

    assert not faults, " | ".join(faults)


@pytest.mark.parametrize(
    ("kind", "case"), [pytest.param(*each, id=f"{each[0]}/{each[1].name}") for each in JUMPS]
)
def test_what_is_shown_after_a_jump_is_right_as_well(kind: str, case: Case, folder: Path) -> None:
    """The report takes its pictures by their times, and long videos are read in pieces."""
    path = folder / kind / case.name
    path.parent.mkdir(exist_ok=True)
    case.make(path)
    with VideoFile(path) as video:
        whole = {frame.time_s: seen(frame.image) for frame in video}
        zero_s = video.zero_s
    with VideoFile(path) as video:
        pictures = {time_s: seen(image) for time_s, image in video.images_at(whole).items()}
        begin_s = sorted(whole)[len(whole) // 2]
        jumps = video.can_jump
    with VideoFile(path) as video:
        rest = {frame.time_s: seen(frame.image) for frame in video.frames(begin_s)}
    with VideoFile(path) as video:
        after_jump = {frame.time_s: seen(frame.image) for frame in video.frames(begin_s, zero_s)}

    assert jumps
    assert pictures == whole
    assert rest == {time_s: what for time_s, what in whole.items() if time_s >= begin_s}
    assert after_jump == rest


def test_there_are_enough_of_every_kind() -> None:
    names = Counter((kind, case.name) for kind, case in CASES)

    assert len(names) == len(CASES) >= 600  # no name twice
    assert set(Counter(kind for kind, _ in CASES)) == {
        "formats", "orientation", "times", "tracks", "pictures", "shapes", "refusals",
    }  # fmt: skip
    assert all(case.right for _, case in CASES)


# The pattern and the comparison detect what they should


def test_a_picture_says_its_number_and_how_it_was_turned() -> None:
    for number in range(MOST):
        for matrix in ORIENTATIONS.values():
            assert seen(turned(drawn(number), matrix)) == Seen(number, matrix)
            assert (turned(turned(drawn(number), UPRIGHT), UPRIGHT) == drawn(number)).all()


def test_two_pictures_in_one_are_detected() -> None:
    image = drawn(6)
    image[1::2] = drawn(7)[1::2]

    assert seen(image) == Seen(6, UPRIGHT, woven=True)
    assert seen(drawn(6) // 8 + 100).matrix is None  # too little contrast to be sure


RIGHT = Reading(
    tuple(Seen(number, UPRIGHT) for number in range(FRAMES)), Film().times_s(), (1.5,) * FRAMES
)
STEP_S = 1 / RATE_HZ


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (RIGHT, ""),
        (replace(RIGHT, seen=RIGHT.seen[:-1], times_s=RIGHT.times_s[:-1]), "instead of 24"),
        (replace(RIGHT, seen=RIGHT.seen[::-1]), "instead of 24"),
        (replace(RIGHT, seen=(Seen(0, (-1, 0, 0, 1)), *RIGHT.seen[1:])), "instead of upright"),
        (replace(RIGHT, seen=(Seen(0, UPRIGHT, woven=True), *RIGHT.seen[1:])), "woven"),
        (replace(RIGHT, shapes=(1.0,) * FRAMES), "shapes"),
        (replace(RIGHT, times_s=tuple(2 * each for each in RIGHT.times_s)), "times off"),
        (replace(RIGHT, times_s=tuple(each + 1 for each in RIGHT.times_s)), "begin at 0"),
        (replace(RIGHT, times_s=(0.0, 0.0, *RIGHT.times_s[2:])), "do not rise"),
        (Reading(sentence="clip.mp4: it is broken."), "refused"),
    ],
)
def test_what_is_not_right_is_said(reading: Reading, words: str) -> None:
    said = frame_faults(Frames(shape=1.5), reading)

    assert words in said if words else said == ""


def test_a_gap_that_is_not_capped_is_said() -> None:
    answer = Frames(leap_at=12)
    for gap_s, right in ((STEP_S, True), (30.0, True), (300.0, False)):
        times_s = tuple(
            time_s + (gap_s - STEP_S) * (index >= 12) for index, time_s in enumerate(RIGHT.times_s)
        )

        assert (frame_faults(answer, replace(RIGHT, times_s=times_s)) == "") is right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("this is one picture; choose a video.", True),
        ("this is one picture; record or copy it again.", False),
        ("this is no video.", False),
        ("this is one picture; choose a video", False),
        (None, False),
    ],
)
def test_a_refusal_must_name_the_cause(tmp_path: Path, sentence: str | None, right: bool) -> None:
    path = tmp_path / "picture.mp4"
    case = Case("picture.mp4", Path.touch, (Refused((("one picture",),)),))
    reading = RIGHT if sentence is None else Reading(sentence=f"{path}: {sentence}")

    assert (wrong(case, path, reading) == []) is right
