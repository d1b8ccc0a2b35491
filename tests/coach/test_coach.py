"""The coach on array-fed bodies: what counts, what does not, and why."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stabiel.anatomy import Part
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from tests import bodies, sessions
from tests.bodies import SHIN, SIDE_CAMERA, THIGH, Bridge, Camera, Figure, bend, path, pose_of
from tests.sessions import BOOK, counts

BRIDGING = BOOK.get("bridging")
judged = partial(sessions.judged, "bridging")


def lifts(
    person: Bridge,
    tops: list[float],
    *,
    rest_s: float = 1.0,
    up_s: float = 1.3,
    hold_s: float = 1.0,
    down_s: float = 2.4,
) -> tuple[Callable[[float], Figure], float]:
    """Return a person's lifts to the given hip angles, and how long they take."""
    knots = [(0.0, person.rest_deg)]
    for top in tops:
        for step_s, value in (
            (rest_s, person.rest_deg),
            (up_s, top),
            (hold_s, top),
            (down_s, person.rest_deg),
        ):
            knots.append((knots[-1][0] + step_s, value))
    knots.append((knots[-1][0] + rest_s, person.rest_deg))
    hip = path(*knots)
    return lambda time_s: person.at(hip(time_s)), knots[-1][0]


def test_three_good_bridges_count_three() -> None:
    session = judged(*lifts(Bridge(), [175, 172, 177]))

    assert counts(session) == (3, [], [])
    assert [repetition.good for repetition in session.repetitions] == [True] * 3


@pytest.mark.parametrize("rest_deg", [112, 120, 131, 138, 142, 145])
def test_a_person_is_measured_against_the_own_start(rest_deg: float) -> None:
    session = judged(*lifts(Bridge(rest_deg), [174, 174]))

    assert counts(session) == (2, [], [])
    metrics = session.repetitions[0].metrics
    assert metrics["start_hip_extension_deg"] == pytest.approx(rest_deg, abs=1.5)
    assert metrics["peak_hip_extension_deg"] == pytest.approx(174, abs=1.5)


def test_a_low_bridge_is_an_attempt_and_does_not_count() -> None:
    session = judged(*lifts(Bridge(), [175, 152, 175]))

    assert counts(session) == (2, ["pelvis_low"], [])


def test_the_cue_for_a_low_bridge_comes_while_it_is_up() -> None:
    session = judged(*lifts(Bridge(), [152]))

    cue = next(cue for cue in session.cues if cue.id == "pelvis_low")
    assert 2.0 < cue.time_s < 3.3  # up from 1.0 to 2.3 s, down from 3.3 s on


def test_a_small_stir_is_neither_a_repetition_nor_an_attempt() -> None:
    assert counts(judged(*lifts(Bridge(), [140]))) == (0, [], [])


def test_one_person_lowers_too_fast_another_takes_time() -> None:
    fast, fast_s = lifts(Bridge(), [175], down_s=0.8)
    slow, slow_s = lifts(Bridge(), [175], down_s=2.2)

    assert counts(judged(fast, fast_s)) == (1, [], ["lowering_fast"])
    assert counts(judged(slow, slow_s)) == (1, [], [])


@pytest.mark.parametrize("down_s", [0.8, 1.2, 2.0, 3.0, 5.0])
def test_a_way_back_that_ends_on_the_floor_is_timed_whole(down_s: float) -> None:
    person, top_s = Bridge(), 3.3
    lift, seconds = lifts(person, [175], down_s=down_s)

    def figure(time_s: float) -> Figure:
        evenly = 175 - (time_s - top_s) / down_s * (175 - person.rest_deg)
        return lift(time_s) if time_s < top_s else person.at(max(person.rest_deg, evenly))

    session = judged(figure, seconds)

    assert session.repetitions[0].metrics["return_s"] == pytest.approx(down_s, rel=0.15)
    assert "sagging" not in session.repetitions[0].faults


def test_sinking_a_little_at_the_top_makes_the_way_back_no_longer() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2.3, 175), (4.3, 168), (5.1, 125), (7, 125))

    session = judged(lambda t: person.at(hip(t)), 7.0)

    assert counts(session) == (1, [], ["lowering_fast"])
    assert session.repetitions[0].metrics["return_s"] < 0.7


