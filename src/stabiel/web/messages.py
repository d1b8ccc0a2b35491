"""The messages between a page and the server. In: JSON text. Out: values, and back.

Positions are fractions of the picture's width and height, so a page can draw them at any size.
"""

import struct
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from stabiel.devices.tones import COUNT, FALLING, URGENT, tones_for
from stabiel.drawing.skeleton import LimbMark, Sketch, Stroke
from stabiel.errors import UsageError
from stabiel.exercises.sample_films import SampleView
from stabiel.session.cues import Priority
from stabiel.trainer.live_session import ShownFrame
from stabiel.trainer.scene import Question, Scene
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command

MOST_TEXT_BYTES = 16_384
DIGITS = 4
_HEAD = struct.Struct("<d")

Json = dict[str, object]


class _MessageModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Begin(_MessageModel):
    """Begin a session: an exercise or a programme; the followed plan if neither is named.

    Attributes:
        first: the step to begin with; None for the current one of a plan.
        trial: one bridge of which nothing is kept, and nothing else.
        free: no plan: what is done is recognized and counted.
        replace: a session that still runs is ended first, and what was done in it is kept.
    """

    type: Literal["begin"]
    programme: Annotated[str, Field(max_length=64)] | None = None
    exercise: Annotated[str, Field(max_length=64)] | None = None
    first: Annotated[int, Field(ge=0, le=1000)] | None = None
    side: Literal["left", "right"] | None = None
    trial: bool = False
    free: bool = False
    camera: Annotated[str, Field(max_length=200)] = ""
    replace: bool = False


class Join(_MessageModel):
    """Join the running session."""

    type: Literal["join"]


class SendCommand(_MessageModel):
    """Send a command: pause, skip and so on."""

    type: Literal["command"]
    command: Command


class HasVoice(_MessageModel):
    """Report whether the page can speak."""

    type: Literal["voice"]
    speaks: bool


class CameraRate(_MessageModel):
    """Report how many frames per second the page's camera delivers."""

    type: Literal["camera_rate"]
    rate_hz: Annotated[float, Field(ge=0, le=1000)]


class CameraState(_MessageModel):
    """Report whether the page's camera sees: a call mutes it, and a hidden page has none."""

    type: Literal["camera_state"]
    state: Literal["on", "still", "lost", "hidden", "dim"]


class Seen(_MessageModel):
    """Report that a message of the type "shown" has been drawn."""

    type: Literal["seen"]


PageMessage = Begin | Join | SendCommand | HasVoice | CameraRate | CameraState | Seen
_PAGE_MESSAGE: TypeAdapter[PageMessage] = TypeAdapter(
    Annotated[PageMessage, Field(discriminator="type")]
)


def read_message(text: str) -> PageMessage:
    """Return a message from a page.

    Raises:
        ValueError: the text is not a valid message.
    """
    if len(text) > MOST_TEXT_BYTES:
        raise ValueError("a message of more than 16 kB")
    return _PAGE_MESSAGE.validate_json(text)


def read_picture(data: bytes) -> tuple[float, bytes]:
    """Return a picture's capture time, in milliseconds of the page's clock, and its JPEG.

    Raises:
        ValueError: the time or the picture is missing, or the time is out of range.
    """
    if len(data) <= _HEAD.size:
        raise ValueError("a picture without content")
    (captured_ms,) = _HEAD.unpack_from(data)
    if not 0.0 <= captured_ms < 1e12:  # also false for NaN
        raise ValueError("a picture without a time")
    return captured_ms, data[_HEAD.size :]


def shown_message(
    shown: ShownFrame,
    sketch: Sketch,
    frame_ms: float | None,
    ahead: int = 0,
    sample: SampleView | None = None,
) -> Json:
    """Return the message that tells a page what to show.

    Args:
        shown: the newest judged frame.
        sketch: the drawing of the current exercise.
        frame_ms: the page's time of the picture that this answers, or None.
        ahead: how many pictures the page may send before one is answered.
        sample: how the sample film is shown; None for one that is shown as it is.
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
        "ahead": ahead,
        "size_px": [width, height],
        "scene": scene_json(shown.scene, sample),
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


def scene_json(scene: Scene, sample: SampleView | None = None) -> Json:
    """Return a scene as JSON, without what only the desktop window needs."""
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
        "next_exercise": None if scene.next_exercise is None else scene.next_exercise.id,
        "done": [{"outcome": each.outcome, "why": each.why} for each in scene.done],
        "to_do": scene.to_do,
        "wanted": [
            {"id": each.id, "words": each.words, "ok": each.ok, "of_posture": each.of_posture}
            for each in scene.wanted
        ],
        "place": None if scene.place is None else scene.place.words,
        "summary": list(scene.summary),
        "paused": scene.paused,
        "muted": scene.muted,
        "question": None if scene.question is None else _question_json(scene.question),
        "phase": None if scene.moment is None else scene.moment.phase.value,
        "film": None if sample is None else {"side": sample.side, "flipped": sample.flipped},
    }


def _question_json(question: Question) -> Json:
    return {
        "id": question.id,
        "text": question.text,
        "choices": [{"number": each.number, "words": each.words} for each in question.choices],
        "waits": question.waits,
        "zone": question.zone,
    }


def line_json(number: int, line: Line) -> Json:
    """Return a line to speak now as JSON."""
    return {
        "number": number,
        "text": line.text,
        "interrupts": line.priority is Priority.DANGER,
        "tones": tone_name(line),
    }


def tone_name(line: Line) -> str:
    """Return the name of the tones that replace a line if there is no voice."""
    names = {COUNT: "count", FALLING: "falling", URGENT: "urgent"}
    return names.get(tones_for(line), "rising")


def _at(point: tuple[float, float], share: tuple[float, float]) -> list[float]:
    return [round(point[0] * share[0], DIGITS), round(point[1] * share[1], DIGITS)]


def refused_message(reason: str, text: str) -> Json:
    """Return the message that ends a page's part in a session, with the id of the reason."""
    return {"type": "refused", "reason": reason, "text": text}


def checked_programme(programme: str) -> str:
    """Return the programme id from a page, checked so that it cannot be a path.

    Raises:
        UsageError: it is not an id.
    """
    if not programme.replace("-", "").replace("_", "").isalnum():
        raise UsageError("There is no such programme.")
    return programme
