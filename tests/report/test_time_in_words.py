"""Where the time went and why nothing counted, in words, in both languages."""

import re
from dataclasses import replace

import pytest

from stabiel.anatomy import Reason
from stabiel.coach import setup
from stabiel.coach.events import Attempt
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.report.headline import headline
from stabiel.report.labels import Labels
from stabiel.report.nothing_in_words import looks_more_like, why_nothing_counted
from stabiel.report.time_in_words import spent_in_words, time_rows, what_to_do
from stabiel.session.nothing_counted import Cause, NothingCounted
from stabiel.wording.formatting import number
from stabiel.wording.language import LANGUAGES, Language
from tests.records import WHOLE
from tests.sessions import BOOK

NOTHING = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=(), not_judged=(), setup=())


def labels(language: Language, exercise: str = "bridging") -> Labels:
    return Labels(BOOK.get(exercise), BOOK, language)


def time_line(time: TimeSpent, words: Labels) -> str:
    return f"{number(time.seconds, 0, words.language)} s {spent_in_words(time, words)}"


def spent(kind: str, why: str | None = None, off_by: float | None = None, seconds: float = 18.0):
    return TimeSpent(TimeKind(kind), why, seconds, off_by)


@pytest.mark.parametrize(
    ("time", "nl", "en"),
    [
        (
            spent("near_zone", "face_not_up", 3.2),
            "18 s niet geteld: trek je kin licht in (3 graden te veel)",
            "18 s not counted: tuck your chin slightly (3 degrees too much)",
        ),
        (
            spent("near_zone", "knee_under_hip", 0.6),
            "18 s niet geteld: zet je knieën onder je heupen (1 graad te weinig)",
            "18 s not counted: put your knees under your hips (1 degree too little)",
        ),
        (
            spent("near_zone", "hips_near_heels", 0.1),
            "18 s niet geteld: breng je bekken naar je hielen (ongeveer 5 cm te veel)",
            "18 s not counted: sit back on your heels (about 5 cm too much)",
        ),
        (
            spent("near_zone", "back_flat", 0.04),
            "18 s niet geteld: maak je rug vlak (nog ongeveer 2 cm)",
            "18 s not counted: flatten your back (about 2 cm to go)",
        ),
        (
            spent("set_up", "view_beside"),
            "18 s nog niet klaar voor de start: zet de camera op de goede plaats",
            "18 s not ready to start: put the camera in the right place",
        ),
        (
            spent("set_up", "lying_level"),
            "18 s nog niet klaar voor de start: ga op je rug liggen",
            "18 s not ready to start: lie on your back",
        ),
        (
            spent("waiting", "sitting_back_nearly", 0.4),
            "18 s nog niet in de houding: breng je bekken naar je hielen",
            "18 s not in position yet: sit back on your heels",
        ),
        (
            spent("waiting"),
            "18 s in rust in de uitgangshouding",
            "18 s at rest in the starting position",
        ),
        (spent("moving"), "18 s in beweging", "18 s moving"),
        (
            spent("moving", None, 12.4),
            "18 s in beweging, het scheelde nog 12 graden",
            "18 s moving, 12 degrees short of the target",
        ),
        (spent("not_judged", "hidden"), "18 s niet beoordeeld: niet zichtbaar",
         "18 s not judged: not visible"),
        (spent("nobody"), "18 s niemand in beeld", "18 s nobody in the picture"),
    ],
)  # fmt: skip
def test_a_line_says_what_to_do_and_how_far_it_is(time, nl, en):
    assert time_line(time, labels("nl")) == nl
    assert time_line(time, labels("en")) == en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", [*setup.DIRECTIONS, *sum(setup.DIRECTIONS.values(), ()),
                                  "start_held", "start_value", *BOOK.shared.checks])  # fmt: skip
def test_whatever_was_open_has_words(item, language):
    words = what_to_do(item, None, labels(language))

    assert "_" not in words
    assert words[0].islower()
    assert not words.endswith(".")


