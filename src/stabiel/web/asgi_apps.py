"""The ASGI app of the owner, put together. In: the parts. Out: the app, behind its guard.

The app for devices of the local network is in `stabiel.web.door_app`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.responses import JSONResponse
from starlette.websockets import WebSocket

from stabiel import __version__
from stabiel.errors import StabielError
from stabiel.trainer.terms import Strictness
from stabiel.web.api import ROUTERS
from stabiel.web.api.bundles import reading_json
from stabiel.web.api.inputs import Chosen, household_of, read_only
from stabiel.web.api.persons import person_json
from stabiel.web.browser_access import BrowserAccess
from stabiel.web.context import Context
from stabiel.web.guard import AsgiApp, Guard
from stabiel.web.household import Household, Resident
from stabiel.web.open_pages import OpenPages
from stabiel.web.page_texts import page_texts
from stabiel.web.pages_served import Page, read_pages
from stabiel.web.phone import PhoneDoor
from stabiel.web.session_host import SessionOptions
from stabiel.web.settings_file import Settings
from stabiel.web.socket import PAGE_ROLES, PageRole, RefusalError, Sockets, refuse
from stabiel.web.speech import Speech
from stabiel.web.web_errors import WebError, add_error_handlers, id_of
from stabiel.wording.language import Language

# Newer versions of FastAPI report every request to a collector if the environment asks for it.
_NO_TELEMETRY: dict[str, Any] = {
    "telemetry": {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the apps.

    Attributes:
        household: the persons, each with records, settings and a running session.
        door: admits phones; None without `--lan`.
        access: admits browsers of this computer; None in tests without a guard.
        open_pages: counts the open pages.
        speech: makes the speech for a language, for browsers without a voice.
    """

    household: Household
    door: PhoneDoor | None
    access: BrowserAccess | None = None
    open_pages: OpenPages = field(default_factory=OpenPages)
    speech: Callable[[Language], Speech] = Speech
    _voices: dict[Language, Speech] = field(default_factory=dict)
    _sockets: dict[str, Sockets] = field(default_factory=dict)

    def voice(self, language: Language) -> Speech:
        """Return the speech for a language, the same object each time."""
        if language not in self._voices:
            self._voices[language] = self.speech(language)
        return self._voices[language]

    def sockets(self, resident: Resident) -> Sockets:
        """Return what connects pages to the session of a person."""
        known = self._sockets.get(resident.id)
        if known is None or known.host is not resident.host:
            known = Sockets(resident.host, lambda: session_options(resident.context))
            self._sockets[resident.id] = known
        return known

    def close(self) -> None:
        """Stop all speech engines."""
        for voice in self._voices.values():
            voice.close()


def owner_app(parts: Parts, names: frozenset[str], access: BrowserAccess) -> AsgiApp:
    """Return the app for the owner of this computer.

    Args:
        parts: the parts of the app.
        names: allowed host names, with the port.
        access: admits the browsers of this computer.
    """
    return Guard(
        _owner_app(parts),
        names=names,
        secure=False,
        kind="owner",
        may_enter=access.may_enter,
        cookie=access.cookie,
        passes=access,
        prove=access.proof,
    )


def session_options(context: Context) -> SessionOptions:
    """Return the options of the next session, from the settings."""
    settings = context.settings.load()
    strictness = Strictness(settings.strictness)
    return SessionOptions(
        settings.language, strictness, settings.model, settings.record, settings.questions
    )


def _owner_app(parts: Parts) -> FastAPI:
    app = FastAPI(title="stabiel", docs_url=None, redoc_url=None, openapi_url=None, **_NO_TELEMETRY)
    app.state.household = parts.household
    app.state.access = parts.access
    app.state.voice = parts.voice
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
        return served_page(pages, "index.html")

    @app.get("/pages/{name:path}")
    def page(name: str) -> Response:
        return served_page(pages, name)

    @app.get("/api/texts")
    def texts(request: Request, lang: str | None = None) -> Response:
        return texts_answer(lang, _settings_for(request))

    @app.get("/api/start")
    def start(request: Request) -> dict[str, object]:
        household = parts.household
        cookie = request.cookies.get(household.cookie)
        guest = household.guest(cookie)
        if guest is not None:
            return {
                "version": __version__,
                "lan": False,
                "person": guest.person.id,
                "persons": [person_json(guest.person)],
                "settings": _settings_for(request).model_dump(mode="json"),
                "running": None,
                "reading": reading_json(household, guest),
            }
        person = household.known(cookie)
        running = None if person is None else household.resident(person.id).host.running
        has_camera = running is not None and running.source is not None
        return {
            "version": __version__,
            "lan": parts.door is not None,
            "person": None if person is None else person.id,
            "persons": [person_json(each) for each in household.persons.all()],
            "settings": _settings_for(request).model_dump(mode="json"),
            "running": None
            if running is None
            else {"exercise": running.exercise, "has_camera": has_camera},
            "reading": None,
        }


