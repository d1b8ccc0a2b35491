"""Programmes: the steps of a session in order, and when more repetitions are suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.errors import ExerciseError, UsageError
from stabiel.exercises.files import load_book, read_yaml
from stabiel.exercises.plan import plan_from
from stabiel.exercises.plan_steps import plan_steps
from stabiel.exercises.programme import PastSession, Progression, suggested_repetitions
from stabiel.exercises.programme_files import is_programme, load_programme, load_programmes
from stabiel.system.resources import exercises_folder

BOOK = load_book()
LEAFLET = Progression(good_share=0.9, sessions=2, add=2, up_to=20)
SMALL = """\
id: small
name: {nl: Klein, en: Small}
exercises:
  - {exercise: supine-start, dose: {hold_s: 10}}
  - {exercise: leg-lift, dose: {repetitions: 10}}
  - {exercise: bridging, dose: {repetitions: 8, times: 2}}
  - {exercise: childs-pose, dose: {hold_s: 30, times: 2}}
rest_s: 30
progression: {good_share: 0.9, sessions: 2, add: 2, up_to: 20}
"""


@pytest.fixture
def load(tmp_path):
    """Load a programme file with this text."""

    def load(text=SMALL, name="small.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_programme(path, BOOK)

    return load


def changed(old, new):
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


# The steps of a session


def test_the_steps_come_in_order_with_sides_sets_and_rests(load):
    steps = plan_steps(plan_from(load()), BOOK.exercises)

    assert [
        (each.exercise, each.side, each.set_number, each.sets, each.rest_s) for each in steps
    ] == [
        ("supine-start", "both", 1, 1, 30.0),
        ("leg-lift", "left", 1, 1, 0.0),  # the other side works while this one rests
        ("leg-lift", "right", 1, 1, 30.0),
        ("bridging", "both", 1, 2, 30.0),
        ("bridging", "both", 2, 2, 30.0),
        ("childs-pose", "both", 1, 2, 30.0),
        ("childs-pose", "both", 2, 2, 0.0),  # the session is over
    ]
    assert [(each.repetitions, each.hold_s) for each in steps] == [
        (None, 10.0), (10, None), (10, None), (8, None), (8, None), (None, 30.0), (None, 30.0),
    ]  # fmt: skip


@pytest.mark.parametrize("sides", ["each", "either"])
def test_a_stretch_of_two_times_and_two_sides_alternates(load, sides):
    one_side = BOOK.get("childs-pose").model_copy(update={"sides": sides})

    steps = plan_steps(plan_from(load()), BOOK.exercises | {"childs-pose": one_side})

    assert [(each.side, each.set_number, each.rest_s) for each in steps[-4:]] == [
        ("left", 1, 0.0), ("right", 1, 30.0), ("left", 2, 0.0), ("right", 2, 0.0),
    ]  # fmt: skip


def test_an_accepted_dose_replaces_that_of_the_programme(load):
    steps = plan_steps(plan_from(load()), BOOK.exercises, {"leg-lift": 12})

    assert [each.repetitions for each in steps] == [None, 12, 12, 8, 8, None, None]


@pytest.mark.parametrize("repetitions", [0, 101])
def test_an_accepted_dose_out_of_range_is_one_sentence(load, repetitions):
    with pytest.raises(UsageError, match=r"'bridging' is out of range: choose 1 to 100\."):
        plan_steps(plan_from(load()), BOOK.exercises, {"bridging": repetitions})


def test_an_accepted_dose_of_what_is_held_or_not_asked_for_changes_nothing(load):
    plan = plan_from(load())

    steps = plan_steps(plan, BOOK.exercises, {"childs-pose": 12, "squat": 0})

    assert steps == plan_steps(plan, BOOK.exercises)


# The next dose


def past(*good, dose=10, sides=1, repetitions=None):
    done = dose * sides if repetitions is None else repetitions
    return [PastSession(dose, sides, done, each) for each in good]


@pytest.mark.parametrize(
    ("sessions", "suggested"),
    [
        ([], None),
        (past(10), None),  # one is not two in a row
        (past(9, 9), 12),  # 90 % is enough
        (past(9, 8), None),
        (past(8, 9), None),
        (past(10, 8, 9), None),  # not in a row
        (past(3, 9, 10), 12),  # only the last two tell
        (past(18, 19, sides=2), 12),  # both sides together
        (past(17, 20, sides=2), None),
        (past(5, 5, repetitions=5), None),  # half of it, faultless, is half
        (past(10, 10, repetitions=14), None),  # more than asked, and four of them with a fault
    ],
)
def test_more_is_suggested_after_two_good_sessions_in_a_row(sessions, suggested):
    assert suggested_repetitions(LEAFLET, 10, sessions) == suggested


def test_after_a_raise_the_count_begins_anew():
    before = past(10, 10)

    assert suggested_repetitions(LEAFLET, 12, before) is None
    assert suggested_repetitions(LEAFLET, 12, [*before, *past(12, dose=12)]) is None
    assert suggested_repetitions(LEAFLET, 12, [*before, *past(12, 11, dose=12)]) == 14


def test_who_does_not_accept_is_asked_again_and_the_dose_stays():
    assert suggested_repetitions(LEAFLET, 10, past(10, 10, 10)) == 12


def test_it_grows_to_twenty_and_no_further():
    dose, doses = 10, [10]
    while True:
        following = suggested_repetitions(LEAFLET, dose, past(dose, dose, dose=dose))
        if following is None:
            break
        dose = following
        doses.append(dose)

    assert doses == [10, 12, 14, 16, 18, 20]
    assert suggested_repetitions(LEAFLET, 19, past(19, 19, dose=19)) == 20


@given(
    st.integers(1, 30),
    st.lists(
        st.builds(
            PastSession,
            st.integers(1, 30),
            st.integers(1, 2),
            st.integers(0, 70),
            st.integers(0, 70),
        )
    ),
)
def test_a_suggestion_is_more_than_now_and_never_too_much(dose, sessions):
    suggested = suggested_repetitions(LEAFLET, dose, sessions)

    assert suggested is None or dose < suggested <= min(dose + 2, 20)


# The file


def test_a_small_programme_is_right(load):
    programme = load()

    assert programme.exercises[2].dose.times == 2
    assert programme.exercises[0].exercise == "supine-start"


MISTAKES = {
    "an exercise that does not exist": (
        changed("exercise: bridging", "exercise: squat"),
        "6:6: exercises.2.exercise: expected one of all-fours, arm-reach, bridging, ",
    ),
    "an exercise twice": (
        changed("exercise: leg-lift", "exercise: bridging"),
        "6:6: exercises.2.exercise: expected each exercise once",
    ),
    "a held exercise that is repeated": (
        changed("{hold_s: 10}", "{repetitions: 10}"),
        "4:30: exercises.0.dose: expected hold_s, it is held",
    ),
    "a repeated exercise that is held": (
        changed("{repetitions: 8, times: 2}", "{hold_s: 30}"),
        "6:26: exercises.2.dose: expected repetitions, it is repeated",
    ),
    "no dose": (
        changed(", dose: {hold_s: 10}", ""),
        "4:5: exercises.0.dose: expected a value, this key is required",
    ),
    "a dose of nothing": (
        changed("{hold_s: 10}", "{}"),
        "4:30: exercises.0.dose: expected either repetitions or hold_s",
    ),
    "a dose over the highest": (
        changed("repetitions: 10}", "repetitions: 22}"),
        "5:33: exercises.1.dose.repetitions: expected at most progression.up_to, 20",
    ),
    "an unknown key": (
        changed("rest_s: 30", "rest_s: 30\nmusic: soft"),
        "9:1: music: expected no such key here",
    ),
    "a share in percent": (
        changed("good_share: 0.9", "good_share: 90"),
        "9:15: progression.good_share: expected less than or equal to 1",
    ),
    "another name than the file": (
        changed("id: small", "id: large"),
        "1:1: id: expected the name of the file, small",
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_named_with_its_place(load, tmp_path, what):
    text, expected = MISTAKES[what]

    with pytest.raises(ExerciseError) as caught:
        load(text)

    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{tmp_path / 'small.yaml'}:{expected}")


def test_a_programme_is_not_called_as_an_exercise_is(load):
    with pytest.raises(ExerciseError, match="1:1: id: expected a name that no exercise has"):
        load(changed("id: small", "id: bridging"), "bridging.yaml")


def test_all_mistakes_of_a_folder_come_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text("id: a\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(changed("id: small", "id: b"), encoding="utf-8")
    (tmp_path / "c.yaml").write_text("id: [\n", encoding="utf-8")

    with pytest.raises(ExerciseError) as caught:
        load_programmes(BOOK, tmp_path)

    files = {line.split(":")[0] for line in str(caught.value).splitlines()}
    assert files == {str(tmp_path / "a.yaml"), str(tmp_path / "c.yaml")}


def test_programmes_and_exercises_are_told_apart(load, tmp_path):
    load()

    assert is_programme(read_yaml(tmp_path / "small.yaml"))
    exercises = exercises_folder().glob("*.yaml")
    assert not any(is_programme(read_yaml(path)) for path in exercises)


# What ships


@pytest.mark.parametrize("programme", load_programmes(BOOK).values(), ids=lambda each: each.id)
def test_the_shipped_programmes_begin_with_the_dose_of_each_exercise(programme):
    # Both are the leaflet's.
    assert {each.exercise: each.dose for each in programme.exercises} == {
        each.exercise: BOOK.get(each.exercise).dose for each in programme.exercises
    }


def test_basis_is_the_session_of_the_leaflet_in_its_order():
    basis = load_programmes(BOOK)["basis"]

    assert [each.exercise for each in basis.exercises] == [
        "supine-start", "leg-lift", "heel-slide", "bridging", "knee-fallout", "single-leg-cycle",
        "all-fours", "arm-reach", "leg-reach",
        "childs-pose", "piriformis", "knees-to-chest", "torsion", "psoas",
    ]  # fmt: skip
    assert set(BOOK.exercises) == {each.exercise for each in basis.exercises}
    assert basis.progression == LEAFLET
    steps = plan_steps(plan_from(basis), BOOK.exercises)
    assert {each.repetitions for each in steps} == {None, 10}
    assert {(each.hold_s, each.sets) for each in steps if each.hold_s} == {(10, 1), (30, 2)}
