"""The lasting cookie of a browser: it opens the app tomorrow, and nothing else does."""

import asyncio
import os
import stat
import sys

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from stabiel.web.browser_access import LIVES_S, MOST_BROWSERS, RENEW_S, BrowserAccess
from stabiel.web.guard import Guard
from stabiel.web.passes import cookie_values
from stabiel.web.private_file import read_private

NAME = "127.0.0.1:8760"
HOME = f"http://{NAME}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


class Clock:
    now_s = 1_800_000_000.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def started(folder, clock):
    """Start the app of a data folder again; return what a new run knows."""
    return lambda: BrowserAccess(folder, clock)


@pytest.fixture
def access(started):
    return started()


@pytest.fixture
def kept(folder, access):
    return folder.access / "browsers.json"


async def hello(request):
    return PlainTextResponse(f"hello {request.scope['stabiel.person']}")


async def echo(websocket):
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


def guarded(access, port=8760):
    names = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    methods = ["GET", "POST", "DELETE"]
    routes = [Route(path, hello, methods=methods) for path in ("/", "/api/x")]
    return Guard(
        Starlette(routes=[*routes, WebSocketRoute("/ws", echo)]),
        names=names,
        secure=False,
        kind="owner",
        may_enter=access.may_enter,
        cookie=access.cookie,
        passes=access,
        prove=access.proof,
    )


def ask(access, path="/api/x", method="GET", *, port=8760, cookie=None, **headers):
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if cookie is not None:
        given["cookie"] = cookie

    async def go():
        transport = httpx2.ASGITransport(guarded(access, port))
        home = f"http://127.0.0.1:{port}"
        async with httpx2.AsyncClient(transport=transport, base_url=home) as client:
            return await client.request(method, path, headers=given)

    return asyncio.run(go())


def entered(access):
    """Return the header with the cookie of a browser that came in through the link."""
    answer = ask(access, f"/?token={access.token}")
    assert answer.status_code == 303
    return answer.headers["set-cookie"].partition(";")[0]


def test_a_bookmark_works_after_a_restart_also_on_another_port(started):
    cookie = entered(started())

    assert ask(started(), "/", cookie=cookie).status_code == 200
    assert ask(started(), "/", cookie=cookie, port=8770).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_sites_and_lasts(access):
    given = ask(access, f"/?token={access.token}").headers["set-cookie"]

    parts = given.split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={LIVES_S}"} == set(parts[1:])
    assert access.token not in given


def test_a_visit_makes_it_last_longer_and_an_answer_of_the_api_does_not(started, clock):
    access = started()
    cookie = entered(access)
    for _ in range(5):
        clock.now_s += LIVES_S / 2
        answer = ask(access, "/", cookie=cookie)
        assert answer.headers["set-cookie"].startswith(cookie)
    assert ask(started(), cookie=cookie).status_code == 200
    assert "set-cookie" not in ask(access, cookie=cookie).headers

    clock.now_s += LIVES_S + 2 * RENEW_S
    assert ask(access, "/", cookie=cookie).status_code == 401


def test_the_file_holds_no_cookie_and_only_its_owner_reads_it(access, kept):
    value = entered(access).partition("=")[2]

    assert value not in kept.read_text()
    assert access.token not in kept.read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("mode", [0o644, 0o620, 0o666])
def test_a_file_that_others_could_have_changed_is_not_believed(started, kept, mode):
    cookie = entered(started())
    kept.chmod(mode)

    assert ask(started(), cookie=cookie).status_code == 401
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@posix
def test_a_file_of_another_user_and_a_link_are_not_believed(started, kept, monkeypatch):
    entered(started())
    assert read_private(kept) is not None

    moved = kept.with_name("moved.json")
    kept.rename(moved)
    kept.symlink_to(moved)
    assert read_private(kept) is None
    monkeypatch.setattr(os, "geteuid", lambda: moved.stat().st_uid + 1)
    assert read_private(moved) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"name":"x","browsers":[]}', b"\xff" * 9])
def test_a_damaged_file_lets_nobody_in_and_stops_nothing(started, kept, content):
    cookie = entered(started())
    kept.write_bytes(content)

    later = started()
    assert ask(later, cookie=cookie).status_code == 401
    assert ask(later, cookie=entered(later)).status_code == 200


def test_a_full_disk_keeps_nobody_out_today(started, kept, monkeypatch):
    access = started()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("stabiel.web.private_file.write_whole", full)
    assert ask(access, cookie=entered(access)).status_code == 200


def test_the_others_are_logged_out_at_once_and_for_good(started):
    access = started()
    mine, other = entered(access), entered(access)
    link = access.token
    links = []
    access.on_new_link = lambda: links.append(access.token)

    new = f"{access.cookie}={access.log_out_others()}"

    for old in (mine, other):
        assert ask(access, cookie=old).status_code == 401
        assert ask(started(), cookie=old).status_code == 401
    assert ask(access, f"/?token={link}").status_code == 401
    assert links == [access.token]
    assert ask(access, cookie=new).status_code == ask(started(), cookie=new).status_code == 200
    assert access.count == 1


