"""Other exercises on hands and knees: all begin in the mid position.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.figure import MAT_TOP_M, SOFT_TISSUE_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, rotation, unit
from samples.studio.near_misses.kinds import ON_HANDS_AND_KNEES, NearMiss, moving
from samples.studio.near_misses.limbs import mixed
from samples.studio.postures import all_fours, kneeling, propped
from samples.studio.postures.all_fours import OUTWARD, on_all_fours
from samples.studio.stage import Stage
from samples.studio.timeline import Moment


def sign_of(side: str) -> float:
    """1 for the left side, -1 for the right: the sense of a turn of the trunk to that side."""
    return 1.0 if side == "left" else -1.0


def hips_over_knees(stage: Stage, lean_deg: float = 0.0) -> Array:
    """The middle of the hips (3,) in the mid position, the thighs leaning back."""
    return all_fours.hip_over_knee(stage, lean_deg)


def arm_to_ceiling(stage: Stage, moment: Moment) -> Figure:
    """Open the chest to one side and lift that arm to the ceiling."""
    side, share = moment.side, moment.excursion
    support = other(side)
    figure = propped.on_arms(
        stage,
        hips_over_knees(stage),
        {support: all_fours.hand_spot(stage, support)},
        chest_roll_deg=sign_of(side) * 62.0 * share,
        roll_deg=sign_of(side) * 8.0 * share,
    )
    figure.nod(all_fours.neck_in_line(stage) - 14.0 * share, sign_of(side) * 30.0 * share)
    kneel_both(figure, stage)
    if share == 0.0:
        all_fours.support_hand(figure, all_fours.hand_spot(stage, side), side)
        return figure
    down = all_fours.hand_spot(stage, side) - figure.at("shoulder", side)
    angle = 178.0 * share
    swung = np.sin(np.radians(angle)) * OUTWARD[side] - np.cos(np.radians(angle)) * Z
    along = unit(mixed(unit(down), swung, min(1.0, 4.0 * share)))
    figure.arm(side, along, along, X)
    figure.hand(side, along, -X)
    return figure


def thread_the_needle(stage: Stage, moment: Moment) -> Figure:
    """Slide one arm under the trunk to the other side until its shoulder is near the mat."""
    side, share = moment.side, moment.excursion
    support = other(side)
    rest_height = float(all_fours.mid_shoulders(stage)[2])
    figure = propped.with_shoulders_at(
        stage,
        hips_over_knees(stage, 6.0 * share),
        rest_height + (0.16 - rest_height) * share,
        chest_roll_deg=-sign_of(side) * 34.0 * share,
        side=side,
    )
    turn = -sign_of(side) * 38.0 * share
    nod_to_mat(figure, stage, all_fours.neck_in_line(stage) + 14.0 * share, turn)
    kneel_both(figure, stage)
    all_fours.support_hand(figure, all_fours.hand_spot(stage, support), support)
    spot = all_fours.hand_spot(stage, side)
    shoulder = figure.at("shoulder", side)
    through = np.array([shoulder[0] + 0.06, 0.0, MAT_TOP_M + 0.03]) + 0.40 * OUTWARD[support]
    wrist = mixed(spot, through, share) + 0.04 * np.sin(np.pi * share) * Z
    figure.wrist_at(side, wrist, mixed(X + 0.4 * OUTWARD[side], X - 0.2 * Z, share))
    along = mixed(-X - 0.12 * Z, OUTWARD[support] - 0.05 * Z, share)
    figure.hand(side, along, mixed(-OUTWARD[side], -X, share))
    return figure


def nod_to_mat(figure: Figure, stage: Stage, nod_deg: float, turn_deg: float) -> None:
    """Bend and turn the head, no further than until it touches the mat."""
    head = stage.vertices("head")
    for back_deg in np.arange(0.0, 91.0, 6.0):
        figure.nod(nod_deg - back_deg, turn_deg)
        if figure.lowest(head) > MAT_TOP_M - 0.004:
            return


def on_mat(figure: Figure, stage: Stage) -> None:
    """Lift a figure whose thighs or knees reach into the mat until they rest on it."""
    depth = MAT_TOP_M - figure.lowest(stage.vertices("upperleg", "lowerleg"))
    figure.move(Z * max(depth - SOFT_TISSUE_M, 0.0))


def kneel_both(figure: Figure, stage: Stage) -> None:
    """Both knees on the mat under their hips."""
    for side in SIDES:
        all_fours.kneel(figure, stage, side)


def bent_leg(
    stage: Stage, side: str, *, out_deg: float, back_deg: float, knee_deg: float = 90.0
) -> Figure:
    """On three limbs; the fourth leg bent, its thigh turned out to the side and to the back."""
    figure = on_all_fours(stage, roll_deg=sign_of(side) * 0.22 * out_deg, planted=other(side))
    if out_deg == 0.0 and back_deg == 0.0:
        return figure
    turn = rotation(X, -sign_of(side) * out_deg) @ rotation(Y, -back_deg)
    shin = turn @ rotation(Y, 90.0 - knee_deg) @ X
    hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
    share = min(1.0, (out_deg + abs(back_deg)) / 12.0)
    figure.leg(
        side,
        mixed(unit(knee - hip), turn @ -Z, share),
        mixed(unit(ankle - knee), shin, share),
        turn @ (-X - 0.2 * Z),
    )
    front = turn @ rotation(Y, 90.0 - knee_deg) @ -Z
    figure.sole(side, unit(shin + 0.35 * front), front)
    return figure


def fire_hydrant(stage: Stage, moment: Moment) -> Figure:
    """Lift one bent leg out to the side."""
    return bent_leg(stage, moment.side, out_deg=68.0 * moment.excursion, back_deg=0.0)


def donkey_kick(stage: Stage, moment: Moment) -> Figure:
    """Lift one bent leg to the back until its thigh is level, the sole to the ceiling."""
    return bent_leg(stage, moment.side, out_deg=0.0, back_deg=82.0 * moment.excursion)


def bent_leg_circles(stage: Stage, moment: Moment) -> Figure:
    """Draw a circle with one bent knee: back, out to the side, and down."""
    way = 1.0 - moment.excursion / 2 if moment.returning else moment.excursion / 2
    around = 2 * np.pi * way
    lifted = float(np.sin(np.pi * way))
    return bent_leg(
        stage,
        moment.side,
        out_deg=lifted * (32.0 - 30.0 * float(np.cos(around / 2))),
        back_deg=lifted * (28.0 + 34.0 * float(np.cos(around / 2))),
    )


def knee_tuck(stage: Stage, moment: Moment) -> Figure:
    """Draw one bent knee under the belly, the back rounding."""
    share = moment.excursion
    figure = on_all_fours(
        stage, rounding_deg=38.0 * share, nod_deg=16.0 * share, planted=other(moment.side)
    )
    if share == 0.0:
        return figure
    side = moment.side
    hip, knee, ankle = (figure.at(joint, side) for joint in ("hip", "knee", "ankle"))
    turn = rotation(Y, 48.0)
    figure.leg(
        side,
        mixed(unit(knee - hip), turn @ -Z, share),
        mixed(unit(ankle - knee), unit(X + 0.1 * Z), share),
        -X - 0.2 * Z,
    )
    figure.sole(side, X - 0.5 * Z, -Z)
    return figure


def cat_cow(stage: Stage, moment: Moment) -> Figure:
    """Round the back with the head hanging; on the way back let it sag, the head up."""
    low = 1.0 - moment.excursion if moment.returning else 0.0
    swing = float(np.sin(np.pi * low)) if moment.returning else 0.0
    share = moment.excursion
    return on_all_fours(
        stage,
        rounding_deg=58.0 * share - 40.0 * swing,
        curl=0.9 * share,
        nod_deg=40.0 * share - 45.0 * swing,
    )


def rocking(stage: Stage, moment: Moment) -> Figure:
    """Rock the trunk back over the heels a little, and forward over the hands."""
    low = float(np.sin(np.pi * (1.0 - moment.excursion))) if moment.returning else 0.0
    return on_all_fours(stage, lean_deg=26.0 * moment.excursion - 14.0 * low)


def shoulder_tap(stage: Stage, moment: Moment) -> Figure:
    """Lift one hand and tap the other shoulder with it."""
    side, share = moment.side, moment.excursion
    figure = on_all_fours(stage, lean_deg=2.0 * share)
    if share == 0.0:
        return figure
    spot = all_fours.hand_spot(stage, side)
    goal = figure.at("shoulder", other(side)) - 0.10 * Z - 0.06 * X + 0.04 * OUTWARD[side]
    figure.wrist_at(side, mixed(spot, goal, share), X * (1 - share) + OUTWARD[side] - 0.4 * Z)
    figure.hand(
        side,
        mixed(-X - 0.12 * Z, OUTWARD[other(side)] + 0.5 * Z, share),
        mixed(-OUTWARD[side], -X, share),
    )
    return figure


def knee_hover(stage: Stage, moment: Moment) -> Figure:
    """Toes tucked under; lift both knees a hand's width off the mat."""
    lift = 0.09 * moment.excursion
    hips = hips_over_knees(stage) + np.array([0.01, 0.0, lift])
    spots = {side: all_fours.hand_spot(stage, side) for side in SIDES}
    figure = propped.on_arms(stage, hips, spots)
    height = propped.tucked_ankle_height(stage)
    knee_height = all_fours.knee_height(stage)
    back = np.sqrt(stage.body.shin_m**2 - (height - knee_height) ** 2)
    for side in SIDES:
        ankle = np.array([all_fours.KNEES_X_M + back - 0.01, figure.at("hip", side)[1], height])
        propped.tucked_foot(figure, side, ankle, -X - Z)
    return figure


