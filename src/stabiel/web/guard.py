"""Access control. In: every request and WebSocket. Out: admitted, or refused with one sentence.

A page of another site can also send requests to this computer, through a name that it points here
(DNS rebinding). So every request is checked for three things: the name it was sent to, the page it
came from, and a pass that only browsers have which entered through a link.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from stabiel.web.passes import Passes, RunPasses, cookie, cookie_values
from stabiel.web.strangers import ELSEWHERE, STYLE_HASH, Door, stranger_page

AsgiScope = MutableMapping[str, Any]
AsgiMessage = MutableMapping[str, Any]
AsgiReceive = Callable[[], Awaitable[AsgiMessage]]
AsgiSend = Callable[[AsgiMessage], Awaitable[None]]
AsgiApp = Callable[[AsgiScope, AsgiReceive, AsgiSend], Awaitable[None]]

SAFE_METHODS = frozenset({"GET", "HEAD"})
METHODS = SAFE_METHODS | {"POST", "PUT", "DELETE"}
# A body must arrive within this time; a page on this computer needs less than a second.
BODY_S = 20.0
# Only uploads are larger, and their endpoints have limits of their own.
MOST_BODY_BYTES = 200_000
UPLOADS = frozenset({"/api/analyses", "/api/bundles", "/api/teach"})
# Where a second start asks whether this is the app of its data folder.
PROOF_PATH = "/api/here"
MOST_NONCE = 64
_POLICY_CLOSED = 1008
_HTML = {"content-type": "text/html; charset=utf-8"}


class Guard:
    """Wraps an app and admits only requests from its own pages.

    Args:
        app: the app to protect.
        names: allowed values of the `Host` header, with the port.
        secure: whether the app is served over HTTPS.
        kind: whose door this is.
        may_enter: returns whether a link's token is valid; it may use the token up.
        cookie: the name of the cookie, different for each port.
        home: the path to redirect to after entering.
        passes: gives out passes and knows them; by default those of this run only. Pages have the
            person of their pass in their scope as `stabiel.person`, and cannot change it.
        prove: returns the answer to a nonce that proves that this is the app of a data folder, for
            a second start; None to answer no such question.
    """

    def __init__(
        self,
        app: AsgiApp,
        *,
        names: frozenset[str],
        secure: bool,
        kind: Door,
        may_enter: Callable[[str], bool],
        cookie: str,
        home: str = "/",
        passes: Passes | None = None,
        prove: Callable[[str], str] | None = None,
    ) -> None:
        self._app = app
        self._names = names
        self._origins = frozenset(f"{'https' if secure else 'http'}://{name}" for name in names)
        self._secure = secure
        self._kind: Door = kind
        self._may_enter = may_enter
        self._cookie = cookie
        self._home = home
        self._passes: Passes = passes or RunPasses()
        self._prove = prove

    async def __call__(self, scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        """Admit a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = _Headers(scope)
        answer = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if answer is not None:
                await receive()
                await send({"type": "websocket.close", "code": _POLICY_CLOSED})
                return
            self._note(scope, headers)
            await self._app(scope, self._while_admitted(receive, self._pass_of(headers)), send)
            return
        if scope["type"] != "http":
            return
        send = self._with_headers(send, headers.host)
        if answer is None:
            self._note(scope, headers)
            await self._app(scope, _limited(scope, receive), self._renewed(scope, headers, send))
        else:
            await answer(send)

    def _refusal(
        self, scope: AsgiScope, headers: "_Headers"
    ) -> Callable[[AsgiSend], Awaitable[None]] | None:
        """Return the refusal to send, or None if the request is admitted."""
        websocket = scope["type"] == "websocket"
        method = "GET" if websocket else scope["method"]
        if headers.host not in self._names:
            return _error(421, "bad_request", "This name does not belong to stabiel.")
        if method not in METHODS:
            return _error(405, "bad_request", "This method is not known here.")
        origin = headers.one("origin")
        needs_origin = websocket or method not in SAFE_METHODS
        if (needs_origin or origin is not None) and origin not in self._origins:
            return _error(403, "unauthorized", "Another site may not request this.")
        if headers.one("sec-fetch-site") not in (None, "same-origin", "none"):
            # Opening the link from the terminal or scanning the code sends "none".
            if headers.one("sec-fetch-mode") == "navigate":
                return _answer(403, stranger_page(ELSEWHERE), _HTML)
            return _error(403, "unauthorized", "Another site may not request this.")
        if not websocket and method == "GET":
            if self._prove is not None and scope["path"] == PROOF_PATH:
                return _proof(self._prove, scope)
            if b"token=" in scope.get("query_string", b""):
                return self._entered(scope)
        if self._pass_of(headers) is None:
            return _stranger(scope["path"], self._kind)
        if _declared(headers) > MOST_BODY_BYTES and scope["path"] not in UPLOADS:
            return _error(413, "too_large", "This is too large.")
        return None

    def _entered(self, scope: AsgiScope) -> Callable[[AsgiSend], Awaitable[None]]:
        """Return the answer to a link with a token: the cookie and a redirect without the token."""
        tokens = _queried(scope, "token")
        if len(tokens) != 1 or not self._may_enter(tokens[0]):
            return _stranger(scope["path"], self._kind)
        given = self._cookie_with(self._passes.give())
        return _answer(303, b"", {"location": self._home, "set-cookie": given})

    def _note(self, scope: AsgiScope, headers: "_Headers") -> None:
        scope["stabiel.kind"] = self._kind
        given = self._pass_of(headers)
        scope["stabiel.person"] = None if given is None else self._passes.person(given)

    def _pass_of(self, headers: "_Headers") -> str | None:
        """Return the known pass in the cookies of a request, None if there is none."""
        values = cookie_values(headers.one("cookie") or "", self._cookie)
        return next((each for each in values if self._passes.person(each) is not None), None)

    def _cookie_with(self, given: str) -> str:
        return cookie(self._cookie, given, lives_s=self._passes.lives_s, secure=self._secure)

    def _renewed(self, scope: AsgiScope, headers: "_Headers", send: AsgiSend) -> AsgiSend:
        """Return a sender that makes a lasting cookie last longer when the home page is opened."""
        given = self._pass_of(headers)
        if given is None or self._passes.lives_s is None or scope["path"] != self._home:
            return send
        self._passes.renew(given)
        header = b"set-cookie", self._cookie_with(given).encode()

        async def sender(message: AsgiMessage) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), header]
            await send(message)

        return sender

    def _while_admitted(self, receive: AsgiReceive, given: str | None) -> AsgiReceive:
        """Return a receiver of a socket that ends once its pass, or all of them, were withdrawn."""
        admitted = self._passes.round

        async def receiver() -> AsgiMessage:
            message = await receive()
            withdrawn = given is None or self._passes.person(given) is None
            if withdrawn or self._passes.round != admitted:
                return {"type": "websocket.disconnect", "code": _POLICY_CLOSED}
            return message

        return receiver

    def _with_headers(self, send: AsgiSend, host: str) -> AsgiSend:
        """Return a sender that adds the security headers to every response."""
        socket = f"{'wss' if self._secure else 'ws'}://{host}"
        policy = (
            "default-src 'none'; script-src 'self'; "
            f"style-src 'self' 'sha256-{STYLE_HASH}'; img-src 'self' blob: data:; "
            f"media-src 'self' blob:; connect-src 'self' {socket}; font-src 'self'; "
            "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        ours = {
            "content-security-policy": policy if host in self._names else "default-src 'none'",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(self), microphone=(), geolocation=()",
            "cache-control": "no-store",
        }

        async def sender(message: AsgiMessage) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                names = {name.lower() for name, _ in given}
                message["headers"] = given + [
                    (name.encode(), value.encode())
                    for name, value in ours.items()
                    if name.encode() not in names
                ]
            await send(message)

        return sender


