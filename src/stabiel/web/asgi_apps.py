"""The ASGI apps, put together. In: the parts. Out: two apps, each behind its guard.

One app is for the owner of this computer. The other is for a phone as the camera: it gets its page
and its socket, and no access to kept data.
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
from stabiel.web.guard import AsgiApp, Guard
from stabiel.web.page_texts import page_texts
from stabiel.web.pages_served import Page, read_pages
from stabiel.web.phone import PhoneDoor
from stabiel.web.session_host import SessionHost, SessionOptions
from stabiel.web.socket import PAGE_ROLES, Sockets
from stabiel.web.speech import Speech
from stabiel.web.web_errors import WebError, add_error_handlers, answer_to
from stabiel.wording.language import Language

# Newer versions of FastAPI report every request to a collector if the environment asks for it.
_NO_TELEMETRY: dict[str, Any] = {
    "telemetry": {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the apps.

    Attributes:
        context: the exercises, records and settings.
        session_host: holds the running session.
        door: admits phones; None without `--lan`.
        speech: makes the speech for a language, for browsers without a voice.
    """

    context: Context
    session_host: SessionHost
    door: PhoneDoor | None
    speech: Callable[[Language], Speech] = Speech
    _voices: dict[Language, Speech] = field(default_factory=dict)

    def voice(self, language: Language) -> Speech:
        """Return the speech for a language, the same object each time."""
        if language not in self._voices:
            self._voices[language] = self.speech(language)
        return self._voices[language]

    def close(self) -> None:
        """Stop all speech engines."""
        for voice in self._voices.values():
            voice.close()


def owner_app(parts: Parts, names: frozenset[str], token: str, cookie: str) -> AsgiApp:
    """Return the app for the owner of this computer.

    Args:
        parts: the parts of the app.
        names: allowed host names, with the port.
        token: the secret in the link that is printed at the start.
        cookie: the name of the cookie.
    """
    return Guard(
        _owner_app(parts),
        names=names,
        secure=False,
        kind="owner",
        may_enter=lambda given: secrets.compare_digest(given.encode(), token.encode()),
        cookie=cookie,
    )


def phone_app(parts: Parts, door: PhoneDoor, cookie: str) -> AsgiApp:
    """Return the app for a phone as the camera; `cookie` is the name of its cookie."""
    pages = read_pages()
    sockets = Sockets(parts.session_host, lambda: session_options(parts.context))

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


def session_options(context: Context) -> SessionOptions:
    """Return the options of the next session, from the settings."""
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
        running = parts.session_host.running
        has_camera = running is not None and running.source is not None
        return {
            "version": __version__,
            "lan": parts.door is not None,
            "settings": parts.context.settings.load().model_dump(mode="json"),
            "running": None
            if running is None
            else {"exercise": running.exercise, "has_camera": has_camera},
        }


def _add_training(app: FastAPI, parts: Parts) -> None:
    sockets = Sockets(parts.session_host, lambda: session_options(parts.context))

    @app.websocket("/ws/train")
    async def train(websocket: WebSocket) -> None:
        role = next(
            (each for each in PAGE_ROLES if each == websocket.query_params.get("role")), None
        )
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
        running = parts.session_host.running
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
