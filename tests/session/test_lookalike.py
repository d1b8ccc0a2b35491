"""Another exercise is named if it clearly was done, and never a wrong one."""

import csv
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from stabiel.coach.events import Attempt
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.pose.recording import Recorded, load_recording
from stabiel.session.lookalike import (
    SEEN_S,
    STEP_S,
    DoneAs,
    clearest,
    done_as,
    frames_seen,
    likely,
    looks_like,
    with_lookalike,
)
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from tests.bodies import Bridge, pose_of
from tests.records import WHOLE, bridges
from tests.sessions import BOOK

SOURCE = Source("file", "clip.mp4", 0.0, 25.0, 1280, 720)
NOTHING = replace(WHOLE, exercise="childs-pose", repetitions=(), attempts=(), holds=(), faults=())
REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
POSE = pose_of(Bridge().at(125), 0.0)


@pytest.fixture(scope="module")
def bridge_frames() -> list[Recorded]:
    return [Recorded(time_s, pose) for time_s, pose in bridges([175, 174, 176])]


def judged_as(exercise: str, frames: list[Recorded]) -> Session:
    return replay(BOOK.get(exercise), BOOK, "en", frames, source=SOURCE, model="none").session


@pytest.mark.parametrize("exercise", ["childs-pose", "leg-reach", "psoas", "knees-to-chest"])
def test_bridges_look_like_bridges(bridge_frames, exercise):
    session = with_lookalike(judged_as(exercise, bridge_frames), BOOK, lambda: bridge_frames)

    assert session.looks_like == "bridging"


def test_what_counted_is_not_judged_again(bridge_frames):
    def read() -> list[Recorded]:
        pytest.fail("the recording was read")

    session = judged_as("bridging", bridge_frames)

    assert len(session.repetitions) == 3
    assert with_lookalike(session, BOOK, read) is session


def test_low_bridges_look_like_nothing_else():
    frames = [Recorded(time_s, pose) for time_s, pose in bridges([151, 152, 150])]
    session = judged_as("bridging", frames)

    assert [each.reason for each in session.attempts] == ["pelvis_low"] * 3
    assert looks_like(session, BOOK, frames) is None


def test_nobody_looks_like_nothing():
    assert looks_like(NOTHING, BOOK, [Recorded(n / 25, None) for n in range(50)]) is None


@pytest.mark.parametrize(
    ("done", "named"),
    [
        ([], None),
        ([DoneAs("bridging", 4, 12.0), DoneAs("psoas", 0, 60.0)], "bridging"),
        ([DoneAs("bridging", 3, 9.0), DoneAs("leg-lift", 2, 16.0)], "bridging"),
        ([DoneAs("bridging", 4, 9.0), DoneAs("leg-lift", 3, 16.0)], None),
        ([DoneAs("bridging", 4, 12.0), DoneAs("leg-lift", 4, 11.0)], None),
        ([DoneAs("piriformis", 0, 13.0), DoneAs("supine-start", 0, 40.0, True)], "piriformis"),
        ([DoneAs("piriformis", 0, 13.0), DoneAs("torsion", 0, 9.0)], None),
        ([DoneAs("supine-start", 0, 12.0, True)], "supine-start"),
    ],
)
def test_only_what_is_clear_is_named(done, named):
    assert clearest(done) == named
    assert clearest(reversed(done)) == named


def test_its_own_attempts_weigh_against_another_exercise():
    two = tuple(Attempt(t + 4.0, "both", t, t + 4.0, "pelvis_low") for t in (0.0, 10.0))
    done = [DoneAs("heel-slide", 2, 7.5), DoneAs("leg-lift", 3, 8.5)]

    assert likely(replace(NOTHING, attempts=two), done) == done[1:]
    assert likely(replace(NOTHING, attempts=[replace(each, doubtful=True) for each in two]), done)


@pytest.mark.parametrize(
    ("kind", "named"),
    [("set_up", True), ("nobody", True), ("waiting", False), ("near_zone", False)],
)
def test_a_start_posture_is_not_another_exercise_for_one_who_starts_from_it(kind, named):
    resting = DoneAs("supine-start", 0, 20.0, True)
    session = replace(NOTHING, time=(TimeSpent(TimeKind(kind), None, 20.0),))

    assert likely(session, [resting]) == ([resting] if named else [])


def test_two_minutes_in_which_somebody_is_seen_are_judged():
    frames = [Recorded(n / 30, POSE if n % 3000 < 1000 else None) for n in range(18_000)]

    seen = list(frames_seen(frames))

    poses = [each for each in seen if each.pose is not None]
    assert SEEN_S / 0.11 < len(poses) < SEEN_S / STEP_S
    assert seen[-1].time_s == pytest.approx(320, abs=4)
    assert len(seen) - len(poses) == 3  # one for each stretch with nobody
    assert min(b.time_s - a.time_s for a, b in pairwise(seen)) >= STEP_S


def near_misses() -> list[tuple[str, str]]:
    """Recordings of real people, with an exercise that each of them is not."""
    if not REAL.is_dir():
        return []
    with (REAL / "truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["recording"], row["exercise"])
        for row in rows
        if float(row["expected"]) == 0 and row["kind"] in ("zero", "holds_s")
    ]


@pytest.mark.skipif(not REAL.is_dir(), reason="the recordings of real people are not here")
def test_no_near_miss_of_a_real_person_is_named():
    wrong = []
    for recording, exercise in near_misses():
        frames = list(frames_seen(load_recording(REAL / f"{recording}.full.npz")))
        if done_as(BOOK.get(exercise), NOTHING, BOOK, frames) is not None:
            wrong.append((recording, exercise))

    assert len(near_misses()) > 40
    assert wrong == []
