"""The doctor names every trouble that is planted, and no other."""

import errno
from dataclasses import replace
from datetime import timedelta

import pytest

from stabiel.devices.camera_names import ListedCamera
from stabiel.doctor import SLOW, TOPICS, Health, advice_on, examine, headline
from stabiel.doctor import checks as doctor_checks
from stabiel.doctor.camera_check import LOOKS_S, check_camera
from stabiel.doctor.computer import Package
from stabiel.doctor.finding import TROUBLES
from stabiel.errors import ResourceError, StoreError
from stabiel.store import DataFolder
from stabiel.wording.language import LANGUAGES
from tests.doctor.computers import NOW, SECONDS, Pictures, asked, fails, fine_computer, picture

FULL_DISK = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")
BROKEN_MODEL = ResourceError("models/pose_landmarker_full.task: the pose model is damaged.")


def none(*_):
    return None


def no(*_):
    return False


# What is planted, what has to be named, and how bad it is.
PLANTED = [
    ({"python": (3, 10, 13)}, "versions", "python", "stop"),
    ({"packages": lambda: [Package("av", ">=17", None, False)]}, "versions", "missing", "stop"),
    (
        {"packages": lambda: [Package("mediapipe", "==0.10.33", "0.10.35", False)]},
        "versions", "other", "stop",
    ),
    ({"read_model": fails(BROKEN_MODEL)}, "files", "model", "stop"),
    ({"read_files": fails(ResourceError("samples are missing"))}, "files", "missing", "stop"),
    ({"cameras": list, "numbers": list}, "camera", "missing", "stop"),
    ({"may_use": no}, "camera", "denied_linux", "stop"),
    ({"may_use": no, "platform": "win32"}, "camera", "denied_windows", "stop"),
    ({"may_use": no, "platform": "darwin"}, "camera", "denied_mac", "stop"),
    ({"open_camera": none}, "camera", "in_use", "stop"),
    ({"open_camera": none, "platform": "win32"}, "camera", "closed_windows", "stop"),
    ({"open_camera": none, "platform": "darwin"}, "camera", "closed_mac", "stop"),
    ({"open_camera": lambda number: Pictures(None)}, "camera", "silent", "stop"),
    ({"open_camera": lambda number: Pictures(picture(0))}, "camera", "black", "stop"),
    ({"cameras": lambda: [ListedCamera(0, "Another")]}, "camera", "another", "mind"),
    ({"has_sound": no}, "sound", "missing", "mind"),
    ({"has_voice": no}, "voice", "missing_linux", "mind"),
    ({"has_voice": no, "platform": "win32"}, "voice", "missing_windows", "mind"),
    ({"has_voice": no, "platform": "darwin"}, "voice", "missing_mac", "mind"),
    ({"browser": none}, "browser", "missing", "stop"),
    ({"browser": lambda: "w3m"}, "browser", "text_only", "stop"),
    ({"environment": {}}, "screen", "missing", "mind"),
    ({"environment": {"WAYLAND_DISPLAY": "wayland-0"}}, "screen", "wayland", "mind"),
    ({"free_bytes": lambda folder: 20_000_000}, "disk", "full", "stop"),
    ({"free_bytes": lambda folder: 500_000_000}, "disk", "small", "mind"),
    ({"write_in": fails(READ_ONLY)}, "disk", "read_only", "stop"),
    ({"newest_session": fails(StoreError("damaged"))}, "records", "unreadable", "stop"),
    ({"now": lambda: NOW.replace(year=2019)}, "clock", "behind", "mind"),
    (
        {"newest_session": lambda folder: NOW + timedelta(days=40)},
        "clock", "before_session", "mind",
    ),
    ({"frame_s": lambda model: 10 * SECONDS[model]}, "speed", "too_slow", "stop"),
    ({"frame_s": lambda model: 4 * SECONDS[model]}, "speed", "lighter", "mind"),
]  # fmt: skip
NAMES = [f"{topic} {trouble}" for _, topic, trouble, _ in PLANTED]


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch):
    """Cameras that show nothing are given up after five looks, not after five seconds."""

    def ticking(computer, chosen, _):
        ticks = iter(range(100))
        return check_camera(computer, chosen, lambda: float(next(ticks)))

    monkeypatch.setattr(doctor_checks, "check_camera", ticking)


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


