"""The settings of the app. In: what the user chose. Out: `settings.json` in the data folder.

The file is written completely or not at all. A damaged file is renamed and the settings start from
their defaults: nothing is deleted.
"""

import json
import os
import threading
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from stabiel.errors import OutputError
from stabiel.store import DataFolder
from stabiel.store.folder import PRIVATE_FILE
from stabiel.system.resources import ModelName
from stabiel.wording.language import Language

MOST_BYTES = 16_384


def _without_control_characters(text: str) -> str:
    if any(unicodedata.category(each) == "Cc" for each in text):
        raise ValueError("no control characters")
    return text


# The name of a voice or a camera, as the browser reports it.
Label = Annotated[str, Field(max_length=200), AfterValidator(_without_control_characters)]


PlanId = Annotated[str, Field(pattern=r"^([a-z0-9_-]{1,60})?$")]


class Settings(BaseModel):
    """What the user can choose, with the defaults.

    Attributes:
        voice: whether lines are spoken.
        voice_name: one of the browser's voices; empty for the best one of the language.
        strictness: how many faults are mentioned.
        camera: the name of a camera, for the browser and for `stabiel live`; empty for any.
        camera_id: the browser's id of that camera, which tells two of the same name apart.
        text_size: in percent.
        mirror: whether the picture of this computer's camera is mirrored.
        television: whether a session is shown large, for a television as the screen.
        record: whether a live session is kept with its video.
        questions: whether pain, effort and red flags are asked about, here and in `stabiel live`.
        model: the pose model, for live sessions and videos.
        keep_analysis_video: whether the annotated video of an analysis is kept.
        name_on_reports: whether reports have the person's name.
        plan: the id of the chosen plan or programme; empty for the leaflet's programme.
        welcomed: whether the first visit was made or skipped.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    language: Language = "nl"
    voice: bool = True
    voice_name: Label = ""
    strictness: Literal["gentle", "normal", "strict"] = "normal"
    camera: Label = ""
    camera_id: Label = ""
    text_size: Literal[100, 125, 150, 200] = 100
    theme: Literal["system", "light", "dark"] = "system"
    mirror: bool = True
    television: bool = False
    record: bool = False
    questions: bool = True
    model: ModelName = "full"
    keep_analysis_video: bool = True
    name_on_reports: bool = False
    plan: PlanId = ""
    welcomed: bool = False

    def changed(self, changes: dict[str, Any]) -> "Settings":
        """Return the settings with some of them changed.

        Raises:
            ValidationError: a setting is unknown, or its value is not allowed.
        """
        return Settings.model_validate(self.model_dump() | changes)


class SettingsFile:
    """The settings on disk. Safe to use from several threads."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def load(self) -> Settings:
        """Return the settings, or the defaults if none can be read.

        Raises:
            OutputError: the file is damaged and cannot be renamed.
        """
        with self._lock:
            return self._load()

    def change(self, changes: dict[str, Any]) -> Settings:
        """Change and keep some settings; return all of them.

        Raises:
            ValidationError: a setting is unknown, or its value is not allowed.
            OutputError: the file cannot be written.
        """
        with self._lock:
            settings = self._load().changed(changes)
            self._save(settings)
            return settings

    def _load(self) -> Settings:
        path = self._folder.settings
        try:
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        except OSError:
            return Settings()
        try:
            if len(raw) > MOST_BYTES:
                raise ValueError("too large to be settings")
            return Settings.model_validate_json(raw)
        except (ValidationError, ValueError):
            self._put_aside()
            return Settings()

    def _put_aside(self) -> None:
        try:
            self._folder.settings.rename(self._folder.damaged_settings())
        except OSError as error:
            raise OutputError(
                f"{self._folder.settings}: these settings are damaged and cannot be renamed "
                f"({error.strerror}); remove the file."
            ) from error

    def _save(self, settings: Settings) -> None:
        path = self._folder.settings
        part = path.with_name(f"{path.name}.part")
        text = json.dumps(settings.model_dump(), ensure_ascii=False, indent=1) + "\n"
        try:
            self._folder.make()
            part.unlink(missing_ok=True)
            number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
            with open(number, "w", encoding="utf-8") as file:  # noqa: PTH123 - a file descriptor
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise OutputError(
                f"{path}: the settings cannot be saved ({error.strerror}); free some space, or "
                "choose another folder with --data."
            ) from error
