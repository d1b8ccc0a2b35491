"""Which camera a session uses: by number, name, file or address; the choice is kept by name."""

import pytest

from stabiel.commands.camera_choice import open_chosen
from stabiel.devices.camera_names import ListedCamera
from stabiel.errors import CameraError, VideoError
from stabiel.store import DataFolder
from stabiel.web.settings_file import SettingsFile


class OpenedCamera:
    """Stands in for a camera: what it was opened with."""

    def __init__(self, source, *, label="", find=None, on_wait=None):
        self.source, self.label, self.find = source, label, find


@pytest.fixture
def listed(monkeypatch):
    """The cameras that the system lists; a test may change them."""
    cameras = [ListedCamera(0, "Integrated Camera"), ListedCamera(2, "HD Pro Webcam C920")]
    monkeypatch.setattr("stabiel.devices.camera_names.listed_cameras", lambda: list(cameras))
    monkeypatch.setattr("stabiel.devices.camera.OpenCVCamera", OpenedCamera)
    return cameras


@pytest.fixture
def choose(tmp_path):
    said = []
    folder = DataFolder(tmp_path)

    def choose_one(given=None):
        return open_chosen(given, folder, said.append)

    choose_one.said, choose_one.settings = said, SettingsFile(folder)
    return choose_one


@pytest.mark.parametrize("given", ["2", "HD Pro Webcam C920", "c920"])
def test_a_choice_is_kept_by_name_and_found_under_another_number(listed, choose, given):
    assert choose(given).source == 2
    assert choose.settings.load().camera == "HD Pro Webcam C920"
    listed[:] = [ListedCamera(0, "HD Pro Webcam C920"), ListedCamera(1, "Integrated Camera")]

    again = choose()
    assert (again.source, again.label) == (0, "HD Pro Webcam C920")
    assert again.find() == 0
    listed.clear()
    assert again.find() is None
    assert choose.said == []


def test_a_choice_that_was_made_in_a_browser_counts(listed, choose):
    choose.settings.change({"camera": "HD Pro Webcam C920 (046d:082d)"})

    assert choose().source == 2


def test_a_camera_that_is_not_plugged_in_is_said_and_another_one_is_used(listed, choose):
    choose("c920")
    del listed[1]

    assert choose().source == 0
    assert choose.said == ["Camera HD Pro Webcam C920 is not plugged in; using Integrated Camera."]
    assert choose.settings.load().camera == "HD Pro Webcam C920"  # it may come back


def test_without_a_choice_the_first_is_used_and_nothing_is_kept(listed, choose):
    assert choose().source == 0
    assert choose.settings.load().camera == ""


def test_a_camera_without_a_name_is_opened_by_its_number(listed, choose):
    listed.clear()
    opened = choose("3")

    assert (opened.source, opened.label) == (3, "")
    assert choose.settings.load().camera == ""


def test_a_name_that_is_not_there_is_answered_with_those_that_are(listed, choose):
    with pytest.raises(CameraError, match=r"no camera 'Logitech'.*Integrated Camera"):
        choose("Logitech")
    listed.clear()
    with pytest.raises(CameraError, match=r"no camera or file 'Logitech'.*stabiel cameras"):
        choose("Logitech")


def test_a_file_and_an_address_are_no_names(listed, choose, tmp_path):
    assert choose("rtsp://10.0.0.2/live").source == "rtsp://10.0.0.2/live"
    with pytest.raises(VideoError, match="there is no such file"):
        choose("no-such-file.mp4")
    (tmp_path / "C920").write_bytes(b"not a video")
    with pytest.raises(VideoError):
        choose(str(tmp_path / "C920"))
    assert choose.settings.load().camera == ""
