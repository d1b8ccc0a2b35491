"""The exercises on the back, done correctly and with every fault of the catalogue.

In: a `Stage` and a `Moment`. Out: a `Figure`. Amounts of faults are 0..1 and scale their effect.
"""

from __future__ import annotations

from samples.studio.bodies import SIDES, other
from samples.studio.figure import Figure
from samples.studio.kinematics import X, Y, rotation, unit
from samples.studio.postures import supine
from samples.studio.stage import Stage
from samples.studio.timeline import Exercise, Fault, Kind, Moment

#: Knee angles: of a straight leg, of one that stays too bent to count.
STRAIGHT_KNEE_DEG, BENT_KNEE_DEG = 172.0, 134.0
#: Shoulder-hip-knee at the top of a good bridge, of one that is too low, of one over-arched.
BRIDGE_DEG, LOW_BRIDGE_DEG, OVERARCHED_DEG = 176.0, 151.5, 196.0
SAG_DEG = 13.0

#: The effect of a fault at its full amount.
HEAD_LIFT_DEG = 34.0
ARMS_LIFT_DEG = 30.0
PELVIS_LIFT_DEG = 15.0
FOOT_LIFT_M = 0.15
FOOT_SLIDE_DEG = 24.0  # of knee angle: the heel slides 0.2 torso lengths
PELVIS_TILT_DEG = 26.0


def one(side: str) -> str:
    """The side of a fault that needs one: the moving side, or the person's right."""
    return "right" if side == "both" else side


def start_position(stage: Stage, moment: Moment) -> Figure:
    """Move from straight legs into hook-lying, and hold it."""
    rest = supine.rest_knee_deg(stage)
    knee = STRAIGHT_KNEE_DEG + (rest - STRAIGHT_KNEE_DEG) * moment.excursion
    knee += (36.0 - rest) * moment.fault("knees_too_bent")
    knee += (132.0 - rest) * moment.fault("knees_too_straight")
    figure = supine.lying(
        stage,
        head_lift_deg=HEAD_LIFT_DEG * moment.fault("head_lifted"),
        arms_lift_deg=ARMS_LIFT_DEG * moment.fault("arms_off_floor"),
    )
    for side in SIDES:
        lifted = moment.fault("foot_lifted") if side == one(moment.side) else 0.0
        supine.stand_foot(figure, stage, side, knee_deg=knee, lift_m=FOOT_LIFT_M * lifted)
    return figure


def leg_lift(stage: Stage, moment: Moment) -> Figure:
    """Straighten one knee, the thighs staying side by side."""
    side = moment.side
    figure = supine.lying(
        stage,
        pelvis_lift_deg=PELVIS_LIFT_DEG * moment.fault("pelvis_lifted"),
        head_lift_deg=HEAD_LIFT_DEG * moment.fault("head_lifted"),
    )
    for each in SIDES:
        supine.stand_foot(figure, stage, each)
    thigh = unit(figure.at("knee", other(side)) - figure.at("hip", other(side)))
    thigh = rotation(Y, -20.0 * moment.fault("thighs_apart") * moment.excursion) @ thigh
    target = BENT_KNEE_DEG if moment.fault("knee_not_straight") else STRAIGHT_KNEE_DEG
    start = supine.rest_knee_deg(stage)
    knee = start + (target - start) * moment.excursion
    shin = rotation(Y, 180.0 - knee) @ thigh
    figure.leg(side, thigh, shin, rotation(Y, -90.0) @ thigh)
    flexed = rotation(Y, -80.0) @ shin
    figure.sole(side, unit(X + (flexed - X) * moment.excursion), -shin)
    return figure


def heel_slide(stage: Stage, moment: Moment) -> Figure:
    """Slide one heel along the mat until the knee is straight."""
    side = moment.side
    figure = supine.lying(stage, pelvis_lift_deg=PELVIS_LIFT_DEG * moment.fault("pelvis_lifted"))
    start = supine.rest_knee_deg(stage)
    target = BENT_KNEE_DEG if moment.fault("knee_not_straight") else STRAIGHT_KNEE_DEG
    lift = FOOT_LIFT_M * moment.fault("heel_lifted") * min(1.0, 3.0 * moment.excursion)
    supine.stand_foot(
        figure, stage, side, knee_deg=start + (target - start) * moment.excursion, lift_m=lift
    )
    moved = 30.0 * moment.fault("other_leg_moved")
    supine.stand_foot(figure, stage, other(side), knee_deg=start + moved)
    return figure


def bridging(stage: Stage, moment: Moment) -> Figure:
    """Lift the pelvis until shoulder, hip and knee are in line; lower slowly."""
    top_deg = LOW_BRIDGE_DEG if moment.fault("pelvis_low") else BRIDGE_DEG
    if moment.fault("overarched"):
        top_deg = OVERARCHED_DEG
    top = supine.bridge_lift_for(stage, top_deg)
    top -= SAG_DEG * moment.fault("sagging")
    tilt = PELVIS_TILT_DEG * moment.fault("pelvis_tilted") * moment.excursion
    figure = supine.lying(
        stage,
        pelvis_lift_deg=top * moment.excursion,
        pelvis_roll_deg=tilt if one(moment.side) == "right" else -tilt,
        arms_lift_deg=ARMS_LIFT_DEG * moment.fault("arms_lifted"),
    )
    knee = supine.rest_knee_deg(stage)
    for side in SIDES:
        slid = moment.fault("foot_moved") if side == one(moment.side) else 0.0
        supine.stand_foot(
            figure,
            stage,
            side,
            knee_deg=knee + FOOT_SLIDE_DEG * slid,
            fall_out_deg=32.0 * moment.fault("knees_apart"),
        )
    return figure


