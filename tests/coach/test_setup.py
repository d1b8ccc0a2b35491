"""The set-up: one direction at a time, only what is wrong, and nothing to who exercises."""

import math
from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import SIDES, Part, View, landmark_index
from stabiel.body.body import BodyReader
from stabiel.coach.events import SetUpChanged
from stabiel.coach.readings import Readings
from stabiel.coach.setup import (
    BESIDE,
    DIRECTIONS,
    DISTANCE,
    FEET,
    HANDS,
    HEAD,
    HIGHER,
    IN_FRONT,
    LIGHT,
    LOWER,
    NEAR_ENOUGH,
    PERSON,
    PLACE,
    TOO_FAR,
    VIEW,
    WHOLE_BODY,
    SetUp,
)
from stabiel.exercises.model import Exercise
from stabiel.exercises.values import ATTITUDES, Attitude
from stabiel.pose.pose import Pose
from stabiel.session.cues import SETUP_AGAIN_S, Priority
from stabiel.session.pipeline import Judge
from tests.bodies import (
    SIDE_CAMERA,
    Bridge,
    Camera,
    all_fours,
    childs_pose,
    ease,
    hook_lying,
    pose_of,
    squat,
)
from tests.sessions import BOOK

RATE_HZ = 25
LIT, DARK = 0.5, 0.05
BRIDGING = BOOK.get("bridging")
# Shoulder and hip width in torso lengths, and the trunk's direction in space, as each is seen.
LOOKS = {
    View.SIDE: (0.1, (1.0, 0.0, 0.0)),
    View.HIGH: (0.45, (1.0, 0.0, 0.0)),
    View.OBLIQUE: (0.45, (0.82, 0.15, 0.54)),
    View.FRONT: (0.9, (0.15, -0.6, 0.8)),
}
STANDING = (0.1, -0.99, -0.1)


def looked_at(pose: Pose, view: View, trunk: tuple[float, float, float] | None = None) -> Pose:
    """Return a pose with the widths and the trunk in space of a view."""
    width, direction = LOOKS[view]
    points, world = pose.points.copy(), pose.world.copy()
    torso = np.linalg.norm(
        points[landmark_index(Part.SHOULDER, "right")] - points[landmark_index(Part.HIP, "right")]
    )
    for part in (Part.SHOULDER, Part.HIP):
        left, right = (landmark_index(part, side) for side in SIDES)
        points[left] = points[right] - (0.0, width * torso)
    for side in SIDES:
        world[landmark_index(Part.SHOULDER, side)] = np.multiply(trunk or direction, 0.5)
    return replace(pose, points=points, world=world)


def lying(time_s: float, camera: Camera = SIDE_CAMERA, view: View = View.SIDE) -> Pose:
    """Return somebody on the back, knees bent, not yet in the start posture: the head is up."""
    return looked_at(pose_of(hook_lying(foot_lift=0.6), time_s, camera), view)


class Room:
    """A judge and what it is shown: hear what is said, and see the items."""

    def __init__(self, exercise: Exercise = BRIDGING) -> None:
        self.judge = Judge(exercise, BOOK, "en")
        self.said: list[tuple[float, str, str]] = []
        self.changes: list[SetUpChanged] = []
        self._index = 0

    def show(self, pose_at, seconds: float, light: float | None = LIT) -> "Room":
        """Show what `pose_at` gives for each frame's time, for so long."""
        for _ in range(round(seconds * RATE_HZ)):
            time_s = self._index / RATE_HZ
            judgment = self.judge.update(time_s, pose_at(time_s), light)
            self._index += 1
            self.changes += [e for e in judgment.events if isinstance(e, SetUpChanged)]
            cue = judgment.cue
            if cue is not None and cue.priority is Priority.SETUP and cue.id != "begin":
                self.said.append((time_s, cue.id, cue.text))
        return self

    @property
    def words(self) -> list[str]:
        return [text for _, _, text in self.said]

    def directions(self, item: str) -> list[str | None]:
        """Return how an item changed: its directions in order, None for right."""
        return [change.direction for change in self.changes if change.id == item]


