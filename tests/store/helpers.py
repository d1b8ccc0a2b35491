"""Helpers of the tests on the records."""

from dataclasses import replace

import numpy as np

from stabiel.coach.events import Attempt, FaultEnded
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.session.session import Session
from stabiel.store import DataFolder, Store
from tests.records import ABOUT, WHOLE

# A session with every kind of entry, also those of version 3 of the records.
EVERYTHING = replace(
    WHOLE,
    attempts=(*WHOLE.attempts, Attempt(24.0, "left", 22.0, 23.5, "pelvis_low", {}, doubtful=True)),
    faults=(*WHOLE.faults, FaultEnded(24.1, "sagging", "left", 22.5, "form", None, doubtful=True)),
    time=(
        TimeSpent(TimeKind.SET_UP, "view", 1.5),
        TimeSpent(TimeKind.NEAR_ZONE, "chin_up", 18.25, 3.123456789),
        TimeSpent(TimeKind.MOVING, None, 41.45),
    ),
    looks_like="leg-lift",
)


def same_frames(left: list[Recorded], right: list[Recorded]) -> bool:
    """Return whether two recordings are equal to the last bit."""

    def same(before: Pose | None, after: Pose | None) -> bool:
        if before is None or after is None:
            return before is after
        outlines = (before.outline, after.outline)
        drawn = None in [line if line is None else 0 for line in outlines]
        return (
            (outlines[0] is outlines[1] if drawn else np.array_equal(*outlines))
            and before.time_s == after.time_s
            and before.size_px == after.size_px
            and np.array_equal(before.points, after.points)
            and np.array_equal(before.visibility, after.visibility)
            and np.array_equal(before.world, after.world)
        )

    return len(left) == len(right) and all(
        one.time_s == other.time_s and one.light == other.light and same(one.pose, other.pose)
        for one, other in zip(left, right, strict=True)
    )


def finish_at_once(folder: DataFolder, session: Session = WHOLE) -> int:
    """Keep a session without frames and return its number."""
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.finish(session)
        return keeper.session_id