@pytest.mark.parametrize(("changes", "topic", "trouble", "health"), PLANTED, ids=NAMES)
def test_a_planted_trouble_is_named_and_nothing_else(changes, topic, trouble, health, folder):
    computer = fine_computer(**changes)

    found = examine(asked(computer, folder, camera="Webcam"))

    wrong = [each for each in found if each.health is not Health.FINE]
    assert [(each.topic, each.trouble, each.health.value) for each in wrong] == [
        (topic, trouble, health)
    ]
    assert [each.topic for each in found] == list(TOPICS)
    assert not folder.path.exists()
    for language in LANGUAGES:
        advice = advice_on(wrong[0], language)
        assert advice.remedy
        assert "{" not in advice.words + advice.remedy


def test_every_trouble_is_planted():
    planted = {(topic, trouble) for _, topic, trouble, _ in PLANTED}

    assert planted == {(topic, each) for topic, troubles in TROUBLES.items() for each in troubles}
    assert len(planted) >= 10


def test_a_computer_without_trouble(folder):
    found = examine(asked(fine_computer(), folder))

    assert {each.health for each in found} == {Health.FINE}
    for language in LANGUAGES:
        assert all(advice_on(each, language).remedy is None for each in found)
    assert headline(found, "en") == "Everything is fine. You can start."


def test_the_slow_questions_can_be_left_out(folder):
    told = []
    computer = fine_computer(frame_s=fails(AssertionError()), open_camera=fails(AssertionError()))

    found = examine(asked(computer, folder), without=SLOW, tell=told.append)

    assert [each.topic for each in found] == [each for each in TOPICS if each not in SLOW] == told
    assert {each.health for each in found} == {Health.FINE}


def test_what_nobody_thought_of_is_a_finding(folder):
    found = examine(asked(fine_computer(has_sound=fails(KeyError("ALSA"))), folder))

    (sound,) = [each for each in found if each.topic == "sound"]
    assert (sound.health, sound.trouble) == (Health.STOP, "unexpected")
    assert "ALSA" in advice_on(sound, "nl").words
    assert len(found) == len(TOPICS)


def test_a_full_disk_that_refuses_to_write_names_the_folder(folder):
    found = examine(asked(fine_computer(write_in=fails(FULL_DISK)), folder))

    (disk,) = [each for each in found if each.topic == "disk"]
    words = advice_on(disk, "en").words
    assert str(folder.path) in words
    assert "No space left on device" in words


def test_the_camera_of_the_settings_is_tried_and_released(folder):
    opened = {}

    def open_camera(number):
        opened[number] = Pictures(picture(80))
        return opened[number]

    cameras = [ListedCamera(0, "First"), ListedCamera(4, "Chosen (046d:0825)")]
    computer = fine_computer(cameras=lambda: cameras, open_camera=open_camera)

    found = examine(asked(computer, folder, camera="Chosen"))

    assert {each.health for each in found} == {Health.FINE}
    assert {number: camera.released for number, camera in opened.items()} == {4: True}


def test_a_dark_start_of_a_camera_is_waited_for():
    class Adjusting(Pictures):
        looks = 0

        def read(self):
            self.looks += 1
            return True, picture(0 if self.looks < 3 else 90)

    ticks = iter(range(100))
    computer = fine_computer(open_camera=lambda number: Adjusting(None))

    found = check_camera(computer, "", lambda: float(next(ticks)))

    assert LOOKS_S > 3
    assert found.health is Health.FINE


@pytest.mark.parametrize(
    ("factor", "chosen", "best", "trouble"),
    [
        (1.0, "heavy", "heavy", "fine"),
        (1.0, "lite", "heavy", "fine"),
        (2.0, "full", "full", "fine"),
        (2.0, "heavy", "full", "lighter"),
        (4.0, "full", "lite", "lighter"),
    ],
)
def test_the_best_model_that_this_computer_holds_is_named(factor, chosen, best, trouble, folder):
    computer = fine_computer(frame_s=lambda model: factor * SECONDS[model])

    found = examine(replace(asked(computer, folder), model=chosen))

    (speed,) = [each for each in found if each.topic == "speed"]
    assert (speed.trouble, speed.values["model"]) == (trouble, best)
