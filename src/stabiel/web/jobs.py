"""What an analysis is asked and what it tells. In: nothing. Out: plain values between processes."""

from dataclasses import dataclass
from pathlib import Path

from stabiel.system.resources import ModelName
from stabiel.web.errors import ErrorId
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class AnalysisJob:
    """What to analyze, and where it is kept.

    Attributes:
        data: the data folder.
        folder: a private one, for the video and all that the analysis writes.
        label: what the person called the video; it names nothing on the disk.
        keep_video: keep the annotated video with the session.
    """

    data: Path
    folder: Path
    label: str
    exercise: str
    language: Language
    model: ModelName
    keep_video: bool

    @property
    def video(self) -> Path:
        """The video."""
        return self.folder / "video"


@dataclass(frozen=True, slots=True)
class Advanced:
    """So much of the video is judged, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Keeping:
    """From now on there is a session of this number; it is whole when `JobDone` follows."""

    session: int


@dataclass(frozen=True, slots=True)
class JobDone:
    """The session of this number is kept."""

    session: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is kept, for this reason."""

    id: ErrorId
    text: str


JobMessage = Advanced | Keeping | JobDone | Failed
