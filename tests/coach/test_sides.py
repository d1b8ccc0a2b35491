"""Left and right: what counts for which side, and what the far side lets be seen.

The near side is the right one unless said otherwise; the far limb lies behind the near one at
rest, and is only seen apart from it while it moves.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stabiel.anatomy import (
    SIDES,
    Part,
    Side,
    other_side,
)
from stabiel.pose.pose import Pose
from stabiel.session.session import Session
from tests import sessions
from tests.bodies import (
    THIGH,
    Camera,
    Figure,
    all_fours,
    angle,
    direction_deg,
    heel_slide,
    hook_lying,
    leg_lift,
    path,
    pose_of,
)
from tests.sessions import counts

CAMERA = Camera(tl_px=200.0, center_px=(500.0, 600.0))
REST_S, WAY_S, TOP_S = 1.0, 1.6, 1.4
CYCLE_S = REST_S + WAY_S + TOP_S + WAY_S
# Hardly visible, and a copy of the near limb while it lies behind that.
HIDDEN_AT_REST = 0.6

Moves = Callable[[float], Figure]


def cycles(which: str, mover: str, rest: float, top: float) -> Callable[[float], float]:
    """Return a value that goes out and back in those cycles of `which` that are the mover's."""
    knots = [(0.0, rest)]
    for letter in which:
        reached = top if letter == mover else rest
        for step_s, value in ((REST_S, rest), (WAY_S, reached), (TOP_S, reached), (WAY_S, rest)):
            knots.append((knots[-1][0] + step_s, value))
    knots.append((knots[-1][0] + REST_S, rest))
    value_at: Callable[[float], float] = path(*knots)
    return value_at


def leg_lifts(which: str, mover: str) -> Moves:
    knee = cycles(which, mover, 63, 170)
    # A far thigh sinks a little too, so that its knee is seen beside the near one.
    lower = cycles(which, mover, 0, 12 if mover == "f" else 0)
    return lambda t: leg_lift(knee(t), thigh_lower_deg=lower(t))


def heel_slides(which: str, mover: str) -> Moves:
    reach = cycles(which, mover, 0, 0.98)
    return lambda t: heel_slide(reach(t))


def arm_reaches(which: str, mover: str) -> Moves:
    shoulder = cycles(which, mover, 85, 168)
    return lambda t: all_fours(shoulder_deg=shoulder(t))


def leg_reaches(which: str, mover: str) -> Moves:
    hip = cycles(which, mover, 90, 172)
    return lambda t: all_fours(hip_deg=hip(t), knee_deg=hip(t))


def arm_and_leg_reaches(which: str, mover: str) -> Moves:
    """The near arm with the far leg, and the other way round."""
    crossed = {"n": "f", "f": "n"}[mover]
    shoulder, hip = cycles(which, mover, 85, 168), cycles(which, crossed, 90, 172)
    return lambda t: all_fours(shoulder_deg=shoulder(t), hip_deg=hip(t), knee_deg=hip(t))


EACH = {
    "leg-lift": leg_lifts,
    "heel-slide": heel_slides,
    "arm-reach": arm_reaches,
    "leg-reach": leg_reaches,
}


def trained(
    exercise: str, moves: Callable[[str, str], Moves], which: str, **options: object
) -> Session:
    """Return a session in which the near (n) and far (f) limbs move in this order."""
    options = {"camera": CAMERA} | options
    return sessions.judged(
        exercise,
        moves(which, "n"),
        len(which) * CYCLE_S + REST_S,
        far_at=moves(which, "f"),
        **options,
    )


def sides(session: Session) -> list[str]:
    return [repetition.side for repetition in session.repetitions]


@pytest.mark.parametrize("far_visibility", [0.9, HIDDEN_AT_REST])
@pytest.mark.parametrize("which", ["n", "ff", "nfn"])
@pytest.mark.parametrize("exercise", EACH)
def test_a_repetition_is_counted_for_the_side_that_moved(
    exercise: str, which: str, far_visibility: float
) -> None:
    session = trained(exercise, EACH[exercise], which, far_visibility=far_visibility)

    assert sides(session) == [{"n": "right", "f": "left"}[letter] for letter in which]
    assert counts(session)[1:] == ([], [])


