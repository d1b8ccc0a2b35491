"""The chart of a trial: a row for each signal with its limits, and the events at the top."""

import itertools
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.coach.events import Attempt, FaultEnded
from stabiel.errors import OutputError
from stabiel.exercises.model import Exercise
from stabiel.tuning.chart import draw_trial, save_trial
from stabiel.tuning.chart_layout import (
    LabeledSpan,
    fault_spans,
    in_lanes,
    label_of,
    result_words,
    spans_of,
    spread,
    text_width,
    value_range,
)
from stabiel.tuning.chart_style import (
    DOUBT_GROUND,
    FAULT_GROUND,
    GAP_PX,
    GOOD,
    LABEL_PX,
    LEFT_PX,
    MIND,
    PLOT_PX,
    QUIET,
    RIGHT_PX,
    ROW_PX,
    SMALL,
    WIDTH_PX,
)
from stabiel.tuning.signals import Limit, Trial, signals_of
from tests.bodies import Bridge, path, pose_of
from tests.sessions import BOOK
from tests.tuning.test_signals import bridge, tried

TRIAL = tried("bridging", bridge())


def pixels(image: np.ndarray, color: tuple[int, int, int]) -> int:
    return int((image == np.array(color)).all(axis=2).sum())


def without_limits(trial: Trial) -> Trial:
    return replace(trial, signals=[replace(each, limits=[]) for each in trial.signals])


def test_there_is_a_row_for_every_signal() -> None:
    fewer = replace(TRIAL, signals=TRIAL.signals[:-2])

    taller, shorter = draw_trial(TRIAL), draw_trial(fewer)

    assert taller.shape[1:] == (WIDTH_PX, 3)
    assert taller.shape[0] - shorter.shape[0] == 2 * (ROW_PX + GAP_PX)


def test_a_fault_is_marked_above_and_behind_its_signal() -> None:
    arched = Bridge()
    hip = path((0, 125), (1, 125), (2.4, 203), (4.4, 203), (6.8, 125), (8, 125))
    poses = [(t, pose_of(arched.at(hip(t)), t)) for t in (n / 25 for n in range(200))]
    trial = tried("bridging", poses)
    assert "overarched" in [fault.id for fault in trial.session.faults]

    image = draw_trial(trial)

    assert pixels(image, FAULT_GROUND) > 1000
    assert pixels(draw_trial(TRIAL), FAULT_GROUND) == 0


def test_limits_are_lines_across_the_plot() -> None:
    with_them, without = draw_trial(TRIAL), draw_trial(without_limits(TRIAL))

    def lines(image: np.ndarray) -> int:
        plot = image[:, LEFT_PX : LEFT_PX + PLOT_PX]
        return int(((plot == np.array(MIND)).all(axis=2).mean(axis=1) > 0.7).sum())

    firm = {(each.measure, limit.value) for each in TRIAL.signals for limit in each.limits}
    assert 0 < lines(with_them) <= len(firm)
    assert lines(without) == 0


def test_what_counted_and_what_did_not_is_marked() -> None:
    low = Bridge()
    hip = path((0, 125), (1, 125), (2.4, 152), (3.8, 152), (6, 125), (7, 125))
    attempt = tried(
        "bridging",
        [(t, pose_of(low.at(hip(t)), t)) for t in (n / 25 for n in range(175))],
    )

    (counted,), (missed,) = spans_of(TRIAL), spans_of(attempt)

    assert (counted.words, counted.filled) == ("1", True)
    assert counted.color == MIND  # lowered too fast
    assert (missed.words, missed.filled) == ("not: pelvis_low", False)
    assert GOOD != MIND


