"""Exercises are found from what the coaches counted, and the rest of a recording has a reason."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from stabiel.pose.recording import Recorded
from stabiel.session.course import PAUSE_S
from stabiel.session.find import find_exercises
from stabiel.session.found import EmptyReason
from stabiel.session.sightings import (
    RENEW_S,
    Lookout,
    Sighting,
    SightingKind,
    Sightings,
    Watch,
)
from tests.records import bridges
from tests.sessions import BOOK

NAMES = ("bridging", "leg-lift", "supine-start", "torsion")


def repetitions(exercise, *starts_s, length_s=4.0, sure=1.0):
    return [
        Sighting(exercise, SightingKind.REPETITION, at_s, at_s + length_s, length_s, sure)
        for at_s in starts_s
    ]


def held(exercise, start_s, end_s, kind=SightingKind.HOLD):
    return Sighting(exercise, kind, start_s, end_s, end_s - start_s, 1.0)


def seen(*listed, duration_s=100.0, ready=None, somebody=None, asks=None, attitudes=None, **spans):
    always = ((0.0, duration_s),)
    return Sightings(
        exercises=NAMES,
        duration_s=duration_s,
        listed=tuple(sorted(listed, key=lambda each: each.start_s)),
        seen=always if somebody is None else somebody,
        ready=dict.fromkeys(NAMES, ()) | (ready or {}),
        asked_s={"supine-start": 10.0},
        asks=dict.fromkeys(NAMES, 4) | (asks or {}),
        attitudes=dict.fromkeys(NAMES, "lying") | (attitudes or {}),
        in_zone={"supine-start": spans.get("in_zone", always)},
        still=spans.get("still", always),
        steady=spans.get("steady", always),
        changes=spans.get("changes", ()),
    )


def found(sightings):
    return [
        (each.exercise, each.start_s, each.end_s) for each in find_exercises(sightings).segments
    ]


def test_repetitions_of_one_exercise_are_one_segment():
    assert found(seen(*repetitions("bridging", 20, 26, 32))) == [("bridging", 20, 36)]


def test_segments_and_empty_stretches_are_the_whole_recording():
    whole = find_exercises(seen(*repetitions("bridging", 20, 26), *repetitions("leg-lift", 60, 66)))
    spans = sorted((each.start_s, each.end_s) for each in (*whole.segments, *whole.empty))

    assert spans[0][0] == 0.0
    assert spans[-1][1] == 100.0
    assert all(before[1] == after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(("pause_s", "count"), [(PAUSE_S - 2, 1), (PAUSE_S + 2, 2)])
def test_a_short_pause_belongs_to_the_exercise_and_a_long_one_ends_it(pause_s, count):
    second_s = 20 + pause_s
    listed = repetitions("bridging", 10, 16, second_s, second_s + 6)

    assert len(found(seen(*listed))) == count


def test_an_exercise_between_two_sets_of_another_is_found():
    listed = repetitions("bridging", 10, 16, 40, 46) + repetitions("leg-lift", 22, 28)

    assert [name for name, *_ in found(seen(*listed))] == ["bridging", "leg-lift", "bridging"]


def test_the_surer_of_two_exercises_is_found_and_the_other_named():
    listed = repetitions("leg-lift", 20, 26) + repetitions("bridging", 20, 26, sure=0.6)
    (segment,) = find_exercises(seen(*listed)).segments

    assert segment.exercise == "leg-lift"
    assert segment.rivals == ("bridging",)


def test_the_exercise_with_the_rarer_start_is_meant():
    listed = repetitions("leg-lift", 20, 26) + repetitions("bridging", 20, 26, sure=0.6)
    ready = {"leg-lift": ((0.0, 100.0),), "bridging": ((18.0, 30.0),)}

    assert [name for name, *_ in found(seen(*listed, ready=ready))] == ["bridging"]


@pytest.mark.parametrize(("end_s", "name"), [(30, "bridging"), (24, "leg-lift")])
def test_the_exercise_that_asks_for_more_is_meant_if_most_of_it_is_shared(end_s, name):
    general = repetitions("leg-lift", 20, 30, length_s=8.0)
    special = repetitions("bridging", 20, 30, length_s=end_s - 22, sure=0.6)

    both = seen(
        *general, *special, asks={"bridging": 5}, ready=dict.fromkeys(NAMES, ((0.0, 100.0),))
    )

    assert [each for each, *_ in found(both)] == [name]


def test_somebody_who_moves_in_a_start_posture_does_not_hold_it():
    rest = held("supine-start", 30, 42, SightingKind.REST)
    moves = seen(rest, still=((30.0, 32.0), (35.0, 37.0), (40.0, 42.0)))
    looks_up_once = seen(rest, still=((30.0, 35.0), (37.0, 42.0)))

    assert (found(moves), len(found(looks_up_once))) == ([], 1)


def test_somebody_who_moves_slowly_in_a_start_posture_does_not_hold_it():
    rest = held("supine-start", 30, 42, SightingKind.REST)

    assert [len(found(seen(rest, steady=((s, 42.0),)))) for s in (33.0, 40.0)] == [1, 0]


def test_a_start_posture_is_found_before_other_movements_in_it():
    rest = held("supine-start", 30, 60, SightingKind.REST)
    kept = {"still": ((31.0, 42.0),), "in_zone": ((30.0, 42.0), (46.0, 49.0))}

    assert found(seen(rest, **kept)) == [("supine-start", 30, 42)]


def test_what_takes_too_long_is_no_evidence():
    assert found(seen(*repetitions("leg-lift", 10, length_s=60.0))) == []


def test_a_single_repetition_is_too_little_in_a_long_recording_and_said_so():
    whole = find_exercises(seen(*repetitions("bridging", 40)))

    assert whole.segments == ()
    assert [(e.reason, e.exercise, e.count) for e in whole.empty] == [
        (EmptyReason.TOO_LITTLE, "bridging", 1)
    ]


def test_a_single_repetition_is_enough_if_there_is_little_else():
    assert found(seen(*repetitions("bridging", 2), duration_s=9.0)) == [("bridging", 2, 6)]


@pytest.mark.parametrize(("duration_s", "count"), [(5.0, 1), (6.0, 0)])
def test_a_short_repetition_is_enough_if_it_is_most_of_what_is_seen(duration_s, count):
    once = repetitions("bridging", 0.5, length_s=2.8)

    assert len(found(seen(*once, duration_s=duration_s))) == count


def test_an_attempt_beside_the_repetitions_belongs_to_them():
    attempt = Sighting("bridging", SightingKind.ATTEMPT, 14, 18, 4.0, 1.0)

    assert found(seen(attempt, *repetitions("bridging", 20, 26))) == [("bridging", 14, 30)]


@pytest.mark.parametrize(("ready_s", "start_s"), [((8.0, 30.0), 9), ((14.0, 30.0), 20)])
def test_an_attempt_before_a_missed_movement_belongs_to_those_who_stayed(ready_s, start_s):
    attempt = Sighting("bridging", SightingKind.ATTEMPT, 9, 12, 3.0, 1.0)
    listed = (attempt, *repetitions("bridging", 20, 26))

    assert found(seen(*listed, ready={"bridging": (ready_s,)})) == [("bridging", start_s, 30)]


def test_attempts_alone_are_no_exercise_and_have_their_reason():
    attempts = [Sighting("leg-lift", SightingKind.ATTEMPT, at, at + 3, 3.0, 1.0) for at in (20, 26)]
    (empty,) = find_exercises(seen(*attempts)).empty

    assert (empty.reason, empty.exercise, empty.count) == (EmptyReason.NOT_COUNTED, "leg-lift", 2)


def test_lying_still_for_as_long_as_asked_is_an_exercise():
    rest = held("supine-start", 30, 42, SightingKind.REST)

    assert found(seen(rest)) == [("supine-start", 30, 42)]


@pytest.mark.parametrize("end_s", [12.0, 33.0])
def test_lying_still_between_two_exercises_is_a_pause(end_s):
    listed = repetitions("bridging", 20, 26) + repetitions("leg-lift", 31 + end_s, 37 + end_s)
    rest = held("supine-start", 30, 30 + end_s, SightingKind.REST)

    assert [name for name, *_ in found(seen(*listed, rest))] == ["bridging", "leg-lift"]


def test_lying_still_beside_an_exercise_that_is_done_standing_is_no_pause():
    listed = (*repetitions("torsion", 15, 21), held("supine-start", 27, 39, SightingKind.REST))

    assert [
        len(found(seen(*listed, attitudes=each))) for each in ({}, {"torsion": "standing"})
    ] == [
        1,
        2,
    ]


def test_a_stretch_without_anybody_says_so():
    whole = find_exercises(seen(*repetitions("bridging", 60, 66), somebody=((55.0, 100.0),)))

    assert [(each.start_s, each.end_s, each.reason) for each in whole.empty] == [
        (0, 55, EmptyReason.NOBODY),
        (55, 60, EmptyReason.OTHER),
        (70, 100, EmptyReason.OTHER),
    ]


def test_a_start_that_nothing_follows_says_so():
    (empty,) = find_exercises(seen(ready={"torsion": ((10.0, 90.0),)})).empty

    assert (empty.reason, empty.exercise) == (EmptyReason.NOT_BEGUN, None)


def test_the_way_into_an_exercise_is_not_listed():
    whole = find_exercises(seen(*repetitions("bridging", 2, 8), duration_s=14.0))

    assert (len(whole.segments), whole.empty) == (1, ())


def test_an_empty_recording_has_nothing():
    whole = find_exercises(Lookout(BOOK.exercises.values(), BOOK, "full").finish())

    assert (whole.segments, whole.empty) == ((), ())


def test_bridges_are_found_among_all_exercises_late_in_a_recording():
    late_s = 3000.0
    lookout = Lookout(BOOK.exercises.values(), BOOK, "none")
    for time_s, pose in bridges([175, 174, 176]):
        lookout.add(Recorded(time_s + late_s, replace(pose, time_s=time_s + late_s)))
    (segment,) = find_exercises(lookout.finish()).segments

    assert segment.exercise == "bridging"
    assert segment.from_s < segment.start_s < segment.end_s <= segment.until_s


def test_a_session_begins_with_the_person_who_moves():
    (segment,) = find_exercises(
        seen(*repetitions("bridging", 20, 26), changes=(9, 17, 23))
    ).segments

    assert segment.from_s == 17


def test_somebody_in_other_clothes_is_somebody_else():
    lookout, frames = Lookout(BOOK.exercises.values(), BOOK, "none"), [*bridges([175])]
    change_s = frames[-1][0] + 0.1
    for begins_s, color in ((0.0, 0.2), (change_s, 0.9)):
        colors = np.array([color, 0.2, 0.2, 0.2, 0.2, color])
        for time_s, pose in frames:
            at_s = time_s + begins_s
            lookout.add(Recorded(at_s, replace(pose, time_s=at_s, colors=colors)))

    assert lookout.finish().changes == pytest.approx([change_s], abs=0.3)


def test_a_coach_does_not_look_at_a_posture_in_which_its_exercise_cannot_begin():
    lookout = Lookout(BOOK.exercises.values(), BOOK, "none")
    looked = dict.fromkeys(BOOK.exercises, 0)
    for name, watch in lookout._coaches.items():
        watch.update = counting(watch.update, name, looked)
    frames = [*bridges([175, 174, 176])]
    for time_s, pose in frames:
        lookout.add(Recorded(time_s, pose))

    assert looked["bridging"] == looked["heel-slide"] == max(looked.values())
    # Four seconds pass before it is sure that the posture is another one.
    kneeling_s = looked["arm-reach"] * frames[-1][0] / looked["bridging"]
    assert kneeling_s == pytest.approx(4.0, abs=0.5)
    assert [each.exercise for each in find_exercises(lookout.finish()).segments] == ["bridging"]


def counting(update, name, counts):
    def counted(*frame):
        counts[name] += 1
        return update(*frame)

    return counted


@pytest.mark.parametrize(("exercise", "renewed"), [("bridging", True), ("childs-pose", False)])
def test_a_coach_of_movements_begins_again_if_nothing_comes_of_what_was_begun(exercise, renewed):
    watch = Watch(BOOK.get(exercise), BOOK)
    first = watch.coach
    times_s = [0.08 * number for number in range(round((RENEW_S + 1) / 0.08))]
    for time_s in times_s:
        if time_s < RENEW_S - 0.1:
            assert watch.coach is first
        watch.update(time_s, None, None)

    assert (watch.coach is not first) is renewed


def test_one_movement_of_another_exercise_within_a_set_belongs_to_the_set():
    stray = repetitions("bridging", 16.5, length_s=5.0)

    assert found(seen(*repetitions("leg-lift", 11, 23), *stray)) == [("leg-lift", 11, 27)]
    # Two movements are no accident.
    mixed = (*repetitions("leg-lift", 4, 10, 28, 34), *repetitions("bridging", 16, 22))
    assert len(found(seen(*mixed))) == 3
