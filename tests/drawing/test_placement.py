"""The drawing of the camera's place: it is complete, to scale, and legible as SVG and PNG."""

import itertools
import xml.etree.ElementTree as ET
from typing import get_args

import cv2
import numpy as np
import pytest

from stabiel.drawing.placement import (
    HEIGHT,
    LETTERS_A_LINE,
    WIDTH,
    Disc,
    Drawing,
    Polygon,
    Polyline,
    TextLine,
    placement,
    without_words,
)
from stabiel.drawing.placement_image import placement_image, save_placement
from stabiel.drawing.placement_svg import DARK, LIGHT, REPORT, Colors, placement_svg
from stabiel.errors import OutputError, UsageError
from stabiel.exercises.model import CameraPlace, Exercise
from stabiel.video.frame import Image
from stabiel.wording.language import LANGUAGES
from tests.sessions import BOOK

VIEWS = get_args(CameraPlace.model_fields["view"].annotation)
HEIGHTS = get_args(CameraPlace.model_fields["height"].annotation)
CAMERAS = list(itertools.product(VIEWS, HEIGHTS))


def seen_by(view: str, height: str, exercise: Exercise | None = None) -> Exercise:
    """Return an exercise with another camera."""
    exercise = exercise or BOOK.get("bridging")
    camera = exercise.camera.model_copy(update={"view": view, "height": height})
    return exercise.model_copy(update={"camera": camera})


def drawn(exercise: Exercise, language: str = "nl") -> Drawing:
    return placement(exercise, BOOK.posture(exercise), language)


def lens_of(drawing: Drawing) -> tuple[float, float]:
    (lens,) = [shape for shape in drawing.shapes if shape.role == "lens"]
    assert isinstance(lens, Disc)
    return float(lens.center[0]), float(lens.center[1])


def mat_of(drawing: Drawing) -> np.ndarray:
    (mat,) = [shape for shape in drawing.shapes if shape.role == "mat"]
    assert isinstance(mat, Polygon)
    return mat.points


def lens_over_mat(drawing: Drawing) -> float:
    """Return the height of the lens above the front of the mat, in lengths of the mat."""
    mat = mat_of(drawing)
    return (mat[0, 1] - lens_of(drawing)[1]) / float(mat[1, 0] - mat[0, 0])


# Contents


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", BOOK.exercises.values(), ids=lambda each: each.id)
def test_every_exercise_has_a_drawing_with_everything_in_the_picture(
    exercise: Exercise, language: str
) -> None:
    drawing = drawn(exercise, language)

    roles = {shape.role for shape in drawing.shapes}
    assert {"mat", "person", "far", "camera", "lens", "sight", "words"} <= roles
    for shape in drawing.shapes:
        if isinstance(shape, TextLine):
            assert len(shape.words) <= LETTERS_A_LINE
            points, reach = shape.at[None], 0.0
        elif isinstance(shape, Disc):
            points, reach = shape.center[None], shape.radius
        else:
            points, reach = (
                shape.points,
                shape.width / 2 if isinstance(shape, Polyline) else 0.0,
            )
        assert (points - reach >= 0).all()
        assert (points + reach <= (WIDTH, HEIGHT)).all()


def test_the_words_say_where_it_stands_and_how_high() -> None:
    assert drawn(seen_by("side", "seat")).words == (
        "Camera opzij, op zithoogte, ruim 2 meter van je af."
    )
    assert drawn(seen_by("high", "table"), "en").words == (
        "Camera beside you, at table height or higher, tilted down."
    )
    sentences = {drawn(seen_by(*camera)).words for camera in CAMERAS}
    assert len(sentences) == len(CAMERAS)


def test_the_words_are_written_whole() -> None:
    drawing = drawn(seen_by("front", "table"), "en")

    written = " ".join(shape.words for shape in drawing.shapes if isinstance(shape, TextLine))
    assert written == drawing.words


@pytest.mark.parametrize("camera", CAMERAS)
def test_without_words_the_same_is_drawn_in_a_smaller_picture(camera: tuple[str, str]) -> None:
    whole = drawn(seen_by(*camera))
    bare = without_words(whole)

    kept = [shape for shape in whole.shapes if not isinstance(shape, TextLine)]
    assert [shape.role for shape in bare.shapes] == [shape.role for shape in kept]
    assert (bare.words, bare.height < whole.height) == (whole.words, True)
    shift = np.subtract(lens_of(bare), lens_of(whole))
    for shape, before in zip(bare.shapes, kept, strict=True):
        points, known = (
            (each.center if isinstance(each, Disc) else each.points) for each in (shape, before)
        )
        assert points == pytest.approx(known + shift)
        assert (points > 0).all()
        assert (points < (bare.width, bare.height)).all()


