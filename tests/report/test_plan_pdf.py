"""The printed plan: one or two A4 pages with every entry, its dose and its remark."""

import re
from pathlib import Path

import pytest

from stabiel.exercises.files import parse_yaml
from stabiel.exercises.library import plan_in, read_library, with_file, with_plan
from stabiel.exercises.plan_files import plan_presets
from stabiel.report.exercise_picture import exercise_picture
from stabiel.report.plan_in_words import doses_in_words, people_in_words, times_in_words
from stabiel.report.plan_pdf import plan_pdf
from tests.exercises.test_plan import PLAN

SHIPPED = read_library()
READ = plan_in(SHIPPED, parse_yaml(PLAN.encode(), "plan.yaml", dates=True))
LIBRARY = with_plan(SHIPPED, READ, Path("nowhere"))


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", data))


def pictures(data: bytes) -> int:
    return len(re.findall(rb"/Subtype /Image", data))


def test_the_words_say_who_when_and_how_much():
    assert people_in_words(READ.plan, "en") == "For Anna · By Piet de Vries"
    assert times_in_words(READ.plan, LIBRARY, "nl") == (
        "maandag, woensdag, vrijdag · 2 keer per dag · vanaf 1 december 2026"
        " · tot en met 28 februari 2027 · 6 minuten"
    )
    assert doses_in_words(READ.plan, LIBRARY, "en") == [
        "2 × 8 times", "6 times, left · many cues", "5 times · out 3 seconds · back 4 seconds",
        "4 times · rest 60 seconds", "2 × 20 seconds",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_short_plan_is_one_page_with_pictures_and_the_same_bytes_again(language):
    data = plan_pdf(READ.plan, LIBRARY, language)

    assert data.startswith(b"%PDF-")
    assert pages(data) == 1
    assert pictures(data) >= 2  # at least the bridge and child's pose
    assert plan_pdf(READ.plan, LIBRARY, language) == data


@pytest.mark.parametrize("preset", plan_presets(SHIPPED.book), ids=lambda plan: plan.id)
def test_every_preset_fits_on_two_pages(preset):
    assert pages(plan_pdf(preset, SHIPPED, "nl")) in (1, 2)


def test_the_longest_plan_fits_on_two_pages():
    step = READ.plan.steps[0].model_copy(update={"remark": "lang woord " * 18})
    plan = READ.plan.model_copy(update={"steps": [step] * 40, "stop": "Stop bij pijn. " * 26})

    assert pages(plan_pdf(plan, LIBRARY, "nl")) == 2


def test_the_pictures_of_exercises_differ_and_a_damaged_clip_is_drawn(tmp_path):
    names = ["bridging", "leg-lift", "childs-pose"]
    found = {name: exercise_picture(name, SHIPPED, "nl") for name in names}
    assert len(set(found.values())) == len(names)
    assert all(each.startswith(b"\xff\xd8") for each in found.values())

    (tmp_path / "own.yaml").write_text("id: own\nbased_on: bridging\nclip: own.mp4\n")
    (tmp_path / "own.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(99))
    library, _ = with_file(SHIPPED, tmp_path / "own.yaml")
    assert exercise_picture("own", library, "nl").startswith(b"\x89PNG")


def test_signs_in_a_remark_are_words_and_no_markup():
    step = READ.plan.steps[0].model_copy(update={"remark": "pijn < 3 & > 1 </para>"})
    plan = READ.plan.model_copy(update={"steps": [step], "person": "A & B"})

    assert pages(plan_pdf(plan, LIBRARY, "nl")) == 1
