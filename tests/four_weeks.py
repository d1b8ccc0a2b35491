"""Four weeks of a made-up person, written by the project's own tools into a data folder.

Everything has a fixed date and seed, so that the sums in `tests/report/test_four_weeks.py`, which
are made by hand, hold. From Monday 2 to Sunday 29 November 2026, Monday, Wednesday and Friday are
planned: eight of these twelve days are done, two partly, two not; one Saturday is extra. The range
grows and the faults get fewer; the pain falls.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from stabiel.exercises.plan import TrainingPlan
from stabiel.session.corrections import RepetitionChange, WrongFault
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.session.wellbeing import Effort, WellbeingAnswer
from stabiel.store import About, DataFolder, Store
from stabiel.store.by_hand import HandNote, add_note
from stabiel.store.corrections import add_correction
from stabiel.store.plans import PlanFolder
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.store.workouts import end_workout, keep_of_person, new_workout
from tests.bodies import (
    SIDE_CAMERA,
    Bridge,
    Figure,
    hook_lying,
    knees_to_chest,
    leg_lift,
    path,
    pose_of,
)
from tests.records import WHOLE, Frames
from tests.sessions import BOOK

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 29)
# The evening of the last day.
NOW = datetime(2026, 11, 29, 20, 0).astimezone()
PLAN = TrainingPlan.model_validate(
    {
        "plan": 1,
        "id": "rug-vier-weken",
        "title": {"nl": "Rug, de eerste weken", "en": "Back, the first weeks"},
        "for": "Mevrouw Jansen",
        "by": "A. de Vries",
        "from": FIRST,
        "days": ["mon", "wed", "fri"],
        "steps": [
            {"exercise": "bridging", "dose": {"repetitions": 4}},
            {"exercise": "leg-lift", "dose": {"repetitions": 3}, "side": "right"},
            {"exercise": "knees-to-chest", "dose": {"hold_s": 10, "times": 1}},
        ],
        "rest_s": 30,
    }
)
RATE_HZ = 15.0
# Of each week: the highest hip angles with the seconds of the way back, and the straightest knee
# with whether the head is lifted. A way back in 0.7 s is too fast; 155 degrees are too low.
BRIDGES = (
    ((169, 2.4), (155, 2.4), (170, 0.7), (169, 0.7), (170, 2.4)),
    ((172, 2.4), (173, 2.4), (172, 0.7), (173, 2.4)),
    ((175, 2.4), (176, 0.7), (175, 2.4), (176, 2.4)),
    ((178, 2.4), (179, 2.4), (178, 2.4), (179, 2.4)),
)
LEG_LIFTS = (
    ((158, 0.0), (157, 0.3), (158, 0.3)),
    ((161, 0.0), (160, 0.3), (161, 0.3)),
    ((165, 0.0), (166, 0.0), (165, 0.3)),
    ((170, 0.0), (171, 0.0), (170, 0.3)),
)


@dataclass(frozen=True)
class Evening:
    """One evening: the pain before, during and after it, and what was said; None if skipped."""

    day: int
    before: int | None
    after: int | None
    effort: Effort | None = "right"
    remark: str = ""
    during: int | None = None


# On the 11th the leg lift is skipped; on the 25th it is stopped at the hold, because it hurts.
EVENINGS = (
    Evening(2, 6, 7, "heavy"),
    Evening(4, 6, 6, "heavy", "Stijf bij het opstaan."),
    Evening(6, 5, 5),
    Evening(9, 5, 4),
    Evening(11, 4, None, None),
    Evening(16, 4, 3),
    Evening(20, 3, 3, remark="Ging goed, ook in de tuin gewerkt."),
    Evening(23, 3, 2),
    Evening(25, 3, None, None, "Scheut in mijn been.", during=6),
    Evening(27, 2, 2, "light"),
)
BY_HAND = HandNote(
    day=date(2026, 11, 21), exercise="bridging", sets=1, repetitions=4, minutes=10.0,
    remark="Op vakantie, zonder computer.",
)  # fmt: skip
NOTHING = replace(
    WHOLE, repetitions=(), attempts=(), holds=(), faults=(), cues=(), setup=(), not_judged=()
)


def write_four_weeks(path: Path) -> DataFolder:
    """Write the four weeks into a folder that has nothing yet, and return it."""
    folder = DataFolder(path)
    PlanFolder(folder).keep(PLAN)
    folder.settings.write_text('{"plan": "rug-vier-weken"}', encoding="utf-8")
    numbers = {each.day: _evening(folder, each) for each in EVENINGS}
    add_note(folder, BY_HAND, NOW)
    _video_of_somebody_else(folder)
    with Store(folder) as store:
        # Of the 2nd: one of the two fast ways back was not. Of the 4th: one more was done.
        session = store.load(numbers[2])
        fast = next(each for each in session.faults if each.id == "lowering_fast")
        wrong = WrongFault(
            fault=fast.id, side=fast.side, start_s=fast.start_s, end_s=fast.time_s
        )  # fmt: skip
        add_correction(store, numbers[2], wrong, NOW)
        add_correction(store, numbers[4], RepetitionChange(change=1, side="both"), NOW)
    return folder


def _evening(folder: DataFolder, evening: Evening) -> int:
    """Write one evening and return the number of its bridges."""
    began_at = datetime(2026, 11, evening.day, 18, 0).astimezone()
    workout, week = new_workout(PLAN.id, began_at), (evening.day - FIRST.day) // 7
    parts: list[tuple[str, Frames, Ending]] = [
        ("bridging", _bridging(week), "done"),
        ("leg-lift", _leg_lifts(week), "done"),
        ("knees-to-chest", _hold(), "done"),
    ]
    if evening.day == 11:
        parts[1] = ("leg-lift", Frames([], replace(NOTHING, exercise="leg-lift")), "skipped")
    if evening.during is not None:
        empty = replace(NOTHING, exercise="knees-to-chest")
        parts[2] = ("knees-to-chest", Frames([], empty), "stopped")
    numbers = []
    for minutes, (name, frames, ending) in zip((0, 4, 8), parts, strict=True):
        dose = {"bridging": 4, "leg-lift": 3}.get(name)
        at = began_at + timedelta(minutes=minutes)
        about = _about(name, at)
        numbers.append(_keep(folder, replace(about, dose=dose, workout=workout), frames, ending))
    with WellbeingRecords(folder) as records:
        records.add(WellbeingAnswer("before", evening.before), began_at, workout.id)
        end = began_at + timedelta(minutes=9)
        if evening.during is not None:
            hurts = WellbeingAnswer("during", evening.during, remark=evening.remark)
            records.add(hurts, end, workout.id)
        else:
            after = WellbeingAnswer("after", evening.after, evening.effort, evening.remark)
            records.add(after, end, workout.id)
    end_workout(folder, workout, end)
    return numbers[0]


def _about(name: str, began_at: datetime) -> About:
    return About(BOOK.get(name), BOOK, "nl", "full", "camera", "webcam", began_at)


def _keep(folder: DataFolder, about: About, frames: Frames, ending: Ending | None) -> int:
    with Store(folder) as store, store.begin(about) as keeper:
        for each in frames.recorded:
            keeper.add_recorded(each)
        keeper.finish(frames.session, frames.trace, ending)
        return keeper.session_id


def _video_of_somebody_else(folder: DataFolder) -> None:
    about = _about("bridging", datetime(2026, 11, 10, 12, 0).astimezone())
    about = replace(about, source_kind="file", source_name="buurman.mp4")
    number = _keep(folder, about, _bridging(0), None)
    keep_of_person(folder, number, answer=False)


@cache
def _bridging(week: int) -> Frames:
    person, knots = Bridge(), [(0.0, 125.0)]
    for top, return_s in BRIDGES[week]:
        _add(knots, (1.0, 125.0), (1.3, float(top)), (1.0, float(top)), (return_s, 125.0))
    hip = path(*knots)
    return _judged("bridging", lambda time_s: (person.at(hip(time_s)), None), knots[-1][0] + 1.5)


@cache
def _leg_lifts(week: int) -> Frames:
    knees, heads = [(0.0, 63.0)], [(0.0, 0.0)]
    for top, head in LEG_LIFTS[week]:
        _add(knees, (1.0, 63.0), (1.3, float(top)), (1.5, float(top)), (1.6, 63.0))
        _add(heads, (1.6, 0.0), (0.5, head), (1.2, head), (0.5, 0.0), (1.6, 0.0))
    knee, lift = path(*knees), path(*heads)

    def at(time_s: float) -> tuple[Figure, Figure]:
        head = lift(time_s)
        return leg_lift(knee(time_s), head_lift=head), hook_lying(head_lift=head)

    return _judged("leg-lift", at, knees[-1][0] + 1.5)


@cache
def _hold() -> Frames:
    hip = path((0.0, 125.0), (2.0, 125.0), (2.3, 70.0), (12.3, 70.0), (12.6, 125.0))
    return _judged("knees-to-chest", lambda time_s: (knees_to_chest(hip(time_s)), None), 14.0)


def _add(knots: list[tuple[float, float]], *stretches: tuple[float, float]) -> None:
    for seconds, value in stretches:
        knots.append((knots[-1][0] + seconds, value))


def _judged(
    name: str, at: Callable[[float], tuple[Figure, Figure | None]], seconds: float
) -> Frames:
    """Judge figures, of the near side and of the far one if that differs."""
    exercise = BOOK.get(name)
    judge, noise = Judge(exercise, BOOK, "nl"), np.random.default_rng(11)
    frames = []
    for index in range(round(seconds * RATE_HZ)):
        time_s = index / RATE_HZ
        near, far = at(time_s)
        pose = pose_of(near, time_s, far=far)
        pose.points[:] += noise.normal(0.0, 0.5, pose.points.shape)
        for array in (pose.points, pose.visibility, pose.world):
            array[:] = array.astype(np.float32)
        frames.append((time_s, pose, judge.update(time_s, pose, 0.5), 0.5))
    source = Source("camera", "webcam", 0.0, RATE_HZ, *SIDE_CAMERA.size_px)
    session: Session = judge.finish(source.counted(len(frames), frames[-1][0]), "full")
    return Frames(frames, session, judge.trace)


def all_judged() -> Sequence[Session]:
    """Return the sessions of which the weeks are made, for a look at them."""
    made = [build(week).session for build in (_bridging, _leg_lifts) for week in range(4)]
    return [*made, _hold().session]
