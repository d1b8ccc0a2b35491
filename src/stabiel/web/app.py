"""All that a page can ask for, put together. In: what there is. Out: ASGI apps behind their guards.

One app is for the owner of this computer, one for the phone as camera, which gets its page and its
socket and nothing of what is kept.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from stabiel import __version__
from stabiel.trainer.terms import Strictness
from stabiel.web.api import ROUTERS
from stabiel.web.context import Context
from stabiel.web.errors import WebError, add_error_handlers, answer_to
from stabiel.web.guard import App, Guard
from stabiel.web.page_texts import page_texts
from stabiel.web.pages_served import Page, read_pages
from stabiel.web.phone import PhoneDoor
from stabiel.web.session_host import SessionHost, SessionOptions
from stabiel.web.socket import ROLES, Sockets
from stabiel.web.speech import Speech
from stabiel.wording.language import Language

# Newer versions of FastAPI tell a collector of every request where the environment asks for it.
_NO_TELEMETRY: dict[str, Any] = {
    "telemetry": {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the apps are made of.

    Attributes:
        door: where phones come in, None where the network is shut out.
        speech: makes what speaks a language for browsers that cannot.
    """

    context: Context
    room: SessionHost
    door: PhoneDoor | None
    speech: Callable[[Language], Speech] = Speech
    _voices: dict[Language, Speech] = field(default_factory=dict)

    def voice(self, language: Language) -> Speech:
        """Return what speaks a language, the same one each time."""
        if language not in self._voices:
            self._voices[language] = self.speech(language)
        return self._voices[language]

    def close(self) -> None:
        """End what speaks."""
        for voice in self._voices.values():
            voice.close()


def owner_app(parts: Parts, names: frozenset[str], token: str, cookie: str) -> App:
    """Return the app for the owner of this computer.

    Args:
        parts: what it is made of.
        names: host names with port by which it is reached.
        token: that the first link carries.
        cookie: the cookie's name.
    """
    return Guard(
        _owner_app(parts),
        names=names,
        secure=False,
        kind="owner",
        may_enter=lambda given: secrets.compare_digest(given.encode(), token.encode()),
        cookie=cookie,
    )


def phone_app(parts: Parts, door: PhoneDoor, cookie: str) -> App:
    """Return the app for the phone as camera."""
    pages = read_pages()
    sockets = Sockets(parts.room, lambda: wishes_of(parts.context))

    async def train(websocket: WebSocket) -> None:
        await sockets.serve(websocket, "camera")

    def texts(request: Request) -> Response:
        return _texts(request.query_params.get("lang"), parts.context)

    routes = [
        Route("/phone", lambda request: _page(pages, "phone.html")),
        Route("/pages/{name:path}", lambda request: _page(pages, request.path_params["name"])),
        Route("/api/texts", texts),
        WebSocketRoute("/ws/train", train),
    ]
    return Guard(
        Starlette(routes=routes, exception_handlers={WebError: _refused}),
        names=frozenset({door.address}),
        secure=True,
        kind="phone",
        may_enter=door.may_enter,
        cookie=cookie,
        home="/phone",
    )


def wishes_of(context: Context) -> SessionOptions:
    """Return how a session is to be led."""
    settings = context.settings.load()
    strictness = Strictness(settings.strictness)
    return SessionOptions(settings.language, strictness, settings.model, settings.record)


def _owner_app(parts: Parts) -> FastAPI:
    app = FastAPI(title="stabiel", docs_url=None, redoc_url=None, openapi_url=None, **_NO_TELEMETRY)
    app.state.context = parts.context
    add_error_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    _add_pages(app, parts)
    _add_training(app, parts)
    return app


def _add_pages(app: FastAPI, parts: Parts) -> None:
    pages = read_pages()

    @app.get("/")
    def index() -> Response:
        return _page(pages, "index.html")

    @app.get("/pages/{name:path}")
    def page(name: str) -> Response:
        return _page(pages, name)

    @app.get("/api/texts")
    def texts(lang: str | None = None) -> Response:
        return _texts(lang, parts.context)

    @app.get("/api/start")
    def start() -> dict[str, object]:
        running = parts.room.running
        films = running is not None and running.source is not None
        return {
            "version": __version__,
            "lan": parts.door is not None,
            "settings": parts.context.settings.load().model_dump(mode="json"),
            "training": None
            if running is None
            else {"exercise": running.exercise, "has_camera": films},
        }


def _add_training(app: FastAPI, parts: Parts) -> None:
    sockets = Sockets(parts.room, lambda: wishes_of(parts.context))

    @app.websocket("/ws/train")
    async def train(websocket: WebSocket) -> None:
        role = next((each for each in ROLES if each == websocket.query_params.get("role")), None)
        await sockets.serve(websocket, role or "screen")

    @app.post("/api/phone")
    def invite() -> Response:
        if parts.door is None:
            raise WebError("no_phone", "Start stabiel with --lan to use a phone as camera.")
        invitation = parts.door.invite()
        return JSONResponse(
            {
                "url": invitation.url,
                "qr": invitation.qr,
                "fingerprint": invitation.fingerprint,
                "expires_s": invitation.expires_s,
            }
        )

    @app.get("/api/speech/{number}.wav")
    def speech(number: int) -> Response:
        running = parts.room.running
        if running is None or not 1 <= number <= len(running.lines):
            raise WebError("not_found", "There is no such line.")
        wave = parts.voice(running.language).wave(running.lines[number - 1])
        if wave is None:
            raise WebError("not_found", "This computer has no voice for the language.")
        return Response(wave, media_type="audio/wav")


def _refused(_: Request, error: Exception) -> Response:
    return answer_to(error)


def _page(pages: dict[str, Page], name: str) -> Response:
    page = pages.get(name)
    if page is None:
        raise WebError("not_found", "There is no such page.")
    return Response(page.content, media_type=page.type)


def _texts(language: str | None, context: Context) -> Response:
    chosen = context.settings.load().language
    if language in ("nl", "en"):
        chosen = "nl" if language == "nl" else "en"
    return JSONResponse(page_texts(chosen))