def test_who_comes_down_softly_as_the_exercise_asks_is_never_told_to_slow_down() -> None:
    softly, softly_s = lifts(Bridge(), [175], down_s=1.6)
    too_fast, too_fast_s = lifts(Bridge(), [175], down_s=1.3)

    assert counts(judged(softly, softly_s)) == (1, [], [])
    assert counts(judged(too_fast, too_fast_s)) == (1, [], ["lowering_fast"])


def test_a_straight_bridge_counts_however_low_its_line_is() -> None:
    """With the feet further away, a straight line from shoulder to knee is lower."""
    near, far = Bridge(120), Bridge(148)
    lifts_tl = [height_tl(person.at(172)) for person in (near, far)]

    assert lifts_tl == pytest.approx([0.36, 0.21], abs=0.02)
    assert counts(judged(*lifts(near, [172]))) == (1, [], [])
    assert counts(judged(*lifts(far, [172]))) == (1, [], [])


def height_tl(figure: Figure) -> float:
    """Return how high the hip is, over the shoulder."""
    return float(figure[Part.HIP][1] - figure[Part.SHOULDER][1])


def test_a_bridge_on_one_foot_does_not_count() -> None:
    """The other ankle lies on the knee."""
    figure, seconds = lifts(Bridge(), [172])

    def other(time_s: float) -> Figure:
        near = figure(time_s)
        ankle = near[Part.KNEE]
        knee = bend(near[Part.HIP], ankle, THIGH, SHIN, up=True)
        foot = {Part.ANKLE: ankle, Part.HEEL: ankle, Part.TOE: (ankle[0], ankle[1] + 0.2)}
        return near | {Part.KNEE: knee} | foot

    session = judged(figure, seconds, far_at=other, far_visibility=0.9)

    assert counts(session) == (0, ["other_foot_on_floor"], [])


def test_a_fault_belongs_to_its_repetition_and_begins_where_it_began() -> None:
    figure, _ = lifts(Bridge(), [174])
    second, seconds = lifts(Bridge(), [174], down_s=0.8)
    _, first_s = lifts(Bridge(), [174])
    session = judged(lambda t: figure(t) if t < first_s else second(t - first_s), first_s + seconds)

    fault = session.faults[0]
    assert (fault.id, fault.repetition) == ("lowering_fast", 2)
    assert fault.start_s == pytest.approx(first_s + 3.3, abs=0.25)
    assert session.repetitions[0].good
    assert not session.repetitions[1].good


def test_an_over_arched_bridge_counts_and_is_named() -> None:
    session = judged(*lifts(Bridge(), [203], hold_s=1.5))

    assert counts(session) == (1, [], ["overarched"])


def test_sagging_while_held_is_told_from_lowering_slowly() -> None:
    person = Bridge()
    sags = path((0, 125), (1, 125), (2.3, 177), (3.3, 177), (4, 165), (6, 165), (8, 125), (9, 125))

    assert counts(judged(lambda t: person.at(sags(t)), 9.0)) == (1, [], ["sagging"])


def test_a_dip_at_the_top_is_one_repetition() -> None:
    person = Bridge()
    dip = path((0, 125), (1, 125), (2, 175), (3, 175), (3.5, 148), (4, 175), (5, 175), (7, 125))

    assert counts(judged(lambda t: person.at(dip(t)), 8.0))[0] == 1


def test_a_clip_that_begins_at_the_top_counts_from_the_first_start_on() -> None:
    person = Bridge()
    hip = path((0, 175), (1, 175), (2, 125), (2.6, 125), (3.6, 175), (4.4, 175), (6.4, 125))

    assert counts(judged(lambda t: person.at(hip(t)), 7.0))[0] == 1


def test_a_lift_that_the_clip_cuts_off_is_left_open() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2, 175), (3, 175))

    assert counts(judged(lambda t: person.at(hip(t)), 3.0)) == (0, [], [])


def test_feet_that_leave_the_floor_make_it_an_attempt() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2, 175), (4, 175), (6, 125), (7, 125))
    foot = path((0, 0), (2, 0), (2.4, 0.5), (3.4, 0.5), (3.8, 0), (7, 0))

    session = judged(lambda t: person.at(hip(t), foot_lift=foot(t)), 7.0)

    assert counts(session)[:2] == (0, ["feet_on_floor"])