def hip_sway(stage: Stage, moment: Moment) -> Figure:
    """Shift the pelvis from side to side over the knees."""
    out = 0.11 * moment.excursion * OUTWARD[moment.side]
    spots = {side: all_fours.hand_spot(stage, side) for side in SIDES}
    figure = propped.on_arms(stage, hips_over_knees(stage, 4.0) + out, spots)
    rest = stage.once("resting on all fours", lambda: on_all_fours(stage))
    slope = stage.once("instep", lambda: all_fours.instep_slope(stage))
    for side in SIDES:
        figure.ankle_at(side, rest.at("ankle", side), -X - Z)
        figure.sole(side, X - slope * Z, -Z)
    return figure


def prayer_stretch(stage: Stage, moment: Moment) -> Figure:
    """Slide back with the hands far in front, the hips staying well above the heels."""
    return kneeling.sitting_back(stage, moment.excursion, depth=0.5)


def on_knees(
    kind: str,
    posture: Callable[[Stage, Moment], Figure],
    why: str,
    *,
    framed_as: str = "arm-reach",
    has_sides: bool = False,
    out_s: float = 1.5,
    hold_s: float = 0.8,
    back_s: float = 1.6,
) -> NearMiss:
    """A movement that begins in the mid position."""
    return moving(
        kind,
        posture,
        ON_HANDS_AND_KNEES,
        why,
        framed_as=framed_as,
        begins_with="kneeling",
        has_sides=has_sides,
        out_s=out_s,
        hold_s=hold_s,
        back_s=back_s,
    )


