"""Composed measures: every one that decides says so, and its settings are what decides."""

import ast
import inspect
from dataclasses import replace
from functools import partial
from types import ModuleType

import numpy as np
import pytest

from stabiel.anatomy import Part, landmark_index
from stabiel.body import measures
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import (
    MEASURES,
    SETTINGS,
    bound_measures,
    free_leg,
    joints,
    kneeling,
    lifted_leg,
    lying,
    rotation,
    standing,
)
from stabiel.pose.plausibility import PoseGuard
from tests.bodies import NOSE, all_fours, pose_of
from tests.legs import cycling, planted
from tests.measured import read
from tests.sessions import BOOK
from tests.space import SpaceCamera, hook_lying_in_space, space_pose

MODULES = (free_leg, joints, kneeling, lifted_leg, lying, rotation, standing)
# A measure that takes the least or the most of several values, or looks at a limb that is not the
# one that was asked for, has decided something.
DECIDING = {"min", "max", "abs", "argmin", "sorted", "near", "view"}
# Its sine is only kept within -1 and 1.
PLAIN = {"thigh_turn_deg"}


def functions_of(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}


def names_in(function: str, known: dict[str, ast.FunctionDef]) -> set[str]:
    """Return every name and attribute that a function uses, by way of its module's others too."""
    found: set[str] = set()
    for node in ast.walk(known[function]):
        name = getattr(node, "id", getattr(node, "attr", None))
        if isinstance(name, str) and name not in found:
            found.add(name)
            if name in known and name != function:
                found |= names_in(name, known)
    return found


def used_by(name: str) -> set[str]:
    compute = MEASURES[name].compute
    function = compute.func if isinstance(compute, partial) else compute
    (module,) = [each for each in MODULES if each.__name__ == function.__module__]
    return names_in(function.__name__, functions_of(module))


@pytest.mark.parametrize("name", sorted(set(MEASURES) - PLAIN))
def test_a_measure_that_chooses_says_what_it_decides(name: str) -> None:
    chooses = used_by(name) & DECIDING

    assert not chooses or MEASURES[name].decides, f"it uses {', '.join(sorted(chooses))}"


def test_most_measures_choose_nothing_and_some_do() -> None:
    choosing = {name for name in MEASURES if used_by(name) & DECIDING}

    assert {"head_hang_deg", "foot_lift_tl", "wider_hip_deg", "free_hip_deg"} <= choosing
    assert "knee_angle_deg" not in choosing
    assert all(MEASURES[name].decides for name in MEASURES if MEASURES[name].settings)


def test_no_number_decides_in_python_that_a_setting_declares() -> None:
    """The functions get their settings as keywords without a default."""
    for name, measure in MEASURES.items():
        compute = measure.compute
        function = compute.func if isinstance(compute, partial) else compute
        keywords = {
            each.name
            for each in inspect.signature(function).parameters.values()
            if each.kind is inspect.Parameter.KEYWORD_ONLY
            and each.default is inspect.Parameter.empty
        }
        assert keywords == {each.name for each in measure.settings}, name


def test_an_unbound_measure_with_settings_is_refused() -> None:
    body = read_of(all_fours())

    with pytest.raises(TypeError, match="held_head_deg"):
        measures.read("head_hang_deg", body.with_start(body), "right")


def test_a_value_that_is_missing_is_refused() -> None:
    values = {group: dict(each) for group, each in BOOK.shared.measures.items()}
    del values["fallout_deg"]["at_rest_deg"]

    with pytest.raises(KeyError, match="at_rest_deg"):
        bound_measures(values)


# What each setting decides


def read_of(figure: object) -> Body:
    return BodyReader().read(PoseGuard().check(pose_of(figure, 0.0)))  # type: ignore[arg-type]


def with_setting(group: str, name: str, value: float) -> dict[str, measures.Measure]:
    values = {each: dict(settings) for each, settings in BOOK.shared.measures.items()}
    values[group][name] = value
    return bound_measures(values)