def test_a_foot_that_slides_counts_with_a_fault() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2, 172), (4, 172), (6, 125), (7, 125))
    slide = path((0, 0), (2, 0), (2.4, -0.22), (4, -0.22), (4.6, 0), (7, 0))

    session = judged(lambda t: person.at(hip(t), foot_slide=slide(t)), 7.0)

    assert counts(session) == (1, [], ["foot_moved"])


def test_arms_that_leave_the_floor_are_named() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2, 175), (4, 175), (6, 125), (7, 125))
    arms = path((0, 0), (2, 0), (2.4, 0.5), (3.6, 0.5), (4.0, 0), (7, 0))

    session = judged(lambda t: person.at(hip(t), arm_lift=arms(t)), 7.0)

    assert counts(session) == (1, [], ["arms_lifted"])


def test_a_lifted_head_does_not_stop_the_count_but_is_a_set_up_remark() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2, 175), (3, 175), (5, 125), (6, 125))

    session = judged(lambda t: person.at(hip(t), head_lift=0.5), 6.0)

    assert counts(session)[0] == 1
    setup = {item.id: item.ok for item in session.setup}
    assert setup["head_down"] is False
    assert setup["knees_up"] is True


OTHER_MOVEMENTS = {
    "squats": lambda t: bodies.squat((1 - np.cos(2 * np.pi * t / 3)) / 2),
    "sit-ups": lambda t: bodies.sit_up((1 - np.cos(2 * np.pi * t / 3)) / 2),
    "walking": bodies.walking,
    "dead bugs": lambda t: bodies.dead_bug((1 - np.cos(2 * np.pi * t / 3)) / 2),
    "bird-dogs": lambda t: bodies.bird_dog((1 - np.cos(2 * np.pi * t / 3)) / 2),
    "heel slides": lambda t: bodies.heel_slide((1 - np.cos(2 * np.pi * t / 4)) / 2),
}


@pytest.mark.parametrize("name", OTHER_MOVEMENTS)
@pytest.mark.parametrize("mirrored", [False, True])
def test_other_movements_count_nothing_as_bridging(name: str, mirrored: bool) -> None:
    session = judged(
        OTHER_MOVEMENTS[name], 15.0, Camera(mirrored=mirrored, center_px=(640.0, 700.0))
    )

    assert len(session.repetitions) == 0
    assert "pelvis_low" not in [attempt.reason for attempt in session.attempts]


def test_lying_down_and_getting_up_count_nothing() -> None:
    person = Bridge()
    hip = path((0, 175), (1, 175), (2, 125), (4, 125))

    def figure(time_s: float) -> Figure:
        if time_s < 2:
            return bodies.squat(1 - time_s / 2)
        if time_s < 4:
            return bodies.sit_up((4 - time_s) / 2)
        if time_s < 12:
            return person.at(bridge(time_s - 4))
        return bodies.sit_up((time_s - 12) / 2) if time_s < 14 else bodies.squat(0.0)

    bridge = path((0, 125), (2, 125), (3, 175), (4, 175), (6, 125), (8, 125))
    assert hip(0) == 175

    assert counts(judged(figure, 16.0)) == (1, [], [])


def test_what_the_side_view_cannot_show_is_not_judged() -> None:
    session = judged(*lifts(Bridge(), [175]))

    reasons = {what: reason.value for what, reason, _ in session.not_judged}
    assert reasons == {"knees_apart": "wrong_view", "pelvis_tilted": "wrong_view"}


def test_nobody_for_a_while_starts_anew_and_says_so() -> None:
    figure, seconds = lifts(Bridge(), [175, 175, 175], rest_s=1.0)

    session = judged(lambda t: None if 7.5 < t < 9.5 else figure(t), seconds)

    assert counts(session) == (2, [], [])
    missing = {what: s for what, reason, s in session.not_judged if reason == "nobody"}
    assert missing["repetitions"] == pytest.approx(2.0, abs=0.1)


def test_a_short_gap_does_not_lose_the_repetition() -> None:
    figure, seconds = lifts(Bridge(), [175, 175])

    session = judged(lambda t: None if 2.5 < t < 3.0 else figure(t), seconds)

    assert counts(session)[0] == 2


