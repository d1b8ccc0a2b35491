"""Questions before and after a session: answered, skipped, waited for, and kept."""

import sqlite3
from datetime import datetime, timedelta

import pytest

from stabiel.session.wellbeing import WellbeingAnswer
from stabiel.store import DataFolder
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.trainer.interview import ASKS_S, READS_S, Interview
from stabiel.trainer.interviewed_session import InterviewedSession
from stabiel.trainer.terms import Command, Stage
from stabiel.trainer.wellbeing_cards import WellbeingCards
from stabiel.trainer.wellbeing_keeper import RecordedWellbeing
from stabiel.trainer.words import TrainerWords
from tests.sessions import BOOK
from tests.trainer.live import BRIDGING, Live
from tests.trainer.people import bridge_step

WORDS = TrainerWords(BOOK, "en")
A0, A1, A2, A3, A7 = (Command(f"answer_{number}") for number in (0, 1, 2, 3, 7))


class Remembered:
    """Keeps answers in memory."""

    def __init__(self, yesterday=None):
        self.kept, self._yesterday = [], yesterday

    def keep(self, answer):
        self.kept.append(answer)

    def pain_before_yesterday(self):
        return self._yesterday


def asked(first, *commands, step_s=1.0):
    """Run an interview, one command or None a second; return the ids of what it showed."""
    interview = Interview(first, "en")
    shown = [interview.question().id]
    interview.update(0.0)
    for number, command in enumerate(commands, 1):
        interview.update(number * step_s, [] if command is None else [command])
        question = interview.question()
        shown.append(None if question is None else question.id)
    return shown, interview


@pytest.mark.parametrize(
    ("command", "kept", "shown"),
    [
        (A2, 2, ["pain", None]),
        (A3, 3, ["pain", "advice"]),
        (A7, 7, ["pain", "stop"]),
        (Command.ANSWER_10, 10, ["pain", "stop"]),
        (Command.SKIP, None, ["pain", None]),
    ],
)
def test_the_question_before(command, kept, shown):
    keeper = Remembered()
    cards = WellbeingCards(keeper, WORDS)

    assert asked(cards.before(), command)[0] == shown
    assert keeper.kept == [WellbeingAnswer("before", kept)]


def test_nobody_has_to_get_up_for_a_question():
    keeper = Remembered()
    interview = Interview(WellbeingCards(keeper, WORDS).before(), "en")
    interview.update(5.0)
    interview.update(5.0 + ASKS_S - 0.1)

    assert not interview.over
    assert interview.question().waits == "No answer? We continue in 1 s."
    interview.update(5.0 + ASKS_S)
    assert interview.over
    assert keeper.kept == [WellbeingAnswer("before", None)]


def test_a_pause_stops_the_waiting():
    interview = Interview(WellbeingCards(Remembered(), WORDS).before(), "en")
    interview.update(0.0, [Command.PAUSE])
    interview.update(100.0)
    assert not interview.over
    interview.update(101.0, [Command.PAUSE])
    interview.update(101.0 + ASKS_S)
    assert interview.over


@pytest.mark.parametrize(("command", "stops"), [(A1, True), (A2, False), (Command.SKIP, True)])
def test_red_lets_the_person_decide_and_waiting_is_no_decision_to_exercise(command, stops):
    cards = WellbeingCards(Remembered(), WORDS)
    _, interview = asked(cards.before(), A7, command)

    assert interview.over
    assert cards.stops is stops


def test_a_number_that_is_no_answer_changes_nothing():
    cards = WellbeingCards(Remembered(), WORDS)

    assert asked(cards.after(hurt=False), A2, A7, A0)[0] == ["pain", "effort", "effort", "effort"]


@pytest.mark.parametrize(
    ("hurt", "commands", "kept", "last"),
    [
        (False, (A2, A2), WellbeingAnswer("after", 2, "right"), "green"),
        (False, (A3, A3), WellbeingAnswer("after", 3, "heavy"), "amber"),
        (False, (A7, Command.SKIP), WellbeingAnswer("after", 7), "red"),
        (False, (Command.SKIP, A1), WellbeingAnswer("after", None, "light"), None),
        (True, (A1,), WellbeingAnswer("during", 1), "amber"),
        (True, (A7,), WellbeingAnswer("during", 7), "red"),
        (True, (Command.SKIP,), WellbeingAnswer("during"), "amber"),
    ],
)
def test_the_questions_after(hurt, commands, kept, last):
    keeper = Remembered()
    _, interview = asked(WellbeingCards(keeper, WORDS).after(hurt=hurt), *commands)
    question = interview.question()

    assert keeper.kept == [kept]
    assert (None if question is None else question.zone) == last
    interview.update(len(commands) + READS_S)
    assert interview.over


def test_more_pain_than_before_the_day_before_is_amber():
    interview = Interview(WellbeingCards(Remembered(yesterday=1), WORDS).before(), "en")
    interview.update(0.0, [A3])

    assert "more pain than before" in interview.question().text


