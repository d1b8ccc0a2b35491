"""The guard: which requests are admitted, and the answer to all others."""

import asyncio

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from stabiel.web.guard import MOST_BODY_BYTES, Guard, TooLargeError

NAME = "127.0.0.1:8760"
HOME = f"http://{NAME}"
TOKEN = "the-token-of-this-start"


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def guard(**changes):
    app = Starlette(
        routes=[
            Route(path, hello, methods=["GET", "POST", "PUT", "DELETE"])
            for path in ("/", "/api/x", "/phone")
        ]
    )
    arguments = {
        "names": frozenset({NAME, "localhost:8760"}),
        "secure": False,
        "kind": "owner",
        "may_enter": lambda token: token == TOKEN,
        "cookie": "stabiel-8760",
    }
    return Guard(app, **(arguments | changes))


class Browser:
    """Sends requests to a guarded app as a browser does, with cookies."""

    def __init__(self, app, home=HOME):
        self.app, self.home, self.cookies = app, home, httpx2.Cookies()

    def ask(self, path, method="GET", *, headers=None, content=None):
        async def go():
            transport = httpx2.ASGITransport(self.app)
            async with httpx2.AsyncClient(
                transport=transport, base_url=self.home, cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, headers=headers, content=content)
                self.cookies = client.cookies
                return answer

        return asyncio.run(go())

    def enter(self, token=TOKEN):
        return self.ask(f"/?token={token}")


@pytest.fixture
def browser():
    return Browser(guard())


@pytest.fixture
def owner(browser):
    browser.enter()
    return browser


def test_the_first_link_gives_a_cookie_and_leaves_no_token_in_the_address(browser):
    answer = browser.enter()

    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert browser.ask("/").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "é" * 300])
def test_a_wrong_token_gets_nothing_but_words(browser, token):
    answer = browser.enter(token)

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "met het pictogram" in answer.text
    assert "with its icon" in answer.text


def test_two_tokens_are_refused(browser):
    assert browser.ask(f"/?token={TOKEN}&token={TOKEN}").status_code == 401


def test_without_the_cookie_there_is_nothing(browser):
    assert browser.ask("/").status_code == 401
    answer = browser.ask("/api/x")
    assert answer.status_code == 401
    assert answer.json()["error"]["id"] == "unauthorized"


def test_a_cookie_of_an_earlier_start_opens_nothing(owner):
    later = Browser(guard())
    later.cookies = owner.cookies

    assert later.ask("/api/x").status_code == 401


@pytest.mark.parametrize(
    "value", ["", "x", "a" * 8000, '"', "\x01", "stabiel-8760", "%00", "ü".encode("latin-1")]
)
def test_a_cookie_that_is_made_up_opens_nothing(browser, value):
    name = "stabiel-8760="
    cookie = name.encode() + value if isinstance(value, bytes) else f"{name}{value}"

    assert browser.ask("/api/x", headers={"cookie": cookie}).status_code == 401


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8760", "127.0.0.1", "127.0.0.1:80",
     "127.0.0.1.evil.example:8760",
     "[::1]:8760", "", "127.0.0.1:8760@evil.example", "0.0.0.0:8760"],
)  # fmt: skip
def test_another_name_is_refused_even_with_the_cookie(owner, host):
    answer = owner.ask("/api/x", headers={"host": host})

    assert answer.status_code == 421
    assert "set-cookie" not in owner.ask(f"/?token={TOKEN}", headers={"host": host}).headers


def test_this_computers_own_names_are_fine(owner):
    assert owner.ask("/api/x", headers={"host": "localhost:8760"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:8760", "http://127.0.0.1:8761",
     "http://127.0.0.1", "http://127.0.0.1:8760.evil.example", ""],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_another_site_is_refused_even_with_the_cookie(owner, origin, method):
    answer = owner.ask("/api/x", method, headers={"origin": origin})

    assert answer.status_code == 403
    assert answer.json()["error"]["id"] == "unauthorized"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_changing_request_needs_an_origin(owner, method):
    assert owner.ask("/api/x", method).status_code == 403
    assert owner.ask("/api/x", method, headers={"origin": HOME}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_marked_as_from_another_site_is_refused(owner, site):
    assert owner.ask("/api/x", headers={"sec-fetch-site": site}).status_code == 403
    assert owner.ask("/", headers={"sec-fetch-site": "none"}).status_code == 200


def test_a_link_on_another_site_opens_nothing_and_says_so(owner):
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    answer = owner.ask("/", headers=headers)

    assert answer.status_code == 403
    assert "Typ het adres zelf" in answer.text
    assert "Type the address yourself" in answer.text
    assert "set-cookie" not in owner.ask(f"/?token={TOKEN}", headers=headers).headers


def test_a_repeated_origin_is_refused(owner):
    headers = [("origin", HOME), ("origin", "http://evil.example")]

    assert owner.ask("/api/x", "POST", headers=headers).status_code == 403


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "CONNECT", "BREW"])
def test_other_methods_are_refused(owner, method):
    answer = owner.ask("/api/x", method, headers={"origin": HOME})

    assert answer.status_code == 405


def test_a_body_that_says_it_is_too_large_is_not_read(owner):
    answer = owner.ask(
        "/api/x", "POST", headers={"origin": HOME}, content=b"x" * (MOST_BODY_BYTES + 1)
    )

    assert answer.status_code == 413
    assert answer.json()["error"]["id"] == "too_large"


def test_a_body_that_does_not_say_how_large_it_is_ends_at_the_limit(owner):
    given = 0

    async def body():
        nonlocal given
        for _ in range(100):
            given += 10_000
            yield bytes(10_000)

    with pytest.raises(TooLargeError):
        owner.ask("/api/x", "POST", headers={"origin": HOME}, content=body())
    assert given <= MOST_BODY_BYTES + 20_000


@pytest.mark.parametrize("path", ["/", "/api/x", "/nothing-here"])
@pytest.mark.parametrize("known", [True, False])
def test_every_answer_shuts_everything_else_out(browser, path, known):
    if known:
        browser.enter()

    headers = browser.ask(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert f"connect-src 'self' ws://{NAME}" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_link_leads_home_and_nowhere_else(browser):
    answer = browser.ask(f"//evil.example/?token={TOKEN}")

    assert answer.headers.get("location", "/") == "/"


def test_over_https_the_cookie_stays_there():
    browser = Browser(guard(secure=True, home="/phone"), home=f"https://{NAME}")

    answer = browser.enter()

    assert answer.headers["location"] == "/phone"
    assert "Secure" in answer.headers["set-cookie"]
    assert "wss://" in answer.headers["content-security-policy"]


async def _socket(app, headers):
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "path": "/ws/train", "headers": pairs, "query_string": b""}
    await app(scope, receive, send)
    return sent


@pytest.mark.parametrize(
    "change",
    [{"origin": "http://evil.example"}, {"origin": None}, {"host": "evil.example:8760"},
     {"cookie": None}, {"cookie": "stabiel-8760=old"}],
)  # fmt: skip
def test_a_socket_is_checked_the_same_way(owner, change):
    cookie = f"stabiel-8760={owner.cookies['stabiel-8760']}"
    right = {"host": NAME, "origin": HOME, "cookie": cookie}
    headers = {name: value for name, value in (right | change).items() if value is not None}

    sent = asyncio.run(_socket(owner.app, headers))

    assert sent == [{"type": "websocket.close", "code": 1008}]
