"""The colors of clothes: of the trunk and of the thighs, never of the background."""

import numpy as np
import pytest

from stabiel.pose.appearance import colors_of
from tests.bodies import SIDE_CAMERA, Bridge, pose_of

POSE = pose_of(Bridge().at(125.0), 0.0)


def picture(trunk: tuple[int, int, int], thighs: tuple[int, int, int]) -> np.ndarray:
    """Return a green picture in which the trunk and the thighs have colors of their own."""
    width, height = SIDE_CAMERA.size_px
    image = np.full((height, width, 3), (0, 255, 0), np.uint8)
    for shade, first, last in ((trunk, 11, 23), (thighs, 23, 25)):
        for side in (0, 1):
            a, b = POSE.points[first + side], POSE.points[last + side]
            for share in np.linspace(0.1, 0.9, 200):
                x, y = (a + share * (b - a)).astype(int)
                image[y - 2 : y + 3, x - 2 : x + 3] = shade
    return image


def test_the_colors_are_those_of_trunk_and_thighs() -> None:
    found = colors_of(picture((255, 0, 0), (0, 0, 255)), POSE.points)

    assert found is not None
    assert found == pytest.approx([1, 0, 0, 0, 0, 1])


def test_there_are_none_of_somebody_outside_the_picture() -> None:
    assert colors_of(picture((9, 9, 9), (9, 9, 9)), POSE.points + 5000.0) is None
