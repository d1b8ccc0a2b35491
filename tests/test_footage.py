"""Real clips and photos: what they must be judged as."""

from pathlib import Path

import pytest

from stabiel.analysis import Job, analyse
from stabiel.body import BodyReader
from stabiel.exercise import LimitFault
from stabiel.exercise_files import load_book
from stabiel.frames import VideoFile
from stabiel.guards import PoseGuard
from stabiel.landmarker import Landmarker
from stabiel.measuring import Value, read
from stabiel.resources import MODEL_NAMES, ModelName
from stabiel.session import Session

BOOK = load_book()


def analysed(video: Path, out: Path, model: ModelName) -> Session:
    job = Job(video, out, BOOK.get("bridging"), BOOK, "en", model)
    with Landmarker(model) as landmarker:
        return analyse(job, landmarker).session


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_a_bridge_at_home_counts_one(footage: Path, tmp_path: Path, model: ModelName) -> None:
    session = analysed(footage / "bridging" / "home-webcam.mp4", tmp_path / "out", model)

    assert (len(session.repetitions), len(session.attempts)) == (1, 0)
    assert session.view == "side"


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_a_clip_that_starts_and_ends_at_the_top_counts_the_whole_one(
    footage: Path, tmp_path: Path, model: ModelName
) -> None:
    session = analysed(footage / "bridging" / "starts-at-top.mp4", tmp_path / "out", model)

    assert (len(session.repetitions), len(session.attempts)) == (1, 0)
    assert session.repetitions[0].target_s < 3.4 < session.repetitions[0].end_s


def test_people_who_walk_past_are_nothing(footage: Path, tmp_path: Path) -> None:
    session = analysed(footage / "walking.mp4", tmp_path / "out", "full")

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
