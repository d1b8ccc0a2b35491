"""Slips of the landmarker: what nobody did is not counted, and what is only guessed is said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.degrade import exchanged
from stabiel.anatomy import Part, landmark_index
from stabiel.pose.pose import Pose
from tests import sessions
from tests.bodies import Figure, heel_slide, hook_lying, knees_to_chest, leg_lift, path, pose_of

PoseAt = Callable[[float], Pose]
SECONDS = 8.0
JUMPED = ("repetitions", "sudden_jump")
OUT_AND_BACK = path((0, 0), (1.5, 0), (3, 1), (4.5, 1), (6, 0), (SECONDS, 0))


def slide(near_visibility: float = 0.95) -> PoseAt:
    """Return somebody who slides the near leg out and back."""

    def pose_at(time_s: float) -> Pose:
        pose = pose_of(
            heel_slide(OUT_AND_BACK(time_s)), time_s, far=hook_lying(), far_visibility=0.6
        )
        visibility = pose.visibility.copy()
        for part in (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE):
            visibility[landmark_index(part, "right")] = near_visibility
        return replace(pose, visibility=visibility)

    return pose_at


def reasons(session: sessions.Session) -> dict[str, str]:
    return {what: reason for what, reason, _ in session.not_judged}


@pytest.mark.parametrize("from_s", [2.0, 2.6, 3.2, 4.0, 4.8, 5.4])
def test_a_leg_that_changes_its_name_on_the_way_counts_once(from_s: float) -> None:
    """The landmarker takes left for right from some moment on, and stays with it."""
    leg = slide()

    session = sessions.judged_poses(
        "heel-slide", lambda t: exchanged(leg(t)) if t >= from_s else leg(t), SECONDS
    )

    assert len(session.repetitions) <= 1
    assert not session.attempts
    assert session.repetitions or "repetitions" in reasons(session)


@pytest.mark.parametrize("names", [(3.2, 4.2), (2.6, 3.8, 4.9)])
def test_a_leg_that_changes_its_name_again_and_again_counts_once(names: tuple[float, ...]) -> None:
    leg = slide()

    def pose_at(time_s: float) -> Pose:
        changes = sum(time_s >= each for each in names)
        return exchanged(leg(time_s)) if changes % 2 else leg(time_s)

    session = sessions.judged_poses("heel-slide", pose_at, SECONDS)

    assert len(session.repetitions) == 1
    assert not session.attempts


@pytest.mark.parametrize(("away_s", "counted"), [(0.5, 0), (0.8, 0), (2.0, 1)])
def test_a_leg_that_leaps_out_and_back_in_a_moment_was_not_seen_to_move(
    away_s: float, counted: int
) -> None:
    """One that is out for longer is there, although its ways were not seen."""
    knee = path((0, 63), (2, 63), (2.01, 170), (2 + away_s, 170), (2.01 + away_s, 63), (6, 63))

    session = sessions.judged_poses(
        "leg-lift", lambda t: pose_of(leg_lift(knee(t)), t, far=hook_lying()), 6.0
    )

    assert (len(session.repetitions), len(session.attempts)) == (counted, 0)
    assert reasons(session)["too_fast" if counted else "repetitions"] == "sudden_jump"


def test_a_leap_that_would_be_nothing_is_not_told() -> None:
    knee = path((0, 63), (2, 63), (2.01, 88), (2.4, 88), (2.41, 63), (6, 63))

    session = sessions.judged_poses(
        "leg-lift", lambda t: pose_of(leg_lift(knee(t)), t, far=hook_lying()), 6.0
    )

    assert sessions.counts(session) == (0, [], [])
    assert "repetitions" not in reasons(session)


@pytest.mark.parametrize(("out_s", "back_s"), [(0.01, 0.5), (0.5, 0.01)])
def test_a_leg_that_leaps_one_way_and_is_back_in_a_moment_was_not_seen_to_move(
    out_s: float, back_s: float
) -> None:
    """Somebody walks past behind: for a moment their leg is taken for the far one."""
    end_s = 2.2 + out_s + back_s
    knee = path((0, 63), (2, 63), (2 + out_s, 170), (2.2 + out_s, 170), (end_s, 63), (6, 63))

    session = sessions.judged_poses(
        "leg-lift", lambda t: pose_of(leg_lift(knee(t)), t, far=hook_lying()), 6.0
    )

    assert sessions.counts(session) == (0, [], [])
    assert reasons(session)["repetitions"] == "sudden_jump"


@pytest.mark.parametrize(("top_s", "told"), [(0.0, []), (0.4, ["knee_not_straight"])])
def test_who_is_told_that_it_does_not_count_moved_for_as_long_as_a_limb_takes(
    top_s: float, told: list[str]
) -> None:
    knee = path((0, 63), (2, 63), (2.2, 110), (2.2 + top_s, 110), (2.4 + top_s, 63), (6, 63))

    session = sessions.judged_poses(
        "leg-lift", lambda t: pose_of(leg_lift(knee(t)), t, far=hook_lying()), 6.0
    )

    assert [attempt.reason for attempt in session.attempts] == told
    assert ("repetitions" in reasons(session)) is not bool(told)


@pytest.mark.parametrize("at_s", [2.3, 2.6, 4.8, 5.2])
@pytest.mark.parametrize("flips", [2, 4])
def test_a_leg_whose_name_flickers_on_its_way_counts_once(at_s: float, flips: int) -> None:
    """Where the legs pass each other, left and right change from frame to frame."""
    leg = slide()

    def pose_at(time_s: float) -> Pose:
        flip = int((time_s - at_s) // 0.08)
        return exchanged(leg(time_s)) if 0 <= flip < 2 * flips and flip % 2 == 0 else leg(time_s)

    session = sessions.judged_poses("heel-slide", pose_at, SECONDS, rate_hz=50.0)

    assert (len(session.repetitions), session.attempts) == (1, ())


def test_a_leg_that_is_quick_but_seen_to_move_counts() -> None:
    knee = path((0, 63), (2, 63), (2.35, 170), (2.5, 170), (2.85, 63), (6, 63))

    session = sessions.judged_poses(
        "leg-lift", lambda t: pose_of(leg_lift(knee(t)), t, far=hook_lying()), 6.0
    )

    assert len(session.repetitions) == 1


@pytest.mark.parametrize(("visibility", "said"), [(0.95, 1), (0.82, 1), (0.75, 0)])
def test_who_is_told_that_it_does_not_count_was_surely_seen(visibility: float, said: int) -> None:
    """Under a blanket the landmarker guesses the leg's place, short of its real one."""
    knee = path((0, 63), (1.5, 63), (3, 120), (4, 120), (5.5, 63), (SECONDS, 63))

    def pose_at(time_s: float) -> Pose:
        pose = pose_of(leg_lift(knee(time_s)), time_s, far=hook_lying())
        seen = pose.visibility.copy()
        seen[landmark_index(Part.ANKLE, "right")] = visibility if 2 < time_s < 5 else 0.95
        return replace(pose, visibility=seen)

    session = sessions.judged_poses("leg-lift", pose_at, SECONDS)

    assert [attempt.doubtful for attempt in session.attempts] == [not said]
    assert session.to_json()["summary"]["attempts"] == said
    assert ("knee_not_straight" in {cue.id for cue in session.cues}) is bool(said)
    assert ("repetitions" in reasons(session)) is not bool(said)


