"""On hands and knees, head towards -X, back up: the mid position and its variations.

In: a `Stage`. Out: a `Figure` whose hands, knees and feet are on the mat: the knees are at their
spots, the hips are above them, and the trunk is pitched until the arms reach the mat.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import MAT_TOP_M, SOFT_TISSUE_M, Figure
from samples.studio.kinematics import Array, X, Y, Z, angle_at, solve_rising, unit
from samples.studio.stage import Stage
from samples.studio.truth import midpoint

#: A person with the back up and the head towards -X has the left side at -Y.
OUTWARD = {"left": -Y, "right": Y}
KNEE = ("upperleg02", "lowerleg01", "lowerleg02")

KNEES_X_M = 0.06
#: Heights above the mat of the wrist joint on a flat hand, and of the ankle on its instep.
WRIST_HEIGHT_M, ANKLE_HEIGHT_M = 0.045, 0.052
#: Share of the arm's length between shoulder and wrist: an elbow of about 169 degrees.
STRETCH = 0.9955
#: How far the hands stand in front of the shoulders, so that long arms fit a level back.
HANDS_FORWARD_M = 0.03
#: Ear-shoulder-hip with the neck in line and the chin slightly drawn in.
NECK_DEG = 156.0
#: The shoulder blades lie back a little, the chest sinks between them.
SHOULDERS_BACK_DEG = 8.0
#: A rounded back: bend of the middle spine, bend of the upper back, shoulder blades apart. Larger
#: values do not round the outline any more (0.06 to 0.12 torso lengths by body).
ROUNDED_DEG, CURLED_DEG, SHOULDERS_APART_DEG = 62.0, 30.0, 23.0
#: Largest distance of the back's outline from its chord, torso lengths (+ rounded), for a flat back
#: and for a clearly sagging one.
FLAT_CURVE, SAGGING_CURVE = -0.02, -0.18
#: Points along the back at which its outline is read, and half their width, meters.
OUTLINE_POINTS, OUTLINE_HALF_WIDTH_M = 25, 0.02


def towards_head(pitch_deg: float) -> Array:
    """Direction of the trunk when the head end is raised by a pitch."""
    pitch = np.radians(pitch_deg)
    return np.array([-np.cos(pitch), 0.0, np.sin(pitch)])


def back(pitch_deg: float) -> Array:
    """Direction in which the back looks at that pitch."""
    pitch = np.radians(pitch_deg)
    return np.array([np.sin(pitch), 0.0, np.cos(pitch)])


def knee_height(stage: Stage) -> float:
    """Height of the knee joint when the knee presses into the mat."""

    def solve() -> float:
        figure = Figure(stage.body)
        figure.trunk(towards_head(0.0), back(0.0))
        figure.leg("left", -Z, X, -X - Z)
        knee = figure.at("knee", "left")[2]
        return float(MAT_TOP_M - SOFT_TISSUE_M + knee - figure.lowest(stage.vertices(*KNEE)))

    return stage.once("knee height", solve)


def hip_over_knee(stage: Stage, lean_deg: float) -> Array:
    """The middle of the hips above the knees, the thighs leaning back by an angle."""
    lean = np.radians(lean_deg)
    thigh = stage.body.thigh_m * np.array([np.sin(lean), 0.0, np.cos(lean)])
    return np.array([KNEES_X_M, 0.0, knee_height(stage)]) + thigh


def trunk_over_knees(
    stage: Stage,
    pitch_deg: float,
    *,
    lean_deg: float = 0.0,
    knees_back_m: float = 0.0,
    rounding_deg: float = 0.0,
    curl: float = 0.0,
    roll_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    planted: str | None = None,
) -> Figure:
    """The trunk only, with its hips over the knees.

    `curl` 0..1 curls the upper back; `planted` names the side whose hip stays over its knee.
    """
    figure = Figure(stage.body)
    figure.trunk(
        towards_head(pitch_deg),
        back(pitch_deg),
        rounding_deg=rounding_deg,
        curl_deg=curl * CURLED_DEG,
        roll_deg=roll_deg,
        twist_deg=chest_roll_deg - roll_deg,
    )
    for side in SIDES:
        figure.shrug(side, forward_deg=curl * SHOULDERS_APART_DEG - SHOULDERS_BACK_DEG)
    hips = hip_over_knee(stage, lean_deg) + knees_back_m * X
    if planted:
        half_width = np.linalg.norm(figure.at("hip", "left") - figure.at("hip", "right")) / 2
        figure.put(figure.at("hip", planted), hips + OUTWARD[planted] * half_width)
    else:
        figure.put(figure.middle("hip"), hips)
    return figure


def hand_spot(stage: Stage, side: str, forward_m: float = 0.0) -> Array:
    """Where a wrist stands: under its shoulder in the mid position."""
    shoulder = mid_shoulders(stage)
    half_width = np.linalg.norm(
        stage.body.head("upperarm01", "left") - stage.body.head("upperarm01", "right")
    )
    spot: Array = (
        np.array([shoulder[0] - HANDS_FORWARD_M - forward_m, 0.0, MAT_TOP_M + WRIST_HEIGHT_M])
        + OUTWARD[side] * half_width / 2
    )
    return spot


def mid_pitch(stage: Stage, rounding_deg: float | None = None) -> float:
    """Pitch of the pelvis at which the arms are straight under the shoulders."""
    arm = STRETCH * (stage.body.upper_arm_m + stage.body.forearm_m)
    height = MAT_TOP_M + WRIST_HEIGHT_M + np.sqrt(arm**2 - HANDS_FORWARD_M**2)
    rounding = flat_back(stage) if rounding_deg is None else rounding_deg

    def shoulder_height(pitch_deg: float) -> float:
        figure = trunk_over_knees(stage, pitch_deg, rounding_deg=rounding)
        return float(figure.middle("shoulder")[2])

    low = -40.0 + 0.5 * rounding
    return stage.once(
        ("mid pitch", rounding), lambda: solve_rising(shoulder_height, low, low + 80.0, height)
    )


def mid_shoulders(stage: Stage) -> Array:
    """The middle of the shoulders in the mid position."""
    return stage.once(
        "mid shoulders",
        lambda: trunk_over_knees(stage, mid_pitch(stage), rounding_deg=flat_back(stage)).middle(
            "shoulder"
        ),
    )


def neck_in_line(stage: Stage) -> float:
    """The nod at which ear, shoulder and hip of the mid position make `NECK_DEG`."""

    def bent(nod_deg: float) -> float:
        figure = trunk_over_knees(stage, mid_pitch(stage), rounding_deg=flat_back(stage))
        figure.nod(nod_deg)
        joints = figure.pose().joints()
        ear, shoulder, hip = (midpoint(joints, name) for name in ("ear", "shoulder", "hip"))
        return -float(angle_at(shoulder, ear, hip))

    return stage.once("neck", lambda: solve_rising(bent, -40.0, 50.0, -NECK_DEG, steps=12))


def rounding_for(stage: Stage, curve: float) -> float:
    """The bend of the spine at which the outline of the back has that curve, torso lengths."""

    def shown(rounding_deg: float) -> float:
        pitch = mid_pitch(stage, rounding_deg)
        return back_curve(trunk_over_knees(stage, pitch, rounding_deg=rounding_deg), stage)

    return stage.once(
        ("rounding", curve), lambda: solve_rising(shown, -90.0, 130.0, curve, steps=10)
    )


def flat_back(stage: Stage) -> float:
    """The bend of this body's spine at which its back is flat."""
    return rounding_for(stage, FLAT_CURVE)


