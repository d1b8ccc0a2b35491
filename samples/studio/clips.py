"""The committed clips: for each exercise one that is correct and one that shows its faults.

In: nothing. Out: `Clip`s, as values. Nothing is drawn here.
"""

from __future__ import annotations

from itertools import cycle

from samples.studio.bodies import other
from samples.studio.clip import PEOPLE, ROOMS, Clip, camera_for
from samples.studio.exercises import EXERCISES
from samples.studio.timeline import Movement

#: The near side in a side view from -Y: right when lying on the back, left on hands and knees.
NEAR = {"supine": "right", "leg-up": "right", "kneeling": "left", "standing": "left"}
FRAME_RATE_HZ = 20.0

#: The people in the two clips of each exercise.
CAST = {
    "supine-start": ("anna", "jan"),
    "leg-lift": ("bram", "anna"),
    "heel-slide": ("chloe", "bram"),
    "bridging": ("daan", "anna"),
    "knee-fallout": ("emi", "bram"),
    "single-leg-cycle": ("finn", "chloe"),
    "all-fours": ("anna", "daan"),
    "arm-reach": ("ida", "finn"),
    "leg-reach": ("bram", "emi"),
    "childs-pose": ("anna", "bram"),
    "piriformis": ("chloe", "anna"),
    "knees-to-chest": ("jan", "emi"),
    "torsion": ("anna", "finn"),
    "psoas": ("bram", "ida"),
}
#: Faults that only a view other than the exercise's own can show.
OTHER_VIEW = {"bridging": ("knees_apart", "pelvis_tilted")}
#: Faults that are already in `bridging`, the clip of the demonstration.
FIRST_CLIP = {"bridging": ("pelvis_low", "lowering_fast")}


def good(exercise_id: str, repetitions: int = 4) -> Clip:
    """Correct repetitions, on alternating sides if there are sides, or one correct hold."""
    exercise = EXERCISES[exercise_id]
    near = NEAR[exercise.begins_with]
    sides = (near, other(near)) if exercise.has_sides else ("both",)
    count = 1 if exercise.is_hold else repetitions
    movements = tuple(Movement(side) for side, _ in zip(cycle(sides), range(count), strict=False))
    return clip_of(f"{exercise_id}-good", exercise_id, 0, movements)


def with_faults(exercise_id: str) -> Clip:
    """Every fault of the exercise that its own view can show, after one correct repetition."""
    exercise = EXERCISES[exercise_id]
    side = NEAR[exercise.begins_with] if exercise.has_sides else "both"
    elsewhere = OTHER_VIEW.get(exercise_id, ()) + FIRST_CLIP.get(exercise_id, ())
    shown = [fault.id for fault in exercise.faults if fault.id not in elsewhere]
    if exercise.is_hold:
        movements = [Movement(side, tuple(shown), hold_s=3.2 * len(shown))]
    else:
        movements = [Movement(side), *(movement_with(fault_id, side) for fault_id in shown)]
    return clip_of(f"{exercise_id}-faults", exercise_id, 1, tuple(movements))


def movement_with(fault_id: str, side: str) -> Movement:
    """A movement with one fault; a sagging bridge is held longer, to have time to sag."""
    return Movement(side, (fault_id,), hold_s=2.4 if fault_id == "sagging" else None)


def clip_of(
    name: str, exercise_id: str, number: int, movements: tuple[Movement, ...], view: str = ""
) -> Clip:
    """A committed clip in the exercise's own view, with its person."""
    exercise = EXERCISES[exercise_id]
    person = PEOPLE[CAST[exercise_id][number]]
    order = list(EXERCISES).index(exercise_id)
    return Clip(
        name,
        exercise_id,
        movements,
        seed=100 + 10 * order + number,
        body=person.body,
        outfit=person.outfit,
        rest_hip_deg=person.rest_hip_deg,
        camera=camera_for(exercise_id, view or exercise.view),
        room=ROOMS[(order + number) % len(ROOMS)],
        frame_rate_hz=FRAME_RATE_HZ,
        before_s=1.2 if exercise.begins_with == "leg-up" else 0.0,
        after_s=1.2 if exercise.begins_with == "leg-up" else 0.0,
    )


def bridging_first() -> Clip:
    """Five bridges: the second too low, the fourth lowered too fast."""
    movements = tuple(
        Movement(faults=faults, back_s=2.2)
        for faults in ((), ("pelvis_low",), (), ("lowering_fast",), ())
    )
    return Clip("bridging", "bridging", movements, lead_in_s=2.5, lead_out_s=0.9)


def bridging_oblique() -> Clip:
    """The faults of a bridge that only an oblique view shows."""
    movements = tuple(Movement(faults=(fault,)) for fault in OTHER_VIEW["bridging"])
    return clip_of(
        "bridging-oblique-faults", "bridging", 1, (Movement(), *movements), view="oblique"
    )


def committed() -> list[Clip]:
    """The clips in the repository."""
    pairs = [clip for each in EXERCISES for clip in (good(each), with_faults(each))]
    return [bridging_first(), *pairs, bridging_oblique()]
