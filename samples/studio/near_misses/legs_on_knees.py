"""Other exercises of a leg on hands and knees: all begin in the mid position.

In: a `Stage` and a `Moment`. Out: a `Figure`.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.exercises.stretches import mixed
from samples.studio.figure import Figure
from samples.studio.kinematics import X, Y, Z, rotation, unit
from samples.studio.near_misses.on_knees import (
    hips_over_knees,
    on_knees,
    sign_of,
)
from samples.studio.postures import all_fours, propped
from samples.studio.postures.all_fours import on_all_fours
from samples.studio.stage import Stage
from samples.studio.timeline import Moment


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


LEGS_ON_KNEES = (
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
        "knee-hover",
        knee_hover,
        "Both knees leave the mat, no limb reaches.",
    ),
)
