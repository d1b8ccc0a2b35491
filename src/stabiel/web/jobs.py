"""An analysis job and its messages. In: nothing. Out: plain values to pass between processes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from stabiel.system.resources import ModelName
from stabiel.web.web_errors import ErrorId
from stabiel.wording.language import Language

# Among which exercises to look for those in a video: all, or those of the followed plan.
Among = Literal["all", "plan"]


@dataclass(frozen=True, slots=True)
class AnalysisJob:
    """What to analyze, and where to keep the result.

    Attributes:
        data: the data folder that keeps the session.
        library: the folder with the user's own exercises, None if it is the same.
        folder: a private folder for the video and everything the analysis writes.
        label: the user's name for the video; never used as a path.
        keep_video: whether the annotated video is kept with the session.
        exercise: the id of the exercise; empty if the exercises are to be found.
        find: among which exercises to look; None if the exercise is known.
        trial: whether the exercise is tried: its signals are drawn, and nothing is kept.
    """

    data: Path
    folder: Path
    label: str
    exercise: str
    language: Language
    model: ModelName
    keep_video: bool
    trial: bool = False
    library: Path | None = None
    find: Among | None = None

    @property
    def video(self) -> Path:
        """The path of the video."""
        return self.folder / "video"


@dataclass(frozen=True, slots=True)
class Advanced:
    """This share of the video is judged, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Keeping:
    """A session of this number now exists; it is complete once the job is done."""

    session: int


@dataclass(frozen=True, slots=True)
class JobDone:
    """The session of this number is kept."""

    session: int


@dataclass(frozen=True, slots=True)
class SearchDone:
    """The sessions that were found are kept; `found` is what a page shows, for each language."""

    found: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TrialDone:
    """The signals of an exercise on a video, drawn as PNG."""

    picture: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is kept; the id and text say why."""

    id: ErrorId
    text: str


JobMessage = Advanced | Keeping | JobDone | SearchDone | TrialDone | Failed
