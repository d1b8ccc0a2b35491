"""The back line: from drawn silhouettes, from a sample clip, and as a measure."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from stabiel.anatomy import Part, Reason, View, landmark_index
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import NotVisible, Reading, Value, read
from stabiel.coach.coach import START
from stabiel.drawing.overlay import MIND, Overlay
from stabiel.exercises.files import load_book
from stabiel.pose.back_outline import back_line
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose import BACK_POINTS, Pose
from stabiel.session.pipeline import Judge
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile
from tests.bodies import Camera, bird_dog, pose_of

BOOK = load_book()
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CAMERA = Camera(center_px=(450.0, 700.0))
# Tolerance of a line: the pixels of the mask, the steps of the search, and the smoothing.
CLOSE_TL = 0.015
# Tolerance if something lies on the back or a part of it is missing.
NEAR_TL = 0.035


@dataclass(frozen=True)
class Patch:
    """A part of the mask that is set or cleared, in shares along the trunk and tl above it.

    The trunk goes from mid-hip (0) to mid-shoulder (1).
    """

    along: tuple[float, float]
    over: tuple[float, float]
    person: bool = True


ARM_ON_THE_BACK = Patch((0.62, 0.70), (-0.1, 0.40))
HAIR = Patch((0.93, 1.20), (-0.1, 0.34))
HOLES = (Patch((0.30, 0.36), (-0.1, 0.12), False), Patch((0.1, 0.8), (0.08, 0.11), False))
LAMP = Patch((0.2, 0.7), (0.45, 0.8))
WALL = Patch((-0.6, 1.6), (0.0, 2.0))
CAT = Patch((0.25, 0.60), (0.1, 0.55))
CUT_OFF = Patch((0.35, 1.2), (-0.6, 1.0), False)
SPLIT = Patch((-0.3, 1.2), (-0.05, 1.0), False)


def silhouette(pose: Pose, camera: Camera, bow_tl: float, *patches: Patch) -> np.ndarray:
    """Return the mask, (height, width), of a person on all fours whose back has this bow."""
    width, height = camera.size_px
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    shoulder, hip = trunk_ends(pose.points)
    along, over = in_trunk(hip, shoulder, columns, rows, camera.mirrored)
    bow = np.maximum(bow_tl * (1 - ((along - 0.45) / 0.45) ** 2), -0.3)
    mask = (along > -0.18) & (along < 1.1) & (over < 0.22 + bow) & (over > -0.25 + bow)
    for joint, end in ((hip, Part.KNEE), (shoulder, Part.WRIST)):
        foot = pose.points[landmark_index(end, "right")]
        share, beside = in_trunk(joint, foot, columns, rows, camera.mirrored)
        length = np.linalg.norm(foot - joint) / np.linalg.norm(shoulder - hip)
        mask |= (share > 0) & (share < 1) & (np.abs(beside * length) < 0.12)
    for patch in patches:
        inside = (along > patch.along[0]) & (along < patch.along[1])
        inside &= (over > patch.over[0]) & (over < patch.over[1])
        mask = mask | inside if patch.person else mask & ~inside
    return mask.astype(np.float32)


def in_trunk(
    start: np.ndarray, end: np.ndarray, x: np.ndarray, y: np.ndarray, mirrored: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return where pixels are along a line, as shares, and how far above it, in its lengths."""
    length = np.linalg.norm(end - start)
    along = (end - start) / length
    upward = np.array([along[1], -along[0]]) * (1 if mirrored else -1)
    dx, dy = x - start[0], y - start[1]
    return (dx * along[0] + dy * along[1]) / length, (dx * upward[0] + dy * upward[1]) / length


def body_with(bow_tl: float, *patches: Patch, camera: Camera = CAMERA) -> Body:
    pose = pose_of(bird_dog(0.0), 0.0, camera)
    mask = silhouette(pose, camera, bow_tl, *patches)
    return BodyReader().read(replace(pose, outline=back_line(mask, pose.points)))


def reading(body: Body) -> Reading:
    return read("back_curve_tl", body, body.near)


def curve(body: Body) -> float:
    found = reading(body)
    assert isinstance(found, Value), found
    return found.value


