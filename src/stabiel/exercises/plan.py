"""The contents of a plan file: what one person does, how much, and when. In: data. Out: a plan.

A plan is one file that travels: it also holds the own exercises that it needs. The classes are the
format and hold data; `stabiel.exercises.plan_files` reads the file and reports the place of each
mistake, and `stabiel.exercises.plan_steps` has the steps of its session and their minutes.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from stabiel.exercises.model import Dose
from stabiel.exercises.programme import Programme, Progression
from stabiel.exercises.values import FileModel, Name, Seconds
from stabiel.wording.language import Phrase, Text

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
# The longest name that a line of the page and of the printed plan has room for.
MOST_NAME, MOST_REMARK, MOST_STOP = 80, 200, 400
# Spoken lines have nine words at most, as all that stabiel says.
MOST_SPOKEN_WORDS = 9
# Two printed pages hold about forty steps; nobody follows more in a session.
MOST_STEPS, MOST_OWN_EXERCISES = 40, 20
_MARKUP = re.compile(r"<\s*[/!?a-zA-Z]|\]\(|javascript:", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)


def _words_only(words: str) -> str:
    """Refuse what a page or a reader could take for more than words."""
    if _MARKUP.search(words):
        raise ValueError("a text without markup")
    if _ADDRESS.search(words):
        raise ValueError("a text without web addresses")
    return words


def _one_line(words: str) -> str:
    if "\n" in words:
        raise ValueError("a text on one line")
    return words


def _spoken(words: str) -> str:
    if len(words.split()) > MOST_SPOKEN_WORDS:
        raise ValueError(f"at most {MOST_SPOKEN_WORDS} words, because it is spoken")
    return words


def _in_both(value: object) -> object:
    """Take a plain text for both languages."""
    return {"nl": value, "en": value} if isinstance(value, str) else value


def _title(title: Text) -> Text:
    for words in (title.nl, title.en):
        if len(words) > MOST_NAME:
            raise ValueError(f"at most {MOST_NAME} characters")
        _words_only(_one_line(words))
    return title


def _in_order(days: list[Day]) -> list[Day]:
    if len(set(days)) < len(days):
        raise ValueError("each day once")
    return sorted(days, key=DAYS.index)


def _day(value: object) -> date | None:
    """Read a date as written in files; pydantic alone would take numbers and times too."""
    if value is None or type(value) is date:
        return value
    try:
        if not isinstance(value, str) or _DATE.fullmatch(value) is None:
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("a date such as 2026-12-31") from None


Title = Annotated[Text, BeforeValidator(_in_both), AfterValidator(_title)]
PersonName = Annotated[
    Phrase, Field(max_length=MOST_NAME), AfterValidator(_one_line), AfterValidator(_words_only)
]
Remark = Annotated[Phrase, Field(max_length=MOST_REMARK), AfterValidator(_words_only)]
StopText = Annotated[Phrase, Field(max_length=MOST_STOP), AfterValidator(_words_only)]
SpokenRemark = Annotated[
    Phrase,
    Field(max_length=MOST_NAME),
    AfterValidator(_one_line),
    AfterValidator(_words_only),
    AfterValidator(_spoken),
]
# As long as a way of a tempo fault may be (`fault_rules.TempoFault`).
WaySeconds = Annotated[float, Field(gt=0, le=60)]


class Tempo(FileModel):
    """How long each way of a repetition should take, in seconds."""

    out_s: WaySeconds | None = None
    return_s: WaySeconds | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.out_s is None and self.return_s is None:
            raise ValueError("out_s, return_s or both")
        return self


class PlanStep(FileModel):
    """One entry of a plan: an exercise with its dose. An exercise may have several entries.

    Attributes:
        exercise: an id: one that exists, or one of those inside the plan.
        sets: how often the whole dose is done.
        side: only this side, if the exercise has two; None for both in turn.
        rest_s: the rest after each set; None for that of the plan.
        tempo: None for that of the exercise.
        strictness: how many faults are mentioned; None for the user's setting.
        remark: shown before and during the exercise.
        say: spoken before the exercise.
    """

    exercise: Name
    dose: Dose
    sets: Annotated[int, Field(ge=1, le=10)] = 1
    side: Literal["left", "right"] | None = None
    rest_s: Seconds | None = None
    tempo: Tempo | None = None
    strictness: Literal["gentle", "normal", "strict"] | None = None
    remark: Remark | None = None
    say: SpokenRemark | None = None


class TrainingPlan(FileModel):
    """What one person does: the steps of a session, on which days, and from when until when.

    Attributes:
        format: the number of the file format (key `plan`).
        person, author: for whom and by whom it is (keys `for` and `by`).
        first_day, last_day: when it is followed (keys `from` and `until`), both included.
        days: in the order of the week.
        stop: shown: when to stop and whom to ask.
        exercises: the files of the own exercises that it needs, by id.
    """

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    format: Annotated[Literal[1], Field(alias="plan")]
    id: Name
    title: Title
    person: Annotated[PersonName | None, Field(alias="for")] = None
    author: Annotated[PersonName | None, Field(alias="by")] = None
    first_day: Annotated[date | None, BeforeValidator(_day), Field(alias="from")] = None
    last_day: Annotated[date | None, BeforeValidator(_day), Field(alias="until")] = None
    days: Annotated[list[Day], Field(min_length=1), AfterValidator(_in_order)] = list(DAYS)
    times_a_day: Annotated[int, Field(ge=1, le=4)] = 1
    steps: Annotated[list[PlanStep], Field(min_length=1, max_length=MOST_STEPS)]
    rest_s: Seconds
    progression: Progression | None = None
    stop: StopText | None = None
    exercises: Annotated[dict[Name, dict[str, Any]], Field(max_length=MOST_OWN_EXERCISES)] = {}

    def is_on(self, day: date) -> bool:
        """Return whether the plan asks for a session on a day."""
        begun = self.first_day is None or day >= self.first_day
        over = self.last_day is not None and day > self.last_day
        return begun and not over and DAYS[day.weekday()] in self.days

    def entries_of(self, exercise_id: str) -> list[PlanStep]:
        """Return the entries of an exercise, in order; none if the plan does not have it."""
        return [step for step in self.steps if step.exercise == exercise_id]

    def entry_of(self, exercise_id: str) -> PlanStep | None:
        """Return the one way in which an exercise is asked for in repetitions.

        None if it is held, if the plan does not have it, or if its entries differ: then no single
        dose could take the place of all of them.
        """
        found = self.entries_of(exercise_id)
        if not found or found[0].dose.repetitions is None:
            return None
        same = {(each.dose.repetitions, each.dose.times, each.sets, each.side) for each in found}
        return found[0] if len(same) == 1 else None


def plan_from(programme: Programme) -> TrainingPlan:
    """Return a programme as a plan: the same session, on every day."""
    return TrainingPlan(
        format=1,
        id=programme.id,
        title=programme.name,
        steps=[PlanStep(exercise=each.exercise, dose=each.dose) for each in programme.exercises],
        rest_s=programme.rest_s,
        progression=programme.progression,
    )


def plan_data(plan: TrainingPlan) -> dict[str, Any]:
    """Return a plan as the plain data of its file; what is left out there is left out here."""
    data: dict[str, Any] = _short(
        plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    )
    if plan.title.nl == plan.title.en:
        data["title"] = plan.title.nl
    return data


def _short(value: Any) -> Any:
    """Write whole numbers without a decimal point."""
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_short(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
