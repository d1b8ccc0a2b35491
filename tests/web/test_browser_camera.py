"""The camera of a browser: its pictures, their times, and invalid pictures."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stabiel.trainer.terms import Sight
from stabiel.web.browser_camera import BrowserCamera
from stabiel.web.jpeg import LONGEST_SIDE_PX, MOST_BYTES, jpeg_size
from stabiel.web.messages import read_picture
from tests.web.pictures import jpeg, sent


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def camera(clock):
    return BrowserCamera("webcam", clock)


def test_a_picture_comes_out_as_it_went_in(camera):
    camera.put(jpeg(160, 90, gray=200), 5_000.0)

    frame = camera.newest(0.0)

    assert frame.image.shape == (90, 160, 3)
    assert frame.image.mean() == pytest.approx(205, abs=2)
    assert frame.time_s == 0.0
    assert camera.size_px == (160, 90)
    assert camera.newest(0.0) is None


def test_the_newest_wins(camera, clock):
    for number in range(3):
        camera.put(jpeg(gray=50 * (number + 1)), 40.0 * number)
        clock.now_s += 0.04

    frame = camera.newest(0.0)

    assert frame.image.mean() == pytest.approx(155, abs=2)
    assert frame.time_s == pytest.approx(0.08)
    assert camera.taken(frame.time_s).captured_ms == 80.0
    assert camera.taken(frame.time_s) is None


def test_time_is_when_a_picture_was_taken_however_long_it_was_on_its_way(camera, clock):
    delays = [0.01, 0.2, 0.01, 0.09, 0.3, 0.01]
    times = []
    for number, delay in enumerate(delays):
        clock.now_s = 100.0 + number * 0.5 + delay
        camera.put(jpeg(), 7_000.0 + 500.0 * number)
        times.append(camera.newest(0.0).time_s)

    assert times == pytest.approx([0.0, 0.5, 1.0, 1.5, 2.0, 2.5])


def test_a_first_picture_that_was_late_does_not_make_time_run_back(camera, clock):
    clock.now_s = 100.4
    camera.put(jpeg(), 0.0)
    times = [camera.newest(0.0).time_s]
    for number in range(1, 40):
        clock.now_s = 100.0 + number * 0.04 + 0.5
        camera.put(jpeg(), 40.0 * number + 450)
        times.append(camera.newest(0.0).time_s)

    assert np.diff(times).min() > 0


@given(
    stamps=st.lists(st.floats(0, 1e9), min_size=2, max_size=20),
    waits=st.lists(st.floats(0, 5), min_size=20, max_size=20),
)
def test_whatever_a_browser_reports_time_runs_forward_near_this_computers_clock(stamps, waits):
    clock = Clock()
    camera = BrowserCamera("webcam", clock)
    last_s = -1.0
    for stamp, wait in zip(stamps, waits, strict=False):
        clock.now_s += wait
        camera.put(jpeg(16, 16), stamp)
        time_s = camera.newest(0.0).time_s
        assert time_s > last_s
        assert -0.1 <= camera.now_s() - time_s <= 1.1
        last_s = max(time_s, camera.now_s())


def test_no_picture_is_from_before_a_moment_that_was_given_out(camera, clock):
    camera.put(jpeg(), 0.0)
    camera.newest(0.0)
    clock.now_s += 0.5
    given_s = camera.now_s()
    clock.now_s += 0.01

    camera.put(jpeg(), 480.0)

    assert camera.newest(0.0).time_s > given_s


def test_no_picture_for_two_seconds_is_one_that_is_lost(camera, clock):
    camera.put(jpeg(), 0.0)
    camera.newest(0.0)
    assert camera.sight is Sight.FINE

    clock.now_s += 2.5
    assert camera.sight is Sight.LOST

    camera.put(jpeg(), 2_500.0)
    assert camera.sight is Sight.FINE


def test_a_picture_that_is_broken_inside_is_left_out_and_answered(camera, clock):
    whole = jpeg(640, 480)
    camera.put(whole[:200] + bytes(200), 10.0)

    assert camera.newest(0.0) is None or camera.size_px == (640, 480)
    assert camera.taken(camera.now_s()).captured_ms == 10.0


def test_the_size_is_read_from_the_header():
    assert jpeg_size(jpeg(321, 123)) == (321, 123)


def claiming(width, height):
    """Return a JPEG whose header claims this size."""
    picture = bytearray(jpeg(64, 64))
    at = picture.index(b"\xff\xc0")
    picture[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(picture)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not a JPEG"),
        (b"\xff\xd8", "no header"),
        (b"\xff\xd8" + b"\xff" * 500, "no header"),
        (jpeg()[:20], "no header"),
        (claiming(65_535, 65_535), "65535x65535"),
        (claiming(LONGEST_SIDE_PX + 1, 10), f"{LONGEST_SIDE_PX} pixels"),
        (claiming(0, 100), "0x100"),
        (jpeg() + bytes(MOST_BYTES), "the limit is"),
    ],
)
def test_an_invalid_or_huge_picture_is_refused_before_it_is_decoded(camera, data, words):
    with pytest.raises(ValueError, match=words):
        camera.put(data, 0.0)
    assert camera.newest(0.0) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_a_size_or_refused(data):
    try:
        width, height = jpeg_size(b"\xff\xd8" + data)
    except ValueError:
        return
    assert 0 < width <= LONGEST_SIDE_PX
    assert 0 < height <= LONGEST_SIDE_PX


def test_a_time_goes_before_the_picture():
    assert read_picture(sent(123.5, b"jpeg")) == (123.5, b"jpeg")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"1234567",
        sent(1.0, b""),
        sent(float("nan"), b"x"),
        sent(-1.0, b"x"),
        sent(1e300, b"x"),
    ],
)
def test_a_picture_without_a_time_is_refused(data):
    with pytest.raises(ValueError, match="picture without"):
        read_picture(data)


def test_a_browsers_camera_that_halves_its_rate_in_the_dark_is_slow(camera, clock):
    def report(seconds, rate_hz, gray):
        for _ in range(seconds // 3):
            clock.now_s += 3.0
            camera.put(jpeg(gray=gray), 1000.0 * clock.now_s)
            camera.newest(0.0)
            camera.note_rate(rate_hz)

    report(9, 29.9, 150)
    report(9, 14.9, 150)
    assert not camera.slow_in_dark  # it is light
    report(9, 14.9, 60)
    assert camera.slow_in_dark
    report(3, 29.9, 150)
    assert not camera.slow_in_dark