@pytest.mark.parametrize("bow_tl", [-0.30, -0.12, 0.0, 0.12, 0.25])
def test_the_curve_is_the_one_that_was_drawn(bow_tl: float) -> None:
    assert curve(body_with(bow_tl)) == pytest.approx(bow_tl, abs=CLOSE_TL)


@pytest.mark.parametrize(
    "camera",
    [
        replace(CAMERA, mirrored=True, center_px=(830.0, 700.0)),
        replace(CAMERA, tilt_deg=20.0),
        replace(CAMERA, tilt_deg=-20.0),
        replace(CAMERA, tl_px=70.0),
        replace(CAMERA, tl_px=320.0, center_px=(430.0, 800.0)),
    ],
    ids=["mirrored", "tilted", "tilted back", "far away", "near"],
)
@pytest.mark.parametrize("bow_tl", [-0.15, 0.15])
def test_the_picture_changes_nothing(camera: Camera, bow_tl: float) -> None:
    assert curve(body_with(bow_tl, camera=camera)) == pytest.approx(bow_tl, abs=CLOSE_TL)


@pytest.mark.parametrize(
    "patches",
    [(ARM_ON_THE_BACK,), (HAIR,), HOLES, (LAMP,)],
    ids=["arm", "hair", "holes", "lamp behind"],
)
@pytest.mark.parametrize("bow_tl", [-0.15, 0.0, 0.15])
def test_what_is_not_the_back_is_passed_over(patches: tuple[Patch, ...], bow_tl: float) -> None:
    assert curve(body_with(bow_tl, *patches)) == pytest.approx(bow_tl, abs=NEAR_TL)


def test_noise_in_the_mask_changes_little() -> None:
    pose = pose_of(bird_dog(0.0), 0.0, CAMERA)
    mask = silhouette(pose, CAMERA, 0.12)
    noise = np.random.default_rng(3).normal(0, 0.2, mask.shape).astype(np.float32)
    line = back_line(mask + noise, pose.points)
    assert line is not None

    body = BodyReader().read(replace(pose, outline=line))

    assert curve(body) == pytest.approx(0.12, abs=2 * CLOSE_TL)


@pytest.mark.parametrize(
    "patch",
    [WALL, CAT, CUT_OFF, SPLIT],
    ids=["too thick", "a cat on the back", "half missing", "too thin"],
)
def test_an_edge_that_no_back_has_is_not_judged(patch: Patch) -> None:
    assert reading(body_with(0.0, patch)) == NotVisible(Reason.OUTLINE_UNCLEAR)


def test_a_back_outside_the_picture_is_not_judged() -> None:
    high = replace(CAMERA, center_px=(450.0, 150.0))

    assert body_with(0.0, camera=high).pose.outline is None


def test_nobody_in_the_mask_and_a_person_too_small_give_no_line() -> None:
    pose = pose_of(bird_dog(0.0), 0.0, CAMERA)

    assert back_line(np.zeros((960, 1280), np.float32), pose.points) is None
    assert body_with(0.0, camera=replace(CAMERA, tl_px=40.0)).pose.outline is None


def test_the_line_runs_from_hip_to_shoulder() -> None:
    body = body_with(0.0)
    line = body.pose.outline
    shoulder, hip = trunk_ends(body.pose.points)
    assert line is not None

    assert line.shape == (BACK_POINTS, 2)
    assert np.linalg.norm(line[0] - hip) < np.linalg.norm(line[0] - shoulder)
    assert np.linalg.norm(line[-1] - shoulder) < np.linalg.norm(line[-1] - hip)


def test_a_leg_that_is_raised_does_not_turn_the_back_over() -> None:
    pose = pose_of(bird_dog(1.0), 0.0, CAMERA, far=bird_dog(0.0))
    mask = silhouette(pose_of(bird_dog(0.0), 0.0, CAMERA), CAMERA, -0.15)

    body = BodyReader().read(replace(pose, outline=back_line(mask, pose.points)))

    assert curve(body) == pytest.approx(-0.15, abs=CLOSE_TL)


def test_only_a_side_view_is_judged() -> None:
    body = body_with(0.12)

    assert reading(replace(body, view=View.HIGH)) == NotVisible(Reason.WRONG_VIEW)
    hidden = replace(body.pose, doubts={landmark_index(Part.HIP, "right"): Reason.HIDDEN})
    assert reading(replace(body, pose=hidden)) == NotVisible(Reason.HIDDEN)


