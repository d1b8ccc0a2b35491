"""Holds on to the person who exercises. In: checked poses in order. Out: the same, or in doubt.

The landmarker follows one person, and nothing tells when it takes up another: somebody who walks
past, somebody beside them who exercises too, or a cut in a film. Once the exercise has begun, a
body elsewhere in other clothes is somebody else. All of its landmarks are in doubt, so that nothing
is judged, until the first one is back.

People in clothes of the same colors cannot be told apart; then what was in progress ends with the
leap, as for any cut, and counting begins again.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from stabiel.anatomy import Reason
from stabiel.geometry import FloatArray, distance
from stabiel.pose.plausibility import CUT_WITHIN_S, trunk_ends
from stabiel.pose.pose import COLORS, LANDMARK_COUNT, Pose

# How different the colors of one person's clothes get in a clip: in single frames 0.10 at most in
# 98 %, 0.15 in all (40 random rendered people, all exercises), and less in the median of half a
# second. Of two of these people 85 % differ by more than this.
OTHER_CLOTHES = 0.10
# Somebody else in the very same place, after a cut in a film: 65 % differ by more. A lamp that goes
# on changes colors by 0.14, another white balance by 0.13 (in 95 %).
OTHER_IN_PLACE = 0.16
# Then both trunk and thighs differ; an arm before the trunk or a leg behind it changes one of them.
BOTH_IN_PLACE = 0.08
LOOK_FOR_S = 0.5
# The clothes of the person are the median of as many looks, a moment apart.
_LOOKS, _LOOK_EVERY_S = 40, 0.25
# No exercise moves the trunk this far from where it was, in torso lengths; nobody is judged while
# they walk.
ELSEWHERE_TL = 1.0
_HOME_TIME_S = 2.0
# How much darker or lighter a picture may become.
_LIGHT = (0.4, 2.5)
_EVERYTHING = dict.fromkeys(range(LANDMARK_COUNT), Reason.OTHER_BODY)


@dataclass
class _Leap:
    """Somebody elsewhere, who is looked at for a moment.

    Attributes:
        since_s: when the look began.
        doubted: whether nothing is judged meanwhile.
        limit: clothes that differ by more are somebody else's.
        looks: the colors that were seen.
    """

    since_s: float
    doubted: bool
    limit: float = OTHER_CLOTHES
    looks: list[FloatArray] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where a trunk is: its middle and its length, in pixels."""

    middle: FloatArray
    torso_px: float

    def is_far_from(self, other: "_Place") -> bool:
        """Return whether no exercise takes a trunk from there to here."""
        return distance(self.middle, other.middle) > ELSEWHERE_TL * max(
            self.torso_px, other.torso_px, 1.0
        )

    def drawn_to(self, other: "_Place", share: float) -> "_Place":
        """Return a place this share of the way to another."""
        return _Place(
            (1 - share) * self.middle + share * other.middle,
            (1 - share) * self.torso_px + share * other.torso_px,
        )


