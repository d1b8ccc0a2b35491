"""Cameras by name: what each system tells, and a name that is found again."""

import os
import struct

import pytest

from stabiel.devices import camera_names
from stabiel.devices.camera_names import ListedCamera, find_camera, of_linux, of_profile

PROFILE = """{"SPCameraDataType": [
  {"_name": "iPhone Camera", "spcamera_unique-id": "B2", "spcamera_model-id": "iPhone15,2"},
  {"_name": "FaceTime HD Camera", "spcamera_unique-id": "3F45E80A-0176-46F7-B185-BB9E2C0E82E3"}
]}"""


@pytest.fixture
def linux(tmp_path, monkeypatch):
    """A Linux with nodes: {number: (name, by-id, whether it gives pictures)}."""
    root, devices = tmp_path / "class", tmp_path / "dev"
    captures = {}

    def make(nodes):
        (devices / "v4l" / "by-id").mkdir(parents=True)
        for number, (name, stable, gives_pictures) in nodes.items():
            node = devices / f"video{number}"
            node.touch()
            (root / node.name).mkdir(parents=True)
            (root / node.name / "name").write_text(f"{name}\n", encoding="utf-8")
            (devices / "v4l" / "by-id" / stable).symlink_to(node)
            captures[node.stat().st_ino] = gives_pictures
        return of_linux(root, devices)

    def ioctl(descriptor, question, answer):
        assert question == 0x80685600
        flags = 1 if captures[os.fstat(descriptor).st_ino] else 0x800000
        struct.pack_into("=I", answer, 88, flags)

    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    return make


def test_linux_tells_the_names_and_nodes_without_pictures_are_left_out(linux):
    found = linux(
        {
            0: ("Integrated Camera: Integrated C", "usb-Chicony-video-index0", True),
            1: ("Integrated Camera: Integrated C", "usb-Chicony-video-index1", False),
            4: ("HD Pro Webcam C920", "usb-046d_C920_A1-video-index0", True),
            10: ("Caméra", "usb-x-video-index0", True),
        }
    )

    assert found == [
        ListedCamera(0, "Integrated Camera: Integrated C"),
        ListedCamera(4, "HD Pro Webcam C920"),
        ListedCamera(10, "Caméra"),
    ]


def test_two_of_the_same_name_keep_theirs_whatever_their_numbers(linux):
    one, two = ("C920", "usb-046d_C920_A1-video-index0", True), ("C920", "usb-046d_C920_B7", True)
    first = linux({0: one, 2: two})

    assert first == [ListedCamera(0, "C920"), ListedCamera(2, "C920 (2)")]


def test_two_of_the_same_name_that_changed_numbers_keep_their_names(linux):
    one, two = ("C920", "usb-046d_C920_A1-video-index0", True), ("C920", "usb-046d_C920_B7", True)

    assert linux({0: two, 2: one}) == [ListedCamera(0, "C920 (2)"), ListedCamera(2, "C920")]


def test_a_linux_without_cameras_lists_none(tmp_path):
    assert of_linux(tmp_path / "none", tmp_path) == []


def test_a_mac_numbers_its_cameras_by_their_ids():
    assert of_profile(PROFILE) == [
        ListedCamera(0, "FaceTime HD Camera"),
        ListedCamera(1, "iPhone Camera"),
    ]


@pytest.mark.parametrize("profile", ["", "nonsense", "{}", '{"SPCameraDataType": [1]}', "[]"])
def test_a_mac_that_tells_nothing_lists_none(profile):
    assert of_profile(profile) == []


def test_windows_without_the_library_has_numbers_only(monkeypatch):
    monkeypatch.setattr(camera_names.sys, "platform", "win32")
    monkeypatch.setitem(__import__("sys").modules, "cv2_enumerate_cameras", None)

    assert camera_names.listed_cameras() == []


LISTED = [ListedCamera(0, "Integrated Camera"), ListedCamera(3, "HD Pro Webcam C920")]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("HD Pro Webcam C920", 3),
        ("hd pro webcam c920", 3),
        ("HD Pro Webcam C920 (046d:082d)", 3),  # as Chromium names it
        ("C920", 3),
        ("integrated", 0),
        ("cam", None),  # both have it
        ("Logitech", None),
        ("", None),
    ],
)
def test_a_name_finds_its_camera(name, number):
    found = find_camera(name, LISTED)

    assert (None if found is None else found.number) == number


def test_an_exact_name_is_not_lost_among_longer_ones():
    listed = [ListedCamera(0, "C920 (2)"), ListedCamera(1, "C920")]

    assert find_camera("C920", listed) == ListedCamera(1, "C920")


def test_this_computer_can_be_asked():
    listed = camera_names.listed_cameras()

    assert len({each.name for each in listed}) == len(listed)