@pytest.mark.parametrize("kind", TimeKind)
def test_a_kind_without_its_why_has_words(kind):
    assert spent_in_words(TimeSpent(kind, None, 1.0), labels("en"))


def test_the_rows_add_up_to_the_duration():
    time = [
        spent("near_zone", name, 1.0, seconds)
        for name, seconds in [
            ("face_not_up", 3.33),
            ("elbow_straight", 3.33),
            ("arm_up", 3.37),
            ("thigh_up", 0.3),
        ]
    ]

    rows = time_rows(time, labels("en"))

    assert sum(row.tenths for row in rows) == 103
    assert [row.seconds for row in rows] == ["3.4", "3.3", "3.3", "0.3"]
    assert rows[-1].words == "other"


def test_more_than_eight_rows_are_summed():
    checks = [*BOOK.shared.checks][:12]
    time = [spent("near_zone", name, None, 10.0 + n) for n, name in enumerate(checks)]

    rows = time_rows(time, labels("nl"))

    assert len(rows) == 8
    assert rows[-1].words == "overig"
    assert sum(row.tenths for row in rows) == round(10 * sum(each.seconds for each in time))
    assert [row.tenths for row in rows[:7]] == sorted((r.tenths for r in rows[:7]), reverse=True)


def test_checks_that_ask_for_the_same_are_one_row():
    say = BOOK.check("hip_closed").say
    same = [name for name, check in BOOK.checks.items() if check.say == say]
    assert len(same) > 1

    rows = time_rows([TimeSpent(TimeKind.SET_UP, name, 2.0) for name in same], labels("nl"))

    assert [row.tenths for row in rows] == [20 * len(same)]


def test_a_movement_that_reached_its_target_is_not_said_to_be_short_of_it():
    moving, there = spent("moving", None, 0.4, 9.0), spent("at_target", seconds=3.0)

    assert [row.words for row in time_rows([moving, there], labels("en"))] == [
        "moving", "at the target",
    ]  # fmt: skip
    assert [row.words for row in time_rows([moving], labels("en"))] == [
        "moving, 1 degree short of the target"
    ]


def test_what_is_missing_of_a_distance_is_in_centimeters():
    short = spent("moving", None, 0.12)
    session = replace(NOTHING, time=(short,))

    assert why_nothing_counted(session, labels("nl", "psoas")) == (
        "Niets geteld: beweeg verder, het scheelde nog ongeveer 6 cm."
    )
    assert time_line(short, labels("en", "psoas")) == (
        "18 s moving, about 6 cm short of the target"
    )


def test_an_old_session_has_no_rows():
    assert time_rows((), labels("nl")) == []


