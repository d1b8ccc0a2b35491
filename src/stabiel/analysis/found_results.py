"""The results of a search, beside those of its segments. In: what was found. Out: page and JSON."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from stabiel.analysis.results import (
    ANNOTATED_VIDEO,
    EXERCISE,
    FOUND,
    FOUND_PAGE,
    LANDMARKS,
    REPORT,
    SESSION,
    TRACE,
)
from stabiel.errors import OutputError
from stabiel.pose.pose_log import PoseLog
from stabiel.report.found_page import FoundMaterial, write_found_page
from stabiel.session.found import FoundExercises
from stabiel.system.atomic import write_whole

SCHEMA = 1
# What a folder of one segment may hold; an earlier run's is removed before the new one is written.
_OF_SEGMENT = (SESSION, LANDMARKS, TRACE, REPORT, EXERCISE)


def folders_of(out: Path, found: FoundExercises) -> list[Path]:
    """Return the folder of each segment, such as `01-bridging`."""
    return [out / f"{number:02d}-{each.exercise}" for number, each in enumerate(found.segments, 1)]


def make_room(out: Path) -> None:
    """Remove the results that an earlier search wrote here; other files stay.

    Raises:
        OutputError: the folder cannot be made.
    """
    with suppress(OSError, ValueError, TypeError, LookupError):
        rows = json.loads((out / FOUND).read_text(encoding="utf-8"))["segments"]
        for folder in (out / Path(row["folder"]).name for row in rows):
            for name in _OF_SEGMENT:
                (folder / name).unlink(missing_ok=True)
            with suppress(OSError):  # something else is in it
                folder.rmdir()
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / FOUND).unlink(missing_ok=True)
        (out / ANNOTATED_VIDEO).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{out}: the results cannot be written here ({error.strerror}); "
            "choose another folder with --out."
        ) from error


def write_found(out: Path, material: FoundMaterial, poses: PoseLog) -> Path:
    """Write the page, the landmarks of the whole recording, and last `found.json`.

    Returns:
        the path of the page.

    Raises:
        OutputError: they cannot be written.
    """
    try:
        poses.save(out / LANDMARKS)
        write_found_page(out / FOUND_PAGE, material)
    except OSError as error:
        raise OutputError(f"{out}: the results cannot be written ({error}).") from error
    rows = json.dumps(found_json(material), ensure_ascii=False, indent=1)
    write_text(out / FOUND, f"{rows}\n")
    return out / FOUND_PAGE


def found_json(material: FoundMaterial) -> dict[str, Any]:
    """Return what was found as plain data; its keys are a contract, as those of `session.json`."""
    found = material.found
    return {
        "schema": SCHEMA,
        "video": material.video_name,
        "model": material.model,
        "duration_s": round(found.duration_s, 3),
        "nobody": material.nobody,
        "segments": [
            {
                "exercise": segment.exercise,
                "start_s": round(segment.start_s, 3),
                "end_s": round(segment.end_s, 3),
                "sure": round(segment.sure, 3),
                "perhaps": list(segment.rivals),
                "folder": each.folder,
                "summary": each.session.to_json()["summary"],
            }
            for segment, each in zip(found.segments, material.sessions, strict=True)
        ],
        "none": [
            {
                "start_s": round(each.start_s, 3),
                "end_s": round(each.end_s, 3),
                "why": each.reason.value,
                "exercise": each.exercise,
                "count": each.count,
            }
            for each in found.empty
        ],
    }


def write_text(path: Path, words: str) -> None:
    """Write a text file for its owner only.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        write_whole(path, words.encode())
    except OSError as error:
        raise OutputError(f"{path}: this file cannot be written ({error}).") from error
