"""A second start opens the page of the first, and a bookmark works after a restart."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from stabiel.store import DataFolder
from stabiel.web.instance import Instance, note_instance, running_instance
from stabiel.web.peers import is_foreign, is_other, owner_of
from tests.web.running import own_port, running_apps

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says whose socket it is")


@pytest.fixture(scope="module")
def one_app(tmp_path_factory):
    with running_apps() as start:
        yield start(tmp_path_factory.mktemp("one") / "data")


def second(app, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "stabiel", "app", "--no-browser", "--data", str(app.data),
         *arguments],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def test_a_second_start_gives_the_link_of_the_first_and_ends(one_app):
    again = second(one_app, "--lan", "--port", "1")

    assert again.returncode == 0
    assert one_app.link in again.stdout
    assert "without --lan" in again.stdout
    assert "stays on port" in again.stdout
    with httpx2.Client(timeout=60) as client:
        assert client.get(one_app.link).status_code == 303


def test_the_note_is_for_its_owner_only(one_app):
    note = one_app.data / "access" / "running.json"

    assert json.loads(note.read_text())["process"] == one_app.process.pid
    if sys.platform != "win32":
        assert stat.S_IMODE(note.stat().st_mode) == 0o600


def test_a_bookmark_works_after_a_restart_and_after_a_kill(start_app):
    port = str(own_port())
    app = start_app("--port", port)
    with httpx2.Client(base_url=app.home, timeout=60) as browser:
        browser.get(app.link)
        app.stop()
        app = start_app("--port", port)
        assert browser.get("/").status_code == 200
        app.process.kill()
        app.process.wait()
        # The note of the program that was killed is still there, and it does not answer.
        app = start_app("--port", port)
        assert browser.get("/api/start").status_code == 200
        others = httpx2.get(f"{app.home}/", timeout=60)
        assert others.status_code == 401
        assert "met het pictogram" in others.text

        gone = browser.delete("/api/browsers", headers={"origin": app.home})
        assert gone.json() == {"browsers": 1}
        assert browser.get("/api/start").status_code == 200
        assert httpx2.get(app.link, timeout=60).status_code == 401


def test_erasing_everything_leaves_the_browser_logged_in(one_app):
    app = one_app
    with httpx2.Client(base_url=app.home, headers={"origin": app.home}, timeout=60) as browser:
        browser.get(app.link)
        answer = browser.request("DELETE", "/api/data", json={"sure": True})
        assert answer.status_code == 204
        assert browser.get("/api/start").status_code == 200
    assert second(app).returncode == 0


@pytest.mark.parametrize("stays", [False, True])
def test_it_ends_by_itself_after_its_last_page_unless_it_stays(start_app, stays):
    app = start_app(*(["--stay"] if stays else []), idle_s=0.5)
    said = " ".join(app.said)
    assert ("until you stop it" if stays else "after its last page is closed") in said
    with httpx2.Client(base_url=app.home, timeout=60) as browser:
        browser.get(app.link)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    address = f"{app.home.replace('http', 'ws', 1)}/ws/here"
    cookie = {"Cookie": cookies}
    with connect(address, origin=app.home, additional_headers=cookie, open_timeout=60) as page:
        with pytest.raises(subprocess.TimeoutExpired):
            app.process.wait(timeout=2)
        if stays:
            # An open page does not keep a program that is stopped.
            app.process.terminate()
            with pytest.raises(ConnectionClosed):
                page.recv(timeout=60)
    assert app.process.wait(timeout=60) == 0
    assert not (app.data / "access" / "running.json").exists()
    assert ("pages were closed" in app.process.stdout.read()) is not stays


class _Impostor(BaseHTTPRequestHandler):
    """Answers everything, as another program that has the port may."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"0" * 64)

    def log_message(self, *_):
        pass


def test_another_program_at_the_port_is_not_taken_for_the_app(tmp_path):
    folder = DataFolder(tmp_path)
    server = HTTPServer(("127.0.0.1", 0), _Impostor)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        port = server.server_address[1]
        note_instance(folder, Instance(process=os.getpid(), port=port, token="t" * 32))
        assert running_instance(folder, 5.0) is None
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_note_that_cannot_be_trusted_leads_nowhere(tmp_path):
    folder = DataFolder(tmp_path)
    assert running_instance(folder) is None
    folder.make_access()
    note = folder.access / "running.json"
    note.write_text('{"process": 1, "port": 80, "token": "short"}')
    note.chmod(0o600)
    assert running_instance(folder) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users have numbers on POSIX")
def test_a_connection_is_foreign_if_another_user_holds_it_or_nobody_any_more():
    assert not is_other((os.geteuid(), 7))
    assert not is_other((0, 7))
    assert is_other((os.geteuid() + 54_321, 7))
    assert is_other((0, 0))


@linux
def test_the_system_says_whose_connection_it_is():
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = server.getsockname()
        with socket.create_connection(ours) as client:
            theirs = client.getsockname()
            found = owner_of(theirs, ours)
            assert found == (os.geteuid(), os.fstat(client.fileno()).st_ino)
            assert not is_foreign(theirs, ours)
            assert owner_of((theirs[0], 1), ours) is None
    assert owner_of(("192.0.2.1", 50_000), ours) is None


@linux
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be two")
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_another_user_of_this_computer_is_refused_even_with_the_cookie(one_app, family):
    with httpx2.Client(base_url=one_app.home, timeout=60) as browser:
        browser.get(one_app.link)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        assert browser.get("/api/start").status_code == 200
    port = urlsplit(one_app.home).port
    os.seteuid(65_534)
    try:
        raw = socket.socket(family)
    except OSError:
        pytest.skip("no IPv6 here")
    finally:
        os.seteuid(0)
    with closing(raw):
        raw.settimeout(60)
        raw.connect(("::ffff:127.0.0.1" if family == socket.AF_INET6 else "127.0.0.1", port))
        request = f"GET /api/start HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n\r\n"
        with suppress(OSError):
            raw.sendall(request.encode())
        answer = raw.recv(4096)
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"another user" in answer
