"""How a limb is known, and what follows from it: the table of `docs/sides.md`.

A near (right) leg is lifted from 1 to 6.2 s, or a far (left) one; in between, less can be seen.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stabiel.anatomy import Evidence, LimbPair, Part, Side, landmark_index
from stabiel.coach.events import Phase
from stabiel.exercises.files import ExerciseBook
from stabiel.pose.pose import Pose
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from tests.bodies import all_fours, heel_slide, hook_lying, leg_lift, path, pose_of
from tests.coach.test_both_at_once import bird_dog
from tests.coach.test_side_names import renamed
from tests.coach.test_sides import CAMERA, sides
from tests.sessions import BOOK

SECONDS, RATE_HZ = 8.0, 25.0
SHARE = path((0, 0), (1, 0), (2.6, 1), (4.6, 1), (6.2, 0), (8, 0))
PoseAt = Callable[[float], Pose]
Known = list[tuple[float, Evidence, Phase]]


def judged(
    pose_at: PoseAt, exercise: str = "leg-lift", book: ExerciseBook = BOOK
) -> tuple[Session, Known]:
    """Return a session, and how the shown limb was known in each frame."""
    judge, known = Judge(book.get(exercise), book, "en"), []
    for index in range(round(SECONDS * RATE_HZ)):
        time_s = index / RATE_HZ
        moment = judge.update(time_s, pose_at(time_s)).moment
        known.append((time_s, moment.evidence, moment.phase))
    source = Source("array", "test", SECONDS, RATE_HZ, *CAMERA.size_px)
    return judge.finish(source, "none"), known


def near_lifts(time_s: float, top: float = 1.0) -> Pose:
    near = leg_lift(63 + 107 * top * SHARE(time_s))
    return pose_of(near, time_s, CAMERA, far=hook_lying(), far_visibility=0.9)


def far_lifts(time_s: float, visibility: float = 0.6) -> Pose:
    share = SHARE(time_s)
    far = leg_lift(63 + 107 * share, thigh_lower_deg=12 * share)
    return pose_of(hook_lying(), time_s, CAMERA, far=far, far_visibility=visibility)


def with_ankle(
    pose_at: PoseAt,
    visibility: float,
    from_s: float,
    to_s: float,
    side: Side = "right",
    *,
    aside_px: float = 0.0,
) -> PoseAt:
    """Return the poses with an ankle that is seen worse for a while, and found aside."""

    def changed(time_s: float) -> Pose:
        pose = pose_at(time_s)
        seen, points = pose.visibility.copy(), pose.points.copy()
        if from_s <= time_s < to_s:
            seen[landmark_index(Part.ANKLE, side)] = visibility
            points[landmark_index(Part.ANKLE, side), 0] += aside_px
        return replace(pose, points=points, visibility=seen)

    return changed


def within(known: Known, from_s: float, to_s: float) -> set[Evidence]:
    return {evidence for time_s, evidence, _ in known if from_s <= time_s < to_s}


def unseen(session: Session) -> dict[str, str]:
    return {what: reason.value for what, reason, _ in session.not_judged}


def test_seen_counts() -> None:
    session, known = judged(near_lifts)

    assert within(known, 0, SECONDS) == {Evidence.SEEN}
    assert sides(session) == ["right"]
    assert session.not_judged == ()


def test_doubtful_still_counts() -> None:
    session, known = judged(with_ankle(near_lifts, 0.75, 2.0, 5.0))

    assert within(known, 2.1, 4.9) == {Evidence.DOUBTFUL}
    assert sides(session) == ["right"]


def test_doubtful_makes_an_attempt_doubtful() -> None:
    def short(time_s: float) -> Pose:
        return near_lifts(time_s, 0.6)

    (sure,) = judged(short)[0].attempts
    (doubtful,) = judged(with_ankle(short, 0.75, 3.0, 4.0))[0].attempts

    assert (sure.doubtful, doubtful.doubtful) == (False, True)


def test_doubtful_at_rest_is_not_judged() -> None:
    session, _ = judged(with_ankle(lambda t: near_lifts(0.0 * t, 0.0), 0.75, 2.0, SECONDS))

    assert unseen(session)["repetitions"] == "hidden"


def test_near_side_ends_a_movement_of_the_far_limb_and_begins_none() -> None:
    session, known = judged(far_lifts)

    assert sides(session) == ["left"]
    assert Evidence.NEAR_SIDE in within(known, 4.6, 6.2)
    # While only the near leg moves, the far one takes its value at rest, and never along.
    near_only = judged(lambda t: pose_of(leg_lift(63 + 107 * SHARE(t)), t, CAMERA,
                                         far=hook_lying(), far_visibility=0.6))[0]  # fmt: skip
    assert sides(near_only) == ["right"]


def test_guessed_keeps_the_start_and_is_not_judged() -> None:
    hidden = with_ankle(lambda t: far_lifts(t, 0.9), 0.1, 0.0, 1.4, "left", aside_px=60)
    rests = with_ankle(lambda t: far_lifts(0.0 * t, 0.9), 0.1, 0.0, SECONDS, "left", aside_px=60)

    lifted, _ = judged(hidden)
    rested, _ = judged(lambda t: replace(rests(t), time_s=t))

    # It moved out of hiding: the start that was guessed is the one that it left.
    assert sides(lifted) == ["left"]
    assert sides(rested) == []
    assert unseen(lifted)["left_side"] == unseen(rested)["left_side"] == "hidden"


@pytest.mark.parametrize("to_s", [3.9, 4.6])
def test_hidden_waits_for_a_second_and_then_is_lost(to_s: float) -> None:
    # Aside of where it was: a hidden landmark that keeps still is still known.
    session, known = judged(with_ankle(near_lifts, 0.1, 3.2, to_s, aside_px=60))

    hidden = {Evidence.HIDDEN, Evidence.DOUBTFUL}
    assert within(known, 3.3, to_s - 0.1) <= hidden
    kept = to_s - 3.2 < 1.0
    assert sides(session) == (["right"] if kept else [])
    assert (unseen(session).get("repetitions") == "hidden") is not kept


def test_out_of_picture_is_lost_with_its_own_reason() -> None:
    def slides(time_s: float) -> Pose:
        near = heel_slide(0.98 * SHARE(time_s))
        pose = pose_of(near, time_s, CAMERA, far=heel_slide(0.0), far_visibility=0.9)
        # From about half the way on the foot is beyond the edge of the picture.
        return replace(pose, size_px=(930, 960))

    session, known = judged(slides, "heel-slide")

    assert within(known, 3.5, 4.5) == {Evidence.OUT_OF_PICTURE}
    assert session.repetitions == ()
    assert unseen(session)["right_side"] == "out_of_picture"


def test_leaping_gives_no_value_and_the_movement_goes_on() -> None:
    def arm_and_leg(time_s: float) -> Pose:
        share = SHARE(time_s)
        far = all_fours(hip_deg=90 + 82 * share, knee_deg=90 + 82 * share)
        near = all_fours(shoulder_deg=85 + 83 * share)
        return pose_of(near, time_s, CAMERA, far=far, far_visibility=0.9)

    poses = renamed(arm_and_leg, LimbPair.ARMS, 3.2, 3.6)

    session, known = judged(poses, "bird-dog", bird_dog("both"))

    assert within(known, 3.2, 3.56) == {Evidence.LEAPING}
    assert {phase for time_s, _, phase in known if 3.2 <= time_s < 3.6} == {Phase.TARGET}
    assert sides(session) == ["both"]
