"""The records: what is read is what was written."""

import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from stabiel.errors import UsageError
from stabiel.session.replay import replay
from stabiel.store import DataFolder, NotKept, Store
from stabiel.store.rows import write_session
from tests.records import ABOUT, BEGAN, WHOLE, Frames, keep
from tests.sessions import BOOK
from tests.store.helpers import EVERYTHING, finish_at_once, same_frames


def test_a_session_with_all_there_can_be_is_read_as_it_was_written(folder: DataFolder) -> None:
    number = finish_at_once(folder, EVERYTHING)

    with Store(folder) as records:
        assert records.load(number) == EVERYTHING


def test_a_session_that_is_finished_again_has_each_entry_once(folder: DataFolder) -> None:
    number = finish_at_once(folder, EVERYTHING)
    with Store(folder) as records:
        write_session(records._connection, number, EVERYTHING, 1.8e9)

        assert records.load(number) == EVERYTHING


def test_the_list_counts_no_doubtful_attempt(folder: DataFolder) -> None:
    finish_at_once(folder, EVERYTHING)

    with Store(folder) as records:
        (listed,) = records.sessions()

    assert listed.attempts == EVERYTHING.to_json()["summary"]["attempts"] == 1


def test_a_session_is_kept_with_its_landmarks(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)

    with Store(folder) as records:
        assert records.load(number) == bridges.session
        assert same_frames(records.frames(number), bridges.recorded)


def test_frames_without_a_person_and_with_a_line_of_the_back_come_back(
    folder: DataFolder, bridges: Frames
) -> None:
    line = np.arange(38, dtype=np.float64).reshape(19, 2) / 4
    _, pose, judgment, _ = bridges.frames[0]
    assert pose is not None
    frames = [
        (0.0, pose, judgment, 0.25),
        (0.1, None, judgment, 0.125),
        (0.2, replace(pose, time_s=0.2, outline=line), judgment, None),
        (0.3, replace(pose, time_s=0.3, size_px=(720, 1280)), judgment, 0.5),
    ]

    number = keep(folder.path, Frames(frames, WHOLE))

    with Store(folder) as records:
        assert same_frames(records.frames(number), Frames(frames, WHOLE).recorded)


def test_the_list_says_what_was_done(folder: DataFolder) -> None:
    first, second = finish_at_once(folder), finish_at_once(folder)

    with Store(folder) as records:
        listed = records.sessions()
        assert records.latest() == second

    assert [each.id for each in listed] == [first, second]
    (one, _) = listed
    assert (one.exercise, one.language, one.state) == ("bridging", "nl", "finished")
    assert (one.began_at, one.source_name, one.duration_s) == (BEGAN, "webcam", 61.2)
    assert (one.repetitions, one.good_repetitions, one.attempts) == (2, 1, 1)
    assert (one.holds, one.hold_s) == (1, 29.7)


def test_the_rule_is_kept_with_the_session(folder: DataFolder) -> None:
    number = finish_at_once(folder)

    with Store(folder) as records:
        rule = records.rule(number)

    assert rule.get("bridging") == BOOK.get("bridging")
    assert rule.shared == BOOK.shared


def test_a_rule_of_an_older_format_gives_way_to_that_of_today(folder: DataFolder) -> None:
    number = finish_at_once(folder)
    with sqlite3.connect(folder.database) as connection:
        connection.execute('UPDATE sessions SET rule = \'{"shared": {"knots": 3}}\'')
    connection.close()

    with Store(folder) as records:
        assert records.rule(number).get("bridging") == BOOK.get("bridging")


def test_an_unchanged_rule_gives_the_identical_session(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)

    with Store(folder) as records:
        session, book = records.load(number), records.rule(number)
        again = replay(
            book.get("bridging"), book, session.language, records.frames(number),
            source=session.source, model=session.model,
        )  # fmt: skip

    assert again.session == session == bridges.session
    assert len(session.repetitions) == 2


@pytest.mark.parametrize("ask", ["load", "frames", "rule", "delete"])
def test_a_session_that_is_not_there(folder: DataFolder, ask: str) -> None:
    with Store(folder) as records, pytest.raises(UsageError, match="no session 7; see"):
        getattr(records, ask)(7)


def test_records_without_a_session(folder: DataFolder) -> None:
    with Store(folder) as records:
        assert records.sessions() == []
        with pytest.raises(UsageError, match="no session is kept here yet"):
            records.latest()


def test_the_keeper_that_keeps_nothing_takes_the_same_calls(bridges: Frames) -> None:
    keeper = NotKept()
    keeper.add(*bridges.frames[0])
    keeper.finish(WHOLE)


def test_what_was_spoken_is_kept_in_its_order(folder: DataFolder, bridges: Frames) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.said(0.2, "welcome", "Welkom.")
        keeper.add(*bridges.frames[0])
        keeper.said(4.5, "count", "Eén.")
        keeper.finish(WHOLE)
        assert keeper.video == folder.path / "videos" / f"{keeper.session_id}.mp4"
        assert keeper.video.parent.is_dir()

        assert records.spoken(keeper.session_id) == [(0.2, "Welkom."), (4.5, "Eén.")]


def test_a_programme_goes_on_where_it_was_left(folder: DataFolder) -> None:
    with Store(folder) as records:
        assert records.place("basis") == 0
        records.keep_place("basis", 4)
        records.keep_place("basis", 5)
        records.keep_place("other", 1)
    with Store(folder) as records:
        assert (records.place("basis"), records.place("other")) == (5, 1)


def test_the_last_answer_to_a_suggestion_stands(folder: DataFolder) -> None:
    with Store(folder) as records:
        assert records.doses() == {}
        records.answer("bridging", 10, 12, accepted=True)
        records.answer("bridging", 12, 14, accepted=False)
        records.answer("leg-lift", 10, 12, accepted=False)

        assert records.doses() == {"bridging": 12, "leg-lift": 10}
        assert records.answers()["bridging"].suggested == 14
