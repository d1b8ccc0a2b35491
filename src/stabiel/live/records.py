"""What is kept of sessions, and where a programme was left. In: frames as judged. Out: files.

A port: another store can take its place. A session is complete on the disk once its exercise ends,
however the program ends after that.
"""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from platformdirs import user_data_path

from stabiel.errors import OutputError
from stabiel.exercise import Exercise
from stabiel.judge import Judgement
from stabiel.live.lines import Line
from stabiel.pose import Pose
from stabiel.recording import PoseLog
from stabiel.session import Session

PLACES = "places.json"


class Keeper(Protocol):
    """Keeps one exercise while it is done."""

    @property
    def video(self) -> Path:
        """Where its video goes, where one is wanted."""

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgement: Judgement
    ) -> None:
        """Keep one frame: its pose as it was found, its light, and what was made of it."""

    def said(self, time_s: float, line: Line) -> None:
        """Keep a line that was spoken."""

    def finish(self, session: Session) -> None:
        """Keep what was judged in the end.

        Raises:
            OutputError: it cannot be written.
        """


class Records(Protocol):
    """Where sessions are kept."""

    def begin(self, exercise: Exercise) -> Keeper:
        """Begin to keep one exercise.

        Raises:
            OutputError: nothing can be kept there.
        """

    def place(self, programme: str) -> int:
        """Return the step at which a programme was left, 0 where it is new."""

    def keep_place(self, programme: str, index: int) -> None:
        """Keep the step at which a programme goes on."""


def default_folder() -> Path:
    """Return the folder for data of the user of this computer."""
    return user_data_path("stabiel", appauthor=False)


class FolderKeeper:
    """Keeps one exercise in a folder of its own; nobody seen leaves no folder behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._poses = PoseLog()
        self._seen = False
        self._said: list[dict[str, object]] = []

    @property
    def video(self) -> Path:
        """Where the video goes."""
        return self._folder / "video.mp4"

    def add(
        self, time_s: float, pose: Pose | None, light: float | None, judgement: Judgement
    ) -> None:
        """Keep one frame."""
        self._seen = self._seen or pose is not None
        self._poses.add(time_s, pose, light)

    def said(self, time_s: float, line: Line) -> None:
        """Keep a line that was spoken."""
        self._said.append({"time_s": round(time_s, 3), "id": line.id, "text": line.text})

    def finish(self, session: Session) -> None:
        """Write `session.json`, `landmarks.npz` and `spoken.json`."""
        try:
            if not self._seen:
                with suppress(OSError):
                    self._folder.rmdir()
                return
            session.save(self._folder / "session.json")
            self._poses.save(self._folder / "landmarks.npz")
            spoken = json.dumps(self._said, ensure_ascii=False, indent=1)
            (self._folder / "spoken.json").write_text(f"{spoken}\n", encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{self._folder}: the session cannot be kept ({error}).") from error


class FolderRecords:
    """Sessions as folders, named after the time and the exercise."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, exercise: Exercise) -> FolderKeeper:
        """Make the folder of one exercise."""
        began = datetime.now().astimezone().strftime("%Y-%m-%d_%H.%M.%S")
        sessions = self._folder / "sessions"
        number, folder = 1, sessions / f"{began}_{exercise.id}"
        try:
            while folder.exists():
                number += 1
                folder = sessions / f"{began}_{exercise.id}-{number}"
            folder.mkdir(parents=True)
        except OSError as error:
            raise OutputError(
                f"{folder}: the folder cannot be made ({error.strerror}); "
                "choose another with --data."
            ) from error
        return FolderKeeper(folder)

    def place(self, programme: str) -> int:
        """Return the step at which a programme was left; a file that is damaged knows of none."""
        index = self._places().get(programme, 0)
        return index if isinstance(index, int) and index >= 0 else 0

    def keep_place(self, programme: str, index: int) -> None:
        """Write the step at which a programme goes on."""
        path = self._folder / PLACES
        part = path.with_name(f"{PLACES}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._places() | {programme: index}), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            raise OutputError(f"{path}: the place cannot be kept ({error}).") from error

    def _places(self) -> dict[str, object]:
        try:
            found = json.loads((self._folder / PLACES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