def _add_training(app: FastAPI, parts: Parts) -> None:
    @app.websocket("/ws/here")
    async def here(websocket: WebSocket) -> None:
        await parts.open_pages.serve(websocket)

    @app.websocket("/ws/train")
    async def train(websocket: WebSocket) -> None:
        role = next(
            (each for each in PAGE_ROLES if each == websocket.query_params.get("role")), None
        )
        household = parts.household
        cookie = websocket.cookies.get(household.cookie)
        claimed = websocket.query_params.get("person")

        def whose() -> Resident:
            chosen = household.chosen(cookie, claimed)
            if chosen.read_only:
                raise read_only()
            return chosen

        await serve_training(parts, websocket, role or "screen", whose)

    @app.post("/api/phone")
    def invite(chosen: Chosen) -> Response:
        if parts.door is None:
            raise WebError("no_phone", "Start stabiel with --lan to use a phone as camera.")
        return JSONResponse(asdict(parts.door.invite(chosen.id)))

    @app.post("/api/television")
    def invite_screen(chosen: Chosen) -> Response:
        if parts.door is None:
            raise WebError("no_phone", "Start stabiel with --lan to use a television.")
        return JSONResponse(asdict(parts.door.invite(chosen.id, "screen")))

    @app.get("/api/speech/{number}.wav")
    def speech(number: int, chosen: Chosen) -> Response:
        return speech_answer(parts, chosen, number)


def speech_answer(parts: Parts, resident: Resident, number: int) -> Response:
    """Return a spoken line of a person's running session, by its number.

    Raises:
        WebError: there is no such line, or this computer has no voice (`not_found`).
    """
    running = resident.host.running
    if running is None or not 1 <= number <= len(running.lines):
        raise WebError("not_found", "There is no such line.")
    wave = parts.voice(running.language).wave(running.lines[number - 1])
    if wave is None:
        raise WebError("not_found", "This computer has no voice for the language.")
    return Response(wave, media_type="audio/wav")


async def serve_training(
    parts: Parts, websocket: WebSocket, role: PageRole, whose: Callable[[], Resident]
) -> None:
    """Serve a page the session of a person, or refuse it if that person is not known."""
    try:
        resident = await asyncio.to_thread(whose)
    except StabielError as error:
        await websocket.accept()
        await refuse(websocket, RefusalError(id_of(error), str(error)))
        return
    await parts.sockets(resident).serve(websocket, role)


def _settings_for(request: Request) -> Settings:
    """Return the settings of the chosen person; before the choice, those of the first of all."""
    household = household_of(request)
    cookie = request.cookies.get(household.cookie)
    guest = household.guest(cookie)
    if guest is not None:
        return guest.resident.context.settings.load()
    person = household.known(cookie)
    one = household.persons.all()[0] if person is None else person
    return household.resident(one.id).context.settings.load()


def served_page(pages: dict[str, Page], name: str) -> Response:
    """Return a file of the pages."""
    page = pages.get(name)
    if page is None:
        raise WebError("not_found", "There is no such page.")
    # The worker lies with the other pages and stands in for all of them.
    headers = {"Service-Worker-Allowed": "/"} if name == "worker.js" else None
    return Response(page.content, media_type=page.type, headers=headers)


def texts_answer(language: str | None, settings: Settings) -> Response:
    """Return the texts of the pages in a language, by default that of the settings."""
    chosen = settings.language
    if language in ("nl", "en"):
        chosen = "nl" if language == "nl" else "en"
    return JSONResponse(page_texts(chosen))
