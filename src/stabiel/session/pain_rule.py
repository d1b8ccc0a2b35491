"""The pain-monitoring model. In: pain from 0 to 10. Out: green, amber or red, and why.

The zones are those of Thomeé (Physical Therapy 1997;77:1690-1703): up to 2 is safe, up to 5
acceptable, above 5 high risk. Silbernagel et al. (Am J Sports Med 2007;35:897-906) tested the model
in a randomized trial with people who kept training: pain may reach 5 during exercise and after it,
and has to be down again the next morning. Both studied tendons and knees, not backs; no published
model is better tested, and `docs/decisions.md` says what follows from that. The model judges no
cause and no treatment.
"""

from dataclasses import dataclass
from enum import StrEnum

from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing

# Thomeé 1997: the highest value of the safe zone, and of the acceptable one.
MOST_SAFE = 2
MOST_ACCEPTABLE = 5
# A smaller change is noise: the smallest that matters to people with low back pain is 2 points
# (Childs et al., Spine 2005;30:1331-1334).
MATTERS = 2


class PainZone(StrEnum):
    """The zone of the model."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class PainAdvice:
    """What the model says.

    Attributes:
        zone: green, amber or red.
        key: of the words, in the group `pain_advice` of the catalogue.
    """

    zone: PainZone
    key: str


def zone_of(pain: int) -> PainZone:
    """Return the zone of a pain from 0 to 10."""
    if pain <= MOST_SAFE:
        return PainZone.GREEN
    return PainZone.AMBER if pain <= MOST_ACCEPTABLE else PainZone.RED


def advice_before(pain: int | None, earlier: int | None = None) -> PainAdvice | None:
    """Return what the model says before a workout, None if the pain was not told.

    Args:
        pain: now, 0 to 10; None if it was skipped.
        earlier: before the workout of the day before, 0 to 10. What that workout stirred up has to
            be down again by now. None if it was skipped, or if there was no such workout.
    """
    if pain is None:
        return None
    zone = zone_of(pain)
    rose = earlier is not None and pain - earlier >= MATTERS
    if zone is PainZone.RED:
        return PainAdvice(zone, "before_red")
    if rose and zone is PainZone.AMBER:
        return PainAdvice(PainZone.AMBER, "before_rose")
    return PainAdvice(zone, f"before_{zone}")


def advice_after(said: WorkoutWellbeing) -> PainAdvice | None:
    """Return what the model says after a workout, None if nothing was told.

    The highest pain counts. A workout that was ended because it hurt is never green.
    """
    during, after = said.during, _pain(said.after)
    known = [pain for pain in (_pain(during), after) if pain is not None]
    if not known:
        return None if during is None else PainAdvice(PainZone.AMBER, "during_amber")
    zone = zone_of(max(known))
    if zone is PainZone.RED:
        return PainAdvice(zone, "after_red")
    if during is not None:
        return PainAdvice(PainZone.AMBER, "during_amber")
    before = _pain(said.before)
    if zone is PainZone.AMBER and before is not None and max(known) - before >= MATTERS:
        return PainAdvice(zone, "after_rose")
    return PainAdvice(zone, f"after_{zone}")


def _pain(answer: WellbeingAnswer | None) -> int | None:
    return None if answer is None else answer.pain