@pytest.mark.parametrize("view", VIEWS)
def test_the_camera_is_drawn_at_its_height(view: str) -> None:
    heights = [lens_over_mat(drawn(seen_by(view, height))) for height in ("floor", "seat", "table")]

    assert heights == sorted(heights)
    # 45 and 75 cm above the floor, in lengths of a mat of 1.85 m.
    assert np.diff(heights) == pytest.approx([0.45 / 1.85, 0.30 / 1.85], abs=0.01)


@pytest.mark.parametrize(("height", "stands"), [("floor", 0), ("seat", 5), ("table", 5)])
def test_only_a_camera_on_the_floor_needs_nothing_under_it(height: str, stands: int) -> None:
    shapes = drawn(seen_by("side", height)).shapes

    assert sum(shape.role == "stand" for shape in shapes) == stands


def test_from_the_front_it_stands_beyond_the_feet_and_else_beside_the_mat() -> None:
    front, side = drawn(seen_by("front", "seat")), drawn(seen_by("side", "seat"))

    assert lens_of(front)[0] > mat_of(front)[:, 0].max()
    assert lens_of(side)[1] < mat_of(side)[:, 1].min()


def test_from_high_it_stands_nearer_than_from_the_side() -> None:
    side, high = (drawn(seen_by(view, "table")) for view in ("side", "high"))

    assert lens_over_mat(high) < lens_over_mat(side)


@pytest.mark.parametrize("name", BOOK.shared.postures)
def test_the_person_rests_on_the_mat(name: str) -> None:
    """The far foot may be a little lower than the near parts."""
    exercise = BOOK.get("bridging")
    drawing = placement(exercise, BOOK.shared.postures[name], "nl")
    mat = mat_of(drawing)
    middle_of_mat = (mat[0, 1] + mat[2, 1]) / 2

    lowest = max(
        shape.points[:, 1].max() + shape.width / 2
        for shape in drawing.shapes
        if isinstance(shape, Polyline) and shape.role == "person"
    )

    assert lowest == pytest.approx(middle_of_mat, abs=3.0)


# SVG


@pytest.mark.parametrize("colors", [LIGHT, DARK, REPORT], ids=["light", "dark", "report"])
@pytest.mark.parametrize("camera", CAMERAS, ids="-".join)
def test_the_svg_is_whole_and_asks_for_nothing(camera: tuple[str, str], colors: Colors) -> None:
    drawing = drawn(seen_by(*camera))

    svg = placement_svg(drawing, colors)

    root = ET.fromstring(svg)
    assert root.get("aria-label") == drawing.words
    assert len(list(root)) == len(drawing.shapes) + 1
    assert svg.count("http") == 1  # the name of the format
    assert "style" not in svg  # a page's policy may forbid them


def test_words_are_escaped() -> None:
    drawing = Drawing(WIDTH, HEIGHT, (TextLine("<script>", np.zeros(2), 20.0),), '"&<b>')

    root = ET.fromstring(placement_svg(drawing))

    assert root.get("aria-label") == '"&<b>'
    assert [each.text for each in root if each.tag.endswith("text")] == ["<script>"]


# The picture


def has(image: Image, color: str) -> bool:
    rgb = tuple(bytes.fromhex(color[1:]))
    return bool((image == rgb).all(axis=2).any())


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width_px", [200, 640, 1201])
def test_the_picture_has_its_size_and_its_colors(colors: Colors, width_px: int) -> None:
    image = placement_image(drawn(BOOK.get("arm-reach")), width_px, colors)

    assert image.shape == (round(width_px * HEIGHT / WIDTH), width_px, 3)
    assert all(has(image, colors[role]) for role in ("ground", "mat", "person", "camera", "words"))


def test_without_colors_the_camera_still_has_its_shape() -> None:
    """In gray, the screen, its lens and the background differ in lightness."""
    gray = {role: np.dot(tuple(bytes.fromhex(LIGHT[role][1:])), (0.3, 0.6, 0.1)) for role in LIGHT}

    assert abs(gray["camera"] - gray["lens"]) > 80
    assert abs(gray["camera"] - gray["ground"]) > 80
    assert abs(gray["person"] - gray["mat"]) > 80


# Files


def test_the_ending_of_the_name_chooses_the_kind(tmp_path) -> None:
    drawing = drawn(BOOK.get("bridging"))

    save_placement(drawing, tmp_path / "place.svg")
    save_placement(drawing, tmp_path / "place.PNG")

    assert ET.parse(tmp_path / "place.svg").getroot().get("role") == "img"
    assert cv2.imread(str(tmp_path / "place.PNG")).shape == (600, 960, 3)


def test_a_wrong_name_is_one_sentence(tmp_path) -> None:
    drawing = drawn(BOOK.get("bridging"))

    with pytest.raises(UsageError, match=r"place.gif: the name of a drawing must end in"):
        save_placement(drawing, tmp_path / "place.gif")
    with pytest.raises(OutputError, match=r"place.svg: the drawing cannot be written"):
        save_placement(drawing, tmp_path / "nowhere" / "place.svg")
