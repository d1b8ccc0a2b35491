"""The certificates of the door for a phone: made once, kept, and good for home networks only."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import stat
import sys
import threading
from contextlib import suppress

import httpx2
import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from stabiel.commands.app import listening
from stabiel.web import door_protocol
from stabiel.web.authority import DOOR_LIVES, HOME_NETWORKS, door_certificate
from stabiel.web.authority_words import WORDS, words_of
from stabiel.web.serving import server_for

ADDRESS = "192.168.1.20"
NOW = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def made(folder, address=ADDRESS, days=0):
    return door_certificate(folder, address, lambda: NOW + dt.timedelta(days=days))


def chain(certificate):
    return x509.load_pem_x509_certificates(certificate.path.read_bytes())


def extension(certificate, kind):
    return certificate.extensions.get_extension_for_class(kind)


def test_the_certificate_is_what_phones_accept(folder):
    door, authority = chain(made(folder))

    names = extension(door, x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(ADDRESS)]
    assert list(extension(door, x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    usage = extension(door, x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    assert not extension(door, x509.BasicConstraints).value.ca
    lives = door.not_valid_after_utc - door.not_valid_before_utc
    assert lives == DOOR_LIVES
    assert lives.days <= 398
    door.verify_directly_issued_by(authority)


def test_the_authority_signs_for_home_networks_only(folder):
    authority = chain(made(folder))[1]

    assert extension(authority, x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    usage = extension(authority, x509.KeyUsage).value
    assert usage.key_cert_sign
    assert not usage.digital_signature
    limits = extension(authority, x509.NameConstraints)
    assert limits.critical
    assert {each.value for each in limits.value.permitted_subtrees} == set(HOME_NETWORKS)
    assert all(each.is_private or str(each) == "100.64.0.0/10" for each in HOME_NETWORKS)
    assert [each.value for each in limits.value.excluded_subtrees] == [""]


def test_it_is_made_once_and_kept(folder):
    first = made(folder)
    again = made(folder, days=30)

    assert again == first
    assert chain(again) == chain(first)
    if sys.platform != "win32":
        for path in folder.access.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(folder.access.iterdir()) <= set(folder.files())


def test_another_address_has_another_certificate_of_the_same_authority(folder):
    first, second = made(folder), made(folder, "10.0.0.7")

    assert second.fingerprint != first.fingerprint
    assert (second.authority_der, second.words) == (first.authority_der, first.words)
    names = extension(chain(second)[0], x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("10.0.0.7")]


def test_it_is_made_again_before_it_ends(folder):
    first = made(folder)
    later = made(folder, days=DOOR_LIVES.days - 20)

    assert later.fingerprint != first.fingerprint
    assert later.authority_der == first.authority_der


def test_an_address_outside_of_home_networks_gets_an_authority_for_it_alone(folder):
    first = made(folder)
    other = made(folder, "203.0.113.9")

    assert other.authority_der != first.authority_der
    limits = extension(chain(other)[1], x509.NameConstraints).value
    assert ipaddress.ip_network("203.0.113.9") in {each.value for each in limits.permitted_subtrees}
    assert made(folder).authority_der == other.authority_der


@pytest.mark.parametrize("name", ["phone-authority.pem", "phone-door.pem"])
@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_file_is_made_again(folder, name, content):
    made(folder)
    (folder.access / name).write_bytes(content)

    door, authority = chain(made(folder))

    door.verify_directly_issued_by(authority)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_key_that_others_can_read_is_not_used_any_more(folder):
    first = made(folder)
    (folder.access / "phone-authority.pem").chmod(0o644)

    assert made(folder).authority_der != first.authority_der


def test_its_name_holds_four_words_that_are_the_same_in_both_languages(folder):
    certificate = made(folder)

    (name,) = chain(certificate)[1].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value == f"stabiel {certificate.words}"
    assert len(certificate.words.split()) == 4
    assert len(set(WORDS)) == len(WORDS) == 64
    assert words_of(bytes([0, 0, 0, 60])) == " ".join([*WORDS[:3], WORDS[63]])
    assert len(set(words_of(bytes(each * 7 % 256 for each in range(4))).split())) == 4


@pytest.fixture
def served(folder):
    """Serve one word over TLS on this computer; return the port and a context that trusts it."""
    certificate = door_certificate(folder, "127.0.0.1")
    own = listening("127.0.0.1", None, 0)
    port = own.getsockname()[1]
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse(request.url.scheme))])
    server = server_for(app, certificate.path, f"127.0.0.1:{port}")
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[own])))
    thread.start()
    trusting = ssl.create_default_context(
        cadata=ssl.DER_cert_to_PEM_cert(certificate.authority_der)
    )
    yield port, trusting
    server.should_exit = True
    thread.join()


def secured(port, trusting):
    return httpx2.Client(base_url=f"https://127.0.0.1:{port}", verify=trusting, timeout=60)


def test_who_trusts_the_authority_is_not_asked(served):
    port, trusting = served
    with secured(port, trusting) as phone:
        assert [phone.get("/").text for _ in range(3)] == ["https"] * 3
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"https://127.0.0.1:{port}/", timeout=60)
    # A phone that was not told to trust it yet harms nobody.
    with secured(port, trusting) as phone:
        assert phone.get("/").text == "https"


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/", "/phone"),
        ("/phone", "/phone"),
        ("/phone?token=a-B_9", "/phone?token=a-B_9"),
        ("/phone?token=<b>", "/phone"),
        ("//evil.example/phone", "/phone"),
        ("/phone/../api/sessions", "/phone"),
    ],
)
def test_without_tls_the_right_address_is_given(served, asked, led_to):
    port, _ = served
    address = f"http://127.0.0.1:{port}{asked}"
    answer = httpx2.get(address, headers={"host": "evil.example"}, timeout=60)

    assert answer.status_code == 307
    assert answer.headers["location"] == f"https://127.0.0.1:{port}{led_to}"
    assert "is beveiligd" in answer.text
    assert "page is secure" in answer.text


def test_a_connection_that_says_nothing_is_not_waited_for(served, monkeypatch):
    port, trusting = served
    monkeypatch.setattr(door_protocol, "SILENT_S", 0.2)
    for sent in (b"", b"\x16", b"\x16\x03\x01"):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as silent:
            silent.sendall(sent)
            with suppress(ConnectionResetError):
                assert silent.recv(1) == b""
    # A busy computer takes longer than that for a handshake.
    monkeypatch.undo()
    with secured(port, trusting) as phone:
        assert phone.get("/").text == "https"
