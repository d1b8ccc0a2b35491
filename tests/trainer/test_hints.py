"""A clock that waits: what the person hears and sees, and what is said if it never ran."""

from dataclasses import replace

import pytest

from stabiel.coach.events import Attempt, Event, FaultBegan
from stabiel.coach.time_spent import TimeKind, TimeUse
from stabiel.session.cues import Priority
from stabiel.session.hints import HINT_AFTER_S
from stabiel.trainer.speech_queue import spoken_s
from stabiel.trainer.stages.work import WHY_AFTER_S
from stabiel.trainer.terms import Command, Stage, Strictness
from tests.bodies import all_fours, childs_pose, path
from tests.sessions import BOOK
from tests.trainer.people import (
    GOOD,
    bridge_step,
    bridges,
    hold_step,
    seen,
    stretching,
    train,
)

# No fault of the exercise is about its measure.
CHECK = "hip_closed"
WORDS = BOOK.check(CHECK).say.en
NEAR = TimeUse(TimeKind.NEAR_ZONE, CHECK, 0.1)
IN_ZONE = TimeUse(TimeKind.IN_ZONE)
# In child's pose from second 14 on, half out of it from 26 to 38, back until the dose is reached.
LEAVES = path((0, 90), (12, 90), (14, 36), (25, 36), (26, 58), (38, 58), (39, 36), (100, 36))
LEFT_S, BACK_S = 26.0, 38.0


def leaving(time_s: float):
    return childs_pose(LEAVES(time_s))


def use_of_leaving(time_s: float) -> TimeUse:
    return NEAR if LEFT_S <= time_s < BACK_S else IN_ZONE


def heard_leaving(**options):
    return train([hold_step()], seen(leaving), 100, use_at=use_of_leaving, **options)


def hints(heard):
    return [(time_s, line) for time_s, line in heard.lines if line.priority is Priority.HINT]


def test_somebody_near_the_zone_hears_once_what_would_make_the_seconds_count():
    ((said_s, line),) = hints(heard_leaving())

    assert (line.id, line.text, line.corrective) == (CHECK, WORDS, True)
    assert said_s == pytest.approx(LEFT_S + HINT_AFTER_S, abs=0.1)


@pytest.mark.parametrize("strictness", list(Strictness))
def test_a_hint_is_no_fault_and_is_said_however_strict_the_trainer_is(strictness):
    assert len(hints(heard_leaving(strictness=strictness))) == 1


def test_a_hint_that_was_given_is_not_given_again():
    heard = train([hold_step()], seen(leaving), 100, use_at=lambda t: NEAR if t > 26 else IN_ZONE)

    assert len(hints(heard)) == 1


def test_the_seconds_that_are_counted_aloud_are_the_same_with_a_hint_as_without():
    plain = train([hold_step()], seen(leaving), 100, use_at=lambda time_s: IN_ZONE)
    hinted = heard_leaving()

    def counted(heard):
        return [line.text for _, line in heard.lines if line.id in ("to_go", "second", "let_go")]

    assert counted(hinted) == counted(plain)
    assert counted(hinted)[-6:] == ["Five.", "Four.", "Three.", "Two.", "One.", "Let go."]


def test_a_hint_that_finds_the_voice_busy_waits_only_as_long_as_it_is_true():
    # Two lines are being spoken from shortly before the hint until just after the zone is found.
    left_s = 16.0
    busy_s = left_s + HINT_AFTER_S - 0.5
    back_s = busy_s + spoken_s("Paused.") + spoken_s("Good. Let's continue.") - 0.4
    staying = path((0, 90), (12, 90), (14, 36), (100, 36))
    heard = train(
        [hold_step()],
        seen(lambda time_s: childs_pose(staying(time_s))),
        60,
        use_at=lambda t: NEAR if left_s <= t < back_s else IN_ZONE,
        commands={busy_s: Command.PAUSE, busy_s + 0.1: Command.PAUSE},
    )

    assert {"paused", "go_on"} <= set(heard.ids)
    assert hints(heard) == []


def test_a_fault_about_the_same_thing_that_was_heard_takes_the_place_of_a_hint():
    near = TimeUse(TimeKind.NEAR_ZONE, "sitting_back", 0.1)
    heard = train(
        [hold_step()],
        seen(leaving),
        100,
        use_at=lambda t: near if LEFT_S <= t < BACK_S else IN_ZONE,
    )

    assert "hips_high" in heard.ids
    assert hints(heard) == []


def test_two_lines_are_not_spoken_at_once():
    heard = heard_leaving()
    (said_s, line), *_ = hints(heard)
    following = next(time_s for time_s, _ in heard.lines if time_s > said_s)

    assert following - said_s >= spoken_s(line.text) - 1e-6


