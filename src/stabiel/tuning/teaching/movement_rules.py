"""An exercise from what was chosen. In: a posture, a measure, limits, faults. Out: its data.

Nothing is decided here but how a file says it, and what is said about each number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stabiel.anatomy import View
from stabiel.body.measures import MEASURES
from stabiel.exercises.values import Attitude
from stabiel.tuning.teaching.comparison import JOINT, TRUST, ComparedMeasure
from stabiel.tuning.teaching.lesson_file import KeyPath, lesson_text
from stabiel.tuning.teaching.likely_faults import LikelyFault
from stabiel.tuning.teaching.limits_from import TargetLimits
from stabiel.tuning.teaching.start_posture import LearnedPosture
from stabiel.tuning.teaching.wish import Wish
from stabiel.tuning.teaching.working_sides import Sides
from stabiel.wording.catalogue import in_both, text
from stabiel.wording.formatting import with_unit
from stabiel.wording.language import Language

# How much to do until the user says otherwise: what the leaflet asks most often.
DOSE: dict[str, Any] = {"repetitions": 10}
HELD_S = 0.2
_CAMERAS = {
    View.SIDE: {"view": "side", "height": "seat"},
    View.HIGH: {"view": "high", "height": "table"},
    View.OBLIQUE: {"view": "high", "height": "seat"},
    View.FRONT: {"view": "front", "height": "seat"},
}
# A view in which a demonstration was seen for less than this share of the time was not shown.
SHOWN_SHARE = 0.15


@dataclass(frozen=True)
class MovementChoice:
    """All that was chosen for a movement.

    Attributes:
        followed: the measure that is followed.
        limits: of the movement.
        posture: in which it starts.
        attitude: of that posture.
        sides: as in an exercise file.
        views: the share of the time in each view.
        checks: what must also hold at the target, by name, as in an exercise file.
        lands: the floor ends the way back.
        alike: another measure that tells as well; None if there is none.
    """

    followed: ComparedMeasure
    limits: TargetLimits
    posture: LearnedPosture
    attitude: Attitude
    sides: Sides
    views: Mapping[View, float]
    checks: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    lands: bool = False


def main_view(views: Mapping[View, float]) -> View:
    """Return the view of most of the time; from the side if nobody is seen."""
    return max(views, key=lambda view: views[view], default=View.SIDE)


def movement_data(
    wish: Wish, choice: MovementChoice, faults: Iterable[LikelyFault]
) -> dict[str, Any]:
    """Return a movement as the data of an exercise file."""
    limits, posture = choice.limits, choice.posture
    target: dict[str, Any] = {
        "at_least" if limits.upwards else "at_most": limits.limit,
        **({"in_view": _in_view(limits)} if limits.in_view else {}),
        "from_start": limits.from_start,
        "released_after": limits.released_after,
    }
    if choice.checks:
        target["checks"] = [*choice.checks]
    start: dict[str, Any] = {"plausible": [*limits.plausible], "back_within": limits.back_within}
    if choice.lands:
        start["lands"] = True
    movement: dict[str, Any] = {"follows": choice.followed.measure}
    views = _views(choice)
    if views is not None:
        movement["views"] = views
    data = heading(wish, posture, choice.views, DOSE, choice.sides)
    data["movement"] = movement | {"start": start, "target": target}
    data["faults"] = {each.id: each.data for each in faults}
    return data | own_parts(posture, choice.checks)


def _in_view(limits: TargetLimits) -> dict[str, float]:
    return {view.value: limit for view, limit in limits.in_view.items()}


def heading(
    wish: Wish,
    posture: LearnedPosture,
    views: Mapping[View, float],
    dose: Mapping[str, Any],
    sides: Sides,
) -> dict[str, Any]:
    """Return the first keys of an exercise file."""
    instruction = wish.instruction or in_both("teach_file", "instruction")
    data: dict[str, Any] = {
        "id": wish.id,
        "name": wish.name.model_dump(),
        "instruction": {
            "nl": instruction.nl.format(start=posture.say.nl),
            "en": instruction.en.format(start=posture.say.en),
        }
        if wish.instruction is None
        else instruction.model_dump(),
        "camera": _CAMERAS[main_view(views)],
        "dose": dict(dose),
    }
    if sides != "both":
        data["sides"] = sides
    return data | {"start": {"posture": posture.name, "held_s": HELD_S}}


def own_parts(
    posture: LearnedPosture, checks: Mapping[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the checks and the posture that only this exercise has."""
    parts: dict[str, dict[str, Any]] = {}
    own = {**checks, **posture.checks}
    if own:
        parts["checks"] = own
    if posture.posture is not None:
        parts["postures"] = {posture.name: posture.posture}
    return parts


