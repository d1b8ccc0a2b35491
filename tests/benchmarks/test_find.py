"""The benchmark of found exercises: what is joined is where it says, and errors are counted."""

from itertools import pairwise

import pytest

from benchmarks.find_joined import LENGTH_S, Piece, join
from benchmarks.find_scoring import NONE, FindScore, Labeled, find_score
from stabiel.pose.recording import Recorded
from tests.records import bridges

TRUE = [Labeled("bridging", 10, 30), Labeled("leg-lift", 50, 70)]


def scored(*found: Labeled) -> FindScore:
    return find_score(TRUE, list(found), 100.0)


def test_what_is_found_as_it_is_is_right():
    score = scored(*TRUE)

    assert (score.f1, score.wrong_s, score.overlaps) == (1.0, 0.0, [1.0, 1.0])


def test_a_segment_of_another_exercise_is_wrong_and_confused():
    score = scored(TRUE[0], Labeled("heel-slide", 50, 70))

    assert (score.right, score.wrong, score.missed) == (1, 1, 1)
    assert score.confusion["leg-lift", "heel-slide"] == 1
    assert score.wrong_s_per_minute == pytest.approx(12.0)


def test_a_segment_that_overlaps_by_less_than_half_is_not_right():
    assert scored(TRUE[0], Labeled("leg-lift", 61, 80)).right == 1
    assert scored(TRUE[0], Labeled("leg-lift", 55, 75)).right == 2


def test_an_exercise_in_two_parts_is_found_once():
    score = scored(TRUE[0], Labeled("leg-lift", 50, 61), Labeled("leg-lift", 62, 70))

    assert (score.right, score.wrong, score.missed) == (2, 1, 0)


def test_what_is_found_in_nothing_is_no_confusion_with_an_exercise():
    score = scored(*TRUE, Labeled("torsion", 80, 90))

    assert score.confusion[NONE, "torsion"] == 1
    assert (score + score).wrong == 2


def test_a_joined_recording_has_each_piece_where_it_says():
    frames = [Recorded(*each) for each in bridges([175], rate_hz=5.0)]
    pieces = [Piece(name, name, frames, (1.0, 5.7), 1) for name in ("a", "b", "c")]
    joined = join("joined", pieces, [Piece("stands", None, frames, (0.0, 0.0), 0)], seed=3)
    times = [each.time_s for each in joined.frames]

    assert sorted(each.piece.name for each in joined.placed) == ["a", "b", "c"]
    assert joined.end_s >= LENGTH_S
    assert all(before < after for before, after in pairwise(times))
    assert all(each.pose is None or each.pose.time_s == each.time_s for each in joined.frames)
    for placed in joined.placed:
        first = times.index(pytest.approx(placed.begin_s))
        assert joined.frames[first].pose.points.tolist() == frames[0].pose.points.tolist()
    again = join("joined", pieces, [Piece("stands", None, frames, (0.0, 0.0), 0)], seed=3)
    assert [each.begin_s for each in again.placed] == [each.begin_s for each in joined.placed]
