"""Attacks on the running app, each tried over real sockets and refused."""

import json
import socket
import time
from contextlib import ExitStack, closing, suppress
from urllib.parse import urlsplit

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from stabiel.web.connections import MOST_SILENT
from stabiel.web.jpeg import MOST_BYTES
from stabiel.web.messages import MOST_TEXT_BYTES
from stabiel.web.socket import MOST_SOCKETS
from tests.web.pictures import jpeg, sent
from tests.web.running import running_apps

SECRET = "the contents of a file that is nobody's business"
BEGIN = json.dumps({"type": "begin", "exercise": "bridging"})


class Owner:
    """A client that has the link: sends requests and opens sockets."""

    def __init__(self, app):
        self.app, self.home = app, app.home
        self.client = httpx2.Client(base_url=app.home, timeout=60)
        assert self.client.get(app.link.removeprefix(app.home)).status_code == 303

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())

    def socket(self, role="trainer", **headers):
        address = f"{self.home.replace('http', 'ws', 1)}/ws/train?role={role}"
        given = {"Origin": self.home, "Cookie": self.cookie} | headers
        origin = given.pop("Origin")
        return connect(
            address, origin=origin, additional_headers=given, max_size=None, open_timeout=60
        )

    def end_session(self):
        """Stop the running session, if there is one."""
        while self.client.get("/api/start").json()["running"] is not None:
            with suppress(ConnectionClosed), self.socket("screen") as socket:
                socket.send('{"type":"join"}')
                for _ in range(2):
                    socket.send('{"type":"command","command":"quit"}')
                while json.loads(socket.recv(timeout=60))["type"] not in ("over", "refused"):
                    pass


@pytest.fixture(scope="module")
def module_owner(tmp_path_factory):
    with running_apps() as start:
        owner = Owner(start(tmp_path_factory.mktemp("app") / "data"))
        with closing(owner.client):
            yield owner


@pytest.fixture
def owner(module_owner):
    yield module_owner
    module_owner.end_session()


@pytest.fixture
def secret(owner):
    path = owner.app.data.parent / "secret.txt"
    path.write_text(SECRET)
    return path


def answers(socket):
    """Return all messages until the server closes the socket."""
    heard = []
    with pytest.raises(ConnectionClosed):
        while True:
            heard.append(json.loads(socket.recv(timeout=60)))
    return heard


def is_well(owner):
    """Return whether the app answers and can begin a session.

    It may learn a moment later than a page that the page is gone, and its place free.
    """
    if owner.client.get("/api/start").status_code != 200:
        return False
    until_s = time.monotonic() + 120.0
    while time.monotonic() < until_s:
        with owner.socket() as socket, suppress(ConnectionClosed):
            with suppress(ConnectionClosed):  # it may be refused already
                socket.send(BEGIN)
            heard = json.loads(socket.recv(timeout=60))
            if heard.get("reason") != "limit":
                socket.send('{"type":"command","command":"quit"}')
                return heard["type"] in ("ready", "waiting")
    return False


def test_the_link_is_on_this_computer_only(owner):
    port = urlsplit(owner.home).port
    own = socket.gethostbyname_ex(socket.gethostname())[2]

    assert urlsplit(owner.home).hostname == "127.0.0.1"
    for address in {*own, "0.0.0.0"} - {"127.0.0.1", "127.0.1.1", "0.0.0.0"}:
        with pytest.raises(OSError), socket.create_connection((address, port), 2):
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Cookie": ""},
        {"Cookie": "stabiel=1"},
    ],
)
def test_a_socket_from_elsewhere_is_refused_before_it_opens(owner, headers):
    with pytest.raises(InvalidStatus) as refused, owner.socket(**headers):
        pass
    # Two `Host` headers make the request itself invalid.
    assert refused.value.response.status_code == (400 if "Host" in headers else 403)
    assert is_well(owner)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8760"])