@pytest.mark.parametrize("exercise", EACH)
@pytest.mark.parametrize("near", SIDES)
@pytest.mark.parametrize("mirrored", [False, True])
def test_left_and_right_are_the_persons_own(exercise: str, near: Side, mirrored: bool) -> None:
    camera = Camera(200.0, (900.0, 900.0), mirrored, size_px=(1800, 1800))

    session = trained(exercise, EACH[exercise], "nf", camera=camera, near=near)

    assert sides(session) == [near, other_side(near)]


@pytest.mark.parametrize("exercise", EACH)
@pytest.mark.parametrize("tilt_deg", [-12.0, 12.0])
def test_a_tilted_camera_changes_no_count(exercise: str, tilt_deg: float) -> None:
    camera = Camera(200.0, (900.0, 900.0), tilt_deg=tilt_deg, size_px=(1800, 1800))

    assert sides(trained(exercise, EACH[exercise], "nf", camera=camera)) == ["right", "left"]


@pytest.mark.parametrize("exercise", EACH)
@pytest.mark.parametrize("rate_hz", [12.0, 15.0, 29.97, 60.0])
def test_the_frame_rate_changes_no_count(exercise: str, rate_hz: float) -> None:
    session = trained(exercise, EACH[exercise], "nf", rate_hz=rate_hz)

    assert sides(session) == ["right", "left"]
    assert counts(session)[1:] == ([], [])


@pytest.mark.parametrize("exercise", EACH)
def test_noise_changes_no_count(exercise: str) -> None:
    assert sides(trained(exercise, EACH[exercise], "nfnf", noise_px=3.0)) == [
        "right", "left", "right", "left",
    ]  # fmt: skip


@pytest.mark.parametrize("exercise", ["leg-lift", "heel-slide"])
def test_both_limbs_at_once_are_not_two_repetitions(exercise: str) -> None:
    both = EACH[exercise]("nn", "n")

    session = sessions.judged(exercise, both, 2 * CYCLE_S + REST_S, CAMERA)

    assert len(session.repetitions) <= 2


# Two exercises that look alike


@pytest.mark.parametrize("which", ["nn", "ff"])
@pytest.mark.parametrize(
    ("exercise", "moves", "reason"),
    [("leg-lift", heel_slides, "leg_in_the_air"), ("heel-slide", leg_lifts, "leg_on_the_floor")],
)
def test_the_other_leg_exercise_counts_nothing_and_says_why(
    exercise: str, moves: Callable[[str, str], Moves], reason: str, which: str
) -> None:
    session = trained(exercise, moves, which)

    assert session.repetitions == ()
    assert {attempt.reason for attempt in session.attempts} <= {reason}


@pytest.mark.parametrize(
    ("exercise", "moves"), [("arm-reach", leg_reaches), ("leg-reach", arm_reaches)]
)
def test_the_other_reach_counts_nothing(exercise: str, moves: Callable[[str, str], Moves]) -> None:
    assert counts(trained(exercise, moves, "nf")) == (0, [], [])


@pytest.mark.parametrize(
    ("exercise", "expected"), [("arm-reach", ["right", "left"]), ("leg-reach", ["left", "right"])]
)
@pytest.mark.parametrize("far_visibility", [0.9, HIDDEN_AT_REST])
def test_arm_and_leg_together_count_as_either(
    exercise: str, expected: list[str], far_visibility: float
) -> None:
    session = trained(exercise, arm_and_leg_reaches, "nf", far_visibility=far_visibility)

    assert sides(session) == expected
    assert counts(session)[1:] == ([], [])


# Attempts have a side too


