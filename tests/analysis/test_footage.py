"""Real clips and photos: what they must be judged as."""

from pathlib import Path

import pytest

from stabiel.analysis.analysis import Job, analyze
from stabiel.anatomy import SIDES, Side, other_side
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import Value, read
from stabiel.coach.readings import Readings
from stabiel.exercises.files import load_book
from stabiel.exercises.model import LimitFault
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.plausibility import PoseGuard
from stabiel.session.session import Session
from stabiel.system.resources import MODEL_NAMES, ModelName
from stabiel.video.reader import VideoFile

BOOK = load_book()


def analyzed(video: Path, out: Path, model: ModelName) -> Session:
    job = Job(video, out, BOOK.get("bridging"), BOOK, "en", model)
    with Landmarker(model) as landmarker:
        return analyze(job, landmarker).session


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_a_bridge_at_home_counts_one(footage: Path, tmp_path: Path, model: ModelName) -> None:
    session = analyzed(footage / "bridging" / "home-webcam.mp4", tmp_path / "out", model)

    assert (len(session.repetitions), len(session.attempts)) == (1, 0)
    assert session.view == "side"


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_a_clip_that_starts_and_ends_at_the_top_counts_the_whole_one(
    footage: Path, tmp_path: Path, model: ModelName
) -> None:
    session = analyzed(footage / "bridging" / "starts-at-top.mp4", tmp_path / "out", model)

    assert (len(session.repetitions), len(session.attempts)) == (1, 0)
    assert session.repetitions[0].target_s < 3.4 < session.repetitions[0].end_s


def test_people_who_walk_past_are_nothing(footage: Path, tmp_path: Path) -> None:
    session = analyzed(footage / "walking.mp4", tmp_path / "out", "full")

    assert (session.repetitions, session.attempts, session.faults) == ((), (), ())


@pytest.mark.parametrize(
    ("photo", "hip_deg", "up"),
    [
        ("Butt_Lift_Bridge_0", 147, False),
        ("Butt_Lift_Bridge_1", 176, True),
        ("Single_Leg_Glute_Bridge_1", 176, True),
        ("Pelvic_Tilt_Into_Bridge_1", 176, True),
    ],
)
def test_photos_of_bridges_are_judged(footage: Path, photo: str, hip_deg: int, up: bool) -> None:
    with (
        VideoFile(footage / "photos" / f"glute_bridge--{photo}.jpg") as still,
        Landmarker("heavy") as landmarker,
    ):
        pose = landmarker.find(next(iter(still)))
    assert pose is not None
    body = BodyReader().read(PoseGuard().check(pose))
    target = BOOK.get("bridging").movement.target
    assert target.at_least is not None

    angle, hip, lift = (
        read(name, body, body.near)
        for name in ("hip_angle_deg", "hip_extension_deg", "pelvis_lift_tl")
    )

    assert isinstance(angle, Value)
    assert isinstance(hip, Value)
    assert isinstance(lift, Value)
    assert angle.value == pytest.approx(hip_deg, abs=4)
    reached = hip.value >= target.at_least
    assert (reached and all(BOOK.check(name).holds(lift.value) for name in target.checks)) is up


@pytest.mark.parametrize("model", MODEL_NAMES)
@pytest.mark.parametrize(
    ("photo", "rounded"),
    [("Cat_Stretch_0", False), ("Cat_Stretch_1", True), ("All_Fours_Quad_Stretch_0", False)],
)
def test_photos_tell_a_rounded_back_from_a_flat_one(
    footage: Path, photo: str, rounded: bool, model: ModelName
) -> None:
    with (
        VideoFile(footage / "photos" / f"quadruped_mid--{photo}.jpg") as still,
        Landmarker(model, outline=True) as landmarker,
    ):
        pose = landmarker.find(next(iter(still)))
    assert pose is not None
    body = BodyReader().read(PoseGuard().check(pose))

    curve = read("back_curve_tl", body, body.near)

    assert isinstance(curve, Value)
    fault = BOOK.get("all-fours").faults["back_rounded"]
    assert isinstance(fault, LimitFault)
    assert fault.above is not None
    assert (curve.value > fault.above) is rounded
    assert BOOK.check("back_flat").holds(curve.value) is not rounded


# Photos of the stretches: the sides that each shows, by the checks of its exercise