@pytest.mark.parametrize("path", ["/", "/api/sessions", "/pages/app.js", "/api/data"])
def test_a_name_that_points_here_is_refused(owner, host, path):
    assert owner.client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", ["/", "/api/sessions", "/pages/app.js", "/api/settings"])
def test_without_the_token_nothing_is_given(owner, path):
    with httpx2.Client(base_url=owner.home, timeout=60) as stranger:
        assert stranger.get(path).status_code == 401
        assert stranger.get(f"{path}?token=old").status_code == 401


def test_the_token_of_an_earlier_start_is_old(owner, start_app):
    later = start_app()

    token = owner.app.link.partition("?token=")[2]
    for path, headers in ((f"/?token={token}", {}), ("/", {"cookie": owner.cookie})):
        assert httpx2.get(later.home + path, headers=headers, timeout=60).status_code == 401


PATHS = [
    "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "..\\secret.txt",
    "train/../../secret.txt", "train/%2e%2e/%2e%2e/app.py", "%2e%2e%5csecret.txt",
    "....//secret.txt", "/etc/passwd", "%2fetc%2fpasswd",
    "file:///etc/passwd", "\x00", "%00", "con", "a" * 4000,
]  # fmt: skip


@pytest.mark.parametrize(
    "place",
    ["/pages/{}", "/api/exercises/{}", "/api/exercises/{}/clip.mp4", "/api/sessions/{}",
     "/api/exercises/{}/placement.svg", "/api/sessions/{}/video", "/api/sessions/{}/report.html",
     "/api/speech/{}.wav", "/api/analyses/{}", "/api/progress/{}", "/{}",
     "/api/plans/{}", "/api/plans/{}/file", "/api/plans/{}/print"],
)  # fmt: skip
def test_no_path_leads_to_a_file(owner, secret, place):
    port = urlsplit(owner.home).port
    for path in PATHS:
        # A raw socket: a client library would tidy the path up.
        target = place.format(path).encode("latin-1", "replace").replace(b"\x00", b"%00")
        with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
            raw.sendall(
                b"GET " + target + b" HTTP/1.1\r\nHost: " + owner.home[7:].encode()
                + b"\r\nCookie: " + owner.cookie.encode() + b"\r\nConnection: close\r\n\r\n"
            )  # fmt: skip
            answer = b""
            while part := raw.recv(65536):
                answer += part
        status = int(answer.split(b" ", 2)[1])
        assert 400 <= status < 500, (target, answer[:200])
        assert SECRET.encode() not in answer
        assert b"root:" not in answer


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "bad_frame"),
        (b"1234567", "bad_frame"),
        (sent(1.0, b"this is no picture"), "bad_frame"),
        (sent(1.0, b"\x89PNG\r\n\x1a\n" + bytes(2000)), "bad_frame"),
        (sent(float("nan"), jpeg()), "bad_frame"),
        (sent(1.0, jpeg() + bytes(MOST_BYTES - len(jpeg()) + 500)), "bad_frame"),
        ("{", "bad_message"),
        ("[]", "bad_message"),
        ('{"type":"erase"}', "bad_message"),
        ('{"type":"command","command":"erase"}', "bad_message"),
        ('{"type":"join","more":1}', "bad_message"),
        ("[" * 10_000, "bad_message"),
        ("x" * (MOST_TEXT_BYTES + 1), "bad_message"),
    ],
    ids=range(13),
)
def test_an_invalid_picture_or_message_disconnects_only_that_page(owner, data, reason):
    with owner.socket() as socket:
        socket.send(BEGIN)
        json.loads(socket.recv(timeout=60))
        socket.send(data)
        heard = answers(socket)

    assert heard[-1]["type"] == "refused"
    assert heard[-1]["reason"] == reason
    with owner.socket() as socket:
        socket.send('{"type":"join"}')
        assert json.loads(socket.recv(timeout=60))["type"] in ("ready", "waiting")