@pytest.mark.parametrize(("which", "side"), [("n", "right"), ("f", "left")])
def test_a_knee_that_stays_bent_is_an_attempt_of_its_side(which: str, side: str) -> None:
    def moves(which: str, mover: str) -> Moves:
        knee = cycles(which, mover, 63, 135)
        lower = cycles(which, mover, 0, 12 if mover == "f" else 0)
        return lambda t: leg_lift(knee(t), thigh_lower_deg=lower(t))

    session = trained("leg-lift", moves, which)

    assert [(attempt.side, attempt.reason) for attempt in session.attempts] == [
        (side, "knee_not_straight")
    ]


def test_a_donkey_kick_is_an_attempt_with_its_reason() -> None:
    hip = path((0, 90), (1, 90), (2.6, 170), (4.2, 170), (5.8, 90), (7, 90))

    session = sessions.judged(
        "leg-reach",
        lambda t: all_fours(hip_deg=hip(t), knee_deg=90),
        7.0,
        CAMERA,
        far_at=lambda t: all_fours(),
    )

    assert counts(session)[:2] == (0, ["knee_bent"])


# The other limb


def test_a_support_leg_that_moves_is_named() -> None:
    reach = path((0, 0), (1, 0), (2.6, 0.98), (4.6, 0.98), (6.2, 0), (7, 0))
    other = path((0, 0), (2.6, 0), (3.0, 0.4), (4.2, 0.4), (4.6, 0), (7, 0))
    still = hook_lying()

    moved = sessions.judged(
        "heel-slide",
        lambda t: heel_slide(reach(t)),
        7.0,
        CAMERA,
        far_at=lambda t: heel_slide(other(t)),
    )
    kept = sessions.judged(
        "heel-slide", lambda t: heel_slide(reach(t)), 7.0, CAMERA, far_at=lambda t: still
    )

    assert counts(moved) == (1, [], ["other_leg_moved"])
    assert counts(kept) == (1, [], [])


def test_a_near_leg_that_is_lost_is_not_judged_also_where_the_far_one_is_followed() -> None:
    reach = cycles("n", "n", 0, 0.98)

    def pose_at(time_s: float) -> Pose:
        far = heel_slide(0.0)
        pose = pose_of(heel_slide(reach(time_s)), time_s, CAMERA, far=far, far_visibility=0.9)
        # From about half the way on the foot is beyond the edge of the picture.
        return replace(pose, size_px=(930, 960))

    session = sessions.judged_poses("heel-slide", pose_at, CYCLE_S + REST_S)

    assert session.repetitions == ()
    unseen = {what: (reason, seconds) for what, reason, seconds in session.not_judged}
    reason, seconds = unseen["right_side"]
    assert reason == "out_of_picture"
    # From a second after it was lost, which is when its movement is given up, until it is back.
    assert seconds == pytest.approx(1.9, abs=0.4)


def test_thighs_that_part_are_named() -> None:
    def moves(which: str, mover: str) -> Moves:
        knee, lower = cycles(which, mover, 63, 170), cycles(which, mover, 0, 25)
        return lambda t: leg_lift(knee(t), thigh_lower_deg=lower(t))

    assert counts(trained("leg-lift", moves, "n")) == (1, [], ["thighs_apart"])


def test_the_tempo_of_the_far_side_is_not_judged() -> None:
    knee = path((0, 63), (1, 63), (1.5, 170), (2.5, 170), (3.0, 63), (5, 63))
    lower = path((0, 0), (1, 0), (1.5, 12), (2.5, 12), (3.0, 0), (5, 0))
    rest = hook_lying()

    near = sessions.judged(
        "leg-lift", lambda t: leg_lift(knee(t)), 5.0, CAMERA, far_at=lambda t: rest
    )
    far = sessions.judged(
        "leg-lift",
        lambda t: rest,
        5.0,
        CAMERA,
        far_at=lambda t: leg_lift(knee(t), thigh_lower_deg=lower(t)),
        far_visibility=HIDDEN_AT_REST,
    )

    assert counts(near) == (1, [], ["too_fast"])
    assert counts(far) == (1, [], [])
    assert {what: reason.value for what, reason, _ in far.not_judged} == {
        "too_fast": "copies_near_limb"
    }


