"""What a live session needs of the world. In: nothing. Out: the protocols of its devices.

`stabiel.devices` and `stabiel.trainer.records` are the adapters; a page or a test can bring its
own. Nothing here opens a device, a window or a file.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.session.days import Ending
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.session.wellbeing import WellbeingAnswer
from stabiel.system.resources import ModelName
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Sight
from stabiel.video.frame import Frame
from stabiel.video.packed import PackedFrame


class Camera(Protocol):
    """Gives the newest frame.

    Attributes:
        kind: "camera", "file" or "stream".
        name: for people: a number, a file name, or an address without its password.
        size_px: (width, height) as the camera delivers it.
        rate_hz: frames per second, as the camera declares them.
    """

    kind: str
    name: str
    size_px: tuple[int, int]
    rate_hz: float

    @property
    def ended(self) -> bool:
        """Whether no more frames will come."""

    @property
    def sight(self) -> Sight:
        """The state of the picture."""

    @property
    def slow_in_dark(self) -> bool:
        """Whether it delivers half of its frames or fewer because it is dark."""

    def newest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame not yet returned; None if none arrives in time."""

    def now_s(self) -> float:
        """Return the current time on the clock of the frames; no later frame is earlier."""

    def age_s(self, time_s: float) -> float:
        """Return how long ago a frame of this time was captured, in seconds."""

    def close(self) -> None:
        """Release the camera."""


class Voice(Protocol):
    """Speaks lines."""

    def say(self, line: Line) -> None:
        """Speak a line; returns at once."""

    @property
    def speaks(self) -> bool:
        """Whether lines are spoken, and not replaced by tones or lost."""

    def close(self) -> None:
        """Stop speaking."""


class Recorder(Protocol):
    """Writes the camera's picture to a video file."""

    def add(self, frame: Frame) -> None:
        """Add a frame; never waits for the file."""

    def add_packed(self, frame: PackedFrame) -> None:
        """Add a frame that may wait its turn, such as one of some time ago."""

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: the file could not be written.
        """


class ExerciseKeeper(Protocol):
    """Stores one exercise while it is done."""

    @property
    def session_id(self) -> int | None:
        """The id in the records; None as long as the records cannot be written."""

    @property
    def person_seen(self) -> bool:
        """Whether a person was detected, so that there is something to keep."""

    @property
    def in_trouble(self) -> bool:
        """Whether the records cannot be written at this moment."""

    @property
    def video(self) -> Path | None:
        """The path for the video, if one is recorded; None if nothing can be written."""

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgment: Judgment
    ) -> None:
        """Store one frame: its pose, its brightness (0 to 1) and its judgment."""

    def said(self, time_s: float, line: Line) -> None:
        """Store a line that was spoken."""

    def finish(self, session: Session, ending: Ending) -> None:
        """Store the final result, and how it ended."""


class SessionRecords(Protocol):
    """Stores what is done, and the position in a programme."""

    def begin(self, exercise: Exercise, model: str) -> ExerciseKeeper:
        """Begin to store one exercise."""

    def keep_place(self, programme: str, index: int) -> None:
        """Store the index of the step at which a programme continues."""

    def close(self) -> None:
        """Write what could not be written before.

        Raises:
            StabielError: something still cannot be written, and is lost.
        """


class WellbeingKeeper(Protocol):
    """Stores how the person feels."""

    def keep(self, answer: WellbeingAnswer) -> None:
        """Store an answer; never fails, and tries again at the end what cannot be written."""

    def pain_before_yesterday(self) -> int | None:
        """Return the pain before the workout of the day before, 0 to 10; None if unknown."""


# Makes an estimator for an exercise, a fresh one on each call.
Estimators = Callable[[Exercise, ModelName], PoseEstimator]
# Makes a recorder for a path and a frame rate in Hz.
Recorders = Callable[[Path, float], Recorder]
