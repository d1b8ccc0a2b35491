"""The access for a phone: a link that works once, and a certificate made at the start."""

import ssl
import stat
import sys
import xml.etree.ElementTree as ET

import pytest
from cryptography import x509

from stabiel.web.phone import TOKEN_LIVES_S, PhoneDoor, make_certificate


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return PhoneDoor("192.168.1.20:8761", "AA:BB", clock)


def token_of(invitation):
    return invitation.url.partition("?token=")[2]


def test_a_link_works_once(door):
    token = token_of(door.invite())

    assert door.may_enter(token)
    assert not door.may_enter(token)


def test_a_new_link_ends_the_one_before(door):
    first, second = token_of(door.invite()), token_of(door.invite())

    assert not door.may_enter(first)
    assert door.may_enter(second)


def test_a_link_ends_by_itself(door, clock):
    token = token_of(door.invite())
    clock.now_s = TOKEN_LIVES_S + 1

    assert not door.may_enter(token)


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_nothing_else_opens_the_door(door, token):
    assert not door.may_enter(token)
    door.invite()
    assert not door.may_enter(token)


def test_the_code_is_a_picture_of_the_link(door):
    invitation = door.invite()

    assert invitation.url.startswith("https://192.168.1.20:8761/phone?token=")
    assert ET.fromstring(invitation.qr).tag == "{http://www.w3.org/2000/svg}svg"
    assert invitation.fingerprint == "AA:BB"


def test_the_certificate_is_for_this_address_and_only_its_owner_reads_the_key(tmp_path):
    certificate, key, fingerprint = make_certificate("192.168.1.20", tmp_path)

    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.20"]
    assert (made.not_valid_after_utc - made.not_valid_before_utc).days <= 2
    assert len(fingerprint.split(":")) == 32
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_every_start_has_a_key_of_its_own(tmp_path):
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        made.append(make_certificate("10.0.0.5", folder)[2])

    assert made[0] != made[1]