def test_what_is_doubtful_is_an_outline_in_gray_and_in_no_number() -> None:
    attempt = Attempt(7.0, "both", 1.0, 6.0, "pelvis_low")
    fault = FaultEnded(5.0, "overarched", "both", 2.0, "form", None)

    def with_these(*, doubtful: bool) -> Trial:
        session = replace(
            TRIAL.session,
            attempts=(replace(attempt, doubtful=doubtful),),
            faults=(replace(fault, doubtful=doubtful),),
        )
        return replace(TRIAL, session=session)

    sure, unsure = with_these(doubtful=False), with_these(doubtful=True)

    assert [(s.words, s.color, s.filled) for s in (spans_of(unsure)[-1], *fault_spans(unsure))] == [
        ("perhaps: pelvis_low", QUIET, False),
        ("perhaps: overarched", QUIET, False),
    ]
    assert fault_spans(sure)[0].filled
    assert result_words(sure) == "repetitions 1, good 0, attempts 1, faults 1"
    assert result_words(unsure) == "repetitions 1, good 0, attempts 0, faults 0, perhaps 2 more"
    images = [draw_trial(trial) for trial in (sure, unsure)]
    assert [pixels(image, FAULT_GROUND) > 1000 for image in images] == [True, False]
    assert [pixels(image, DOUBT_GROUND) > 1000 for image in images] == [False, True]


def test_a_trial_without_anybody_is_drawn_too() -> None:
    image = draw_trial(tried("bridging", [(index / 25, None) for index in range(50)]))

    assert image.shape[1] == WIDTH_PX


def test_one_frame_is_drawn_too() -> None:
    assert draw_trial(tried("bridging", bridge()[:1])).shape[1] == WIDTH_PX


def test_the_picture_is_written_as_png(tmp_path: Path) -> None:
    save_trial(TRIAL, tmp_path / "trial.png")

    read = cv2.imread(str(tmp_path / "trial.png"))
    assert (cv2.cvtColor(read, cv2.COLOR_BGR2RGB) == draw_trial(TRIAL)).all()


def test_a_picture_that_cannot_be_written_names_its_path(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"trial\.png: the picture cannot be written"):
        save_trial(TRIAL, tmp_path / "gone" / "trial.png")


@pytest.mark.parametrize("exercise", BOOK.exercises.values(), ids=lambda each: each.id)
def test_the_words_beside_the_limits_fit(exercise: Exercise) -> None:
    labels = [label_of(limit) for each in signals_of(exercise, BOOK) for limit in each.limits]

    assert max(text_width(label, SMALL) for label in labels) <= RIGHT_PX - LABEL_PX


# Layout

MARKS = st.lists(
    st.tuples(st.floats(0, 60), st.floats(0, 10), st.text("abc", max_size=12)), max_size=20
)


@given(MARKS)
def test_spans_of_a_lane_do_not_overlap(drawn: list[tuple[float, float, str]]) -> None:
    marks = [LabeledSpan(start, start + long, words, MIND) for start, long, words in drawn]

    lanes = in_lanes(marks, lambda words: 0.3 * len(words))

    assert sorted(map(id, marks)) == sorted(id(mark) for lane in lanes for mark in lane)
    for lane in lanes:
        for one, other in itertools.pairwise(lane):
            assert max(one.end_s, one.start_s + 0.3 * len(one.words)) <= other.start_s


@given(st.lists(st.floats(0, 130), max_size=9).map(sorted))
def test_labels_are_moved_apart_and_stay_in_the_row(places: list[float]) -> None:
    moved = spread(places, 15, 0, 140)

    assert len(moved) == len(places)
    assert all(one + 15 <= other + 1e-9 for one, other in itertools.pairwise(moved))
    assert all(-1e-9 <= place <= 140 + 1e-9 for place in moved)


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert spread([10, 40, 90], 15, 0, 140) == [10, 40, 90]


def test_a_row_shows_all_limits_and_no_single_wild_value() -> None:
    values = np.array([100.0 + n % 10 for n in range(500)] + [9000.0, float("nan")])

    low, high = value_range(values, [Limit(60, "≥", "low")])

    assert low < 60
    assert 109 < high < 130


def test_a_row_without_values_or_limits_has_a_range() -> None:
    low, high = value_range(np.array([float("nan")]), [])

    assert low < high
    assert value_range(np.array([5.0, 5.0]), [])[0] < 5 < value_range(np.array([5.0]), [])[1]
