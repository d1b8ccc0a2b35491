"""Lists every limit that the exercises set. In: exercises. Out: `Bound`, one for each number.

A limit of a shared check is one number, however many exercises use it, so its owner is `shared`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from stabiel.anatomy import View
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Check, Exercise, FaultBase, Limb, LimitFault
from stabiel.tuning.signals import TARGET, Limit, Signal, signals_of

SHARED = "shared"
# The judge smooths what it follows and asks for two frames; values that are not smoothed are asked
# to last for this long instead.
REACHED_S = 0.2
# - rest: asked of the start posture, before a movement;
# - keep: asked all through a movement or a hold;
# - zone: asked of the seconds of a hold that count;
# - reach: asked of the highest point of a movement;
# - try: what a movement must do to be an attempt;
# - fault: a fault beyond it;
# - tempo: a way that takes less time is too fast;
# - own: judged from a whole course of values (sag, bounce, leave), which no single value shows.
Role = Literal["rest", "keep", "zone", "reach", "try", "fault", "tempo", "own"]


@dataclass(frozen=True)
class Bound:
    """One limit.

    Attributes:
        owner: the id of the exercise, or `shared` for a check.
        name: of the check or fault; `target` or `start` for those of the movement.
        measure, limb: what is compared with it; of a tempo, `out_s` and `return_s`.
        value: in the unit of the measure.
        wrong_above: whether what is over it is wrong; otherwise what is under it is.
        role: what it is asked of.
        for_s: how long a value must last to be wrong (of `reach` and `try`: right).
        clears: the other end of the dead band of a fault.
        views: the views in which this number holds; empty if in all of them.
    """

    owner: str
    name: str
    measure: str
    limb: Limb
    value: float
    wrong_above: bool
    role: Role
    for_s: float
    clears: float | None = None
    views: frozenset[View] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What makes two limits one number, whichever limb they are about."""
        return self.owner, self.title

    @property
    def title(self) -> str:
        """How a table names the limit: what is right, in the words of the exercise file."""
        sign = {True: "≤", False: "≥"}[self.wrong_above]
        seen = "".join(f", {view}" for view in sorted(self.views))
        return f"`{self.name}` ({self.role}{seen}): `{self.measure}` {sign} {self.value:g}"


def bounds_of(exercise: Exercise, book: ExerciseBook) -> list[Bound]:
    """Return every limit that an exercise sets or uses, each once."""
    found: dict[tuple[str, str], Bound] = {}
    for signal in signals_of(exercise, book):
        for limit in signal.limits:
            for bound in _of_limit(exercise, book, signal, limit):
                found.setdefault(bound.key, bound)
    for name, fault in exercise.faults.items():
        for bound in _without_a_limit(exercise, name, fault):
            found[bound.key] = bound
    return list(found.values())


def all_bounds(book: ExerciseBook) -> dict[str, list[Bound]]:
    """Return every limit of every exercise by its owner, shared ones first."""
    found: dict[str, dict[str, Bound]] = {SHARED: {}}
    for exercise in book.exercises.values():
        for bound in bounds_of(exercise, book):
            found.setdefault(bound.owner, {}).setdefault(bound.title, bound)
    return {owner: list(bounds.values()) for owner, bounds in found.items()}


def _of_limit(
    exercise: Exercise, book: ExerciseBook, signal: Signal, limit: Limit
) -> Iterator[Bound]:
    fault = exercise.faults.get(limit.label)
    below = limit.asks in ("≥", "<")
    if limit.label in book.checks:
        check = book.check(limit.label)
        for role in roles_of(limit.label, exercise, book):
            for_s = REACHED_S if role == "reach" else check.for_s
            yield Bound(
                SHARED, limit.label, signal.measure, signal.limb, limit.value, not below, role,
                for_s,
            )  # fmt: skip
    elif isinstance(fault, LimitFault):
        yield Bound(
            exercise.id, limit.label, signal.measure, signal.limb, limit.value, not below,
            "fault", fault.for_s, fault.dead_band.clears,
        )  # fmt: skip
    elif not limit.label.endswith(" over"):
        roles: dict[str, Role] = {TARGET: "reach", "start": "rest"}
        found = Bound(
            exercise.id, limit.label, signal.measure, signal.limb, limit.value, not below,
            roles.get(limit.label, "try"), REACHED_S,
        )  # fmt: skip
        yield from _by_view(found, exercise)


def _by_view(bound: Bound, exercise: Exercise) -> Iterator[Bound]:
    """Yield a target once for each group of views that has a number of its own."""
    movement = exercise.movement
    if movement is None or bound.name != TARGET or not movement.target.in_view:
        yield bound
        return
    own = movement.target.in_view
    yield replace(bound, views=frozenset(movement.views).difference(own))
    for view, value in own.items():
        yield replace(bound, value=value, views=frozenset({view}))


def roles_of(check: str, exercise: Exercise, book: ExerciseBook) -> list[Role]:
    """Return what a check is asked of in an exercise; a condition of a fault is none of these."""
    posture, movement, hold = book.posture(exercise), exercise.movement, exercise.hold
    places: dict[Role, list[str]] = {
        "rest": [*posture.needs, *posture.wishes],
        "keep": [
            *posture.keeps,
            *(movement.throughout if movement else ()),
            *(hold.near if hold else ()),
        ],
        "zone": [*hold.zone, *hold.if_seen] if hold else [],
        "reach": movement.target.checks if movement else [],
    }
    return [role for role, names in places.items() if check in names]


def _without_a_limit(exercise: Exercise, name: str, fault: FaultBase) -> Iterator[Bound]:
    owner = exercise.id
    if fault.least_time is not None:
        for way in fault.least_time.ways:
            yield Bound(
                owner, name, f"{way}_s", "working", fault.least_time.seconds, False, "tempo", 0.0
            )
    elif fault.kind in ("sag", "bounce", "leave"):
        rule = fault.model_dump()
        value = {
            "sag": lambda: rule["sags"]["by"],
            "bounce": lambda: rule["bounces"]["by"],
            "leave": lambda: rule["left_for_s"],
        }[fault.kind]()
        measure, limb = fault.signal(exercise.follows) or ("time", "working")
        yield Bound(owner, name, measure, limb, value, True, "own", 0.0)


def same_fault(bound: Bound, exercise: Exercise) -> set[str]:
    """Return the ids of the faults and attempts that are what a limit calls wrong.

    They watch the same measure of the same limb in the same direction; an attempt misses this check
    or this target.
    """
    found = set()
    for name, fault in exercise.faults.items():
        if bound.role in ("fault", "tempo"):
            same = name == bound.name
        elif bound.role == "reach":
            named = fault.peak_range is not None if bound.name == TARGET else False
            same = fault.kind == "attempt" and (named or bound.name in fault.checks)
        elif bound.role == "zone":
            watched, band = fault.signal(exercise.follows), fault.dead_band
            same = (
                watched is not None
                and band is not None
                and (watched[0], limb_of(watched[1], exercise), band.upwards)
                == (bound.measure, bound.limb, bound.wrong_above)
            )
        else:
            same = False
        if same:
            found.add(name)
    return found


def limb_of(limb: Limb, exercise: Exercise) -> Limb:
    """Return the limb that is looked at: the near one if no side works by itself."""
    return "near" if exercise.sides != "each" and limb == "working" else limb


def conditions(bound: Bound, exercise: Exercise, book: ExerciseBook) -> list[Check]:
    """Return the checks without which a fault is not looked for."""
    fault = exercise.faults.get(bound.name)
    return [book.check(name) for name in fault.only_if] if isinstance(fault, LimitFault) else []