@pytest.mark.parametrize(
    ("found", "nl", "en"),
    [
        (
            {"time": (spent("near_zone", "face_not_up", 3.0),)},
            "18 s niet geteld: trek je kin licht in (3 graden te veel).",
            "18 s not counted: tuck your chin slightly (3 degrees too much).",
        ),
        (
            {"time": (spent("set_up", "lying_level", 60.0),)},
            "Niets geteld, want de uitgangshouding was er nog niet: ga op je rug liggen.",
            "Nothing counted, because the starting position was not there yet: lie on your back.",
        ),
        (
            {"time": (spent("set_up", "distance"),)},
            "Niets geteld, want je was nog niet goed te zien: zet de camera dichterbij.",
            "Nothing counted, because you could not be seen well yet: move the camera closer.",
        ),
        (
            {"time": (spent("moving", None, 12.0),)},
            "Niets geteld: beweeg verder, het scheelde nog 12 graden.",
            "Nothing counted: move further, it was 12 degrees short of the target.",
        ),
        (
            {"time": (spent("moving", None, 0.6),)},
            "Niets geteld: beweeg verder, het scheelde nog 1 graad.",
            "Nothing counted: move further, it was 1 degree short of the target.",
        ),
        (
            {"time": (spent("moving"),)},
            "Niets geteld: beweeg verder, tot op het doel.",
            "Nothing counted: move further, all the way to the target.",
        ),
        (
            {"time": (spent("moving", None, 0.2), spent("at_target", seconds=1.0))},
            "Niets geteld: kom telkens helemaal terug naar het begin.",
            "Nothing counted: come all the way back to the start each time.",
        ),
        (
            {"time": (spent("waiting", "sitting_back_nearly", 0.4),)},
            "Niets geteld, want de houding zelf was er nog niet: breng je bekken naar je hielen.",
            "Nothing counted, because the hold itself was not there yet: sit back on your heels.",
        ),
        (
            {"time": (spent("waiting"),)},
            "Niets geteld: je was in de uitgangshouding, begin maar met bewegen.",
            "Nothing counted: you were in the starting position, so start to move.",
        ),
        (
            {"time": (spent("in_zone"),)},
            "Niets geteld: houd langer vast, want korter dan 3 s telt niet.",
            "Nothing counted: hold for longer, because less than 3 s does not count.",
        ),
        (
            {"time": (spent("not_judged", "out_of_picture"),)},
            "Niets geteld (buiten beeld): schuif de camera achteruit.",
            "Nothing counted (outside the picture): move the camera back.",
        ),
        (
            {"attempts": (Attempt(9.0, "both", 5.0, 8.5, "pelvis_low"),)},
            "1 beweging gezien, maar die telde niet: bekken hoger.",
            "1 movement seen, but it did not count: pelvis higher.",
        ),
        (
            {"view": "unknown"},
            "Niets geteld: er was niemand te zien, kom in beeld.",
            "Nothing counted: nobody was seen, so come into view.",
        ),
        (
            {"looks_like": "childs-pose", "time": (spent("set_up", "lying_level"),)},
            'Niets geteld: dit lijkt op "Bekken naar achter op de hielen", kies die oefening.',
            'Nothing counted: this looks like "Child\'s pose", so choose that exercise.',
        ),
        ({}, "Geen repetitie gezien.", "No repetitions were detected."),
    ],
    ids=str,
)  # fmt: skip
def test_the_first_line_says_why_nothing_counted(found, nl, en):
    session = replace(NOTHING, **found)

    assert headline(session, labels("nl")) == nl
    assert headline(session, labels("en")) == en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", ["bridging", "all-fours"])
def test_every_cause_is_one_sentence(exercise, language, monkeypatch):
    for cause in Cause:
        for why in (None, "knees_up", "hidden", "start_held", "start_value", "view"):
            found = NothingCounted(cause, why, 9.0, count=2)
            monkeypatch.setattr(
                "stabiel.report.nothing_in_words.nothing_counted", lambda _, found=found: found
            )

            words = why_nothing_counted(NOTHING, labels(language, exercise))

            assert words is not None
            without_decimals = re.sub(r"\d\.\d", "", words)
            assert without_decimals.count(".") == 1
            assert words.endswith(".")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_remedy(reason):
    session = replace(NOTHING, time=(spent("not_judged", reason.value),))

    words = why_nothing_counted(session, labels("en"))

    assert words is not None
    assert ": " in words


def test_there_are_no_words_if_something_counted():
    assert why_nothing_counted(WHOLE, labels("nl")) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            'Dit lijkt meer op "Bekken naar achter op de hielen": klopt de oefening? 1 van 2 goed.',
        ),
        ("en", 'This looks more like "Child\'s pose": is it the right exercise? 1 of 2 good.'),
    ],
)
def test_what_counted_and_looks_like_another_exercise_says_that_first(language, words):
    session = replace(WHOLE, holds=(), looks_like="childs-pose")

    assert headline(session, labels(language)).startswith(words)
    assert looks_more_like(NOTHING, labels(language)) is None


def test_an_exercise_outside_the_book_of_a_kept_session_is_named():
    alone = Labels(BOOK.get("bridging"), type(BOOK)(BOOK.shared, {}), "en")

    assert alone.exercise_name("childs-pose") == "Child's pose"
    assert alone.exercise_name("gone") == "gone"
