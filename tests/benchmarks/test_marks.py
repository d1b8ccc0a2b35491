"""The comparison with marked joints gives the offsets and angle errors that were put in."""

from collections.abc import Mapping

import numpy as np
import pytest

from benchmarks.marks import (
    MARKS,
    PARTS,
    Example,
    angle_errors_deg,
    leave_one_out,
    marks_of,
    mean_offsets,
    offsets_tl,
    without,
)
from stabiel.anatomy import Part, Side

# Somebody upright who faces right, 100 px from hip to shoulder: the head is up, the front right.
UPRIGHT = {
    Part.EAR: (105.0, 60.0),
    Part.SHOULDER: (100.0, 100.0),
    Part.ELBOW: (100.0, 160.0),
    Part.WRIST: (150.0, 160.0),
    Part.HIP: (100.0, 200.0),
    Part.KNEE: (180.0, 200.0),
    Part.ANKLE: (180.0, 280.0),
}


def example(
    moved: Mapping[Part, tuple[float, float]], group: str = "a", side: Side = "right"
) -> Example:
    true = {part: np.array(at) for part, at in UPRIGHT.items()}
    found = {part: at + moved.get(part, (0.0, 0.0)) for part, at in true.items()}
    return Example(group, side, found, true)


def test_offsets_are_headward_and_frontward_in_torso_lengths() -> None:
    offsets = offsets_tl(example({Part.KNEE: (5.0, -10.0)}))

    assert offsets[Part.KNEE] == pytest.approx([0.10, 0.05])
    assert offsets[Part.ANKLE] == pytest.approx([0.0, 0.0])


def test_the_front_of_somebody_seen_from_the_left_is_on_the_other_side() -> None:
    assert offsets_tl(example({Part.KNEE: (5.0, 0.0)}, side="left"))[Part.KNEE][1] < 0


def test_angle_errors_are_found_minus_true() -> None:
    # The knee, at 90 degrees, opens by 45 if the ankle goes out by the length of the shin.
    errors = angle_errors_deg(example({Part.ANKLE: (80.0, 0.0)}))

    assert errors == pytest.approx({"hip": 0, "knee": 45, "shoulder": 0, "elbow": 0}, abs=1e-4)


def test_an_unmarked_joint_leaves_out_its_angles_only() -> None:
    whole = example({})
    true = {part: at for part, at in whole.true.items() if part is not Part.ANKLE}

    assert set(angle_errors_deg(Example("a", "right", whole.found, true))) == {
        "hip",
        "shoulder",
        "elbow",
    }


def test_taking_off_its_own_offsets_gives_the_true_joints() -> None:
    off = example({Part.KNEE: (7.0, 3.0), Part.WRIST: (-4.0, 2.0)})

    better = without(off, offsets_tl(off))

    for part in PARTS:
        assert better.found[part] == pytest.approx(off.true[part])


def test_a_person_counts_once_and_is_corrected_by_the_others_alone() -> None:
    many = [example({Part.KNEE: (10.0, 0.0)}, "a")] * 9 + [example({Part.KNEE: (0.0, 0.0)}, "b")]

    assert mean_offsets(many)[Part.KNEE] == pytest.approx([0.0, 0.05])
    corrected = leave_one_out(many)
    assert offsets_tl(corrected[0])[Part.KNEE] == pytest.approx([0.0, 0.10])
    assert offsets_tl(corrected[-1])[Part.KNEE] == pytest.approx([0.0, -0.10])


def test_the_marks_have_a_trunk_each_and_lie_in_their_pictures() -> None:
    marks = marks_of(MARKS)

    assert len(marks) == 21
    assert len({each.person for each in marks}) == 6
    for each in marks:
        torso_px = np.hypot(*(each.true[Part.SHOULDER] - each.true[Part.HIP]))
        assert 150 < torso_px < 350, each.file
        assert all(0 <= x < 1280 and 0 <= y < 720 for x, y in each.true.values()), each.file
