"""The lines on a body: exactly the joints that are judged."""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.body.body import NEAR_FLOOR, VISIBILITY_FLOOR, Body, UnseenError
from stabiel.coach.coach import START
from stabiel.drawing.skeleton import Sketch
from tests.drawing.test_overlay import BRIDGING, body_in


def with_knees(body: Body, visibility: float) -> Body:
    """Return a body whose knees are as visible as this."""
    visible = body.pose.visibility.copy()
    visible[[landmark_index(Part.KNEE, side) for side in SIDES]] = visibility
    return replace(body, pose=replace(body.pose, visibility=visible))


def is_judged(body: Body, part: Part, side: str) -> bool:
    try:
        body.point(part, side)  # type: ignore[arg-type]
    except UnseenError:
        return False
    return True


@pytest.mark.parametrize("visibility", [0.34, NEAR_FLOOR, 0.45, VISIBILITY_FLOOR, 0.9])
def test_a_joint_is_drawn_if_it_is_judged(visibility: float) -> None:
    body = with_knees(body_in((1280, 720)), visibility)
    lines, _ = Sketch(BRIDGING).of(body, START)
    ends = {point for line in lines for point in line.points}

    for side in SIDES:
        knee = tuple(float(x) for x in body.pose.points[landmark_index(Part.KNEE, side)])
        assert (knee in ends) == is_judged(body, Part.KNEE, side)


def test_the_near_knee_is_drawn_with_less_than_the_far_one() -> None:
    body = with_knees(body_in((1280, 720)), 0.45)
    near = np.array([is_judged(body, Part.KNEE, side) for side in SIDES])

    assert near.any()
    assert is_judged(body, Part.KNEE, body.near)
