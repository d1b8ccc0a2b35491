"""What a training page and the server say to each other. In: JSON text. Out: values, and back.

Positions are shares of the picture's width and height, so a page draws them at any size.
"""

import struct
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from stabiel.devices.tones import COUNT, FALLING, URGENT, tones_for
from stabiel.drawing.skeleton import LimbMark, Sketch, Stroke
from stabiel.session.cues import Priority
from stabiel.trainer.live_session import ShownFrame
from stabiel.trainer.scene import Scene
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command

MOST_TEXT_BYTES = 16_384
DIGITS = 4
_HEAD = struct.Struct("<d")

Json = dict[str, object]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Begin(_Message):
    """Begin a session: an exercise, or a programme from where it was left or from a step."""

    type: Literal["begin"]
    programme: Annotated[str, Field(max_length=64)] | None = None
    exercise: Annotated[str, Field(max_length=64)] | None = None
    first: Annotated[int, Field(ge=0, le=1000)] | None = None
    side: Literal["left", "right"] | None = None
    camera: Annotated[str, Field(max_length=200)] = ""


class Join(_Message):
    """Go on with the session that runs."""

    type: Literal["join"]


class Ask(_Message):
    """Pause, skip and the like."""

    type: Literal["command"]
    command: Command


class HasVoice(_Message):
    """Whether the page can speak."""

    type: Literal["voice"]
    speaks: bool


Message = Begin | Join | Ask | HasVoice
_MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


def read_message(text: str) -> Message:
    """Return what a page said.

    Raises:
        ValueError: it is none of the messages.
    """
    if len(text) > MOST_TEXT_BYTES:
        raise ValueError("a message of more than 16 kB")
    return _MESSAGE.validate_json(text)


def read_picture(data: bytes) -> tuple[float, bytes]:
    """Return when a picture was taken, in milliseconds of the page's clock, and the JPEG.

    Raises:
        ValueError: there is no time, or none that is a number.
    """
    if len(data) <= _HEAD.size:
        raise ValueError("a picture without content")
    (captured_ms,) = _HEAD.unpack_from(data)
    if not 0.0 <= captured_ms < 1e12:  # also false for what is no number
        raise ValueError("a picture without a time")
    return captured_ms, data[_HEAD.size :]


def shown_message(shown: ShownFrame, sketch: Sketch, frame_ms: float | None) -> Json:
    """Return what a page is to show.

    Args:
        shown: the newest.
        sketch: of the exercise at hand.
        frame_ms: the page's time of the picture this answers, None where it answers none.
    """
    height, width = shown.frame.image.shape[:2]
    moment = shown.scene.moment
    strokes: list[Stroke] = []
    mark: LimbMark | None = None
    if shown.body is not None and moment is not None:
        strokes, mark = sketch.of(shown.body, moment)
    share = 1.0 / width, 1.0 / height
    return {
        "type": "shown",
        "frame": frame_ms,
        "size_px": [width, height],
        "scene": scene_json(shown.scene),
        "strokes": [
            {
                "points": [_at(point, share) for point in stroke.points],
                "color": stroke.ink,
                "width": stroke.width,
                "dashed": stroke.dashed,
            }
            for stroke in strokes
        ],
        "mark": None
        if mark is None
        else {"at": _at(mark.at, share), "shape": mark.shape, "color": mark.ink},
        "line": None,
    }


def scene_json(scene: Scene) -> Json:
    """Return a scene without what only a window needs."""
    ring = scene.ring
    return {
        "stage": scene.stage.value,
        "exercise": scene.exercise.id,
        "title": scene.title,
        "side": scene.side,
        "side_word": scene.side_word,
        "number": scene.number,
        "beside": scene.beside,
        "ring": None if ring is None else {"share": round(ring.share, 3), "waits": ring.waits},
        "cue": scene.cue,
        "mends": scene.corrective,
        "note": scene.note,
        "doing": scene.doing,
        "next_up": scene.next_up,
        "wanted": [
            {"id": each.id, "words": each.words, "ok": each.ok, "of_posture": each.of_posture}
            for each in scene.wanted
        ],
        "place": scene.place is not None,
        "summary": list(scene.summary),
        "paused": scene.paused,
        "muted": scene.muted,
    }


def line_json(number: int, line: Line) -> Json:
    """Return a line that begins to be said now."""
    return {
        "number": number,
        "text": line.text,
        "interrupts": line.priority is Priority.DANGER,
        "tones": tone_name(line),
    }


def tone_name(line: Line) -> str:
    """Return which tones stand for a line where there is no voice."""
    names = {COUNT: "count", FALLING: "falling", URGENT: "urgent"}
    return names.get(tones_for(line), "rising")


def _at(point: tuple[float, float], share: tuple[float, float]) -> list[float]:
    return [round(point[0] * share[0], DIGITS), round(point[1] * share[1], DIGITS)]