class Interviewed(Live):
    """A live session over known poses, with questions."""

    def __init__(self, folder):
        super().__init__([bridge_step()], BRIDGING, folder)
        self.keeper = RecordedWellbeing(self.folder, self.records.write)
        self.session = InterviewedSession(
            self.session, exercise=BOOK.get("bridging"), words=WORDS, voice=self.voice,
            keeper=self.keeper,
        )  # fmt: skip

    def answers(self):
        with WellbeingRecords(self.folder) as records:
            return [each.answer for each in records.all()]


def spoken(live):
    return [line.text for line in live.voice.lines]


def test_a_session_is_asked_about_before_it_begins(tmp_path):
    live = Interviewed(tmp_path)
    live.run({0.5: A2, 1.0: Command.QUIT})

    assert live.answers()[0] == WellbeingAnswer("before", 2)
    assert spoken(live)[0] == "How much pain do you have now?"
    stages = [scene.stage for time_s, scene in live.scenes if time_s < 0.6]
    assert list(dict.fromkeys(stages)) == [Stage.ASKING, Stage.SET_UP]


def test_what_is_asked_first_costs_no_frame_of_the_exercise(tmp_path):
    live = Interviewed(tmp_path)
    live.run({0.0: A1})

    assert [len(each.repetitions) for each in live.session.sessions] == [4]
    assert live.scenes[-1][1].stage is not Stage.ASKING


def test_saying_that_it_hurts_ends_the_session_and_asks_how_much(tmp_path):
    live = Interviewed(tmp_path)
    asked_at = []
    pending = {0.0: A1, 12.0: Command.HURTS}
    while not live.session.over:
        frame = live.camera.newest(0.0)
        if frame is None:
            break
        due = [at_s for at_s in pending if at_s <= frame.time_s]
        shown = live.session.step(
            frame, now_s=frame.time_s, commands=[pending.pop(at_s) for at_s in due]
        )
        question = shown.scene.question
        if question is not None and frame.time_s > 12.0:
            asked_at.append((frame.time_s, question.id))
            if question.id == "pain":
                pending[0.0] = A7
    live.session.close()

    assert asked_at[0][1] == "pain"
    assert asked_at[0][0] < 12.2
    assert live.answers() == [WellbeingAnswer("before", 1), WellbeingAnswer("during", 7)]
    assert spoken(live)[-2:] == [
        "Good that you stopped. How much does it hurt?",
        "Stop for today. Ask your doctor or physiotherapist.",
    ]
    assert not any("tomorrow" in words for words in spoken(live))
    assert live.session.kept


def test_quitting_the_question_begins_nothing(tmp_path):
    live = Interviewed(tmp_path)
    live.run({0.0: Command.QUIT})

    assert (live.session.sessions, live.answers()) == ([], [])


def test_a_silent_question_is_not_spoken(tmp_path):
    live = Interviewed(tmp_path)
    live.run({0.0: Command.MUTE, 1.0: A1, 2.0: Command.QUIT})

    assert spoken(live) == []
    assert live.scenes[0][1].question.id == "pain"


def test_an_answer_that_cannot_be_written_is_tried_again(tmp_path):
    later = []
    folder = DataFolder(tmp_path)
    RecordedWellbeing(folder, later.append).keep(WellbeingAnswer("after", 4))
    later[0]()
    with WellbeingRecords(folder) as records:
        assert [each.answer.pain for each in records.all()] == [4]


def test_the_pain_of_the_day_before_is_that_before_its_last_workout(tmp_path):
    folder, now = DataFolder(tmp_path), datetime(2026, 3, 3, 9).astimezone()
    yesterday = now - timedelta(days=1)
    with WellbeingRecords(folder) as records:
        for pain, at in ((1, yesterday - timedelta(hours=1)), (4, yesterday), (9, now)):
            records.add(WellbeingAnswer("before", pain), at)

    known = RecordedWellbeing(folder, lambda do: do(), now=lambda: now)
    assert known.pain_before_yesterday() == 4
    later = RecordedWellbeing(folder, lambda do: do(), now=lambda: now + timedelta(days=9))
    assert later.pain_before_yesterday() is None


def test_what_was_asked_before_the_workout_was_kept_belongs_to_it(tmp_path):
    folder = DataFolder(tmp_path)
    keeper = RecordedWellbeing(folder, lambda do: do(), workout=lambda: "w1")
    keeper.keep(WellbeingAnswer("before", 2))
    with WellbeingRecords(folder) as records:
        assert [each.workout for each in records.all()] == [None]
    with sqlite3.connect(folder.database) as connection:
        connection.execute("INSERT INTO workouts (id, began_at) VALUES ('w1', '2026-03-02')")
    connection.close()
    keeper.keep(WellbeingAnswer("after", 3))
    with WellbeingRecords(folder) as records:
        assert [each.workout for each in records.all()] == ["w1", "w1"]