def back_curve(figure: Figure, stage: Stage) -> float:
    """Largest signed distance of the back's upper edge from its chord, torso lengths (+ rounded).

    Measured between hip and shoulder, as the catalogue measures it in a silhouette from the side.
    """
    trunk = stage.vertices("spine", "root", "pelvis", "clavicle", "shoulder")
    skin = stage.body.skin(figure.rotations, figure.positions, trunk)
    shoulder, hip = figure.middle("shoulder"), figure.middle("hip")
    places = np.linspace(shoulder[0], hip[0], OUTLINE_POINTS)
    near = np.abs(skin[:, None, 0] - places) < OUTLINE_HALF_WIDTH_M
    edge = np.where(near, skin[:, None, 2], -np.inf).max(axis=0)
    chord = np.interp(places, [shoulder[0], hip[0]], [edge[0], edge[-1]])
    distance = (edge - chord) / stage.body.torso_m
    return float(distance[np.abs(distance).argmax()])


def on_all_fours(
    stage: Stage,
    *,
    lean_deg: float = 0.0,
    knees_back_m: float = 0.0,
    hands_forward_m: float = 0.0,
    rounding_deg: float = 0.0,
    curl: float = 0.0,
    roll_deg: float = 0.0,
    chest_roll_deg: float = 0.0,
    nod_deg: float = 0.0,
    stretch: float = STRETCH,
    planted: str | None = None,
) -> Figure:
    """Hands and knees on the mat; the trunk has the pitch at which the arms are straight.

    `rounding_deg` counts from this body's flat back, `nod_deg` from its neck in line.
    """
    rounding_deg += flat_back(stage)
    shape = {
        "lean_deg": lean_deg,
        "knees_back_m": knees_back_m,
        "rounding_deg": rounding_deg,
        "curl": curl,
        "roll_deg": roll_deg,
        "chest_roll_deg": chest_roll_deg,
    }
    hands = hand_spot(stage, "left", hands_forward_m) + hand_spot(stage, "right", hands_forward_m)
    hands = hands / 2

    def arm_length(pitch_deg: float) -> float:
        figure = trunk_over_knees(stage, pitch_deg, **shape, planted=planted)
        return float(np.linalg.norm((figure.middle("shoulder") - hands)[[0, 2]]))

    wanted = stretch * (stage.body.upper_arm_m + stage.body.forearm_m)
    low = -45.0 + 0.5 * rounding_deg
    pitch = stage.once(
        ("pitch", stretch, hands_forward_m, planted, *shape.values()),
        lambda: solve_rising(arm_length, low, low + 90.0, wanted, steps=15),
    )
    figure = trunk_over_knees(stage, pitch, **shape, planted=planted)
    figure.nod(neck_in_line(stage) + nod_deg)
    for side in SIDES:
        kneel(figure, stage, side, knees_back_m)
        support_hand(figure, hand_spot(stage, side, hands_forward_m), side)
    return figure