def asked_for(view: str, judged_from: list[View]) -> Exercise:
    """Return bridging for another camera."""
    assert BRIDGING.movement is not None
    camera = BRIDGING.camera.model_copy(update={"view": view})
    movement = BRIDGING.movement.model_copy(update={"views": judged_from})
    return BRIDGING.model_copy(update={"camera": camera, "movement": movement})


# The view


@pytest.mark.parametrize(
    ("wanted", "seen", "direction", "words"),
    [
        ("side", View.FRONT, BESIDE, "Put the camera beside you."),
        ("side", View.OBLIQUE, BESIDE, "Put the camera beside you."),
        ("side", View.HIGH, LOWER, "Lower the camera."),
        ("high", View.SIDE, HIGHER, "Raise the camera."),
        ("high", View.FRONT, BESIDE, "Put the camera beside you."),
        ("high", View.OBLIQUE, BESIDE, "Put the camera beside you."),
        ("front", View.SIDE, IN_FRONT, "Put the camera straight in front of you."),
    ],
)
def test_each_wrong_view_has_one_direction(
    wanted: str, seen: View, direction: str, words: str
) -> None:
    exercise = asked_for(wanted, [View(wanted)])

    room = Room(exercise).show(lambda t: lying(t, view=seen), 5.0)

    assert room.directions(VIEW) == [direction]
    assert room.words == [words]


@pytest.mark.parametrize("seen", [View.SIDE, View.HIGH, View.OBLIQUE])
def test_a_view_that_can_be_judged_from_is_right_and_does_not_nag(seen: View) -> None:
    room = Room().show(lambda t: lying(t, view=seen), 5.0)

    assert room.directions(VIEW) == [None]
    assert [text for text in room.words if "camera" in text] == []


def test_a_direction_that_is_followed_is_over() -> None:
    exercise = asked_for("side", [View.SIDE])
    moved_s = 5.0

    room = Room(exercise).show(
        lambda t: lying(t, view=View.HIGH if t < moved_s else View.SIDE), 10.0
    )

    assert room.directions(VIEW) == [LOWER, None]
    assert "Lower the camera." not in [text for t, _, text in room.said if t > moved_s + 1]


# The whole body


@pytest.mark.parametrize(
    ("beyond", "direction", "words"),
    [
        ("feet", FEET, "I cannot see your feet. Move the camera back."),
        ("hands", HANDS, "I cannot see your hands. Move the camera back."),
        ("head", HEAD, "I cannot see your head. Move the camera back."),
    ],
)
def test_the_part_that_is_out_of_the_picture_is_named(
    beyond: str, direction: str, words: str
) -> None:
    width, height = SIDE_CAMERA.size_px
    parts = {"feet": (Part.HEEL, Part.TOE), "hands": (Part.WRIST,), "head": (Part.EAR,)}[beyond]

    def pose_at(time_s: float) -> Pose:
        pose = lying(time_s)
        for part in parts:
            pose.points[landmark_index(part, "right")] = (width / 2, height * 1.05)
        return pose

    room = Room().show(pose_at, 5.0)

    assert room.directions(WHOLE_BODY) == [direction]
    assert room.words == [words]


@pytest.mark.parametrize("mirrored", [False, True])
def test_feet_are_out_at_either_edge(mirrored: bool) -> None:
    center = (300.0, 500.0) if mirrored else (980.0, 500.0)
    camera = Camera(tl_px=220.0, center_px=center, mirrored=mirrored)

    assert Room().show(lambda t: lying(t, camera), 3.0).directions(WHOLE_BODY) == [FEET]


def test_what_a_chair_hides_is_not_out_of_the_picture() -> None:
    hidden = [landmark_index(part, "right") for part in (Part.ANKLE, Part.HEEL, Part.TOE)]

    def behind_a_chair(time_s: float) -> Pose:
        pose = lying(time_s)
        pose.visibility[hidden] = 0.1
        return pose

    room = Room().show(behind_a_chair, 5.0)

    assert room.directions(WHOLE_BODY) == [None]
    assert not any("cannot see" in words for words in room.words)