def test_a_scene_cut_at_the_top_is_no_repetition() -> None:
    person, far_away = Bridge(), Camera(tl_px=60.0, center_px=(150.0, 200.0))
    judge = Judge(BRIDGING, BOOK, "en")
    hip = path((0, 125), (1, 125), (2, 175), (3, 175), (3.04, 125), (5, 125))
    for index in range(125):
        time_s = index / 25
        camera = SIDE_CAMERA if time_s < 3 else far_away
        judge.update(time_s, pose_of(person.at(hip(time_s)), time_s, camera))

    session = judge.finish(Source("array", "test", 5.0, 25.0, 640, 480), "none")

    assert counts(session) == (0, [], [])


@pytest.mark.parametrize("rate_hz", [10.0, 12.0, 25.0, 29.97, 60.0, 120.0])
def test_the_frame_rate_changes_no_judgment(rate_hz: float) -> None:
    figure, seconds = lifts(Bridge(), [175, 152, 175])
    fast, fast_s = lifts(Bridge(), [175], down_s=0.8)

    def both(time_s: float) -> Figure:
        return figure(time_s) if time_s < seconds else fast(time_s - seconds)

    session = judged(both, seconds + fast_s, rate_hz=rate_hz)

    assert counts(session) == (3, ["pelvis_low"], ["lowering_fast"])


@pytest.mark.parametrize("noise_px", [0.5, 1.5, 3.0])
def test_noise_changes_no_count(noise_px: float) -> None:
    figure, seconds = lifts(Bridge(), [175, 152, 175])

    session = judged(figure, seconds, noise_px=noise_px)

    assert counts(session) == (2, ["pelvis_low"], [])


@cache
def plain_session() -> Session:
    return judged(*lifts(Bridge(128.0), [175, 152, 203], hold_s=1.2), rate_hz=15.0)


@settings(max_examples=25, deadline=None)
@given(
    scale=st.floats(40, 300),
    x=st.floats(200, 1700),
    y=st.floats(200, 900),
    mirrored=st.booleans(),
    tilt=st.floats(-15, 15),
)
def test_moving_scaling_mirroring_and_tilting_change_no_judgment(
    scale: float, x: float, y: float, mirrored: bool, tilt: float
) -> None:
    figure, seconds = lifts(Bridge(128.0), [175, 152, 203], hold_s=1.2)
    plain = plain_session()
    camera = Camera(scale, (x + 1000, y + 1000), mirrored, tilt, size_px=(4000, 4000))

    changed = judged(figure, seconds, camera, rate_hz=15.0)

    assert counts(changed) == counts(plain) == (2, ["pelvis_low"], ["overarched"])
    assert [r.start_s for r in changed.repetitions] == [r.start_s for r in plain.repetitions]
    for one, other in zip(changed.repetitions, plain.repetitions, strict=True):
        assert one.metrics == pytest.approx(other.metrics, abs=0.11)


def test_the_same_bodies_give_the_same_session() -> None:
    first = judged(*lifts(Bridge(), [175, 152]), noise_px=1.0)
    second = judged(*lifts(Bridge(), [175, 152]), noise_px=1.0)

    assert first.to_json() == second.to_json()


@pytest.mark.parametrize(("ends_at", "counted"), [(137.0, 1), (160.0, 0)])
def test_a_pelvis_that_is_down_as_the_recording_ends_has_landed(
    ends_at: float, counted: int
) -> None:
    hip = path((0, 125.0), (1, 125.0), (2.5, 175.0), (3.5, 175.0), (4.7, ends_at))

    session = judged(lambda t: Bridge().at(hip(t)), 4.7)

    assert len(session.repetitions) == counted


@pytest.mark.parametrize(
    ("peaks", "counted", "perhaps"),
    [((165.7, 166.8), 1, 0), ((162.5, 166.8), 0, 1), ((163.5, 166.3), 0, 1)],
)
def test_a_value_that_stays_within_the_noise_of_the_target_has_reached_it(
    peaks: tuple[float, float], counted: int, perhaps: int
) -> None:
    around, highest = peaks
    hip = path((0, 125.0), (1, 125.0), (2.5, around), (4, around), (5.5, 125.0), (7, 125.0))

    # One moment of 0.1 s is at the highest value, which is two frames of the median at most.
    def at(time_s: float) -> Figure:
        return Bridge().at(highest if 3.45 < time_s < 3.55 else hip(time_s))

    session = judged(at, 7.0)

    assert len(session.repetitions) == counted
    assert sum(attempt.doubtful for attempt in session.attempts) == perhaps