def knee_fallout(stage: Stage, moment: Moment) -> Figure:
    """Let one knee fall out to its side and bring it back, the feet staying together."""
    side = moment.side
    roll = 15.0 * moment.fault("pelvis_rolled") * moment.excursion
    figure = supine.lying(stage, pelvis_roll_deg=roll if side == "left" else -roll)
    supine.stand_foot(
        figure,
        stage,
        side,
        fall_out_deg=58.0 * moment.excursion,
        outward_m=0.13 * moment.fault("feet_apart"),
    )
    supine.stand_foot(
        figure, stage, other(side), fall_out_deg=28.0 * moment.fault("other_knee_moved")
    )
    return figure


def single_leg_cycle(stage: Stage, moment: Moment) -> Figure:
    """Cycle with one leg: bend the knee up, go out over the mat, come back lower."""
    side = moment.side
    figure = supine.lying(stage, pelvis_lift_deg=PELVIS_LIFT_DEG * moment.fault("pelvis_lifted"))
    moved = 30.0 * moment.fault("other_leg_moved")
    supine.stand_foot(figure, stage, other(side), knee_deg=supine.rest_knee_deg(stage) + moved)
    far = moment.excursion * (0.45 if moment.fault("loop_small") else 1.0)
    # On the way out the knee straightens first. On the way back the leg stays low and the knee
    # bends late.
    straightening = far**1.5 if moment.returning else 1.0 - (1.0 - far) ** 1.5
    lowering = 1.0 - (1.0 - far) ** 1.5 if moment.returning else far**1.5
    thigh = rotation(Y, -(102.0 - 66.0 * lowering)) @ -supine.towards_head(0.0)
    shin = rotation(Y, 180.0 - (78.0 + 90.0 * straightening)) @ thigh
    figure.leg(side, thigh, shin, rotation(Y, -90.0) @ thigh)
    figure.sole(side, rotation(Y, -65.0) @ shin, -shin)
    return figure


SUPINE = (
    Exercise(
        "supine-start",
        start_position,
        tuple(
            Fault(fault_id)
            for fault_id in (
                "knees_too_bent",
                "knees_too_straight",
                "foot_lifted",
                "head_lifted",
                "arms_off_floor",
            )
        ),
        out_s=2.2,
        hold_s=10.0,
        back_s=2.0,
        is_hold=True,
    ),
    Exercise(
        "leg-lift",
        leg_lift,
        (
            Fault("knee_not_straight", Kind.ATTEMPT),
            Fault("thighs_apart", Kind.AT_TARGET),
            Fault("pelvis_lifted"),
            Fault("head_lifted"),
            Fault("too_fast", Kind.FAST),
        ),
        out_s=1.9,
        back_s=2.0,
        has_sides=True,
    ),
    Exercise(
        "heel-slide",
        heel_slide,
        (
            Fault("heel_lifted"),
            Fault("knee_not_straight", Kind.ATTEMPT),
            Fault("pelvis_lifted"),
            Fault("other_leg_moved"),
            Fault("too_fast", Kind.FAST),
        ),
        out_s=2.0,
        back_s=2.0,
        has_sides=True,
    ),
    Exercise(
        "bridging",
        bridging,
        (
            Fault("pelvis_low", Kind.ATTEMPT),
            Fault("overarched", Kind.AT_TARGET),
            Fault("lowering_fast", Kind.FAST_BACK),
            Fault("foot_moved"),
            Fault("arms_lifted"),
            Fault("knees_apart"),
            Fault("pelvis_tilted", Kind.AT_TARGET),
            Fault("sagging", Kind.IN_HOLD),
        ),
        out_s=1.3,
        hold_s=1.0,
        back_s=2.5,
        fast_s=0.8,
    ),
    Exercise(
        "knee-fallout",
        knee_fallout,
        (
            Fault("feet_apart"),
            Fault("pelvis_rolled", Kind.AT_TARGET),
            Fault("other_knee_moved"),
            Fault("too_fast", Kind.FAST),
        ),
        out_s=2.3,
        hold_s=0.5,
        back_s=2.3,
        fast_s=0.7,
        has_sides=True,
        view="high",
    ),
    Exercise(
        "single-leg-cycle",
        single_leg_cycle,
        (
            Fault("loop_small", Kind.ATTEMPT),
            Fault("pelvis_lifted"),
            Fault("other_leg_moved"),
            Fault("too_fast", Kind.FAST),
        ),
        out_s=1.7,
        hold_s=0.2,
        back_s=1.7,
        rest_s=0.4,
        has_sides=True,
        begins_with="leg-up",
    ),
)