def test_a_hint_of_the_time_before_the_work_is_given_when_the_work_begins():
    """Somebody on hands and knees with the chin up is near the zone from the first frame on.

    The fault about it begins while the words before the work are spoken, and nobody hears it.
    """
    chin = "face_not_up"
    heard = train(
        [hold_step("all-fours", hold_s=10.0)],
        seen(lambda time_s: all_fours(neck_deg=8.0)),
        40,
        use_at=lambda time_s: TimeUse(TimeKind.NEAR_ZONE, chin, 3.0),
    )

    begun_s = heard.time_of("begin_hold")
    given = [(time_s, line.text) for time_s, line in hints(heard)]
    assert [text for _, text in given] == [BOOK.check(chin).say.en]
    assert heard.scene_at(begun_s).stage is Stage.READY
    assert given[0][0] > begun_s


def test_what_was_left_of_the_hold_before_is_no_reason_for_a_hint():
    going_on = path((0, 90), (12, 90), (14, 36), (200, 36))
    steps = [hold_step(), hold_step(number=2)]
    heard = train(
        steps,
        seen(lambda time_s: childs_pose(going_on(time_s))),
        70,
        use_at=lambda time_s: NEAR if time_s > 46 else IN_ZONE,
    )

    assert "let_go" in heard.ids
    assert hints(heard) == []
    assert heard.scene_at(60.0).note is None


# The screen


def test_a_clock_that_waits_shows_why():
    heard = heard_leaving()

    assert heard.scene_at(LEFT_S - 1.0).note is None
    assert heard.scene_at(LEFT_S + WHY_AFTER_S - 0.2).note is None
    waiting = heard.scene_at(LEFT_S + WHY_AFTER_S + 0.2)
    assert waiting.note == WORDS
    assert waiting.ring.waits
    assert heard.scene_at(BACK_S + 0.2).note is None


def test_what_is_being_said_is_not_shown_twice():
    heard = heard_leaving()
    ((said_s, _),) = hints(heard)

    spoken = heard.scene_at(said_s + 0.5)
    assert (spoken.cue, spoken.note) == (WORDS, None)
    assert heard.scene_at(said_s + 4.0).note == WORDS


# Doubt


def doubtful_at(time_s: float, *events: Event):
    return lambda at_s: list(events) if abs(at_s - time_s) < 1e-3 else []


def test_a_doubtful_attempt_is_not_spoken_of_and_shown_as_perhaps():
    attempt = Attempt(30.0, "both", 27.0, 30.0, "pelvis_low", doubtful=True)
    heard = train(
        [bridge_step(6)],
        seen(bridges(*[GOOD] * 6)),
        90,
        language="nl",
        events_at=doubtful_at(30.0, attempt),
    )
    plain = train([bridge_step(6)], seen(bridges(*[GOOD] * 6)), 90, language="nl")

    assert heard.texts == plain.texts
    assert heard.scene_at(30.5).note == "telde niet, misschien zag ik het verkeerd"
    assert heard.scenes[-1][1].summary == plain.scenes[-1][1].summary


def test_an_attempt_that_was_seen_well_is_shown_with_its_reason():
    attempt = Attempt(30.0, "both", 27.0, 30.0, "pelvis_low")
    heard = train(
        [bridge_step(6)], seen(bridges(*[GOOD] * 6)), 90, events_at=doubtful_at(30.0, attempt)
    )

    assert heard.scene_at(30.5).note == "not counted: pelvis higher"
    assert heard.scenes[-1][1].summary[1] == "Next time: pelvis higher"


@pytest.mark.parametrize("strictness", list(Strictness))
def test_a_doubtful_fault_is_neither_spoken_of_nor_something_to_work_on(strictness):
    def events_at(time_s):
        often = abs(time_s % 6.0 - 1.0) < 1e-3 and time_s > 17
        return [FaultBegan(time_s, "foot_moved", time_s, doubtful=True)] if often else []

    figure = seen(bridges(*[GOOD] * 6))
    heard = train([bridge_step(6)], figure, 90, strictness=strictness, events_at=events_at)
    plain = train([bridge_step(6)], figure, 90, strictness=strictness)

    assert heard.texts == plain.texts
    assert heard.scenes[-1][1].summary == plain.scenes[-1][1].summary


# Nothing counted


def never_in_the_zone(time_s: float):
    return childs_pose(90)


def nothing_of(step, pose_at, use, **options):
    return train(
        [step], pose_at, 60, use_at=lambda _: use, commands={40.0: Command.SKIP}, **options
    )


def test_an_exercise_of_which_nothing_counted_ends_with_the_reason():
    heard = nothing_of(hold_step(), seen(never_in_the_zone), NEAR)

    assert heard.texts[-2:] == [
        f"This did not count yet. {WORDS}",
        "That is it for now.",
    ]
    assert heard.scenes[-1][1].summary == (
        "Good that you came",
        f"Child's pose did not count yet. {WORDS}",
    )


