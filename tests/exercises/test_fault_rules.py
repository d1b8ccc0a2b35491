"""What a rule answers about itself: its kind, what it watches, and which way its limits lie."""

import ast
from pathlib import Path
from typing import get_args

import pytest

import stabiel
from stabiel.anatomy import View
from stabiel.exercises import fault_rules
from stabiel.exercises.fault_rules import DeadBand, FaultBase, LeastTime
from stabiel.exercises.model import FAULT_KINDS, Exercise, Fault, FaultKind, TargetRule
from tests.sessions import BOOK

BRIDGING = BOOK.get("bridging").faults


def changed(exercise: Exercise, name: str, **changes: object) -> Exercise:
    """Return an exercise with a changed fault, read again as from a file."""
    data = exercise.model_dump(exclude_unset=True)
    fault = {key: value for key, value in data["faults"][name].items() if key not in changes}
    fault |= {key: value for key, value in changes.items() if value is not None}
    return Exercise.model_validate(data | {"faults": data["faults"] | {name: fault}})


@pytest.mark.parametrize(
    ("name", "kind", "signal", "checks"),
    [
        ("pelvis_low", "attempt", None, ["pelvis_up"]),
        ("overarched", "limit", ("hip_above_shoulder_knee_deg", "working"), []),
        ("lowering_fast", "tempo", None, []),
        ("sagging", "sag", ("hip_extension_deg", "working"), []),
    ],
)
def test_a_fault_knows_its_kind_its_signal_and_its_checks(
    name: str, kind: str, signal: tuple[str, str] | None, checks: list[str]
) -> None:
    fault = BRIDGING[name]

    assert fault.kind == kind
    assert fault.signal("hip_extension_deg") == signal
    assert fault.checks == checks


def test_every_kind_of_fault_is_in_an_exercise_and_in_the_list() -> None:
    faults = [fault for each in BOOK.exercises.values() for fault in each.faults.values()]

    assert {fault.kind for fault in faults} == set(FAULT_KINDS) == set(get_args(FaultKind))
    assert len(get_args(get_args(Fault)[0])) == len(FAULT_KINDS)


def test_only_an_attempt_has_a_range_of_peaks() -> None:
    assert BRIDGING["pelvis_low"].peak_range == (145, 166.5)
    assert all(fault.peak_range is None for name, fault in BRIDGING.items() if name != "pelvis_low")


def test_a_dead_band_lies_above_or_below_its_limit() -> None:
    assert BRIDGING["overarched"].dead_band == DeadBand(16, 12, upwards=True)
    assert BRIDGING["sagging"].dead_band is None

    under = changed(
        BOOK.get("bridging"), "overarched", above=None, clears_below=None, below=-4, clears_above=2
    )

    assert under.faults["overarched"].dead_band == DeadBand(-4, 2, upwards=False)


@pytest.mark.parametrize(
    ("phase", "ways"),
    [
        ("out", ("out",)),
        ("return", ("return",)),
        ("either", ("out", "return")),
        ("both", ("out", "return")),
    ],
)
def test_a_tempo_asks_its_least_time_of_one_way_or_both(phase: str, ways: tuple[str, ...]) -> None:
    exercise = changed(BOOK.get("bridging"), "lowering_fast", phase=phase, shorter_than_s=1.5)

    assert exercise.faults["lowering_fast"].least_time == LeastTime(1.5, ways)  # type: ignore[arg-type]
    assert all(each.least_time is None for each in BRIDGING.values() if each.kind != "tempo")


def test_only_an_attempt_says_why_a_movement_does_not_count() -> None:
    reason = BRIDGING["pelvis_low"].why_not_counted

    assert reason is not None
    assert reason.in_language("en")
    assert all((each.why_not_counted is None) == (each.kind != "attempt")
               for each in BRIDGING.values())  # fmt: skip


def test_nothing_else_asks_which_class_a_fault_is() -> None:
    kinds = {name for name, each in vars(fault_rules).items()
             if isinstance(each, type) and issubclass(each, FaultBase)}  # fmt: skip
    package = Path(stabiel.__file__).parent
    asked = [
        f"{path.relative_to(package)}:{call.lineno}"
        for path in package.rglob("*.py")
        if path != Path(fault_rules.__file__)
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("isinstance", "issubclass")
        and any(isinstance(each, ast.Name) and each.id in kinds for each in ast.walk(call.args[1]))
    ]

    assert len(kinds) == len(FAULT_KINDS) + 1
    assert asked == []


def test_a_target_rises_or_falls_to_its_limit() -> None:
    rising = TargetRule(at_least=160, from_start=18, released_after=8)
    falling = TargetRule(at_most=75, from_start=18, released_after=8)

    assert (rising.upwards, rising.limit) == (True, 160)
    assert (falling.upwards, falling.limit) == (False, 75)
    assert TargetRule(at_least=0, from_start=1, released_after=1).limit == 0


def test_a_target_may_be_another_one_in_another_view() -> None:
    rising = TargetRule(at_least=166, in_view={View.OBLIQUE: 160}, from_start=18, released_after=8)
    falling = TargetRule(at_most=75, in_view={View.HIGH: 80}, from_start=18, released_after=8)

    assert rising.seen_from(View.SIDE) is rising
    assert rising.seen_from(View.OBLIQUE).limit == 160
    assert not rising.is_reached(162)
    assert rising.seen_from(View.OBLIQUE).is_reached(162)
    assert falling.seen_from(View.HIGH).limit == 80


def test_an_exercise_lists_the_checks_of_all_its_rules() -> None:
    exercise = BOOK.get("bridging")
    movement = exercise.movement
    assert movement is not None

    assert exercise.used_checks == [*movement.target.checks, *movement.throughout, "pelvis_up"]
