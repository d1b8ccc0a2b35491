"""A demonstration, read once. In: recorded landmarks. Out: bodies, and how the posture changes.

Bodies are read as when a session is judged. The places of the joints are
against the hips and in torso lengths, so that neither the size in the picture nor a camera that
moves counts as movement.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, Reason, Side, View
from stabiel.body.body import Body, BodyReader, UnseenError, median_body
from stabiel.pose.followed_person import FollowedPerson
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.recording import Recorded
from stabiel.pose.visibility import on_one_scale

Floats = NDArray[np.float64]
# What moves in an exercise. Toes and heels are noisier than ankles and go where these go.
PARTS = (Part.KNEE, Part.ANKLE, Part.WRIST, Part.ELBOW, Part.SHOULDER, Part.EAR)
# Bad single frames are taken out by a median over this time.
SMOOTHED_S = 0.25
# Somebody else is looked for so often (`stabiel.pose.mediapipe`).
LOOKS_EVERY_S = 2.5
# How far a joint varies while nobody moves, torso lengths (`stabiel.coach.noise`).
PLACE_NOISE_TL = 0.03
# With both limbs of a pair alike they are this close together in a view from the side or obliquely.
SIDES_DIFFER_TL = 0.5
# The posture has changed by as much as the joints that changed most: so many of them.
MOST_CHANGED = 3


@dataclass(frozen=True)
class Demonstration:
    """What the camera saw of a demonstration.

    Attributes:
        frames: the recording, in order of time.
        model: the model that found the poses.
        times_s: (n,) time stamps, seconds.
        bodies: n bodies; None if nobody was found in a frame.
        places: (n, p, 2) joints against the middle of the hips, torso lengths, x right, y down; NaN
            if a joint is not visible. The order is that of `PLACES`.
        others: the share of the looks for somebody else that found one.
    """

    frames: Sequence[Recorded]
    model: str
    times_s: Floats
    bodies: tuple[Body | None, ...]
    places: Floats
    others: float

    @property
    def duration_s(self) -> float:
        """The time of the last frame."""
        return float(self.times_s[-1]) if len(self.times_s) else 0.0

    def between(self, from_s: float, until_s: float) -> list[Body]:
        """Return the bodies of a time."""
        inside = (self.times_s >= from_s) & (self.times_s <= until_s)
        return [self.bodies[row] for row in np.flatnonzero(inside) if self.bodies[row] is not None]  # type: ignore[misc]

    def rest(self, from_s: float, until_s: float) -> Body:
        """Return the median body of a time in which somebody kept still.

        Those of the side that is nearer to the camera for most of it are taken.
        """
        found = self.between(from_s, until_s)
        near = max(SIDES, key=lambda side: sum(body.near == side for body in found))
        return median_body([body for body in found if body.near == near])

    @property
    def views(self) -> dict[View, float]:
        """The share of the frames in each view."""
        seen = [body.view for body in self.bodies if body is not None]
        return {view: seen.count(view) / len(seen) for view in View if view in seen}


# The joints of `Demonstration.places`: first those of the left side, then those of the right one.
PLACES: tuple[tuple[Side, Part], ...] = tuple((side, part) for side in SIDES for part in PARTS)


def read_demonstration(frames: Sequence[Recorded], model: str) -> Demonstration:
    """Return a recording as a demonstration.

    Args:
        frames: the recording, in order of time.
        model: the model that found the poses.
    """
    guard, person, reader = PoseGuard(), FollowedPerson(), BodyReader()
    bodies: list[Body | None] = []
    others = 0
    for frame in frames:
        if frame.pose is None:
            bodies.append(None)
            continue
        checked = guard.check(on_one_scale(frame.pose, model))
        bodies.append(reader.read(person.check(checked, begun=False)))
        others += frame.pose.other_at is not None
    times_s = np.array([frame.time_s for frame in frames], float)
    places = np.array([_places_of(body) for body in bodies]).reshape(len(bodies), len(PLACES), 2)
    looks = max(1.0, (times_s[-1] - times_s[0]) / LOOKS_EVERY_S) if len(times_s) else 1.0
    return Demonstration(frames, model, times_s, tuple(bodies), places, others / looks)


def _places_of(body: Body | None) -> Floats:
    found = np.full((len(PLACES), 2), np.nan)
    if body is None:
        return found
    try:
        hips = (body.point(Part.HIP, "left", whichever=True),) * 2
        hips = (hips[0], body.point(Part.HIP, "right", whichever=True))
    except UnseenError:
        try:
            hips = (body.point(Part.HIP, body.near, whichever=True),) * 2
        except UnseenError:
            return found
    middle = (hips[0] + hips[1]) / 2
    for row, (side, part) in enumerate(PLACES):
        try:
            found[row] = (body.point(part, side) - middle) / body.torso_px
        except UnseenError:
            continue
    return found


def changes_from(demonstration: Demonstration, row: int) -> Floats:
    """Return how far the posture of each frame is from that of one frame.

    Args:
        demonstration: the recording.
        row: the frame to compare with; the median of a moment around it is taken.

    Returns:
        (n,) in units of the noise of a joint; NaN if too few joints are visible.
    """
    times_s, places = demonstration.times_s, demonstration.places
    home = home_of(demonstration, row)
    change = _most_changed(places - home)
    if sides_differ(home):
        # With one leg up, the start is the same whichever leg that is.
        change = np.fmin(change, _most_changed(places - _swapped(home)))
    return smoothed(times_s, change, SMOOTHED_S)


def home_of(demonstration: Demonstration, row: int) -> Floats:
    """Return (p, 2) where the joints are around one frame, torso lengths; NaN if never visible."""
    around = np.abs(demonstration.times_s - demonstration.times_s[row]) <= SMOOTHED_S
    home = median_seen(demonstration.places[around], axis=0)
    # A limb that is hidden at rest rests where the other one does, as for the coach.
    return np.where(np.isnan(home), _swapped(home), home)


def sides_differ(home: Floats) -> bool:
    """Return whether in a posture (p, 2) one leg is elsewhere than the other one."""
    legs = [PARTS.index(Part.KNEE), PARTS.index(Part.ANKLE)]
    off = np.linalg.norm((home - _swapped(home))[legs], axis=1)
    return bool(np.mean(np.nan_to_num(off)) >= SIDES_DIFFER_TL)


def _swapped(places: Floats) -> Floats:
    """Return places in which left and right have changed names."""
    return np.roll(places, len(PARTS), axis=-2)


def _most_changed(off: Floats) -> Floats:
    distances = np.linalg.norm(off, axis=2) / PLACE_NOISE_TL
    ordered = np.sort(np.where(np.isnan(distances), -np.inf, distances), axis=1)[:, -MOST_CHANGED:]
    return np.where(np.isinf(ordered[:, 0]), np.nan, np.mean(ordered, axis=1))


def smoothed(times_s: Floats, values: Floats, over_s: float) -> Floats:
    """Return the running median of (n,) values over a time; NaN only if a whole time is NaN."""
    if len(times_s) < 2:
        return values
    step_s = float(np.median(np.diff(times_s)))
    half = max(0, round(over_s / 2 / max(step_s, 1e-3)))
    if half == 0:
        return values
    padded = np.pad(values, half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return median_seen(windows, axis=1)


def median_seen(values: Floats, axis: int) -> Floats:
    """Return the median of what is visible; NaN, without a warning, if nothing is."""
    seen = np.sort(values, axis=axis)  # NaN comes last
    count = np.sum(~np.isnan(values), axis=axis, keepdims=True)
    low = np.take_along_axis(seen, np.maximum(0, (count - 1) // 2), axis=axis)
    high = np.take_along_axis(seen, np.minimum(count // 2, seen.shape[axis] - 1), axis=axis)
    found = np.where(count == 0, np.nan, (low + high) / 2)
    return np.squeeze(found, axis=axis)


def why_hidden(demonstration: Demonstration) -> Reason | None:
    """Return why most of the near limbs are not visible for much of the time; None if they are."""
    reasons: list[Reason | None] = []
    for body in demonstration.bodies:
        if body is not None:
            reasons.append(_hidden_part(body))
    out = [each for each in reasons if each is not None]
    if len(out) * 3 < max(1, len(reasons)):
        return None
    return max(set(out), key=out.count)


def _hidden_part(body: Body) -> Reason | None:
    for part in (Part.SHOULDER, Part.HIP, Part.KNEE, Part.ANKLE):
        try:
            body.point(part, body.near)
        except UnseenError as unseen:
            return unseen.reason
    return None