def test_movements_that_all_missed_say_what_was_missing():
    low = seen(bridges(*[152.0] * 4))
    heard = train([bridge_step(5)], low, 60, commands={50.0: Command.SKIP}, language="nl")

    assert heard.texts[-2] == "Dit telde nog niet. Bekken iets hoger."
    assert heard.scenes[-1][1].summary[1] == "Bridging telde nog niet. Bekken iets hoger."


def test_movements_that_were_not_seen_well_are_never_held_against_anybody():
    attempts = [Attempt(20.0, "both", 18.0, 20.0, "pelvis_low", doubtful=True)]
    heard = train(
        [bridge_step(5)],
        seen(bridges(GOOD, start_s=500.0)),
        60,
        commands={40.0: Command.SKIP},
        events_at=doubtful_at(20.0, *attempts),
    )

    assert heard.texts[-2] == "This did not count yet. Keep your arms and legs in full view."


def test_a_posture_that_was_never_found_is_the_reason_if_there_is_no_better_one():
    start = TimeUse(TimeKind.SET_UP, "face_down", 0.3)
    heard = nothing_of(hold_step(), seen(never_in_the_zone), start)

    assert heard.texts[-2] == f"This did not count yet. {BOOK.check('face_down').say.en}"


@pytest.mark.parametrize(
    ("use", "say"),
    [
        (IN_ZONE, "Hold for longer."),
        (TimeUse(TimeKind.SET_UP, "view"), "Put the camera in the right place."),
        (TimeUse(TimeKind.SET_UP, "view_lower"), "Put the camera in the right place."),
        (
            TimeUse(TimeKind.SET_UP, "start_held"),
            "Stay still in the starting position for a moment.",
        ),
        (TimeUse(TimeKind.NEAR_ZONE), "Come all the way into position."),
        (TimeUse(TimeKind.WAITING, CHECK, 0.4), WORDS),
        (TimeUse(TimeKind.MOVING, None, 12.0), "Move further, all the way to the target."),
        (TimeUse(TimeKind.AT_TARGET), "Come all the way back to the start."),
        (TimeUse(TimeKind.NOT_JUDGED, "hidden"), "Keep your arms and legs in full view."),
        (TimeUse(TimeKind.NOT_JUDGED, "copies_near_limb"), "Raise the camera slightly."),
    ],
)
def test_the_reason_is_the_one_of_the_report_and_says_what_to_do(use, say):
    heard = nothing_of(hold_step(), seen(never_in_the_zone), use)

    assert heard.texts[-2] == f"This did not count yet. {say}"
    assert heard.scenes[-1][1].summary[1] == f"Child's pose did not count yet. {say}"


@pytest.mark.parametrize("use", [TimeUse(TimeKind.WAITING), TimeUse(TimeKind.NOBODY)])
def test_somebody_who_never_began_needs_no_reason(use):
    heard = nothing_of(hold_step(), seen(never_in_the_zone), use)

    assert "nothing_counted" not in heard.ids
    assert heard.scenes[-1][1].summary == ("Good that you came",)


def test_somebody_who_goes_on_at_once_hears_no_reason():
    heard = train(
        [hold_step()],
        seen(never_in_the_zone),
        20,
        use_at=lambda _: NEAR,
        commands={4.0: Command.SKIP},
    )

    assert "nothing_counted" not in heard.ids


def test_somebody_who_stops_hears_no_reason():
    heard = train(
        [hold_step()],
        seen(never_in_the_zone),
        60,
        use_at=lambda _: NEAR,
        commands={40.0: Command.QUIT},
    )

    assert "nothing_counted" not in heard.ids


def test_somebody_who_held_anything_hears_no_reason():
    heard = train(
        [hold_step()], seen(stretching), 100, use_at=lambda _: NEAR, commands={35.0: Command.SKIP}
    )

    assert "nothing_counted" not in heard.ids


def test_what_counted_nothing_is_the_thing_to_work_on_beside_what_went_well():
    def figure_at(time_s):
        return bridges(*[GOOD] * 5)(time_s) if time_s < 48 else never_in_the_zone(time_s)

    steps = [bridge_step(5), replace(hold_step(), sets=1)]
    heard = train(
        steps,
        seen(figure_at),
        100,
        use_at=lambda time_s: NEAR if time_s > 48 else None,
        commands={80.0: Command.SKIP},
    )

    did, work = heard.scenes[-1][1].summary
    assert did == "Well done: The bridge, 5 of 5 good"
    assert work == f"Child's pose did not count yet. {WORDS}"