def test_a_pose_takes_a_line_of_the_right_shape_only() -> None:
    pose = pose_of(bird_dog(0.0), 0.0)

    with pytest.raises(ValueError, match=r"Pose\.outline must have the shape \(19, 2\)"):
        replace(pose, outline=np.zeros((3, 2)))


def test_the_silhouette_is_asked_for_where_an_exercise_looks_at_it() -> None:
    asked = {name for name, each in BOOK.exercises.items() if BOOK.needs_outline(each)}

    assert asked == {"all-fours", "arm-reach", "leg-reach"}


@pytest.mark.parametrize("width", [640, 639, 638, 637])
def test_a_picture_of_any_width_gives_a_line(width: int) -> None:
    with VideoFile(SAMPLES / "all-fours-good.mp4") as video:
        frame = next(iter(video))
    narrow = Frame(np.ascontiguousarray(frame.image[:, :width]), 0.0)

    with Landmarker("lite", outline=True) as landmarker:
        pose = landmarker.find(narrow)

    assert pose is not None
    assert pose.size_px == (width, 480)
    body = BodyReader().read(pose)
    assert BOOK.check("back_flat").holds(curve(body))


def test_the_line_is_not_looked_for_unasked() -> None:
    with VideoFile(SAMPLES / "all-fours-good.mp4") as video, Landmarker("lite") as landmarker:
        pose = landmarker.find(next(iter(video)))

    assert pose is not None
    assert pose.outline is None


def test_a_sample_clip_finds_the_rounded_and_the_sagging_back_in_time() -> None:
    exercise = BOOK.get("all-fours")
    judge = Judge(exercise, BOOK, "en")
    began: dict[str, float] = {}
    with (
        VideoFile(SAMPLES / "all-fours-faults.mp4") as video,
        Landmarker("full", outline=True) as landmarker,
    ):
        for frame in video:
            if not 19.2 < frame.time_s < 26.0:  # the other faults come before
                continue
            judgment = judge.update(frame.time_s, landmarker.find(frame))
            for name in judgment.moment.faults:
                began.setdefault(name, frame.time_s)

    # The truth is rounded from 20.51 s to 22.09 s, sagging from 23.71 s to 25.29 s. A fault counts
    # once it is sure, and a back sags for a second before it is.
    assert 20.51 < began["back_rounded"] < 21.6
    assert 23.71 < began["back_sagging"] < 25.0


@pytest.mark.parametrize(
    ("bow_tl", "seconds"), [(0.0, 2.9), (0.15, 0.0), (-0.15, 0.0), (None, 2.9)]
)
def test_a_hold_counts_with_a_flat_back_or_one_that_is_not_seen(
    bow_tl: float | None, seconds: float
) -> None:
    figure = bird_dog(0.0) | {Part.EAR: (-0.33, 1.02)}
    outline = None if bow_tl is None else body_with(bow_tl).pose.outline
    judge = Judge(BOOK.get("all-fours"), BOOK, "en")

    for row in range(61):
        pose = pose_of(figure, row / 20, CAMERA)
        judgment = judge.update(row / 20, replace(pose, outline=outline))

    assert judgment.moment.hold_s == pytest.approx(seconds, abs=0.2)


def test_the_line_is_drawn_and_bold_while_it_is_at_fault() -> None:
    overlay = Overlay(BOOK.get("all-fours"), "en", CAMERA.size_px)
    body, black = body_with(0.15), np.zeros((960, 1280, 3), np.uint8)
    without = replace(body, pose=replace(body.pose, outline=None))
    line = body.pose.outline
    assert line is not None
    x, y = line[BACK_POINTS // 2].astype(int)

    quiet = overlay.picture(black, body, START)
    bold = overlay.picture(black, body, replace(START, faults=("back_rounded",)))

    assert quiet[y - 2 : y + 3, x].any()
    assert not overlay.picture(black, without, START)[y - 2 : y + 3, x].any()
    assert (bold[y, x] == MIND).all()
    assert np.count_nonzero(bold[:, x].any(axis=1)) > np.count_nonzero(quiet[:, x].any(axis=1))
