"""The summary of a batch says why nothing counted, and what the time was spent on."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.analysis.analysis import Analysis
from stabiel.batch.clips import Clip
from stabiel.batch.perform import outcome_of
from stabiel.batch.summary import SUMMARY, write_summary
from stabiel.batch.task import Outcome, Task, failed
from stabiel.coach.events import Attempt, FaultEnded
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.commands.wording import batch_sentence, batch_table, names_of, summary
from stabiel.session.session import Session
from tests.records import WHOLE
from tests.sessions import BOOK

TIME = (
    TimeSpent(TimeKind.SET_UP, "lying_level", 50.0),
    TimeSpent(TimeKind.SET_UP, "trunk_low", 1.2),
    TimeSpent(TimeKind.NOBODY, None, 10.0),
)
NOTHING = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=(), not_judged=())
PERHAPS = Attempt(31.0, "both", 27.0, 30.5, "pelvis_low", doubtful=True)
NAMES = names_of("bridging", BOOK, "en")


def outcome(session: Session) -> Outcome:
    task = Task(Path("clip.mp4"), Path("out"), "bridging", "en", "full")
    return outcome_of(task, Analysis(session, Path("out/report.html"), nobody=False), 1.0)


def clip(name: str) -> Clip:
    return Clip(Path(name), Path("out") / name)


def rows_of(folder: Path, *outcomes: Outcome) -> list[dict[str, str]]:
    write_summary([(clip(f"{n}.mp4"), each) for n, each in enumerate(outcomes)], folder / SUMMARY)
    with (folder / SUMMARY).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def unlike() -> Outcome:
    return outcome(replace(NOTHING, time=TIME, looks_like="childs-pose"))


def test_a_row_has_the_seconds_of_every_kind_of_time(tmp_path, unlike):
    (row,) = rows_of(tmp_path, unlike)

    seconds = {kind: float(row[f"{kind}_s"]) for kind in TimeKind}
    assert seconds == dict.fromkeys(TimeKind, 0.0) | {"set_up": 51.2, "nobody": 10.0}
    assert sum(seconds.values()) == pytest.approx(float(row["duration_s"]))


def test_a_row_says_why_nothing_counted(tmp_path, unlike):
    (row,) = rows_of(tmp_path, unlike)

    assert row["state"] == "judged"
    assert row["looks_like"] == "childs-pose"
    assert (
        row["why"] == 'Nothing counted: this looks like "Child\'s pose", so choose that exercise.'
    )


def test_a_row_of_what_counted_or_failed_has_none_of_it(tmp_path):
    counted, broken = rows_of(tmp_path, outcome(WHOLE), failed(3, "This is not a video."))

    assert (counted["why"], counted["looks_like"], counted["set_up_s"]) == ("", "", "")
    assert (broken["why"], broken["looks_like"]) == ("This is not a video.", "")


def test_what_is_doubtful_is_counted_apart(tmp_path):
    doubtful = FaultEnded(30.0, "arms_lifted", "right", 28.0, "danger", None, doubtful=True)
    session = replace(WHOLE, attempts=(*WHOLE.attempts, PERHAPS), faults=(doubtful,))

    (row,) = rows_of(tmp_path, outcome(session))

    assert (row["attempts"], row["doubtful_attempts"], row["faults"]) == ("1", "1", "")


def test_the_printed_table_shows_the_reason_in_place_of_zeros(unlike):
    _, first, second = batch_table(
        [(clip("a.mp4"), outcome(WHOLE)), (clip("b.mp4"), unlike)], NAMES
    )

    assert first[1:6] == ["judged", "2", "1", "1", "1"]
    assert second[:6] == ["b.mp4", "nothing counted", "-", "-", "-", "-"]
    assert second[6] == unlike.why


def test_a_long_table_keeps_the_clips_in_which_nothing_counted(unlike):
    many = [(clip(f"{n}.mp4"), outcome(WHOLE)) for n in range(60)]

    table = batch_table([*many, (clip("last.mp4"), unlike)], NAMES)

    assert [row[0] for row in table[1:]] == ["last.mp4"]


def test_a_clip_that_looks_more_like_another_exercise_says_so_beside_its_counts(tmp_path):
    doubted = outcome(replace(WHOLE, looks_like="childs-pose"))
    many = [(clip(f"{n}.mp4"), outcome(WHOLE)) for n in range(60)]

    (row,) = rows_of(tmp_path, doubted)
    _, shown = batch_table([*many, (clip("last.mp4"), doubted)], NAMES)

    assert (row["repetitions"], row["looks_like"], row["why"]) == ("2", "childs-pose", "")
    assert shown[:3] == ["last.mp4", "judged", "2"]
    words = 'This looks more like "Child\'s pose": is it the right exercise?'
    assert shown[6].startswith(words)
    assert summary(replace(WHOLE, looks_like="childs-pose"), NAMES, "a.mp4").startswith(
        f"a.mp4: {words} 1 hold, "
    )


def test_the_sentence_counts_such_a_clip_as_judged(unlike):
    assert batch_sentence([(clip("a.mp4"), unlike)], "en").startswith("1 clip: 1 judged;")