def kneel(figure: Figure, stage: Stage, side: str, knees_back_m: float = 0.0) -> None:
    """Stand a knee on the mat under its hip, the shin lying back on its instep."""
    hip = figure.at("hip", side)
    knee = np.array([KNEES_X_M + knees_back_m, hip[1], knee_height(stage)])
    drop = knee[2] - MAT_TOP_M - ANKLE_HEIGHT_M
    shin = np.array([np.sqrt(stage.body.shin_m**2 - drop**2), 0.0, -drop])
    figure.leg(side, knee - hip, shin, -X - Z)
    slope = stage.once("instep", lambda: instep_slope(stage))
    figure.sole(side, X - slope * Z, -Z)


def instep_slope(stage: Stage) -> float:
    """How steeply a foot must point down so that its toes touch the mat, instep down."""
    figure = Figure(stage.body)
    figure.trunk(towards_head(0.0), back(0.0))
    figure.leg("left", -Z, X, -X - Z)
    figure.move(Z * (MAT_TOP_M + ANKLE_HEIGHT_M - figure.at("ankle", "left")[2]))

    def depth(slope: float) -> float:
        figure.sole("left", X - slope * Z, -Z)
        return -figure.lowest(stage.vertices("toes.L"))

    return solve_rising(depth, 0.0, 1.2, -MAT_TOP_M, steps=10)


def support_hand(figure: Figure, spot: Array, side: str) -> None:
    """Plant a hand flat on the mat, fingers to the front, the elbow back."""
    figure.wrist_at(side, spot, X + 0.4 * OUTWARD[side])
    figure.hand(side, -X - 0.12 * Z, -OUTWARD[side])


def trunk_line(figure: Figure) -> Array:
    """Direction (3,) from the hips to the shoulders."""
    return unit(figure.middle("shoulder") - figure.middle("hip"))
