"""The five stretches, done correctly and with every fault of the catalogue.

In: a `Stage` and a `Moment`. Out: a `Figure`. Excursion 0 is the start posture, 1 the stretch.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.exercises.supine import HEAD_LIFT_DEG
from samples.studio.figure import Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation, unit
from samples.studio.postures import kneeling, standing, supine
from samples.studio.stage import Stage
from samples.studio.timeline import Exercise, Fault, Kind, Moment, ease

HOLD_S = 11.0
#: The leg that stays on the mat when only one knee is brought up: the far one of the usual view.
FAR = "left"


def childs_pose(stage: Stage, moment: Moment) -> Figure:
    """Sit back on the heels from all fours, hands crossed on the mat in front."""
    return kneeling.sitting_back(
        stage,
        moment.excursion,
        depth=1.0 - 0.42 * moment.fault("hips_high"),
        head_lift_deg=52.0 * moment.fault("head_lifted"),
    )


def mixed(first: Array, second: Array, share: float) -> Array:
    """The point or direction at a share of the way from the first to the second."""
    return first + (second - first) * share


def lifted_leg(figure: Figure, side: str, share: float, hip_deg: float, knee_deg: float) -> None:
    """Take a standing leg a share of the way to a thigh raised to a hip and a knee angle."""
    hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
    thigh, shin = unit(knee - hip), unit(ankle - knee)
    raised = rotation(Y, -(180.0 - hip_deg)) @ X
    bent = rotation(Y, 180.0 - knee_deg) @ raised
    thigh = unit(mixed(thigh, raised, share))
    shin = unit(mixed(shin, bent, share))
    figure.leg(side, thigh, shin, unit(Z - X) + 0.2 * supine.OUTWARD[side])
    figure.sole(
        side, unit(mixed(X, rotation(Y, -60.0) @ shin, share)), unit(mixed(Z, -shin, share))
    )


def piriformis(stage: Stage, moment: Moment) -> Figure:
    """Figure four: one ankle on the other knee, that thigh pulled in with both hands."""
    side, support = moment.side, other(moment.side)
    crossing = ease(min(moment.excursion / 0.55, 1.0))
    pulling = ease((moment.excursion - 0.45) / 0.55)
    figure = supine.lying(
        stage,
        pelvis_lift_deg=3.0 * pulling,
        head_lift_deg=HEAD_LIFT_DEG * moment.fault("head_lifted"),
        shoulders_lift_deg=26.0 * moment.fault("shoulders_lifted"),
    )
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
    foot = figure.at("ankle", side)
    lifted_leg(figure, support, pulling, 76.0, 84.0)
    cross_ankle(figure, side, foot, crossing, slipped=moment.fault("ankle_off_knee"))
    hold_thigh(figure, support, pulling)
    return figure


def cross_ankle(figure: Figure, side: str, foot: Array, share: float, *, slipped: float) -> None:
    """Bring an ankle from its place on the mat over the other knee, or slipped off it."""
    support = other(side)
    hip, knee = figure.at("hip", support), figure.at("knee", support)
    front = front_of(knee - hip)
    beside = supine.OUTWARD[support]
    on_knee = mixed(hip, knee, 0.86) + 0.085 * front + 0.05 * beside
    off_knee = mixed(hip, knee, 0.30) + 0.14 * front
    over = 0.12 * np.sin(np.pi * share) * (Z - 0.3 * X)
    ankle = mixed(foot, mixed(on_knee, off_knee, slipped), share) + over
    outward = supine.OUTWARD[side]
    figure.ankle_at(side, ankle, mixed(Z, 1.2 * outward + 0.5 * Z, share))
    instep = unit(mixed(Z, front + 0.1 * outward + 0.3 * X, share))
    figure.sole(side, unit(mixed(X, beside + 0.6 * front, share)), instep)


def hold_thigh(figure: Figure, side: str, share: float) -> None:
    """Bring both hands from the mat to a thigh, one on each side of it."""
    hip, knee = figure.at("hip", side), figure.at("knee", side)
    behind = mixed(hip, knee, 0.56) - 0.02 * front_of(knee - hip)
    for hand in SIDES:
        outward = supine.OUTWARD[hand]
        grip = behind + 0.085 * outward
        figure.wrist_at(hand, mixed(figure.at("wrist", hand), grip, share), outward - 0.3 * Z)
        fore = unit(figure.at("wrist", hand) - figure.at("elbow", hand))
        figure.hand(hand, unit(mixed(fore, unit(X - outward), share)), mixed(-outward, Z, share))


def front_of(segment: Array) -> Array:
    """The direction (3,) that the front of a thigh or shin faces in lying on the back."""
    return unit(np.cross(segment, supine.OUTWARD["left"]))


def knees_to_chest(stage: Stage, moment: Moment) -> Figure:
    """Bring both knees to the belly and hold them."""
    share = moment.excursion
    figure = supine.lying(
        stage,
        pelvis_lift_deg=7.0 * share,
        head_lift_deg=HEAD_LIFT_DEG * moment.fault("head_lifted"),
    )
    stays = dict.fromkeys(SIDES, 0.0) | {FAR: moment.fault("one_knee_only")}
    for side in SIDES:
        supine.stand_foot(figure, stage, side)
        hip_deg = 46.0 + 44.0 * moment.fault("knees_far")
        lifted_leg(figure, side, share * (1.0 - stays[side]), hip_deg, 58.0)
    for side in SIDES:
        outward = supine.OUTWARD[side]
        own, shared = knee_grip(figure, side), knee_grip(figure, other(side)) + 0.05 * outward
        grip = mixed(own, shared, stays[side])
        figure.wrist_at(side, mixed(figure.at("wrist", side), grip, share), outward - 0.2 * Z)
        fore = unit(figure.at("wrist", side) - figure.at("elbow", side))
        along = unit(mixed(fore, unit(0.3 * fore - outward), share))
        figure.hand(side, along, mixed(-outward, Z, share))
    return figure


def knee_grip(figure: Figure, side: str) -> Array:
    """Where a wrist is when its hand holds a shin just below the knee."""
    knee = figure.at("knee", side)
    shin = unit(figure.at("ankle", side) - knee)
    grip: Array = knee + 0.09 * shin + 0.05 * front_of(shin)
    return grip


def torsion(stage: Stage, moment: Moment) -> Figure:
    """Lying twist: both knees fall to one side, the other arm stretched out on the mat."""
    side, arm_side = moment.side, other(moment.side)
    share = moment.excursion * (1.0 - 0.52 * moment.fault("knee_high"))
    sign = 1.0 if side == "left" else -1.0
    turn = 68.0 * share
    figure = supine.lying(
        stage,
        pelvis_roll_deg=sign * turn,
        chest_roll_deg=sign * (6.0 * share + 26.0 * moment.fault("shoulder_lifted")),
        head_turn_deg=-sign * 40.0 * moment.excursion,
    )
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
        fallen_leg(figure, each, side, share, 84.0 * share)
    out = supine.wrist_spot(stage, arm_side, 82.0)
    bent = supine.wrist_spot(stage, arm_side, 82.0, stretch=0.72) - 0.16 * X
    goal = mixed(out, bent, moment.fault("arm_bent"))
    rest = figure.at("wrist", arm_side)
    way = mixed(rest, goal, moment.excursion) + 0.08 * np.sin(np.pi * moment.excursion) * Z
    figure.wrist_at(arm_side, way, X - 0.2 * Z)
    fore = figure.at("wrist", arm_side) - figure.at("elbow", arm_side)
    figure.hand(arm_side, fore * np.array([1.0, 1.0, 0.3]), -X)
    knee = figure.at("knee", arm_side)
    rest = figure.at("wrist", side)
    on_knee = knee + np.array([-0.07, 0.0, 0.06])
    figure.wrist_at(side, mixed(rest, on_knee, 0.9 * share), supine.OUTWARD[side] - X)
    fore = figure.at("wrist", side) - figure.at("elbow", side)
    figure.hand(side, fore, -X)
    return figure


def fallen_leg(figure: Figure, leg: str, side: str, share: float, turn_deg: float) -> None:
    """Raise a bent leg a share of the way over the hip and turn it to a side with the pelvis.

    The leg that comes to lie on top turns further and crosses over the other.
    """
    hip, knee, ankle = (figure.at(joint, leg) for joint in ("hip", "knee", "ankle"))
    on_top = leg != side
    raised = rotation(Y, -(88.0 if on_top else 78.0)) @ X
    bent = rotation(Y, 8.0) @ X
    turn = (1.16 if on_top else 0.97) * turn_deg
    about = rotation(X, -turn if side == "left" else turn)
    thigh = about @ unit(mixed(unit(knee - hip), raised, share))
    shin = about @ unit(mixed(unit(ankle - knee), bent, share))
    figure.leg(leg, thigh, shin, about @ unit(Z - X))
    figure.sole(leg, unit(mixed(X, about @ rotation(Y, 20.0) @ X, share)), about @ Z)


def psoas(stage: Stage, moment: Moment) -> Figure:
    """Lean and sink forward in a split stance until the rear hip is stretched.

    The side is that of the rear leg.
    """
    share = moment.excursion
    short, past = moment.fault("stance_short"), moment.fault("front_knee_past_toes")
    slope = 4.0 + 36.0 * share
    slope += (13.0 - slope) * short + 8.0 * past
    return standing.split_stance(
        stage,
        other(moment.side),
        share=share,
        rear_leg_deg=slope,
        lean_deg=3.0 + 17.0 * share + 30.0 * moment.fault("trunk_bent"),
        reach_m=stage.body.thigh_m * (0.1 + 0.8 * share) * (1.0 - 0.45 * short - 0.92 * past),
        rear_knee_deg=174.0 - 44.0 * moment.fault("rear_knee_bent"),
    )


def stretch_faults(*fault_ids: str) -> tuple[Fault, ...]:
    """The faults of a stretch: its own, bouncing and leaving the position."""
    own = tuple(Fault(fault_id) for fault_id in fault_ids)
    return (*own, Fault("bouncing", Kind.BOUNCE), Fault("left_position", Kind.LEAVE))


STRETCHES = (
    Exercise(
        "childs-pose",
        childs_pose,
        stretch_faults("hips_high", "head_lifted"),
        out_s=2.2,
        hold_s=HOLD_S,
        back_s=2.0,
        is_hold=True,
        begins_with="kneeling",
    ),
    Exercise(
        "piriformis",
        piriformis,
        stretch_faults("shoulders_lifted", "head_lifted", "ankle_off_knee"),
        out_s=3.4,
        hold_s=HOLD_S,
        back_s=2.8,
        is_hold=True,
        has_sides=True,
    ),
    Exercise(
        "knees-to-chest",
        knees_to_chest,
        stretch_faults("one_knee_only", "head_lifted", "knees_far"),
        out_s=2.2,
        hold_s=HOLD_S,
        back_s=2.0,
        is_hold=True,
    ),
    Exercise(
        "torsion",
        torsion,
        stretch_faults("shoulder_lifted", "arm_bent", "knee_high"),
        out_s=2.6,
        hold_s=HOLD_S,
        back_s=2.2,
        is_hold=True,
        has_sides=True,
        view="high",
    ),
    Exercise(
        "psoas",
        psoas,
        stretch_faults("stance_short", "trunk_bent", "front_knee_past_toes", "rear_knee_bent"),
        out_s=2.2,
        hold_s=HOLD_S,
        back_s=2.0,
        is_hold=True,
        has_sides=True,
        begins_with="standing",
    ),
)
