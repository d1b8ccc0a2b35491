"""What is drawn of a person: clothes at a distance, hair that falls, a blanket that hides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samples.studio.blanket import Blanket
from samples.studio.bodies import load_body
from samples.studio.dressed import Clothed, DressedPerson
from samples.studio.figure import MAT_TOP_M, SOFT_TISSUE_M, Pose
from samples.studio.hair import skull_of
from samples.studio.postures import all_fours, supine
from samples.studio.render import Mesh
from samples.studio.wardrobe import HAIR_STYLES, Outfit, dress, worn_at
from tests.samples.people import stage_of

PLAIN = Outfit(sleeves="long")
MOVING = ("loose", "bun", "tail", "cap")


def lying() -> Pose:
    """Return a woman on her back, knees bent."""
    return supine.hook_lying(stage_of("woman")).pose()


def kneeling() -> Pose:
    """Return a woman on hands and knees."""
    return all_fours.on_all_fours(stage_of("woman")).pose()


# Clothes


def worn_distance(outfit: Outfit, pose: Pose) -> np.ndarray:
    """Return how far each vertex of a dressed woman is from her skin."""
    skin = pose.skin()
    mesh = Clothed(dress(pose.body, outfit)).mesh(skin)
    return np.linalg.norm(mesh.vertices - skin, axis=1)


def test_a_thick_sweater_stands_off_trunk_and_sleeves_and_not_the_legs() -> None:
    thick = replace(PLAIN, bulk_m=0.05)
    pose = kneeling()
    more = worn_distance(thick, pose) - worn_distance(PLAIN, pose)
    for zone in ("torso", "sleeve"):
        own = more[worn_at(pose.body, zone)]
        assert 0.02 < np.percentile(own, 75) < 0.09, zone
    # The mat holds up cloth that soft tissue would press into it.
    assert np.abs(more[worn_at(pose.body, "lower_thigh", "shin")]).max() <= SOFT_TISSUE_M


def test_wide_trousers_widen_downwards() -> None:
    pose = kneeling()
    more = worn_distance(replace(PLAIN, wide_legs_m=0.035), pose) - worn_distance(PLAIN, pose)
    assert np.median(more[worn_at(pose.body, "shin")]) > 0.02
    assert np.median(more[worn_at(pose.body, "hips")]) < 0.015


def test_thick_cloth_is_pressed_flat_by_the_mat() -> None:
    outfit = replace(PLAIN, bulk_m=0.05, wide_legs_m=0.035)
    (mesh,) = DressedPerson(load_body("woman"), outfit).meshes(lying())
    assert mesh.vertices[:, 2].min() >= MAT_TOP_M - 1e-6


def test_a_hem_covers_the_trousers() -> None:
    body = load_body("man")
    short, long = (dress(body, replace(PLAIN, hem_m=hem)) for hem in (0.0, 0.12))
    shirt = np.array(PLAIN.shirt, np.float32)
    faces = [int((dressed.color == shirt).all(axis=1).sum()) for dressed in (short, long)]
    assert faces[1] > faces[0] + 50


def test_socks_cover_foot_and_ankle_and_bare_feet_nothing() -> None:
    socks = replace(PLAIN, shoes=None, socks=(0.5, 0.1, 0.5), legs="short")
    assert socks.color_of("foot") == socks.color_of("ankle") == (0.5, 0.1, 0.5)
    bare = replace(socks, socks=None)
    assert bare.color_of("foot") is None and bare.color_of("ankle") is None


# Hair


def hair_meshes(style: str, pose: Pose) -> list[Mesh]:
    """Return what is drawn besides skin and clothes."""
    return DressedPerson(pose.body, replace(PLAIN, hair_style=style)).meshes(pose)[1:]


@pytest.mark.parametrize("style", HAIR_STYLES)
def test_hair_that_moves_is_a_mesh_of_its_own(style: str) -> None:
    assert len(hair_meshes(style, lying())) == (1 if style in MOVING else 0)


@pytest.mark.parametrize("style", MOVING)
def test_hair_stays_at_the_head_and_over_the_mat(style: str) -> None:
    for pose in (lying(), kneeling()):
        (mesh,) = hair_meshes(style, pose)
        head = pose.positions[pose.body.index["head"]]
        assert np.isfinite(mesh.vertices).all()
        away = np.linalg.norm(mesh.vertices - head, axis=1)
        assert away.min() < 0.22 and away.max() < 0.55
        assert mesh.vertices[:, 2].min() > MAT_TOP_M - 1e-6


def test_loose_hair_hangs_down_beside_the_face_on_all_fours() -> None:
    pose = kneeling()
    (mesh,) = hair_meshes("loose", pose)
    assert mesh.vertices[:, 2].min() < pose.joints()["left_ear"][2] - 0.08


def test_loose_hair_does_not_go_into_the_skull() -> None:
    for pose in (lying(), kneeling()):
        (mesh,) = hair_meshes("loose", pose)
        body, head = pose.body, pose.body.index["head"]
        skull, turn = skull_of(body), pose.rotations[head]
        center = pose.positions[head] + turn @ (skull.center - body.heads[head])
        inside = np.linalg.norm((mesh.vertices - center) @ turn / skull.radii, axis=1)
        assert inside.min() > 0.93


def test_a_bald_head_shows_skin_and_a_cap_its_color() -> None:
    body = load_body("man")
    bald, cap, short = (
        dress(body, replace(PLAIN, hair_style=style, cap=(0.9, 0.0, 0.0), hair="black"))
        for style in ("bald", "cap", "short")
    )
    black = np.array((0.010, 0.008, 0.006), np.float32)
    assert not (bald.color == black).all(axis=1).any()
    assert (cap.color == np.array((0.9, 0, 0), np.float32)).all(axis=1).any()
    assert (short.color == black).all(axis=1).sum() > 100


# Blanket


def test_a_blanket_hides_the_legs_and_not_the_head_and_arms() -> None:
    pose = lying()
    outfit = replace(PLAIN, shoes=None)
    bare = DressedPerson(pose.body, outfit).meshes(pose)[0]
    covered, cloth = DressedPerson(pose.body, outfit, Blanket(above_hips_m=-0.1)).meshes(pose)[:2]
    seen = np.unique(covered.faces)
    for part, is_seen in (("lowerleg", False), ("foot", False), ("head", True), ("wrist", True)):
        own = np.intersect1d(pose.body.vertices_of(part), np.unique(bare.faces))
        share = np.isin(own, seen).mean()
        assert share == 1.0 if is_seen else share < 0.02, part
    assert len(covered.faces) < len(bare.faces)
    assert cloth.vertices[:, 2].min() > MAT_TOP_M


def test_a_blanket_lies_over_the_knees_and_falls_off_as_cloth_does() -> None:
    pose = lying()
    _, cloth = DressedPerson(pose.body, PLAIN, Blanket()).meshes(pose)[:2]
    knee = pose.joints()["left_knee"]
    top = cloth.vertices[cloth.vertices[:, 2].argmax()]
    assert knee[2] < top[2] < knee[2] + 0.12
    assert np.linalg.norm(top[:2] - knee[:2]) < 0.25
    steps = np.abs(np.diff(cloth.vertices[cloth.faces][..., 2], axis=1))
    assert np.percentile(steps, 99) < 0.09


def test_a_blanket_stays_where_it_was_laid() -> None:
    stage = stage_of("woman")
    person = DressedPerson(stage.body, PLAIN, Blanket())
    first = person.meshes(lying())[1]
    moved = supine.hook_lying(stage)
    moved.move(np.array([0.0, 0.1, 0.0]))
    later = person.meshes(moved.pose())[1]
    np.testing.assert_array_equal(first.vertices[:, :2], later.vertices[:, :2])
    assert np.abs(first.vertices[:, 2] - later.vertices[:, 2]).max() > 0.05