def test_a_leg_that_is_guessed_to_rest_is_not_judged() -> None:
    """All of it lies under a blanket: nobody can see it move, and that is reported."""

    def pose_at(time_s: float) -> Pose:
        pose = pose_of(hook_lying(), time_s, far=hook_lying())
        seen = pose.visibility.copy()
        seen[landmark_index(Part.ANKLE, "right")] = 0.95 if time_s < 2 else 0.7
        return replace(pose, visibility=seen)

    session = sessions.judged_poses("heel-slide", pose_at, SECONDS)

    (hidden_s,) = (s for what, why, s in session.not_judged if what == "repetitions")
    assert hidden_s == pytest.approx(SECONDS - 2, abs=0.2)
    assert session.judged_share == pytest.approx(2 / SECONDS, abs=0.05)


def test_a_count_asks_for_no_more_than_that_the_limb_is_seen() -> None:
    session = sessions.judged_poses("heel-slide", slide(near_visibility=0.75), SECONDS)

    assert len(session.repetitions) == 1


@pytest.mark.parametrize(
    ("move_s", "away_s", "left"), [(0.04, 0.8, 0), (0.04, 2.0, 1), (0.6, 1.0, 1)]
)
def test_who_leaps_out_of_a_hold_and_back_was_not_seen_to_leave(
    move_s: float, away_s: float, left: int
) -> None:
    """Somebody walks past in front. A limb that visibly left, or stays away longer, did leave."""
    out_s, back_s = 6 + move_s, 6 + move_s + away_s
    hip = path((0, 125), (1, 125), (2, 50), (6, 50), (out_s, 130), (back_s, 130))
    back = path((back_s, 130), (back_s + move_s, 50), (14, 50))

    session = sessions.judged(
        "knees-to-chest", lambda t: knees_to_chest((hip if t < back_s else back)(t)), 14.0
    )

    (held,) = session.holds
    assert [fault.id for fault in session.faults] == ["left_position"] * left
    on_the_way_s = 2 * move_s * (130 - 75) / (130 - 50)
    assert held.in_zone_s == pytest.approx(
        held.end_s - held.start_s - away_s - on_the_way_s, abs=0.2
    )
    jumped = sum(s for what, why, s in session.not_judged if (what, why) == JUMPED)
    assert jumped == pytest.approx(min(away_s, 1.0) if move_s < 0.1 else 0.0, abs=0.15)


def test_what_leaps_all_the_time_is_not_judged() -> None:
    """There are too few pixels: the body is found here and there, now and then as it should be."""
    hips = path((0, 125), (20, 125))
    wild = path(*((0.4 * n, 90 if n % 2 else 150) for n in range(51)))

    def figure(time_s: float) -> Figure:
        return knees_to_chest(hips(time_s) if time_s < 2 else wild(0.4 * round(time_s / 0.4)))

    session = sessions.judged("knees-to-chest", figure, 20.0)

    assert not session.holds
    assert not session.faults
    assert sum(s for what, why, s in session.not_judged if (what, why) == JUMPED) > 15
