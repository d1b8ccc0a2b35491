"""`exercises/README.md`: it names every key of the format and every measure, and nothing else."""

import re

import pytest
from pydantic import BaseModel

from stabiel.body.measures import MEASURES, SETTINGS
from stabiel.exercises import model as exercise
from stabiel.exercises import programme
from stabiel.exercises.model import FAULT_KINDS, FaultBase
from stabiel.exercises.values import ATTITUDES
from stabiel.system.resources import exercises_folder

README = (exercises_folder() / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<unit>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)
UNITS = {"deg": "degrees", "tl": "tl"}

# The heading under which each part of the format is explained.
PARTS: dict[str, type[BaseModel]] = {
    "The exercise": exercise.Exercise,
    "A text": exercise.Text,
    "Camera": exercise.CameraPlace,
    "Dose": exercise.Dose,
    "Start": exercise.Start,
    "Movement": exercise.MovementRule,
    "The value at the start": exercise.OwnStart,
    "The target": exercise.TargetRule,
    "Hold": exercise.HoldRule,
    "Every fault": exercise.FaultBase,
    "Fault: a limit is passed": exercise.LimitFault,
    "Fault: the target was missed": exercise.AttemptFault,
    "How the target was missed": exercise.Miss,
    "Fault: too fast": exercise.TempoFault,
    "Fault: what was held up sinks": exercise.SagFault,
    "How far it sinks": exercise.Sag,
    "Fault: bouncing": exercise.BounceFault,
    "What a bounce is": exercise.Bounce,
    "Fault: the posture was left": exercise.LeaveFault,
    "What exercises share (`shared/postures.yaml`)": exercise.Shared,
    "A check": exercise.Check,
    "A start posture": exercise.Posture,
    "How a posture is drawn": exercise.Figure,
    "A programme (`programmes/*.yaml`)": programme.Programme,
    "One exercise of a programme": programme.Prescription,
    "When more is suggested": programme.Progression,
}


def sections() -> dict[str, str]:
    """Return the text under each heading."""
    parts = re.split(r"^#{2,3} (.+)$", README, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows_under(heading: str) -> list[re.Match[str]]:
    return list(ROW.finditer(sections()[heading]))


def keys_of(part: type[BaseModel]) -> list[str]:
    """Return the keys of a part; those that every fault has are explained once."""
    of_every_fault = set() if part is FaultBase else set(FaultBase.model_fields)
    inherited = of_every_fault if issubclass(part, FaultBase) else set()
    return [key for key in part.model_fields if key not in inherited]


@pytest.mark.parametrize("heading", PARTS)
def test_every_key_is_explained_and_no_other(heading: str) -> None:
    explained = [row["name"] for row in rows_under(heading)]

    assert sorted(explained) == sorted(keys_of(PARTS[heading]))


def test_every_part_of_the_format_has_its_heading() -> None:
    parts = {
        each
        for module in (exercise, programme)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, exercise.FileModel)
    }

    parts -= {exercise.FileModel, exercise.Measured}
    assert parts | {exercise.Text} == set(PARTS.values())
    assert len([heading for heading in PARTS if heading.startswith("Fault: ")]) == len(FAULT_KINDS)


def test_every_measure_is_explained_and_no_other() -> None:
    explained = [row["name"] for row in rows_under("Measures")]
    missing = [
        f"| `{name}` | {UNITS[measure.unit]} | {measure.meaning} |"
        for name, measure in MEASURES.items()
        if name not in explained
    ]

    assert not missing, "add to exercises/README.md, in plain words:\n" + "\n".join(missing)
    assert set(explained) == set(MEASURES)
    assert len(explained) == len(MEASURES)


def test_every_measure_has_its_own_unit() -> None:
    units = {row["name"]: row["unit"] for row in rows_under("Measures")}

    assert units == {name: UNITS[measure.unit] for name, measure in MEASURES.items()}


def test_every_measure_that_decides_says_what_and_by_which_settings() -> None:
    rows = [
        f"| `{name}` | {measure.decides} | "
        f"{', '.join(f'`{each.name}`' for each in measure.settings) or 'none'} |"
        for name, measure in MEASURES.items()
        if measure.decides
    ]

    table = "\n".join(rows)
    assert table in sections()["Composed measures"], f"in exercises/README.md, put:\n{table}"
    assert len(rows_under("Composed measures")) == len(rows)


def test_every_setting_of_a_measure_is_explained_and_no_other() -> None:
    rows = [
        f"| `{group}` | `{name}` | {UNITS[setting.unit]} | {setting.meaning} |"
        for group, settings in SETTINGS.items()
        for name, setting in settings.items()
    ]

    table = "\n".join(rows)
    assert table in sections()["Settings of measures"], f"in exercises/README.md, put:\n{table}"
    assert len(re.findall("^[|] `", sections()["Settings of measures"], re.M)) == len(rows)


def test_no_table_stands_where_nobody_checks_it() -> None:
    headings = {heading for heading, text in sections().items() if ROW.search(text)}

    assert headings == {*PARTS, "Measures", "Composed measures"}


@pytest.mark.parametrize("heading", [*PARTS, "Measures"])
def test_every_key_has_a_unit_and_words(heading: str) -> None:
    for row in rows_under(heading):
        assert row["unit"].strip()
        assert len(row["meaning"].split()) >= 2, row["name"]


def test_seconds_are_called_seconds_and_names_that_end_so_are_seconds() -> None:
    for heading in PARTS:
        for row in rows_under(heading):
            assert (row["unit"] == "seconds") is row["name"].endswith("_s"), row["name"]


def test_choices_are_named_as_they_are() -> None:
    choices = {
        ("The exercise", "sides"): "`both`, `each`, `either`",
        ("Camera", "view"): "`side`, `front`, `high`",
        ("Camera", "height"): "`floor`, `seat`, `table`",
        ("Every fault", "severity"): "`form`, `danger`",
        ("Fault: too fast", "phase"): "`out`, `return`, `either`, `both`",
        ("A check", "of"): "`working`, `support`, `near`",
        ("A start posture", "attitude"): ", ".join(f"`{each}`" for each in ATTITUDES),
    }
    for (heading, key), unit in choices.items():
        (row,) = [each for each in rows_under(heading) if each["name"] == key]
        field = PARTS[heading].model_fields[key]
        assert row["unit"] == unit
        assert re.findall(r"'(\w+)'", str(field.annotation)) == re.findall(r"`(\w+)`", unit)


def test_the_commands_that_it_names_are_there() -> None:
    from stabiel.cli import build_parser

    for line in re.findall(r"`stabiel ([^`]+)`", README):
        parsed = build_parser().parse_args(line.split())
        assert callable(parsed.run)