def test_at_the_edge_of_the_picture_the_verdict_does_not_flicker() -> None:
    rng = np.random.default_rng(4)
    width = SIDE_CAMERA.size_px[0]
    toe = landmark_index(Part.TOE, "right")

    def pose_at(time_s: float) -> Pose:
        pose = lying(time_s)
        edge = 1.03 if time_s < 1.0 else 1.01 + rng.uniform(-0.009, 0.02)
        pose.points[toe, 0] = width * edge
        return pose

    assert Room().show(pose_at, 10.0).directions(WHOLE_BODY) == [FEET]


# The distance


@pytest.mark.parametrize(("share", "direction"), [(0.08, DISTANCE), (0.13, None)])
def test_a_person_too_small_in_the_picture_is_asked_to_come_closer(
    share: float, direction: str | None
) -> None:
    camera = Camera(tl_px=share * max(SIDE_CAMERA.size_px), center_px=(500.0, 500.0))

    room = Room().show(lambda t: lying(t, camera), 5.0)

    assert room.directions(DISTANCE) == [direction]
    assert ("Move the camera closer." in room.words) is (direction is not None)


def test_around_the_limit_the_distance_does_not_flicker() -> None:
    between = (TOO_FAR + NEAR_ENOUGH) / 2 * max(SIDE_CAMERA.size_px)
    rng = np.random.default_rng(5)

    def pose_at(time_s: float) -> Pose:
        size = 60.0 if time_s < 1.0 else between * (1 + rng.uniform(-0.03, 0.03))
        return lying(time_s, Camera(tl_px=size, center_px=(500.0, 500.0)))

    assert Room().show(pose_at, 10.0).directions(DISTANCE) == [DISTANCE]


# Somebody, and light


def test_nobody_in_a_light_room_is_asked_to_come() -> None:
    room = Room().show(lambda _: None, 5.0)

    assert room.words == ["I cannot see you. Come into view."]


@pytest.mark.parametrize("seen", [False, True], ids=["nobody found", "somebody found"])
def test_in_the_dark_the_light_goes_first(seen: bool) -> None:
    room = Room().show(lambda t: lying(t, view=View.FRONT) if seen else None, 12.0, light=DARK)

    words = {text for _, item, text in room.said if item == LIGHT}
    assert words == {"It is a bit dark. Turn on a light."}
    assert [item for _, item, _ in room.said] == ([VIEW] if seen else []) + [LIGHT] * 2


def test_light_that_was_not_measured_is_not_spoken_of() -> None:
    room = Room().show(lambda _: None, 10.0, light=None)

    assert {item for _, item, _ in room.said} == {PERSON}
    assert room.directions(LIGHT) == [None]


# Somebody who does not lie yet


def test_who_stands_at_the_mat_is_told_to_lie_down_and_nothing_of_the_camera() -> None:
    near = Camera(tl_px=330.0, center_px=(640.0, 900.0))  # the head is out of the picture

    def standing(time_s: float) -> Pose:
        return looked_at(pose_of(squat(0.0), time_s, near), View.FRONT, STANDING)

    room = Room(asked_for("side", [View.SIDE])).show(standing, 5.0)

    assert room.words == ["Lie on your back."]
    assert [room.directions(item) for item in (VIEW, WHOLE_BODY, DISTANCE)] == [[None]] * 3


@pytest.mark.parametrize("attitude", ATTITUDES)
def test_the_camera_is_spoken_of_in_the_attitude_of_the_posture(attitude: Attitude) -> None:
    """The checks of the posture are the same each time: only its attitude decides."""
    posture = BOOK.posture(BRIDGING).model_copy(update={"attitude": attitude})
    setup = SetUp(BRIDGING, posture, BOOK.shared.checks)
    pose = looked_at(pose_of(squat(0.0), 0.0), View.FRONT, STANDING)
    body = BodyReader().read(pose)
    assert body.upright
    setup.update(0.0, body, Readings(body, None, BOOK.checks))

    (view,) = [item for item in setup.items if item.id == VIEW]
    assert view.direction == (BESIDE if attitude in ("sitting", "standing") else None)