# The limb that is further on its way is the one that works (near: right, far: left)


def knees(
    near: Callable[[float], float], far: Callable[[float], float], seconds: float, **options: object
) -> Session:
    """Return a session of leg lifts with these knee angles; a far thigh sinks as it goes out."""

    def far_at(time_s: float) -> Figure:
        return leg_lift(far(time_s), thigh_lower_deg=12 * (far(time_s) - 63) / 107)

    options = {"camera": CAMERA, "far_visibility": 0.9} | options
    return sessions.judged(
        "leg-lift", lambda t: leg_lift(near(t)), seconds, far_at=far_at, **options
    )


GOES_ALL_THE_WAY = path((0, 63), (1.6, 63), (3.2, 170), (4.6, 170), (6.2, 63), (8, 63))
MOVES_ALONG = path((0, 63), (1, 63), (1.8, 92), (4.8, 92), (5.6, 63), (8, 63))


@pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
def test_what_moves_along_first_is_not_what_works(rate_hz: float) -> None:
    far = knees(MOVES_ALONG, GOES_ALL_THE_WAY, 8.0, rate_hz=rate_hz)
    near = knees(GOES_ALL_THE_WAY, MOVES_ALONG, 8.0, rate_hz=rate_hz)

    assert (sides(far), sides(near)) == (["left"], ["right"])
    assert (far.attempts, near.attempts) == ((), ())
    # The whole way is its own, from where that limb left its start.
    assert far.repetitions[0].start_s == pytest.approx(2.0, abs=0.35)
    assert near.repetitions[0].start_s == pytest.approx(2.0, abs=0.35)


def test_the_faults_of_what_moved_along_first_are_taken_back() -> None:
    # A near knee that bends halfway out would be an attempt of its own, had the far one not gone.
    halfway = path((0, 63), (1, 63), (1.8, 110), (4.8, 110), (5.6, 63), (8, 63))

    session = knees(halfway, GOES_ALL_THE_WAY, 8.0)

    assert sides(session) == ["left"]
    assert {fault.side for fault in session.faults} <= {"left"}
    assert {fault.repetition for fault in session.faults} <= {1}


def a_lift_from(start_s: float) -> Callable[[float], float]:
    """Return a knee that goes out and back in 4.6 s from this time on."""
    value_at: Callable[[float], float] = path(
        (0, 63),
        (start_s, 63),
        (start_s + 1.6, 170),
        (start_s + 3, 170),
        (start_s + 4.6, 63),
        (12, 63),
    )
    return value_at


@pytest.mark.parametrize("start_s", [3.4, 4.4, 5.0])
def test_movements_that_overlap_both_count(start_s: float) -> None:
    """The other leg begins before this one is back on the floor, at 5.6 s."""
    near_first = knees(a_lift_from(1.0), a_lift_from(start_s), 12.0)
    far_first = knees(a_lift_from(start_s), a_lift_from(1.0), 12.0)

    assert sides(near_first) == ["right", "left"]
    assert sides(far_first) == ["left", "right"]
    assert counts(near_first)[1:] == counts(far_first)[1:] == ([], [])
    # The near leg is not out of its posture for the far one; that is back when it is seen back.
    assert far_first.repetitions[0].end_s < 5.6


def in_turn(exercise: str, start_s: float) -> Moves:
    """Return a limb that is out and back in 4.6 s from this time on."""
    lift = a_lift_from(start_s)

    def share(time_s: float) -> float:
        return (lift(time_s) - 63) / 107

    if exercise == "heel-slide":
        return lambda t: heel_slide(0.98 * share(t))
    if exercise == "arm-reach":
        return lambda t: all_fours(shoulder_deg=85 + 83 * share(t))
    return lambda t: all_fours(hip_deg=90 + 82 * share(t), knee_deg=90 + 82 * share(t))