def test_a_picture_beyond_all_limits_is_not_even_read(owner):
    with owner.socket() as socket:
        socket.send(BEGIN)
        json.loads(socket.recv(timeout=60))
        with pytest.raises(ConnectionClosed):
            socket.send(bytes(20_000_000))
            while True:
                socket.recv(timeout=60)
    assert owner.client.get("/api/start").status_code == 200


@pytest.mark.parametrize("role", ["screen", "camera"])
def test_a_page_does_only_what_its_role_is_for(owner, role):
    with owner.socket(role) as socket:
        socket.send(BEGIN if role == "camera" else sent(1.0, jpeg()))
        assert answers(socket)[-1]["reason"] == "bad_message"


@pytest.mark.parametrize(
    "begin",
    [{"exercise": "../../etc/passwd"}, {"exercise": "<script>"}, {"programme": "/etc/passwd.yaml"},
     {"programme": "../secret.yaml"}, {"exercise": "bridging", "first": -1}],
)  # fmt: skip
def test_a_session_of_an_unknown_exercise_does_not_begin(owner, begin):
    with owner.socket() as socket:
        socket.send(json.dumps({"type": "begin", **begin}))
        (refused,) = answers(socket)

    assert refused["type"] == "refused"
    assert SECRET not in refused["text"]
    assert owner.client.get("/api/start").json()["running"] is None


def test_a_flooding_page_is_disconnected(owner):
    with owner.socket() as good, owner.socket("screen") as bad:
        good.send(BEGIN)
        json.loads(good.recv(timeout=60))
        with suppress(ConnectionClosed):
            for _ in range(5000):
                bad.send('{"type":"join"}')
        assert answers(bad)[-1]["reason"] == "limit"
        good.send(sent(5.0, jpeg()))
        while json.loads(good.recv(timeout=60)).get("frame") != 5.0:
            pass


def test_there_are_only_so_many_pages_at_a_time(owner):
    with ExitStack() as stack:
        pages = [stack.enter_context(owner.socket("screen")) for _ in range(MOST_SOCKETS + 3)]
        refused = [answers(page)[-1]["reason"] for page in pages[MOST_SOCKETS:]]

    assert refused == ["limit"] * 3
    assert is_well(owner)


def test_a_thousand_connections_harm_no_session(owner):
    port = urlsplit(owner.home).port
    with owner.socket() as page:
        page.send(BEGIN)
        json.loads(page.recv(timeout=60))
        silent = []
        for number in range(1000):
            silent.append(socket.create_connection(("127.0.0.1", port), timeout=60))
            if number % 2:
                silent[-1].sendall(b"GET / HTTP/1.1\r\nHo")
            if len(silent) > 2 * MOST_SILENT:
                silent.pop(0).close()
        try:
            for number in range(1, 6):
                page.send(sent(100.0 * number, jpeg(gray=100 + number)))
                answered = None
                while answered != 100.0 * number:
                    answered = json.loads(page.recv(timeout=60)).get("frame")
                    page.send(json.dumps({"type": "seen"}))
            assert owner.client.get("/api/start").json()["running"]["exercise"] == "bridging"
        finally:
            for each in silent:
                each.close()


def test_an_endless_body_is_cut_off(owner):
    def drops():
        for _ in range(1000):
            yield bytes(10_000)

    try:
        answer = owner.client.put("/api/settings", content=drops(), headers={"origin": owner.home})
    except httpx2.HTTPError:
        pass  # it hung up in the middle, which is as good
    else:
        assert 400 <= answer.status_code < 500
    assert owner.client.get("/api/start").status_code == 200


def test_nothing_that_goes_wrong_shows_where_the_program_is(owner):
    for method, path in [("POST", "/api/exercises/check"), ("PUT", "/api/settings")]:
        answer = owner.client.request(
            method, path, content=b"\xff\xfe{", headers={"origin": owner.home}
        )
        assert "Traceback" not in answer.text
        assert "site-packages" not in answer.text
        assert answer.status_code < 500
