"""The pictures of the exercises: cut around the person, and those that the studio makes."""

import cv2
import numpy as np
import pytest

from samples.studio.stills import SHOT_PX, SIZE_PX, cut, stills
from stabiel.exercises.library import read_library
from stabiel.exercises.pictures import PHASES, rendered_picture


@pytest.mark.parametrize(
    "corners",
    [((300, 300), (900, 500)), ((550, 20), (650, 700)), ((10, 600), (1190, 740))],
    ids=["lying", "standing", "wider than the picture"],
)
def test_a_picture_is_cut_around_the_person_in_one_shape(corners):
    rows, columns = cut(np.array(corners, float))

    height, width = rows.stop - rows.start, columns.stop - columns.start
    assert width / height == pytest.approx(SIZE_PX[0] / SIZE_PX[1], abs=0.01)
    assert rows.start >= 0 and rows.stop <= SHOT_PX[1]
    assert columns.start >= 0 and columns.stop <= SHOT_PX[0]
    (left, top), (right, bottom) = corners
    assert columns.start <= left and right <= columns.stop
    assert rows.start <= top and bottom <= rows.stop


def test_the_kept_pictures_are_those_of_the_studio():
    made = stills("bridging")

    assert set(made) == set(PHASES)
    for phase in PHASES:
        path = rendered_picture(read_library(), "bridging", phase)
        assert path is not None
        kept = cv2.imread(str(path))
        assert kept.shape == made[phase].shape == (SIZE_PX[1], SIZE_PX[0], 3)
        # What coding changes, and the last bit of another processor.
        assert np.abs(kept.astype(int) - made[phase]).mean() < 3
    assert np.abs(made["start"].astype(int) - made["target"]).mean() > 5