def test_an_open_socket_of_a_browser_that_is_logged_out_ends(access):
    app = guarded(access)
    pairs = [(b"host", NAME.encode()), (b"origin", HOME.encode())]
    scope = {"type": "websocket", "path": "/ws", "query_string": b"", "subprotocols": [],
             "headers": [*pairs, (b"cookie", entered(access).encode())]}  # fmt: skip
    sent = []

    async def go():
        coming = iter(({"type": "websocket.connect"}, {"type": "websocket.receive", "text": "a"},
                       {"type": "websocket.receive", "text": "b"}))  # fmt: skip

        async def receive():
            return next(coming)

        async def send(message):
            sent.append(message)
            if message.get("text") == "a":
                access.log_out_others()

        await app(scope, receive, send)

    asyncio.run(go())
    assert [each.get("text") for each in sent if each["type"] == "websocket.send"] == ["a"]


def test_only_so_many_browsers_are_known_and_the_first_is_forgotten(access):
    cookies = [entered(access) for _ in range(MOST_BROWSERS + 1)]

    assert ask(access, cookie=cookies[0]).status_code == 401
    assert ask(access, cookie=cookies[1]).status_code == 200
    assert access.count == MOST_BROWSERS


def test_a_cookie_that_somebody_planted_is_never_taken_over(access):
    planted = f"{access.cookie}=chosen-by-somebody-else"

    answer = ask(access, f"/?token={access.token}", cookie=planted)

    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
    assert ask(access, cookie=planted).status_code == 401
    assert entered(access) != entered(access)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, value: f"{name}={value[:-1]}",
        lambda name, value: f"{name}={value}x",
        lambda name, value: f"{name}={value.swapcase()}",
        lambda name, value: f"{name.upper()}={value}",
        lambda name, value: f"{name[:-1]}={value}",
        lambda name, value: f'{name}="{value}"',
        lambda name, value: f"{name}={value}%00",
        lambda name, value: f"{name}=",
        lambda name, value: f"{name}",
        lambda name, value: f"x{name}={value}",
        lambda name, value: f"a={name}={value}",
        lambda name, value: ";".join([f"{name}=wrong"] * 10 + [f"{name}={value}"]),
    ],
    ids=range(12),
)
def test_what_only_looks_like_the_cookie_opens_nothing(access, change):
    name, _, value = entered(access).partition("=")

    assert ask(access, cookie=change(name, value)).status_code == 401


def test_cookies_of_other_programs_on_this_computer_keep_nobody_out(access):
    mine = entered(access)
    other = f'{access.cookie}=planted; session={{"a": [1, 2]}}; =; ;;; @=1; {mine}'

    assert ask(access, cookie=other).status_code == 200
    assert cookie_values("a=1; A=2;a=3 ; b", "a") == ["1", "3"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example:8760"}, 421),
        ({"host": "127.0.0.1:9999"}, 421),
        ({"host": ""}, 421),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": HOME, "sec_fetch_site": "same-site"}, 403),
        ({"origin": HOME, "sec_fetch_site": "cross-site"}, 403),
    ],
    ids=["rebinding", "other port as host", "no host", "other port", "other site", "page of "
         "another port", "page of another site"],
)  # fmt: skip
def test_with_the_cookie_the_other_checks_stay(access, method, headers, status):
    assert ask(access, method=method, cookie=entered(access), **headers).status_code == status


def test_the_token_in_another_hosts_link_gives_no_cookie(access):
    answer = ask(access, f"/?token={access.token}", host="evil.example:8760")

    assert answer.status_code == 421
    assert "set-cookie" not in answer.headers


def test_another_data_folder_has_another_cookie(access, tmp_path):
    from stabiel.store import DataFolder

    other = BrowserAccess(DataFolder(tmp_path / "other"))

    assert other.cookie != access.cookie
    assert ask(other, cookie=entered(access)).status_code == 401


def test_who_asks_for_the_proof_learns_nothing(access):
    answers = {ask(access, f"/api/here?nonce={nonce}").text for nonce in ("a", "b", access.cookie)}

    assert len(answers) == 3
    assert all(access.token not in each and len(each) == 64 for each in answers)
    for query in ("", "?nonce=", "?nonce=" + "a" * 65, "?nonce=a&nonce=b", "?" + "a=1&" * 20):
        assert ask(access, f"/api/here{query}").status_code == 400
    assert ask(access, "/api/here?nonce=a", host="evil.example").status_code == 421
    assert ask(access, "/api/here?nonce=a", sec_fetch_site="cross-site").status_code == 403