def _views(choice: MovementChoice) -> list[str] | None:
    """Return the views in which it can be followed; None for all but the front.

    The angle of a joint is told from the side and from obliquely; what turns out of the picture is
    told only from where it was shown, or between that and another view from above.
    """
    shown = {view for view, share in choice.views.items() if share >= SHOWN_SHARE}
    shown.add(main_view(choice.views))
    if TRUST.get(choice.followed.measure, JOINT) == JOINT and View.FRONT not in shown:
        return None
    if shown & {View.HIGH, View.OBLIQUE}:
        shown |= {View.HIGH, View.OBLIQUE}
    return [view.value for view in View if view in shown]


def movement_text(
    data: Mapping[str, Any],
    choice: MovementChoice,
    *,
    compared: Sequence[ComparedMeasure],
    offered: Iterable[LikelyFault],
    language: Language,
    remarks: Sequence[str],
) -> str:
    """Return the file of a movement, with what is to be known about its numbers."""
    followed, limits = choice.followed, choice.limits

    def value(number: float) -> str:
        return _with_unit(followed.measure, number)

    told: dict[KeyPath, str] = {
        ("movement", "follows"): text(
            "teach_file", "follows", language,
            measure=followed.measure, meaning=MEASURES[followed.measure].meaning,
            start=value(followed.start), target=value(followed.target),
            apart=f"{followed.apart:.0f}", noise=value(followed.noise),
            others=_others(compared, followed),
        ),
        ("movement", "start"): text(
            "teach_file", "start", language, start=value(followed.start),
            back=value(limits.back_within),
        ),
        ("movement", "target"): text(
            "teach_file", limits.why, language,
            least=value(min(followed.seen)), most=value(max(followed.seen)),
            limit=value(limits.limit),
        ) + (f" {text('teach_file', 'in_view', language)}" if limits.in_view else ""),
    }  # fmt: skip
    told |= fault_remarks(data, language)
    return lesson_text(
        data,
        told,
        head="\n".join([text("teach_file", "head", language), *remarks]),
        offered={each.id: each.data for each in offered},
        offered_head=text("teach_file", "offered", language),
    )


def fault_remarks(data: Mapping[str, Any], language: Language) -> dict[KeyPath, str]:
    """Return the comment above the faults, the checks and the posture of its own."""
    told: dict[KeyPath, str] = {("instruction",): text("teach_file", "fill_in", language)}
    told[("faults",)] = text("teach_file", "faults", language)
    for key in ("checks", "postures"):
        if key in data:
            told[(key,)] = text("teach_file", key, language)
    return told


def _others(compared: Sequence[ComparedMeasure], followed: ComparedMeasure) -> str:
    """Return the next best measures, with how far apart start and target are in each."""
    others = [each for each in compared if each.measure != followed.measure and each.is_clear][:4]
    return ", ".join(f"{each.measure} ({each.apart:.0f})" for each in others) or "-"


def _with_unit(measure: str, number: float) -> str:
    """Return a number as it stands in the file, with its unit."""
    return f"{number:.0f} deg" if MEASURES[measure].unit == "deg" else f"{number:.2f} tl"


def in_words(measure: str, number: float, language: Language) -> str:
    """Return a value for somebody who does not read files."""
    return with_unit(measure, number, language)