HANDS_AND_KNEES = (
    on_knees(
        "arm-to-ceiling",
        arm_to_ceiling,
        "The trunk turns and the arm goes up, not in line with the back.",
        has_sides=True,
        out_s=1.8,
        framed_as="psoas",
    ),
    on_knees(
        "thread-the-needle",
        thread_the_needle,
        "The arm goes under the trunk, which turns and sinks.",
        has_sides=True,
        out_s=2.0,
        hold_s=1.5,
        back_s=2.0,
    ),
    on_knees(
        "fire-hydrant",
        fire_hydrant,
        "The bent leg goes out to the side and does not straighten.",
        has_sides=True,
    ),
    on_knees(
        "donkey-kick",
        donkey_kick,
        "The knee stays bent: the catalogue does not count it as a reach.",
        has_sides=True,
        framed_as="leg-reach",
    ),
    on_knees(
        "bent-leg-circles",
        bent_leg_circles,
        "The knee stays bent while the leg circles.",
        has_sides=True,
        framed_as="leg-reach",
        out_s=1.4,
        hold_s=0.0,
        back_s=1.4,
    ),
    on_knees(
        "knee-tuck",
        knee_tuck,
        "The knee comes forward under the belly.",
        has_sides=True,
    ),
    on_knees(
        "cat-cow",
        cat_cow,
        "Only the back moves; hands and knees stay.",
        out_s=2.0,
        back_s=3.0,
    ),
    on_knees(
        "rocking",
        rocking,
        "All four limbs stay on the mat and the hips stay far above the heels.",
        out_s=1.6,
        back_s=2.4,
    ),
    on_knees(
        "shoulder-tap",
        shoulder_tap,
        "The hand goes to the other shoulder: the arm never stretches.",
        has_sides=True,
        out_s=0.9,
        hold_s=0.4,
        back_s=0.9,
    ),
    on_knees(
        "knee-hover",
        knee_hover,
        "Both knees leave the mat, no limb reaches.",
    ),
    on_knees(
        "hip-sway",
        hip_sway,
        "The pelvis moves sideways, no limb reaches.",
        has_sides=True,
    ),
    on_knees(
        "prayer-stretch",
        prayer_stretch,
        "The hips stay high: the pelvis does not rest on the feet.",
        out_s=2.2,
        hold_s=7.0,
        back_s=2.0,
    ),
)
