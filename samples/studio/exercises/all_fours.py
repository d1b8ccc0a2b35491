"""The exercises on hands and knees, done correctly and with every fault of the catalogue.

In: a `Stage` and a `Moment`. Out: a `Figure`. Amounts of faults are 0..1 and scale their effect.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import other
from samples.studio.figure import Figure
from samples.studio.kinematics import Y, rotation, unit
from samples.studio.postures import all_fours
from samples.studio.stage import Stage
from samples.studio.timeline import Exercise, Fault, Kind, Moment

#: The effect of a fault at its full amount.
HANGING_DEG, CHIN_UP_DEG = 48.0, -55.0
OFF_THE_VERTICAL_M = 0.20
BENT_STRETCH = 0.83
SHIFT_DEG = 18.0
TURN_DEG = 24.0

#: Angle at the shoulder, hip to wrist, of an arm in line with the trunk.
ARM_IN_LINE_DEG = 170.0
#: Hip and knee of a leg in line with the trunk, of one that stays low, of a donkey kick.
LEG_IN_LINE, LEG_LOW, LEG_BENT = (177.0, 173.0), (143.0, 152.0), (168.0, 98.0)


def sagging(stage: Stage) -> float:
    """How far the spine bends from a flat back to a clearly sagging one."""
    return all_fours.rounding_for(stage, all_fours.SAGGING_CURVE) - all_fours.flat_back(stage)


def mid_position(stage: Stage, moment: Moment) -> Figure:
    """Move forward into the mid position from a seat further back, and hold it."""
    rounded = moment.fault("back_rounded")
    rounding = (all_fours.ROUNDED_DEG - all_fours.flat_back(stage)) * rounded
    rounding += sagging(stage) * moment.fault("back_sagging")
    nod = HANGING_DEG * moment.fault("head_hanging")
    nod += CHIN_UP_DEG * moment.fault("chin_up")
    bent = moment.fault("elbows_bent")
    return all_fours.on_all_fours(
        stage,
        lean_deg=34.0 * (1.0 - moment.excursion) - 26.0 * moment.fault("knees_not_under_hips"),
        knees_back_m=0.16 * moment.fault("knees_not_under_hips"),
        hands_forward_m=OFF_THE_VERTICAL_M * moment.fault("hands_not_under_shoulders"),
        rounding_deg=rounding,
        curl=rounded,
        nod_deg=nod,
        stretch=all_fours.STRETCH + (BENT_STRETCH - all_fours.STRETCH) * bent,
    )


def arm_reach(stage: Stage, moment: Moment) -> Figure:
    """Reach one arm forward until it is in line with the back."""
    side, reach = moment.side, moment.excursion
    turn = TURN_DEG * moment.fault("trunk_turned") * reach
    figure = all_fours.on_all_fours(
        stage,
        lean_deg=SHIFT_DEG * moment.fault("weight_shifted") * reach,
        rounding_deg=sagging(stage) * moment.fault("back_sagging") * reach,
        chest_roll_deg=turn if side == "left" else -turn,
    )
    target = ARM_IN_LINE_DEG
    if moment.fault("arm_low"):
        target = 130.0
    target += 36.0 * moment.fault("arm_high")
    bent = 62.0 * moment.fault("elbow_bent")
    reach_arm(figure, stage, side, reach, target_deg=target, bent_deg=bent)
    return figure


def reach_arm(
    figure: Figure, stage: Stage, side: str, reach: float, *, target_deg: float, bent_deg: float
) -> None:
    """Swing an arm forward from its place under the shoulder.

    `reach` is 0 there and 1 at the target: `target_deg` from the trunk at the shoulder, with the
    elbow bent by `bent_deg`.
    """
    figure.shrug(side, up_deg=12.0 * reach)
    shoulder, hip = figure.at("shoulder", side), figure.at("hip", side)
    to_hip = unit(hip - shoulder)
    down = all_fours.hand_spot(stage, side) - shoulder
    at_rest = float(np.degrees(np.arctan2(np.dot(np.cross(to_hip, down), Y), down @ to_hip)))
    along = rotation(Y, at_rest + (target_deg - at_rest) * reach) @ to_hip
    bend = 10.0 * (1.0 - reach) + 25.0 * np.sin(np.pi * reach)
    bend += bent_deg * reach
    if reach > 0.0:
        upper, fore = rotation(Y, -bend / 2) @ along, rotation(Y, bend / 2) @ along
        below = rotation(Y, -90.0) @ along
        figure.arm(side, upper, fore, below + 0.3 * all_fours.OUTWARD[side])
        figure.hand(side, fore, -all_fours.OUTWARD[side])


def leg_reach(stage: Stage, moment: Moment) -> Figure:
    """Reach one leg back until it is in line with the back."""
    side, reach = moment.side, moment.excursion
    turn = TURN_DEG * moment.fault("pelvis_turned") * reach
    high = moment.fault("leg_high") * reach
    figure = all_fours.on_all_fours(
        stage,
        lean_deg=-SHIFT_DEG * moment.fault("weight_shifted") * reach,
        rounding_deg=sagging(stage) * moment.fault("back_sagging") * reach - 12.0 * high,
        roll_deg=turn if side == "left" else -turn,
        planted=other(side),
    )
    hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
    to_shoulder = unit(figure.at("shoulder", side) - hip)
    thigh, shin = unit(knee - hip), unit(ankle - knee)
    hip_at_rest = float(np.degrees(np.arccos(np.clip(thigh @ to_shoulder, -1.0, 1.0))))
    knee_at_rest = float(180.0 - np.degrees(np.arccos(np.clip(thigh @ shin, -1.0, 1.0))))
    hip_deg, knee_deg = LEG_IN_LINE
    if moment.fault("leg_low"):
        hip_deg, knee_deg = LEG_LOW
    elif moment.fault("knee_bent"):
        hip_deg, knee_deg = LEG_BENT
    hip_deg += 32.0 * moment.fault("leg_high")
    if reach > 0.0:
        thigh = rotation(Y, -(hip_deg - hip_at_rest) * reach) @ thigh
        knee_deg = knee_at_rest + (knee_deg - knee_at_rest) * reach
        shin = rotation(Y, -(180.0 - knee_deg)) @ thigh
        front = rotation(Y, 90.0) @ thigh
        figure.leg(side, thigh, shin, front)
        pointed = 8.0 + 40.0 * reach * (1.0 - moment.fault("leg_low"))
        figure.sole(side, rotation(Y, pointed) @ shin, front)
    return figure


ALL_FOURS = (
    Exercise(
        "all-fours",
        mid_position,
        tuple(
            Fault(fault_id)
            for fault_id in (
                "knees_not_under_hips",
                "hands_not_under_shoulders",
                "elbows_bent",
                "head_hanging",
                "chin_up",
                "back_rounded",
                "back_sagging",
            )
        ),
        out_s=1.8,
        hold_s=10.0,
        back_s=1.8,
        is_hold=True,
        begins_with="kneeling",
    ),
    Exercise(
        "arm-reach",
        arm_reach,
        (
            Fault("arm_low", Kind.ATTEMPT),
            Fault("arm_high", Kind.AT_TARGET),
            Fault("elbow_bent", Kind.AT_TARGET),
            Fault("weight_shifted", Kind.AT_TARGET),
            Fault("trunk_turned", Kind.AT_TARGET),
            Fault("back_sagging", Kind.AT_TARGET),
        ),
        out_s=1.4,
        hold_s=1.4,
        back_s=1.5,
        has_sides=True,
        begins_with="kneeling",
    ),
    Exercise(
        "leg-reach",
        leg_reach,
        (
            Fault("leg_low", Kind.ATTEMPT),
            Fault("leg_high", Kind.AT_TARGET),
            Fault("knee_bent", Kind.ATTEMPT),
            Fault("weight_shifted", Kind.AT_TARGET),
            Fault("pelvis_turned", Kind.AT_TARGET),
            Fault("back_sagging", Kind.AT_TARGET),
        ),
        out_s=1.5,
        hold_s=1.4,
        back_s=1.6,
        has_sides=True,
        begins_with="kneeling",
    ),
)
