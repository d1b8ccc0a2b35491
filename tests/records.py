"""Sessions to keep: judged stick figures, and one session with every kind of entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from stabiel.anatomy import Reason
from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.coach.setup import Item
from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.session.cues import Cue, Priority
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.session import Session, Source
from stabiel.session.trace import ValueTrace
from stabiel.store import About, DataFolder, Store
from tests.bodies import SIDE_CAMERA, Bridge, path, pose_of
from tests.sessions import BOOK

BRIDGING = BOOK.get("bridging")
LIGHT = 0.5
BEGAN = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
ABOUT = About(BRIDGING, BOOK, "nl", "full", "camera", "webcam", BEGAN)

WHOLE = Session(
    exercise="bridging",
    language="nl",
    model="full",
    view="side",
    source=Source("camera", "webcam", 61.2, 29.97, 1280, 720),
    judged_share=1 / 3,
    repetitions=(
        Repetition(9.1, 1, "both", 2.0, 4.0, 9.0, (), {"peak_hip_extension_deg": 174.2}),
        Repetition(15.0, 2, "left", 10.0, 12.0, 14.9, ("lowering_fast", "sagging"), {}),
    ),
    attempts=(Attempt(21.0, "right", 17.0, 20.5, "pelvis_low", {"out_s": 1.5}),),
    holds=(Hold(60.0, 3, "both", 25.0, 55.0, 29.7, False, ("bouncing",)),),
    faults=(
        FaultEnded(14.5, "lowering_fast", "left", 13.0, "form", 2),
        FaultEnded(20.0, "arms_lifted", "right", 18.0, "danger", None),
    ),
    cues=(
        Cue(0.5, "person", "Ik zie je nog niet.", Priority.SETUP),
        Cue(9.1, "count", "Eén.", Priority.COUNT),
    ),
    setup=(Item("person", True, 0.5), Item("view", False, 61.0, "view_beside")),
    not_judged=(("knees_apart", Reason.WRONG_VIEW, 55.123456789),),
)


@dataclass(frozen=True)
class Frames:
    """A judged recording, frame by frame, its session and its trace."""

    frames: list[tuple[float, Pose | None, Judgment, float | None]]
    session: Session
    trace: ValueTrace = field(default_factory=ValueTrace)

    @property
    def recorded(self) -> list[Recorded]:
        """The frames as they are kept."""
        return [Recorded(time_s, pose, light) for time_s, pose, _, light in self.frames]


def bridges(tops: list[float], rate_hz: float = 25.0) -> Iterator[tuple[float, Pose]]:
    """Yield poses of a person who lifts to these hip angles, 5.7 s each, in single precision."""
    person = Bridge()
    knots = [(0.0, person.rest_deg)]
    for top in tops:
        for step_s, value in ((1.0, 125.0), (1.3, top), (1.0, top), (2.4, 125.0)):
            knots.append((knots[-1][0] + step_s, value))
    hip = path(*knots)
    noise = np.random.default_rng(11)
    for index in range(round((knots[-1][0] + 1.0) * rate_hz)):
        time_s = index / rate_hz
        pose = pose_of(person.at(hip(time_s)), time_s)
        pose.points[:] += noise.normal(0.0, 0.5, pose.points.shape)
        for array in (pose.points, pose.visibility, pose.world):
            array[:] = array.astype(np.float32)
        yield time_s, pose


def judged_frames(
    tops: list[float], rate_hz: float = 25.0, exercise: Exercise = BRIDGING
) -> Frames:
    """Judge bridges as if they came from a camera; as another exercise if one is given."""
    judge = Judge(exercise, BOOK, "nl")
    frames = [
        (time_s, pose, judge.update(time_s, pose, LIGHT), LIGHT)
        for time_s, pose in bridges(tops, rate_hz)
    ]
    source = Source("camera", "webcam", 0.0, rate_hz, *SIDE_CAMERA.size_px)
    session = judge.finish(source.counted(len(frames), frames[-1][0]), "full")
    return Frames(frames, session, judge.trace)


def keep(folder: Path, frames: Frames, about: About = ABOUT) -> int:
    """Keep a session in the records of a folder and return its number."""
    with Store(DataFolder(folder)) as store, store.begin(about) as keeper:
        for frame in frames.frames:
            keeper.add(*frame)
        keeper.finish(frames.session)
        return keeper.session_id
