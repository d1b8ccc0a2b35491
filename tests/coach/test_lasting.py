"""Something that must be true for a while: the meaning that all hand-written versions shared.

Each of them is written out here once more, as a few lines over the whole past, and `Lasting` must
agree with it frame by frame. They differed in three ways:

- Two of them allowed for rounding: `slack_s`. With it, somebody who stays near the zone of a hold
  is judged a frame earlier in some recordings.
- The end of a hold came only after its time (`>`), all others with it (`>=`). Four in 196 sessions
  of real recordings, all at 30 frames per second, end a frame earlier otherwise: `longer`.
- The limit of a fault forgave frames that show nothing for 0.3 s: `forgives_s`.
"""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.coach.lasting import SLACK_S, Lasting

# Frames at a camera's rate, with some missing, and what each of them shows.
Frames = list[tuple[float, bool | None]]
FOR_S = st.sampled_from([0.0, 0.06, 0.2, 0.3, 0.4, 1.0, 4.0])


@st.composite
def frames(draw: st.DrawFn, *, unknown: bool) -> Frames:
    rate_hz = draw(st.sampled_from([10.0, 12.0, 25.0, 29.97, 30.0, 60.0]))
    steps = draw(st.lists(st.integers(1, 6), min_size=1, max_size=60))
    shown = st.sampled_from([True, True, True, False, *([None, None] if unknown else [])])
    return [(index / rate_hz, draw(shown)) for index in accumulate(steps)]


def true_since(past: Frames) -> float:
    """Return the first frame of the run of true ones that the last frame ends."""
    run = past[-1][0]
    for time_s, true in reversed(past):
        if not true:
            break
        run = time_s
    return run


@given(frames(unknown=False), FOR_S)
def test_it_lasts_from_exactly_its_time_on(past: Frames, for_s: float) -> None:
    lasting, slack = Lasting(for_s), Lasting(for_s, slack_s=SLACK_S)

    for index, (time_s, true) in enumerate(past):
        since_s = true_since(past[: index + 1])

        lasts = lasting.update(time_s, true)

        assert lasts == (bool(true) and time_s - since_s >= for_s)
        assert slack.update(time_s, true) == (bool(true) and time_s - since_s >= for_s - SLACK_S)
        assert lasting.since_s == (since_s if true else None)
        assert lasting.lasted_s(time_s) == (time_s - since_s if true else 0.0)


@given(frames(unknown=False), FOR_S)
def test_it_lasts_longer_than_its_time(past: Frames, for_s: float) -> None:
    lasting = Lasting(for_s, longer=True)

    for index, (time_s, true) in enumerate(past):
        lasts = lasting.update(time_s, true)

        assert lasts == (bool(true) and time_s - true_since(past[: index + 1]) > for_s)


@given(frames(unknown=True), FOR_S)
def test_an_unknown_frame_starts_over_unless_it_is_forgiven(past: Frames, for_s: float) -> None:
    unknown, untrue = Lasting(for_s), Lasting(for_s)

    for time_s, true in past:
        assert unknown.update(time_s, true) == untrue.update(time_s, bool(true))
        assert unknown.since_s == untrue.since_s


@given(frames(unknown=True), FOR_S, st.sampled_from([0.1, 0.3]))
def test_a_forgiven_frame_changes_nothing(past: Frames, for_s: float, forgives_s: float) -> None:
    """The version that the limit of a fault had: since when, seen when, and whether it counts."""
    lasting = Lasting(for_s, forgives_s=forgives_s, slack_s=SLACK_S)
    since_s: float | None = None
    seen_s: float | None = None
    counts = False
    for time_s, true in past:
        if true is None:
            if seen_s is None or time_s - seen_s > forgives_s:
                since_s, counts = None, False
        else:
            seen_s = time_s
            since_s = (time_s if since_s is None else since_s) if true else None
            counts = since_s is not None and time_s - since_s >= for_s - 1e-6

        assert lasting.update(time_s, true) == counts
        assert lasting.since_s == since_s


@given(frames(unknown=False), FOR_S)
def test_an_interruption_forgets_all(past: Frames, for_s: float) -> None:
    used = Lasting(for_s)
    for time_s, true in past:
        used.update(time_s, true)
    used.interrupt()
    fresh = Lasting(for_s)

    assert used.since_s is None
    for time_s, true in past:
        later_s = time_s + 100.0
        assert used.update(later_s, true) == fresh.update(later_s, true)


@pytest.mark.parametrize("rate_hz", [10, 25, 30, 60])
def test_rounding_does_not_cost_a_frame(rate_hz: int) -> None:
    for first in range(200):
        lasting = Lasting(0.3, slack_s=SLACK_S)
        count = -(-3 * rate_hz // 10)
        lasts = [lasting.update((first + index) / rate_hz, True) for index in range(count + 1)]

        assert lasts == [False] * count + [True]