@pytest.mark.parametrize("held_deg", [-80.0, -30.0, 10.0])
def test_a_head_hangs_below_where_heads_are_held(held_deg: float) -> None:
    start = read_of(all_fours(neck_deg=-5.0))
    asked = with_setting("head_hang_deg", "held_head_deg", held_deg)
    body = read_of(all_fours(neck_deg=-45.0)).with_start(start)

    then, now = (read("neck_above_trunk_deg", each, each.near).value for each in (start, body))
    hangs = measures.read("head_hang_deg", body, "right", asked)

    assert now < then
    assert hangs.value == pytest.approx(min(then, held_deg) - now, abs=0.1)


def test_a_head_whose_ear_alone_sinks_does_not_hang() -> None:
    """The ear goes down with the nose, as in a held head of which the neck reads too low."""
    start = read_of(all_fours(neck_deg=-20.0))
    points = start.pose.points.copy()
    points[[NOSE, landmark_index(Part.EAR, "left"), landmark_index(Part.EAR, "right")]] += (
        0.0,
        0.2 * start.torso_px,
    )
    body = replace(start, pose=replace(start.pose, points=points), start=start)

    sunk = (read("neck_above_trunk_deg", each, each.near).value for each in (start, body))
    assert next(sunk) - next(sunk) > 20
    assert read("head_hang_deg", body, "right").value < 1


def test_one_heel_alone_is_in_the_air_from_the_setting_on() -> None:
    pose = pose_of(cycling(0.4), 0.0, far=planted(), far_visibility=0.9)
    pose.visibility[landmark_index(Part.HEEL, "left")] = 0.1
    body = BodyReader().read(PoseGuard().check(pose))
    height = read("free_heel_tl", body, "right").value

    for limit, seen in ((height - 0.01, True), (height + 0.01, False)):
        asked = with_setting("free_leg", "in_the_air_tl", limit)
        for name in ("free_heel_tl", "free_hip_deg", "free_knee_deg"):
            reading = measures.read(name, body, "right", asked)
            assert isinstance(reading, measures.Value) is seen, name


def knee_in_space(fall_deg: float, beside_tl: tuple[float, float] = (0.0, 0.0)) -> Body:
    """Return a body whose far knee has fallen, and is found a little beside its place."""
    start, body = (
        BodyReader().read(PoseGuard().check(space_pose(figure, 0.0, SpaceCamera(60.0))))
        for figure in (hook_lying_in_space(), hook_lying_in_space({"left": fall_deg}))
    )
    body.pose.points[landmark_index(Part.KNEE, "left")] += np.array(beside_tl) * body.torso_px
    return body.with_start(start)


@pytest.mark.parametrize("name", sorted(SETTINGS["fallout_deg"]))
def test_every_setting_of_the_fallout_changes_what_it_reads(name: str) -> None:
    steps = np.linspace(-0.1, 0.1, 5)
    bodies = [knee_in_space(fall, (x, y)) for fall in (0.0, 30.0) for x in steps for y in steps]
    values = {"at_rest_tl": 0.4, "at_rest_deg": 4.0, "doubt_tl_per_60_deg": 0.5}
    asked = with_setting("fallout_deg", name, values[name])

    shipped, changed = (
        [measures.read("fallout_deg", body, "left", each).value for body in bodies]
        for each in (BOOK.checks.measures, asked)
    )

    # Each of these values asks for a smaller fall, or for the same.
    assert shipped != changed
    assert sum(map(abs, changed)) < sum(map(abs, shipped))


def test_a_knee_that_has_moved_less_than_at_rest_has_fallen_no_further() -> None:
    fallen = knee_in_space(60.0)
    asked = with_setting("fallout_deg", "at_rest_tl", 1.0)

    assert read("fallout_deg", fallen, "left").value > 30.0
    assert measures.read("fallout_deg", fallen, "left", asked).value <= 14.0
