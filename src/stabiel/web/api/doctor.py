"""Whether this computer is ready. In: a request. Out: findings, with what to do."""

from typing import Any

from fastapi import APIRouter, Request

from stabiel.doctor import SLOW, Asked, Computer, Topic, examine, finding_json, headline
from stabiel.doctor.real import this_computer
from stabiel.web.api.inputs import Here, Lang

router = APIRouter()

# Whoever asks has a browser and a screen before them, on this computer or on another.
_PLAIN_TO_SEE: tuple[Topic, ...] = ("browser", "screen")


@router.get("/api/doctor")
def ask(request: Request, context: Here, language: Lang) -> dict[str, Any]:
    """Return the findings on this computer, and whether some were left out.

    While a session runs, the camera and the cores are its own: what needs them is left out.
    """
    computer: Computer = getattr(request.app.state, "computer", None) or this_computer()
    settings = context.settings.load()
    asked = Asked(computer, context.folder, language, settings.model, settings.camera)
    with context.heavy_work():
        left_out = context.is_training()
        found = examine(asked, without=(*_PLAIN_TO_SEE, *(SLOW if left_out else ())))
    return {
        "headline": headline(found, language),
        "left_out": left_out,
        "findings": [finding_json(each, language) for each in found],
    }
