"""Writes `samples/README.md`: every committed clip with a small picture and a line of its truth.

In: the folder with the clips. Out: README.md and pictures/*.jpg there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2

from samples.studio.clip import Clip
from samples.studio.clips import committed
from samples.studio.shoot import truth_path, video_path
from samples.studio.truth import read_truth

PICTURE_WIDTH_PX = 224
JPEG_QUALITY = 80

#: The text of the page, with `{table}` in place of the clips.
TEXT = Path(__file__).with_suffix(".md")


def write_gallery(samples: Path) -> None:
    """Write the page and its pictures."""
    (samples / "pictures").mkdir(exist_ok=True)
    rows = []
    for clip in committed():
        truth = read_truth(truth_path(clip, samples))
        picture = samples / "pictures" / f"{clip.name}.jpg"
        save_picture(video_path(clip, samples), typical_time(truth), picture)
        rows.append(row(clip, truth))
    page = TEXT.read_text().replace("{table}", "\n".join(rows))
    (samples / "README.md").write_text(page)


def typical_time(truth: dict[str, Any]) -> float:
    """A typical moment of the clip, seconds: its first fault, otherwise its first target."""
    for fault in truth["faults"]:
        return float(fault["start_s"] + fault["end_s"]) / 2
    for repetition in truth["repetitions"]:
        return float(repetition["target_s"]) + 0.1
    return float(truth["holds"][0]["start_s"] + truth["holds"][0]["end_s"]) / 2


def save_picture(video: Path, time_s: float, picture: Path) -> None:
    """Save a small picture of the frame at a time."""
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time >= time_s:
                break
        image = frame.to_ndarray(format="bgr24")
    height = round(image.shape[0] * PICTURE_WIDTH_PX / image.shape[1])
    small = cv2.resize(image, (PICTURE_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(picture), small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])


def row(clip: Clip, truth: dict[str, Any]) -> str:
    """The table row of a clip."""
    parts = []
    if truth["repetitions"] or truth["attempts"]:
        parts.append(f"{len(truth['repetitions'])} repetitions")
    if truth["attempts"]:
        reasons = ", ".join(f"`{attempt['reason']}`" for attempt in truth["attempts"])
        parts.append(f"{len(truth['attempts'])} attempt(s): {reasons}")
    parts += [f"held {hold['in_zone_s']:.1f} s in the zone" for hold in truth["holds"]]
    if truth["faults"]:
        parts.append("faults: " + ", ".join(f"`{fault['id']}`" for fault in truth["faults"]))
    seconds = truth["frames"]["time_s"][-1]
    text = "; ".join(parts)
    return (
        f"| ![{clip.name}](pictures/{clip.name}.jpg) | [{clip.name}]({clip.name}.mp4), "
        f"{truth['clip']['camera']['view']} view, {seconds:.0f} s | {text} |"
    )