class FollowedPerson:
    """Knows one person by place and clothes. Holds both, and who is looked at since a leap.

    Attributes:
        is_other: the body in the last frame is somebody else.
    """

    def __init__(self) -> None:
        self._clothes: deque[FloatArray] = deque(maxlen=_LOOKS)
        # Their median: it changes with a new look only, and is asked for in every frame.
        self._known: FloatArray | None = None
        self._recent: deque[tuple[float, FloatArray]] = deque()
        self._home: _Place | None = None
        self._noted_s = float("-inf")
        self._last_s: float | None = None
        self._leap: _Leap | None = None
        self.is_other = False

    def check(self, pose: Pose, *, begun: bool) -> Pose:
        """Return the pose, with all landmarks in doubt if it is somebody else.

        Args:
            pose: after `stabiel.pose.plausibility`.
            begun: the exercise has begun; before that nobody is known yet.
        """
        last_s, self._last_s = self._last_s, pose.time_s
        if last_s is not None and pose.time_s - last_s > CUT_WITHIN_S:
            self._forget()
        shoulders, hips = trunk_ends(pose.points)
        place = _Place((shoulders + hips) / 2, distance(shoulders, hips))
        if pose.colors is None or self._known is None or self._home is None:
            return self._unknown(pose, place, begun=begun)
        if pose.cut or (self._leap is None and place.is_far_from(self._home)):
            limit = OTHER_CLOTHES if self._leap is None else self._leap.limit
            self._leap = _Leap(pose.time_s, pose.cut or self.is_other, limit)
        if self._leap is None and self._has_changed(pose.time_s, pose.colors, self._known):
            self._leap = _Leap(pose.time_s - LOOK_FOR_S, False, OTHER_IN_PLACE)
            self._leap.looks.extend(colors for _, colors in self._recent)
        if self._leap is not None:
            return self._look(pose, place, self._leap, self._known)
        if begun:
            self._note(pose, place)
        return pose

    def _has_changed(self, time_s: float, colors: FloatArray, known: FloatArray) -> bool:
        """Return whether the clothes of the last moment are other ones, in the same place."""
        recent = self._recent
        recent.append((time_s, colors))
        while time_s - recent[0][0] > LOOK_FOR_S:
            recent.popleft()
        if time_s - recent[0][0] < LOOK_FOR_S / 2:
            return False
        most, least = _differences([each for _, each in recent], known)
        return most > OTHER_IN_PLACE and least > BOTH_IN_PLACE

    def _unknown(self, pose: Pose, place: _Place, *, begun: bool) -> Pose:
        """Take a frame in which nothing can be compared."""
        if self.is_other:
            return replace(pose, doubts=_EVERYTHING)
        if begun:
            self._note(pose, place)
        return pose

    def _look(self, pose: Pose, place: _Place, leap: _Leap, known: FloatArray) -> Pose:
        """Look at somebody who is elsewhere; decide after a moment, and again after each."""
        if pose.colors is not None:
            leap.looks.append(pose.colors)
        if pose.time_s - leap.since_s < LOOK_FOR_S:
            return replace(pose, doubts=_EVERYTHING) if leap.doubted else pose
        self._recent.clear()
        if _differences(leap.looks, known)[0] <= leap.limit:
            self.is_other, self._leap, self._home = False, None, place
            return pose
        # What was in progress was not all this person's.
        cut = pose.cut or not self.is_other
        self.is_other, self._leap = True, _Leap(pose.time_s, doubted=True, limit=leap.limit)
        return replace(pose, doubts=_EVERYTHING, cut=cut)

    def _note(self, pose: Pose, place: _Place) -> None:
        """Learn where the person is, and what they wear."""
        if self._home is None:
            self._home = place
        since_s = pose.time_s - self._noted_s
        if since_s < _LOOK_EVERY_S:
            return
        share = 1.0 - math.exp(-min(since_s, _HOME_TIME_S) / _HOME_TIME_S)
        self._home, self._noted_s = self._home.drawn_to(place, share), pose.time_s
        if pose.colors is not None:
            self._clothes.append(pose.colors)
            self._known = np.median(self._clothes, axis=0)

    def _forget(self) -> None:
        """After so long away everything begins from the start, for any person."""
        self._clothes.clear()
        self._known = None
        self._recent.clear()
        self._home, self._leap, self.is_other = None, None, False


def _differences(looks: Sequence[FloatArray], known: FloatArray) -> tuple[float, float]:
    """Return how different clothes are from known ones: the part that differs most, and the other.

    They are put in the light of the known ones, since a lamp may have been turned on.
    """
    # This runs in every frame, and NumPy's own median, mean and norm took four times as long.
    seen, kept = _middle(looks).tolist(), known.tolist()
    low, high = _LIGHT
    light = min(max(_mean(kept) / max(_mean(seen), 1e-3), low), high)
    apart = [
        math.sqrt(one * one + two * two + three * three)
        for one, two, three in (
            [a - b for a, b in zip(_tones(seen, light, part), _tones(kept, 1.0, part), strict=True)]
            for part in (0, 3)
        )
    ]
    return max(apart), min(apart)


def _middle(looks: Sequence[FloatArray]) -> FloatArray:
    """Return the median of each color."""
    ordered: FloatArray = np.sort(np.array(looks), axis=0)
    half = len(ordered) // 2
    middle: FloatArray = ordered[half]
    return middle if len(ordered) % 2 else (ordered[half - 1] + middle) / 2


def _mean(colors: Sequence[float]) -> float:
    # Not `sum`, whose rounding depends on the version of Python.
    one, two, three, four, five, six = colors
    return (one + two + three + four + five + six) / COLORS


def _tones(colors: Sequence[float], light: float, part: int) -> tuple[float, float, float]:
    """Return lightness, red against green, and yellow against blue.

    Lightness weighs half, because a shadow changes it.

    Args:
        colors: (6,) of trunk and thighs.
        light: how much brighter they are made.
        part: the index of the first color of the trunk or of the thighs.
    """
    red, green, blue = (light * each for each in colors[part : part + 3])
    return (red + green + blue) / 6, red - green, (red + green) / 2 - blue
