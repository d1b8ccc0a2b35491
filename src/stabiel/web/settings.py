"""The settings of the app. In: what a person chose. Out: `settings.json` in the data folder.

The file is written whole or not at all. One that is damaged is put aside under another name, and
the settings begin anew: nothing is thrown away.
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


# The name of a voice or a camera, as the browser gives it.
Label = Annotated[str, Field(max_length=200), AfterValidator(_without_control_characters)]


class Settings(BaseModel):
    """What a person can choose, with what it is at first.

    Attributes:
        voice: lines are spoken.
        voice_name: of the browser's voices; empty is the one of the language.
        strictness: how many faults are spoken of.
        camera: of the browser's cameras; empty is its own choice.
        text_size: per cent.
        mirror: the own camera's picture is mirrored.
        record: a live session is kept with its picture.
        model: the pose model, live and for videos.
        keep_analysis_video: an analyzed video is kept with what was drawn on it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    language: Language = "nl"
    voice: bool = True
    voice_name: Label = ""
    strictness: Literal["gentle", "normal", "strict"] = "normal"
    camera: Label = ""
    text_size: Literal[100, 125, 150, 200] = 100
    theme: Literal["system", "light", "dark"] = "system"
    mirror: bool = True
    record: bool = False
    model: ModelName = "full"
    keep_analysis_video: bool = True

    def changed(self, changes: dict[str, Any]) -> "Settings":
        """Return the settings with some of them changed.

        Raises:
            ValidationError: a change is none of a setting, or to what it cannot be.
        """
        return Settings.model_validate(self.model_dump() | changes)


class SettingsFile:
    """The settings on the disk. Safe to use from several threads."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def load(self) -> Settings:
        """Return the settings; those at first where there are none that can be read."""
        with self._lock:
            return self._load()

    def change(self, changes: dict[str, Any]) -> Settings:
        """Keep some settings changed and return them all.

        Raises:
            ValidationError: a change is none of a setting, or to what it cannot be.
            OutputError: they cannot be written.
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
                f"{self._folder.settings}: these settings are damaged and cannot be put aside "
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
            with open(number, "w", encoding="utf-8") as file:  # noqa: PTH123 - it is opened
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise OutputError(
                f"{path}: the settings cannot be kept ({error.strerror}); make room, or name "
                "another folder with --data."
            ) from error