@pytest.mark.parametrize("far_visibility", [0.9, HIDDEN_AT_REST])
@pytest.mark.parametrize("exercise", ["heel-slide", "arm-reach", "leg-reach"])
def test_other_movements_that_overlap_both_count(exercise: str, far_visibility: float) -> None:
    def session(near_s: float, far_s: float) -> Session:
        return sessions.judged(
            exercise,
            in_turn(exercise, near_s),
            12.0,
            CAMERA,
            far_at=in_turn(exercise, far_s),
            far_visibility=far_visibility,
        )

    near_first, far_first = session(1.0, 4.2), session(4.2, 1.0)

    assert sides(near_first) == ["right", "left"]
    assert sides(far_first) == ["left", "right"]
    # Nor is the second one too fast for having been watched from half way only.
    assert counts(near_first)[1:] == counts(far_first)[1:] == ([], [])


@pytest.mark.parametrize("stays_deg", [92, 100, 125])
def test_what_moved_along_and_is_still_out_makes_no_attempt(stays_deg: float) -> None:
    """A knee that visibly went so far would count from 94 on; this one only went along."""
    stays = path((0, 63), (2, 63), (3, stays_deg), (7.5, stays_deg), (8.5, 63), (10, 63))
    alone = path((0, 63), (10, 63))
    goes = path((0, 63), (1, 63), (2.6, 170), (4.2, 170), (5.8, 63), (10, 63))

    along, by_itself = knees(goes, stays, 10.0), knees(alone, stays, 10.0)
    near_along = knees(stays, goes, 10.0)

    assert (sides(along), along.attempts) == (["right"], ())
    assert (sides(near_along), near_along.attempts) == (["left"], ())
    assert [attempt.reason for attempt in by_itself.attempts] == (
        ["knee_not_straight"] if stays_deg > 100 else []
    )


# Sudden exchanges of left and right


@pytest.mark.parametrize("rate_hz", [25.0, 60.0])
def test_a_leg_that_is_found_at_its_start_for_a_moment_goes_on(rate_hz: float) -> None:
    """The landmarker takes the resting leg for it, and then that one again."""
    knee = path((0, 63), (1, 63), (2.6, 170), (4.0, 170), (5.6, 63), (7, 63))

    def near_at(time_s: float) -> Figure:
        return leg_lift(63 if 3.7 <= time_s < 3.85 else knee(time_s))

    session = sessions.judged("leg-lift", near_at, 7.0, CAMERA, rate_hz=rate_hz)

    assert counts(session)[:2] == (1, [])


def test_a_short_exchange_of_left_and_right_changes_no_count() -> None:
    knee = cycles("nn", "n", 63, 170)
    rest = hook_lying()

    def near_at(time_s: float) -> Figure:
        return rest if 2.9 < time_s < 3.2 else leg_lift(knee(time_s))

    def far_at(time_s: float) -> Figure:
        return leg_lift(knee(time_s)) if 2.9 < time_s < 3.2 else rest

    session = sessions.judged("leg-lift", near_at, 2 * CYCLE_S + 1, CAMERA, far_at=far_at)

    assert sides(session) == ["right", "right"]


# The figures themselves


def test_the_figures_have_the_angles_that_they_are_asked_for() -> None:
    leg = leg_lift(150)
    assert angle(leg[Part.HIP], leg[Part.KNEE], leg[Part.ANKLE]) == pytest.approx(150)
    crawl = all_fours(shoulder_deg=120, hip_deg=140, knee_deg=160)
    assert angle(crawl[Part.HIP], crawl[Part.SHOULDER], crawl[Part.WRIST]) == pytest.approx(120)
    assert angle(crawl[Part.SHOULDER], crawl[Part.HIP], crawl[Part.KNEE]) == pytest.approx(140)
    assert angle(crawl[Part.HIP], crawl[Part.KNEE], crawl[Part.ANKLE]) == pytest.approx(160)
    assert direction_deg((0, 0), (0, THIGH)) == pytest.approx(90)