class _Headers:
    """A request's headers. A header that occurs twice reads as an empty one."""

    def __init__(self, scope: AsgiScope) -> None:
        self._all: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            self._all.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))

    def one(self, name: str) -> str | None:
        found = self._all.get(name, [])
        if len(found) > 1:
            return ""
        return found[0] if found else None

    @property
    def host(self) -> str:
        return (self.one("host") or "").lower()


class TooLargeError(Exception):
    """A body exceeds its limit."""


def _declared(headers: _Headers) -> int:
    length = headers.one("content-length") or "0"
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _limited(scope: AsgiScope, receive: AsgiReceive) -> AsgiReceive:
    """Return a receiver that stops a body that is too large or takes too long."""
    if scope["path"] in UPLOADS:
        return receive
    came, whole = 0, False

    async def receiver() -> AsgiMessage:
        nonlocal came, whole
        async with asyncio.timeout(None if whole else BODY_S):
            message = await receive()
        whole = whole or not message.get("more_body", False)
        came += len(message.get("body", b""))
        if came > MOST_BODY_BYTES:
            raise TooLargeError
        return message

    return receiver


def _stranger(path: str, door: Door) -> Callable[[AsgiSend], Awaitable[None]]:
    """Return the answer to a request without a pass: how to get in."""
    if path.startswith("/api/"):
        return _error(401, "unauthorized", "Start stabiel with its icon; it opens the page.")
    return _answer(401, stranger_page(door), _HTML)


def _proof(prove: Callable[[str], str], scope: AsgiScope) -> Callable[[AsgiSend], Awaitable[None]]:
    """Return the answer to a second start that asks whose app this is."""
    nonces = _queried(scope, "nonce")
    if len(nonces) != 1 or not 1 <= len(nonces[0]) <= MOST_NONCE:
        return _error(400, "bad_request", "Ask with one nonce.")
    return _answer(200, prove(nonces[0]).encode(), {"content-type": "text/plain"})


def _queried(scope: AsgiScope, name: str) -> list[str]:
    """Return the values of a name in the query; none of a query that cannot be read."""
    try:
        return parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=10).get(name, [])
    except ValueError:
        return []


def _error(status: int, error: str, text: str) -> Callable[[AsgiSend], Awaitable[None]]:
    body = f'{{"error": {{"id": "{error}", "text": "{text}"}}}}'
    return _answer(status, body.encode(), {"content-type": "application/json"})


def _answer(
    status: int, body: bytes, headers: dict[str, str]
) -> Callable[[AsgiSend], Awaitable[None]]:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def answer(send: AsgiSend) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*pairs, (b"content-length", str(len(body)).encode())],
            }
        )
        await send({"type": "http.response.body", "body": body})

    return answer
