"""The right frames: whatever moves, at any speed and rate, is seen as if every frame were."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stabiel.analysis.estimating import poses_of
from stabiel.analysis.sampler import GAP_S, SHORT_GAP_S, sampled
from stabiel.anatomy import Part, landmark_index
from stabiel.pose.between import LEAP_TL, filled_in, moved_tl
from stabiel.pose.pose import Pose
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded, load_recording
from stabiel.pose.visibility_smoothing import NEW_SHARE, RawVisibility, SmoothedVisibility
from stabiel.video.frame import Frame

# A body on its back from the side: 100 px from shoulder to hip, 82 px thigh and shin.
TORSO_PX, THIGH_PX = 100.0, 82.0
KNEE, ANKLE, HIP, SHOULDER = (
    landmark_index(part, "left") for part in (Part.KNEE, Part.ANKLE, Part.HIP, Part.SHOULDER)
)
RATES_HZ = (8.0, 10.0, 12.5, 15.0, 20.0, 25.0, 29.97, 50.0, 60.0, 120.0)


@dataclass(frozen=True)
class At:
    """A frame without a picture."""

    time_s: float


def body(time_s, lifted_deg=0.0, shift_px=0.0):
    """A body whose left thigh is lifted."""
    points = np.zeros((33, 2))
    points[[SHOULDER, SHOULDER + 1]] = 300.0, 200.0
    points[[HIP, HIP + 1]] = 300.0 - TORSO_PX, 200.0
    turn = math.radians(lifted_deg)
    points[KNEE] = points[HIP] + THIGH_PX * np.array([-math.cos(turn), -math.sin(turn)])
    points[ANKLE] = points[KNEE] + THIGH_PX * np.array([-math.cos(turn / 2), -math.sin(turn / 2)])
    points[:, 0] += shift_px
    points = points.astype(np.float32).astype(np.float64)
    return Pose(time_s, points, np.ones(33), np.zeros((33, 3)), (640, 480))


def lifted_deg(pose):
    along = pose.points[KNEE] - pose.points[HIP]
    return math.degrees(math.atan2(-along[1], -along[0]))


def minimum_jerk(share):
    share = min(1.0, max(0.0, share))
    return share**3 * (10 - 15 * share + 6 * share**2)


def there_and_back(way_s, hold_s, begin_s, deg):
    """The angle over time of a movement that people make freely (Flash and Hogan 1985)."""
    back_s = begin_s + way_s + hold_s
    return lambda t: (
        deg * (minimum_jerk((t - begin_s) / way_s) - minimum_jerk((t - back_s) / way_s))
    )


def seen(times_s, pose_at):
    """The frames as the sampler gives them, and the times of its looks in their order."""
    looks = []

    def look(frame):
        looks.append(frame.time_s)
        return Recorded(frame.time_s, pose_at(frame.time_s))

    return list(sampled(map(At, times_s), look)), looks


def times_of(rate_hz, seconds):
    return [round(number / rate_hz, 3) for number in range(int(rate_hz * seconds))]


def crossing_s(found, level):
    for (s, v), (t, w) in pairwise(found):
        if v < level <= w:
            return s + (level - v) / (w - v) * (t - s)
    return None


@settings(max_examples=120, deadline=None)
@given(
    rate_hz=st.sampled_from(RATES_HZ),
    way_s=st.floats(0.5, 6.0),
    hold_s=st.one_of(st.just(0.0), st.floats(0.0, 2.0)),
    begin_s=st.floats(0.4, 1.5),
    deg=st.floats(2.0, 110.0),
)
def test_no_movement_is_missed_at_any_speed_and_rate(rate_hz, way_s, hold_s, begin_s, deg):
    angle = there_and_back(way_s, hold_s, begin_s, deg)
    times_s = times_of(rate_hz, begin_s + 2 * way_s + hold_s + 1)
    found, looks = seen(times_s, lambda t: body(t, angle(t)))

    assert [each.frame.time_s for each in found] == times_s
    assert [each.found.time_s for each in found] == times_s
    assert sorted(set(looks)) == [each.frame.time_s for each in found if each.looked]
    true = [body(t, angle(t)) for t in times_s]
    poses = [each.found.pose for each in found]
    assert max(map(moved_tl, true, poses)) <= 0.05
    peaks = [max(map(lifted_deg, each)) for each in (true, poses)]
    assert peaks[0] - peaks[1] <= 2.0
    crossings = [
        crossing_s([(pose.time_s, lifted_deg(pose)) for pose in each], deg / 2)
        for each in (true, poses)
    ]
    if None not in crossings:
        assert abs(crossings[0] - crossings[1]) <= 0.03


@settings(max_examples=40, deadline=None)
@given(rate_hz=st.sampled_from(RATES_HZ), way_s=st.floats(0.27, 0.5), begin_s=st.floats(0.4, 1.0))
def test_the_fastest_that_a_limb_can_move_is_seen_too(rate_hz, way_s, begin_s):
    angle = there_and_back(way_s, 0.0, begin_s, 60.0)
    times_s = times_of(rate_hz, begin_s + 2 * way_s + 1)
    found, _ = seen(times_s, lambda t: body(t, angle(t)))

    missing_deg = max(map(angle, times_s)) - max(lifted_deg(each.found.pose) for each in found)
    assert missing_deg <= 4.0


@pytest.mark.parametrize("rate_hz", [20.0, 30.0, 60.0])
def test_someone_who_rests_is_looked_at_seven_times_a_second(rate_hz):
    rng = np.random.default_rng(1)
    trembling = {t: rng.normal(0.0, 0.01 * TORSO_PX) for t in times_of(rate_hz, 10.0)}
    found, looks = seen(list(trembling), lambda t: body(t, shift_px=trembling[t]))

    assert 65 <= len(looks) <= 80
    assert max(np.diff(looks)) <= GAP_S + 0.002
    assert [each.looked for each in found].count(True) == len(looks)


def test_someone_who_moves_is_looked_at_more_often_and_in_order():
    times_s = times_of(30.0, 12.0)
    _, looks = seen(times_s, lambda t: body(t, shift_px=60.0 * t))

    assert len(looks) == pytest.approx(12.0 * 15, abs=3)  # every second frame
    assert max(t - s for s, t in pairwise(looks[4:])) <= SHORT_GAP_S
    assert looks[4:] == sorted(looks[4:])  # the first is where it begins


def test_someone_who_begins_to_move_is_looked_at_in_between():
    begin_s = 2.05
    times_s = times_of(30.0, 4.0)
    found, looks = seen(times_s, lambda t: body(t, shift_px=100.0 * max(0.0, t - begin_s)))

    looked_s = [each.frame.time_s for each in found if each.looked]
    after = next(t for t in looked_s if t >= begin_s)
    assert max(t - s for s, t in pairwise(looked_s) if s >= begin_s - GAP_S) <= SHORT_GAP_S + 0.002
    # The last of them once more, from the look just before it.
    assert len(looks) == len(looked_s) + 1
    assert after - begin_s <= SHORT_GAP_S


def test_a_leap_is_seen_in_the_frame_in_which_it_happens():
    times_s = times_of(25.0, 4.0)
    found, _ = seen(times_s, lambda t: body(t, shift_px=0.0 if t < 2.1 else 1.5 * TORSO_PX))

    places = [each.found.pose.points[SHOULDER, 0] for each in found]
    assert places == [300.0 if t < 2.1 else 450.0 for t in times_s]


def test_who_comes_and_goes_is_seen_in_the_frame_in_which_they_do():
    def at(t):
        return body(t) if 1.0 < t < 2.5 else None

    times_s = times_of(20.0, 4.0)
    found, looks = seen(times_s, at)

    assert [each.found.pose is not None for each in found] == [at(t) is not None for t in times_s]
    assert len(looks) < len(times_s) / 2


def test_few_frames_and_none():
    assert seen([], body) == ([], [])
    found, looks = seen([0.0, 1.0, 2.5], body)
    assert [each.looked for each in found] == [True] * 3
    assert looks == [0.0, 1.0, 2.5]


def test_what_is_filled_in_says_so_and_is_kept_with_the_recording(tmp_path):
    before, after = (Recorded(t, body(t, deg), 0.5) for t, deg in ((0.0, 0.0), (0.2, 4.0)))
    before = before._replace(pose=replace(before.pose, other_at=0.9, colors=np.zeros(6)))
    middle = filled_in(before, after, 0.1)
    log = PoseLog()
    for each in (before, middle, after):
        log.add(*each)
    log.save(tmp_path / "landmarks.npz")

    kept = load_recording(tmp_path / "landmarks.npz")
    assert [each.pose.between for each in kept] == [False, True, False]
    assert kept[1].pose.points.tolist() == middle.pose.points.tolist()
    assert lifted_deg(middle.pose) == pytest.approx(2.0, abs=0.01)
    assert (middle.pose.other_at, middle.light) == (None, 0.5)
    assert moved_tl(before.pose, after.pose) < LEAP_TL


# The visibilities, which the landmarker smooths look by look


class Smoothing:
    """Gives visibilities as the landmarker does, and notes how many looks it took."""

    def __init__(self, raw_at):
        self._raw_at, self._before, self.looks = raw_at, None, 0

    def find(self, frame):
        self.looks += 1
        raw = np.full(33, self._raw_at(frame.time_s))
        before = raw if self._before is None else self._before
        self._before = ((1 - NEW_SHARE) * before + NEW_SHARE * raw).astype(np.float32)
        return replace(body(frame.time_s), visibility=self._before.astype(np.float64))

    def close(self):
        pass


def test_a_limb_that_comes_into_sight_is_visible_as_soon_as_with_every_frame():
    picture = np.zeros((48, 64, 3), np.uint8)
    frames = [Frame(picture, t) for t in times_of(20.0, 6.0)]
    visible = []
    looks = []
    for every_frame in (True, False):
        estimator = Smoothing(lambda t: 0.9 if 2.0 <= t < 4.0 else 0.1)
        found = list(poses_of(frames, estimator, every_frame=every_frame))
        visible.append(np.array([each.found.pose.visibility[0] for each in found]))
        looks.append(estimator.looks)

    assert looks[1] < 0.4 * looks[0]
    # It is seen up to one gap later, and is right to within a tenth from then on.
    assert np.abs(visible[0] - visible[1]).max() < 0.15
    assert visible[1].max() == pytest.approx(visible[0].max(), abs=0.02)


def test_undoing_and_doing_the_smoothing_again_changes_nothing():
    raw, smoothed = RawVisibility(), SmoothedVisibility()
    rng, poses = np.random.default_rng(2), Smoothing(lambda t: rng_at[t])
    times_s = times_of(25.0, 4.0)
    rng_at = dict(zip(times_s, rng.uniform(0, 1, len(times_s)), strict=True))
    for time_s in times_s:
        pose = poses.find(At(time_s))
        again = smoothed.of(raw.of(pose))
        assert again.visibility == pytest.approx(pose.visibility, abs=2e-6)
    assert smoothed.of(raw.of(None)) is None