def test_then_lying_the_camera_is_spoken_of() -> None:
    def pose_at(time_s: float) -> Pose:
        if time_s < 3.0:
            return looked_at(pose_of(squat(0.0), time_s), View.FRONT, STANDING)
        return lying(time_s, view=View.FRONT)

    room = Room().show(pose_at, 10.0)

    assert room.words[:2] == ["Lie on your back.", "Put the camera beside you."]


# One at a time


def test_everything_wrong_is_mended_one_by_one_in_order() -> None:
    off_the_edge = Camera(tl_px=100.0, center_px=(1150.0, 500.0))  # and far away
    far = Camera(tl_px=100.0, center_px=(500.0, 500.0))
    near_enough = Camera(tl_px=180.0, center_px=(300.0, 500.0))
    stages = [
        lambda t: None,
        lambda t: lying(t, off_the_edge, View.FRONT),
        lambda t: lying(t, off_the_edge),
        lambda t: lying(t, far),
        lambda t: lying(t, near_enough),
    ]

    room = Room()
    for stage in stages:
        room.show(stage, 6.0)

    in_order = list(dict.fromkeys(item for _, item, _ in room.said))
    assert in_order == [PERSON, VIEW, WHOLE_BODY, DISTANCE, "pelvis_on_floor"]


def test_the_same_direction_is_said_again_after_six_seconds() -> None:
    room = Room().show(lambda t: lying(t, view=View.FRONT), 15.0)

    times = [time_s for time_s, *_ in room.said]
    assert len(times) == 3
    assert np.diff(times) == pytest.approx([SETUP_AGAIN_S] * 2, abs=0.1)


def test_every_place_has_its_directions() -> None:
    assert list(DIRECTIONS) == list(PLACE)
    assert [item.id for item in Room().judge._coach.setup.items][: len(PLACE)] == list(PLACE)


# Somebody who exercises is left alone


def test_a_good_start_hears_nothing_of_the_set_up() -> None:
    room = Room().show(lambda t: pose_of(hook_lying(), t), 5.0)

    assert room.said == []


def test_a_running_exercise_is_not_interrupted() -> None:
    person = Bridge()
    whole = Camera(tl_px=200.0, center_px=(320.0, 500.0), size_px=(900, 960))
    knocked = replace(whole, center_px=(440.0, 500.0))  # the toes leave the picture
    rest_s = 2.0

    def pose_at(time_s: float) -> Pose:
        along = max(0.0, time_s - rest_s) % 6.0
        up = ease(along / 2) if along < 3 else 1 - ease((along - 3) / 2)
        camera = whole if time_s < rest_s else knocked
        return pose_of(person.at(130.0 + 42.0 * up), time_s, camera)

    room = Room().show(pose_at, 14.0).show(pose_at, 6.0, light=DARK)

    assert len(room.judge.log.repetitions) == 3
    assert room.said == []


def test_who_goes_on_from_the_posture_is_not_called_back_to_it() -> None:
    """Sitting back half way is neither the start nor the zone of the hold."""
    exercise = BOOK.get("childs-pose")

    def pose_at(time_s: float) -> Pose:
        sat = ease((time_s - 1.0) / 1.0)
        pose = pose_of(childs_pose(90.0 - 55.0 * sat), time_s)
        # On the way the wrists go out of sight, so it is not known whether this is the hold.
        for side in SIDES if time_s > 1.2 else ():
            pose.visibility[landmark_index(Part.WRIST, side)] = 0.1
        return pose

    room = Room(exercise).show(pose_at, 8.0)

    assert room.judge._coach.moment.hold_s == 0.0
    assert room.said == []


def test_the_start_of_hands_and_knees_hears_nothing() -> None:
    room = Room(BOOK.get("arm-reach")).show(lambda t: pose_of(all_fours(), t), 4.0)

    assert room.said == []
    assert math.isclose(sum(not item.ok for item in room.judge._coach.setup.items), 0)