def read_photo(footage: Path, photo: str) -> Body:
    with (
        VideoFile(footage / "photos" / f"{photo}.jpg") as still,
        Landmarker("heavy") as landmarker,
    ):
        pose = landmarker.find(next(iter(still)))
    assert pose is not None
    return BodyReader().read(PoseGuard().check(pose))


def in_zone(exercise_id: str, body: Body, side: Side | None = None) -> bool:
    """Return whether a photo is in the zone of an exercise, in any view."""
    rule = BOOK.get(exercise_id).hold
    assert rule is not None
    seen = Readings(body, side, BOOK.checks)
    zone = all(seen.holds(name) for name in [*rule.near, *rule.zone])
    return zone and not any(seen.breaks(name) for name in rule.if_seen)


@pytest.mark.parametrize(("number", "there"), [(0, False), (1, True)])
def test_photos_of_a_figure_four(footage: Path, number: int, there: bool) -> None:
    body = read_photo(footage, f"piriformis_figure4--Ankle_On_The_Knee_{number}")

    assert in_zone("piriformis", body) is there


def turned_to(body: Body, *checks: str) -> list[Side]:
    """Return the sides to which the knees dropped, by these checks."""
    seen = {side: Readings(body, side, BOOK.checks) for side in SIDES}
    return [side for side in SIDES if all(seen[side].holds(name) for name in checks)]


@pytest.mark.parametrize(("number", "sides"), [(0, []), (1, ["left"])])
def test_photos_of_a_lying_twist(footage: Path, number: int, sides: list[Side]) -> None:
    body = read_photo(footage, f"supine_twist--Knee_Across_The_Body_{number}")

    assert turned_to(body, "trunk_on_floor", "knees_turning") == sides


@pytest.mark.parametrize(("number", "sides"), [(0, []), (1, ["left"])])
def test_a_photo_of_a_twist_with_one_leg_straight_is_in_the_zone(
    footage: Path, number: int, sides: list[Side]
) -> None:
    body = read_photo(footage, f"supine_twist--Knee_Across_The_Body_{number}")

    assert [side for side in SIDES if in_zone("torsion", body, side)] == sides


@pytest.mark.parametrize("number", [0, 1])
def test_photos_of_half_kneeling_are_in_the_zone_of_the_rear_side(
    footage: Path, number: int
) -> None:
    body = read_photo(footage, f"lunge_psoas--Kneeling_Hip_Flexor_{number}")

    assert [side for side in SIDES if in_zone("psoas", body, side)] == ["right"]


def test_a_photo_of_both_knees_hugged_and_one_of_one_knee(footage: Path) -> None:
    fault = BOOK.get("knees-to-chest").faults["one_knee_only"]
    assert isinstance(fault, LimitFault)
    assert fault.above is not None
    both = read_photo(footage, "knees_to_chest--Hug_Knees_To_Chest_1")
    one = read_photo(footage, "knees_to_chest--One_Knee_To_Chest_1")

    hips = [
        Readings(body, None, BOOK.checks).value(fault.measure, fault.of) for body in (both, one)
    ]

    assert in_zone("knees-to-chest", both)
    assert hips[0] is None or hips[0] <= fault.above
    assert hips[1] is not None
    assert hips[1] > fault.above


def leg_out(body: Body, side: Side) -> bool | None:
    """Return whether a leg is as far out as a cycling leg gets; None if it is not visible."""
    movement = BOOK.get("single-leg-cycle").movement
    assert movement is not None
    assert movement.target.at_least is not None
    knee, hip = (read(name, body, side) for name in ("knee_angle_deg", "hip_angle_deg"))
    if not (isinstance(knee, Value) and isinstance(hip, Value)):
        return None
    straight = knee.value >= movement.target.at_least
    return straight and BOOK.check("free_leg_out").holds(hip.value)


def test_a_photo_of_both_legs_bent_up_shows_one_of_them(footage: Path) -> None:
    body = read_photo(footage, "supine_leg_lift_extend--Dead_Bug_0")

    assert leg_out(body, body.near) is False
    assert leg_out(body, other_side(body.near)) is None  # it lies behind the near one


def test_a_photo_of_one_leg_low_and_straight_shows_both(footage: Path) -> None:
    body = read_photo(footage, "supine_leg_lift_extend--Dead_Bug_1")

    assert {side: leg_out(body, side) for side in SIDES} == {"left": True, "right": False}
