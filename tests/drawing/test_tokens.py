"""One look: every color and size of type comes from the tokens, and all of it can be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stabiel.drawing.lettering import ON_DARK, ON_LIGHT
from stabiel.drawing.page_look import page_look, served_look
from stabiel.drawing.tokens import (
    COLORS,
    ICON_GROUND,
    ICON_JOINT,
    ICON_LINE,
    PERSON_COLORS,
    PERSON_LETTER,
    THEMES,
    color,
    contrast,
    rgb,
)
from stabiel.drawing.typeface import FOLDER, drawn_font, font_file, web_fonts
from stabiel.exercises.files import load_book
from stabiel.exercises.library import read_library
from stabiel.exercises.pictures import PHASES, rendered_picture

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "stabiel"
# WCAG 2.2: words need this contrast, marks and the edges of controls that.
WORDS, MARKS = 4.5, 3.0
MEANINGS = ("good", "mind", "target", "stop")
AREAS = tuple(name for name in COLORS if name.endswith("-area"))
# Files with colors of their own, and why.
OWN_COLORS = {
    "drawing/tokens.py": "the tokens",
    "web/pages/icon.svg": "a file that other programs open; compared below",
    "web/pages/index.html": "the bar of a phone; compared below",
    "web/pages/stabiel.webmanifest": "the same for an installed page; compared below",
    "web/pages/shared/pages.css": "black on white, as a scanner of codes needs it",
    "web/phone.py": "black on white, as a scanner of codes needs it",
    "report/pictures.py": "the head of a figure on a picture, gray between light and dark",
}
COLOR = re.compile(
    r"#[0-9a-fA-F]{6}\b|[\"':]#[0-9a-fA-F]{3}\b|: #[0-9a-fA-F]{3};|\brgba?\(\s*\d|\bhsla?\(\s*\d"
    r"|\(0x[0-9A-Fa-f]{2}, 0x[0-9A-Fa-f]{2}, 0x[0-9A-Fa-f]{2}\)"
)
# Sizes that follow something else than the scale of type, and why.
OWN_SIZES = {
    r"inherit": "that of what is around it",
    r"\d+%": "the size of letters that the person chose",
    r"min\(1em, 4\.6cqi\)": "seven days always fit beside each other",
    r"max\(2rem, min\(6vh, 7vw\)\)": "read from the mat, as in a session",
}
# Training is read from three meters: its sizes are shares of the window's height.
FROM_FAR = {"train.css", "large.css"}


def files_of_the_look() -> Iterator[Path]:
    for ending in ("py", "css", "js", "html", "svg", "j2", "webmanifest"):
        yield from sorted(SOURCE.rglob(f"*.{ending}"))


def test_no_color_stands_outside_of_the_tokens():
    found = {}
    for path in files_of_the_look():
        name = path.relative_to(SOURCE).as_posix()
        colors = COLOR.findall(path.read_text(encoding="utf-8"))
        if colors and name not in OWN_COLORS:
            found[name] = colors

    assert not found


@pytest.mark.parametrize("name", OWN_COLORS)
def test_every_exception_is_still_one(name: str):
    assert COLOR.search((SOURCE / name).read_text(encoding="utf-8"))


def test_no_size_of_type_stands_outside_of_the_tokens():
    wrong, known = [], 0
    sheets = [*SOURCE.rglob("*.css"), *SOURCE.rglob("*.j2")]
    for path in sorted(sheets):
        if path.name in FROM_FAR:
            continue
        for size in re.findall(r"font-size:\s*([^;}]+)", path.read_text(encoding="utf-8")):
            known += 1
            is_token = re.fullmatch(r"var\(--(type|print)-[a-z]+\)", size.strip())
            if not is_token and not any(re.fullmatch(each, size.strip()) for each in OWN_SIZES):
                wrong.append(f"{path.name}: {size}")

    assert known > 50
    assert not wrong


def test_the_paper_takes_its_sizes_from_one_place():
    literal = re.compile(r"setFont\([^,]+, [\d.]+|fontSize=[\d.]+")
    wrong = [
        path.name for path in (SOURCE / "report").glob("*.py") if literal.search(path.read_text())
    ]

    assert not wrong


def test_every_variable_that_a_page_uses_exists():
    defined = set(re.findall(r"(--[\w-]+):", served_look("/fonts")))
    for path in SOURCE.joinpath("web", "pages").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[\w-]+):", text))
        if path.name in FROM_FAR:
            # Together they are the look of a session.
            beside = (path.with_name(name).read_text(encoding="utf-8") for name in FROM_FAR)
            own = set(re.findall(r"(--[\w-]+):", "".join(beside)))
        # Set by a script on its element.
        used = set(re.findall(r"var\((--[\w-]+)\)", text))
        assert used - own - defined == set(), path.name
    for path in (SOURCE / "report" / "templates").glob("*.j2"):
        text = path.read_text(encoding="utf-8")
        known = set(re.findall(r"(--[\w-]+):", page_look() + text))
        assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= known, path.name


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_every_surface(theme):
    for ground in ("ground", "soft"):
        for name in ("text", "quiet", *MEANINGS):
            assert contrast(color(name, theme), color(ground, theme)) >= WORDS, (name, ground)
    for name in ("good", "mind", "target"):
        assert contrast(color("on-color", theme), color(name, theme)) >= WORDS, name
    for area in AREAS:
        assert contrast(color("text", theme), color(area, theme)) >= WORDS, area
    for name, value in PERSON_COLORS.items():
        assert contrast(PERSON_LETTER, value) >= WORDS, name


@pytest.mark.parametrize("theme", THEMES)
def test_marks_and_edges_can_be_seen_on_every_surface(theme):
    for ground in ("ground", "soft", "stage", *AREAS):
        for name in (*MEANINGS, "edge"):
            assert contrast(color(name, theme), color(ground, theme)) >= MARKS, (name, ground)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_colors_with_a_meaning_are_the_agreed_ones():
    agreed = {
        "good": ("#0b6e4f", "#5fd3a6"),
        "mind": ("#b45309", "#f2b35e"),
        "target": ("#1d4ed8", "#8ab4f8"),
        "text": ("#14201b", "#f4f7f5"),
    }

    assert {name: (COLORS[name].light, COLORS[name].dark) for name in agreed} == agreed
    assert (ON_LIGHT.good, ON_DARK.text) == (rgb("good"), rgb("text", "dark"))


def test_what_repeats_a_color_has_the_one_of_the_tokens():
    pages = SOURCE / "web" / "pages"
    icon = (pages / "icon.svg").read_text().lower()
    assert re.findall(r"#\w{6}", icon) == [ICON_GROUND, ICON_LINE, ICON_JOINT]
    for name in ("index.html", "stabiel.webmanifest"):
        found = re.findall(r"#[0-9a-f]{6}", (pages / name).read_text().lower())
        assert set(found) <= {ICON_GROUND, COLORS["soft"].light, COLORS["ground"].light}, name


def test_the_typeface_is_whole_and_its_license_is_beside_it():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert all(each.startswith(b"wOF2") for each in web_fonts().values())
    for weight, bold in ((400, "Regular"), (700, "Bold")):
        assert drawn_font(weight).getName() == str(font_file(bold))
    assert sum(each.stat().st_size for each in FOLDER.iterdir()) < 200_000


def test_every_exercise_of_the_program_has_both_pictures_and_they_are_small():
    library = read_library()
    paths = [
        rendered_picture(library, each, phase) for each in load_book().exercises for phase in PHASES
    ]

    assert None not in paths
    assert max(path.stat().st_size for path in paths if path) < 20_000
