"""The access for a phone: a link that works once."""

import xml.etree.ElementTree as ET

import pytest

from stabiel.web.phone import TOKEN_LIVES_S, PhoneDoor


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return PhoneDoor("192.168.1.20:8761", "AA:BB", clock, words="arm bus film taxi")


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
    assert invitation.words == "arm bus film taxi"
