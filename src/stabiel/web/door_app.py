"""The ASGI app for devices of the local network. In: the parts. Out: the app, behind its guard.

A phone is the camera and a remote control: it gets its page and its socket. A television follows:
it gets its page, a socket on which it only listens, the film of the exercise and the spoken lines.
Neither has access to kept data.
"""

import asyncio
import re
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from stabiel.errors import StabielError
from stabiel.web.api import exercises
from stabiel.web.api.inputs import kind_of
from stabiel.web.asgi_apps import (
    Parts,
    serve_training,
    served_page,
    speech_answer,
    texts_answer,
)
from stabiel.web.context import Context
from stabiel.web.guard import AsgiApp, AsgiReceive, AsgiScope, AsgiSend, Guard
from stabiel.web.household import Resident
from stabiel.web.pages_served import read_pages
from stabiel.web.passes import DoorPasses
from stabiel.web.phone import CODE_DIGITS, PhoneDoor, guest_of
from stabiel.web.posted_camera import PostedCameras
from stabiel.web.socket import PageRole
from stabiel.web.web_errors import WebError, answer_to

# The address that is typed on a television.
_CODE = re.compile(rf"/([0-9]{{{CODE_DIGITS}}})")


def phone_app(parts: Parts, door: PhoneDoor, cookie: str) -> AsgiApp:
    """Return the app for phones and televisions; `cookie` is the name of its cookie."""
    routes = [*_camera_routes(parts, door), *_screen_routes(parts), *_shared_routes(parts)]
    guarded = Guard(
        Starlette(routes=routes, exception_handlers={StabielError: _refused}),
        names=frozenset({door.address}),
        secure=True,
        kind="phone",
        may_enter=door.may_enter,
        cookie=cookie,
        home="/phone",
        passes=DoorPasses(lambda: door.guest),
    )
    return _with_codes(guarded)


def _shared_routes(parts: Parts) -> list[Route | WebSocketRoute]:
    pages = read_pages()

    def page(request: Request) -> Response:
        use, _ = guest_of(request.scope["stabiel.person"])
        return served_page(pages, "phone.html" if use == "camera" else "television.html")

    def texts(request: Request) -> Response:
        settings = _resident(parts, request.scope).context.settings.load()
        return texts_answer(request.query_params.get("lang"), settings)

    async def train(websocket: WebSocket) -> None:
        use, _ = guest_of(websocket.scope["stabiel.person"])
        role: PageRole = "camera" if use == "camera" else "television"
        await serve_training(parts, websocket, role, lambda: _resident(parts, websocket.scope))

    return [
        Route("/phone", page),
        Route("/pages/{name:path}", lambda asked: served_page(pages, asked.path_params["name"])),
        Route("/api/texts", texts),
        WebSocketRoute("/ws/train", train),
    ]


def _camera_routes(parts: Parts, door: PhoneDoor) -> list[Route]:
    posted = PostedCameras()

    def authority(_: Request) -> Response:
        # An attachment would be put among the files of an iPhone; this opens its settings.
        return Response(door.authority_der, media_type="application/x-x509-ca-cert")

    async def open_line(request: Request) -> Response:
        resident = await asyncio.to_thread(_resident, parts, request.scope)
        text = (await request.body()).decode("utf-8", "replace")
        line, messages = await posted.open(parts.sockets(resident), _camera(request), text)
        return JSONResponse({"line": line, "messages": messages})

    async def post(request: Request) -> Response:
        person, kind = _camera(request), kind_of(request)
        body = await request.body()
        messages = await posted.post(request.path_params["line"], person, kind, body)
        return JSONResponse({"messages": messages})

    return [
        Route("/api/camera", open_line, methods=["POST"]),
        Route("/api/camera/{line}", post, methods=["POST"]),
        Route("/stabiel.crt", authority),
    ]


def _screen_routes(parts: Parts) -> list[Route]:
    """Return what a television shows and plays besides what comes over its socket."""

    def shown(answer: Callable[[str, Context, Request], Response]) -> Callable[[Request], Response]:
        def of_exercise(request: Request) -> Response:
            return answer(request.path_params["id"], _screen(parts, request).context, request)

        return of_exercise

    def picture(exercise: str, context: Context, _: Request) -> Response:
        return exercises.picture(exercise, context, context.settings.load().language)

    def drawing(exercise: str, context: Context, request: Request) -> Response:
        asked = request.query_params
        language = context.settings.load().language
        dark, words = asked.get("dark") == "1", asked.get("words") != "0"
        return exercises.drawing(exercise, context, language, dark, words)

    def speech(request: Request) -> Response:
        return speech_answer(parts, _screen(parts, request), request.path_params["number"])

    exercise = "/api/exercises/{id}"
    return [
        Route(f"{exercise}/clip.mp4", shown(lambda name, at, _: exercises.clip(name, at))),
        Route(f"{exercise}/picture", shown(picture)),
        Route(f"{exercise}/placement.svg", shown(drawing)),
        Route("/api/speech/{number:int}.wav", speech),
    ]


def _resident(parts: Parts, scope: AsgiScope) -> Resident:
    """Return the person who invited a guest."""
    _, person = guest_of(scope["stabiel.person"])
    return parts.household.resident(person)


def _camera(request: Request) -> str:
    """Return the id of the person whose camera this is.

    Raises:
        WebError: this guest is no camera.
    """
    use, person = guest_of(request.scope["stabiel.person"])
    if use != "camera":
        raise WebError("not_found", "There is no such page.")
    return person


def _screen(parts: Parts, request: Request) -> Resident:
    """Return the person whose screen this is.

    Raises:
        WebError: this guest is no screen.
    """
    use, _ = guest_of(request.scope["stabiel.person"])
    if use != "screen":
        raise WebError("not_found", "There is no such page.")
    return _resident(parts, request.scope)


def _with_codes(app: AsgiApp) -> AsgiApp:
    """Return an app to which a typed code is a link with a token."""

    async def wrapped(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        found = _CODE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is not None:
            scope = {**scope, "path": "/phone", "query_string": b"token=" + found[1].encode()}
        await app(scope, receive, send)

    return wrapped


def _refused(_: Request, error: Exception) -> Response:
    return answer_to(error)
