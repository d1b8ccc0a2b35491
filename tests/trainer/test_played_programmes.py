"""Every programme of the program, played by people who do and do not do what is asked.

Whoever it is: no needed line is missing (the other side, the end of a set, the end), nobody who
does nothing or the wrong thing is left in silence, and nothing is said twice in one breath.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from stabiel.anatomy import other_side
from stabiel.exercises.library import read_library
from stabiel.exercises.programme import Step
from stabiel.pose.pose import Pose
from stabiel.session.cues import SAME_CUE_S
from stabiel.trainer.plan import plan_of
from stabiel.trainer.scene import Scene
from stabiel.trainer.step_progress import side_of
from stabiel.trainer.terms import Command, Stage
from tests.bodies import (
    Bridge,
    Figure,
    all_fours,
    childs_pose,
    ease,
    heel_slide,
    hook_lying,
    knees_to_chest,
    leg_lift,
    pose_of,
)
from tests.trainer.people import Heard, train

LIBRARY = read_library()
RATE_HZ = 6.0
# Nobody takes longer over a step here: then the next one is asked for.
PATIENCE_S = 46.0
# A line that has begun is heard to its end before the next one.
LONGEST_SILENCE_S = 20.0 + 5.0
# In a set of two the side and the end come as in one of ten.
REPETITIONS, HOLD_S, REST_S = 2, 10.0, 4.0
BRIDGE = Bridge()

# How far an exercise is done, 0 to 1, as a figure. The others are met lying down, by one person.
FIGURES: dict[str, Callable[[float], Figure]] = {
    "bridging": lambda share: BRIDGE.at(125 + 47 * share),
    "leg-lift": lambda share: leg_lift(63 + 107 * share),
    "heel-slide": lambda share: heel_slide(0.98 * share),
    "all-fours": lambda share: all_fours(),
    "arm-reach": lambda share: all_fours(shoulder_deg=85 + 83 * share),
    "leg-reach": lambda share: all_fours(hip_deg=90 + 82 * share, knee_deg=90 + 82 * share),
    "childs-pose": lambda share: childs_pose(90 - 54 * share),
    "knees-to-chest": lambda share: knees_to_chest(125 - 80 * share),
}
# In each of these, somebody who follows gets to the end.
FINISHED = ("leg-lift", "heel-slide", "bridging", "childs-pose")


def there_and_back(time_s: float) -> float:
    """Return the share of the way of somebody who moves all the time, every 6 s."""
    phase = time_s % 6.0
    return min(ease(phase / 1.8), ease((5.0 - phase) / 1.8))


def pose(time_s: float, scene: Scene, share: float, *, wrong_side: bool = False) -> Pose:
    figure = FIGURES.get(scene.exercise.id)
    if figure is None:
        return pose_of(hook_lying(), time_s, far_visibility=0.9)
    if scene.side is None:
        return pose_of(figure(share), time_s)
    side = other_side(scene.side) if wrong_side else scene.side
    near, far = (figure(share), figure(0.0))[:: 1 if side == "right" else -1]
    return pose_of(near, time_s, far=far, far_visibility=0.9)


def goes_on_at_once(time_s: float, scene: Scene) -> Pose:
    held = scene.exercise.hold is not None
    return pose(time_s, scene, 1.0 if held else there_and_back(time_s))


def waits_for_the_word(time_s: float, scene: Scene) -> Pose:
    return goes_on_at_once(time_s, scene) if scene.stage is Stage.WORK else pose(time_s, scene, 0.0)


def does_the_wrong_side(time_s: float, scene: Scene) -> Pose:
    held = scene.exercise.hold is not None
    works = scene.stage is Stage.WORK
    share = (1.0 if held else there_and_back(time_s)) if works else 0.0
    return pose(time_s, scene, share, wrong_side=works)


def stays_out(time_s: float, scene: Scene) -> Pose:
    return pose(time_s, scene, 0.35 if scene.stage is Stage.WORK else 0.0)


def does_nothing(time_s: float, scene: Scene) -> Pose:
    return pose_of(hook_lying(), time_s, far_visibility=0.9)


PEOPLE = [goes_on_at_once, waits_for_the_word, does_the_wrong_side, stays_out, does_nothing]


def short(step: Step) -> Step:
    dose = {"repetitions": REPETITIONS} if step.repetitions else {"hold_s": HOLD_S}
    return replace(step, rest_s=min(REST_S, step.rest_s), **dose)


def steps_of(programme: str, person: Callable[[float, Scene], Pose]) -> list[Step]:
    plan = plan_of(LIBRARY.book, {}, programme=programme, programmes=LIBRARY.programmes)
    known = [step for step in plan.steps if person is does_nothing or step.exercise in FIGURES]
    return [short(step) for step in known]


class Impatience:
    """Asks for the next step if one takes too long. Holds since when it lasts."""

    def __init__(self) -> None:
        self._step: object = None
        self._since_s = 0.0

    def __call__(self, time_s: float, scene: Scene) -> Command | None:
        step = (scene.exercise.id, scene.side, scene.stage in (Stage.REST, Stage.ENDED))
        if step != self._step:
            self._step, self._since_s = step, time_s
        if time_s - self._since_s < PATIENCE_S or scene.stage is Stage.ENDED:
            return None
        self._since_s = time_s
        return Command.SKIP


@cache
def played(programme: str, person: Callable[[float, Scene], Pose]) -> Heard:
    return train(
        steps_of(programme, person), lambda time_s: None, 3000.0, acting=person, asks=Impatience(),
        rate_hz=RATE_HZ, book=LIBRARY.book, language="nl",
    )  # fmt: skip


pytestmark = [
    pytest.mark.parametrize("programme", sorted(LIBRARY.programmes)),
    pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.__name__),
]


def test_it_comes_to_its_end(programme, person):
    heard = played(programme, person)

    assert heard.kinds()[-1] == "SessionEnded"
    assert heard.ids[-1] in ("end", "end_nothing")
    assert heard.kinds().count("StepEnded") == len(steps_of(programme, person))


def test_nobody_is_left_in_silence(programme, person):
    heard = played(programme, person)
    last_s, silent = 0.0, []
    spoken_s = {time_s for time_s, _ in heard.lines}
    for time_s, scene in heard.scenes:
        if time_s in spoken_s or scene.stage in (Stage.REST, Stage.ENDED):
            last_s = time_s
        elif time_s - last_s > LONGEST_SILENCE_S:
            silent.append((round(time_s), scene.exercise.id, scene.stage.value))
            last_s = time_s

    assert silent == []


def test_no_correction_is_repeated_in_one_breath(programme, person):
    last_s: dict[str, float] = {}
    again = []
    for time_s, line in played(programme, person).lines:
        if line.corrective and time_s - last_s.get(line.text, -100.0) < SAME_CUE_S:
            again.append((round(time_s), line.text))
        last_s[line.text] = time_s

    assert again == []


def test_the_other_side_is_always_announced(programme, person):
    heard, steps = played(programme, person), steps_of(programme, person)
    changes = [
        side_of(step)
        for before, step in pairwise(steps)
        if step.exercise == before.exercise and side_of(step) not in (None, side_of(before))
    ]
    said = [line.text for _, line in heard.lines if line.id == "other_side"]

    assert len(changes) >= 4
    assert [("links" in text) for text in said] == [side == "left" for side in changes]


def test_the_end_of_every_set_is_heard(programme, person):
    if person not in (goes_on_at_once, waits_for_the_word):
        pytest.skip("this person finishes no set")
    heard = played(programme, person)
    ends = [line for _, line in heard.lines if line.id in ("done", "let_go")]
    completed = [each for each in heard.milestones if getattr(each, "complete", False)]

    assert len(ends) == len(completed)
    steps = [step for step in steps_of(programme, person) if step.exercise in FINISHED]
    assert len(completed) >= len(steps)
