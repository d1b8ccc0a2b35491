"""The commands `live` and `cameras`. In: arguments. Out: a stored session, a list of cameras.

Heavy packages are imported inside the functions, so that `--help` answers at once.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.errors import CameraError, UsageError
from stabiel.system.resources import MODEL_NAMES

if TYPE_CHECKING:
    from stabiel.exercises.files import ExerciseBook
    from stabiel.session.session import Session
    from stabiel.trainer.plan import Plan
    from stabiel.trainer.ports import Camera
    from stabiel.trainer.records import Records
    from stabiel.wording.language import Language

LANGUAGES = ("nl", "en")
STRICTNESS = ("gentle", "normal", "strict")
SIDES = ("left", "right")


def add_live_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `live` and `cameras` to the commands of the program."""
    live = commands.add_parser("live", help="train in front of a camera")
    what = live.add_mutually_exclusive_group()
    what.add_argument("exercise", nargs="?", metavar="ID|FILE", help="see: stabiel exercises list")
    what.add_argument(
        "--programme",
        metavar="ID|FILE",
        help="continue a programme where you stopped (default: basis)",
    )
    live.add_argument(
        "--camera",
        default="0",
        metavar="N|FILE|URL",
        help="a number, see: stabiel cameras (default: 0)",
    )
    live.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (default: nl)")
    live.add_argument("--side", choices=SIDES, help="only this side, if the exercise has two")
    live.add_argument(
        "--strictness",
        choices=STRICTNESS,
        default="normal",
        help="how many faults are mentioned; all are recorded (default: normal)",
    )
    live.add_argument("--no-voice", action="store_true", help="say nothing")
    live.add_argument("--record", action="store_true", help="also keep the picture as a video")
    live.add_argument("--data", type=Path, metavar="DIR", help="folder for the sessions")
    live.add_argument(
        "--model", choices=MODEL_NAMES, default="full", help="pose model (default: full)"
    )
    live.set_defaults(run=_live)

    cameras = commands.add_parser("cameras", help="list the cameras and try them")
    cameras.add_argument("--json", action="store_true", help="print JSON")
    cameras.set_defaults(run=_cameras)


def _live(arguments: argparse.Namespace) -> int:
    check_screen()
    from stabiel.desktop.window import start_window_system

    start_window_system()  # before anything that loads PyAV
    from stabiel.exercises.library import is_file_name, read_library, with_file
    from stabiel.store import DataFolder, Store, default_folder
    from stabiel.trainer.plan import plan_of
    from stabiel.trainer.records import Records

    folder = DataFolder(arguments.data or default_folder())
    library = read_library(folder.path)
    if arguments.exercise is not None and is_file_name(arguments.exercise):
        library, exercise = with_file(library, Path(arguments.exercise))
        arguments.exercise = exercise.id
    elif arguments.exercise is not None:
        library.get(arguments.exercise)  # fails if it does not exist
    book = library.book
    with Store(folder) as store:
        plan = plan_of(
            book,
            store.doses(),
            exercise=arguments.exercise,
            programme=arguments.programme,
            programmes=library.programmes,
            side=arguments.side,
        )
        first = 0 if plan.programme is None else store.place(plan.programme) % len(plan.steps)
    camera = open_camera(arguments.camera)
    records = Records(folder, book, arguments.lang, camera)
    sessions: list[Session] = []
    try:
        print(_about(camera), flush=True)
        _run_session(arguments, book, camera, records, plan=plan, first=first, sessions=sessions)
    finally:
        camera.close()
        for session in sessions:
            print(_in_words(session, book, arguments.lang))
    print(f"Kept in: {folder.path.resolve()} (see it: stabiel review)")
    return 0


def _run_session(
    arguments: argparse.Namespace,
    book: "ExerciseBook",
    camera: "Camera",
    records: "Records",
    *,
    plan: "Plan",
    first: int,
    sessions: "list[Session]",
) -> None:
    """Run a session; add its results to `sessions`, however it ends."""
    from stabiel.desktop.loop import Loop
    from stabiel.desktop.screen import Screen
    from stabiel.desktop.window import OpenCVWindow
    from stabiel.devices.recorder import VideoRecorder
    from stabiel.devices.voice import SilentVoice, SystemVoice
    from stabiel.drawing.overlay import shown_size
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.trainer.live_session import LiveSession, SessionParts
    from stabiel.trainer.terms import Strictness
    from stabiel.trainer.trainer import Trainer

    voice = SilentVoice() if arguments.no_voice else SystemVoice(arguments.lang)
    trainer = Trainer(
        plan.steps, book, arguments.lang, strictness=Strictness(arguments.strictness), first=first
    )
    parts = SessionParts(
        book=book,
        language=arguments.lang,
        camera=camera,
        estimators=lambda exercise, model: Landmarker(model, outline=book.needs_outline(exercise)),
        voice=voice,
        records=records,
        model=arguments.model,
        programme=plan.programme,
        recorder=VideoRecorder if arguments.record else None,
    )
    session = LiveSession(trainer, parts)
    screen = Screen(arguments.lang, shown_size(*camera.size_px), mirrored=camera.kind == "camera")
    try:
        Loop(camera, session, screen, OpenCVWindow()).run()
    finally:
        voice.close()
        sessions += session.sessions


def open_camera(source: str) -> "Camera":
    """Open a camera by its number, a file, or an address.

    Raises:
        CameraError: the camera or stream cannot be opened.
        VideoError: the file cannot be opened.
    """
    from stabiel.devices.camera import OpenCVCamera
    from stabiel.devices.clip_camera import play_file

    if source.isdecimal():
        return OpenCVCamera(int(source))
    if "://" in source:
        return OpenCVCamera(source)
    return play_file(Path(source))


def check_screen() -> None:
    """Refuse to start without a screen: the window library would end the program.

    Raises:
        UsageError: there is no screen.
    """
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        raise UsageError("There is no screen here; start stabiel live on the desktop itself.")


def _about(camera: "Camera") -> str:
    width, height = camera.size_px
    what = "Camera" if camera.kind == "camera" else camera.kind.capitalize()
    return f"{what} {camera.name}: {width}x{height}, {camera.rate_hz:.0f} frames per second"


def _in_words(session: "Session", book: "ExerciseBook", language: "Language") -> str:
    """Return what was done and what to work on, in the language of the session."""
    from stabiel.trainer.words import TrainerWords

    words = TrainerWords(book, language)
    exercise = book.get(session.exercise)
    name = words.name(exercise)
    if session.holds or session.hold_s:
        done = words.shown("seconds_of", exercise=name, seconds=round(session.hold_s))
    else:
        good, count = session.good_repetitions, len(session.repetitions)
        done = words.shown("repetitions_of", exercise=name, good=good, all=count)
    clear = [fault for fault in session.faults if not fault.doubtful]
    faults = dict.fromkeys(words.fault(exercise, fault.id) for fault in clear)
    return f"{done}. {words.shown('work_on', what=', '.join(faults))}" if faults else done


def _cameras(arguments: argparse.Namespace) -> int:
    """Try every number that may be a camera, and print what it delivers."""
    from stabiel.devices.camera import OpenCVCamera, numbers_to_try

    found: list[dict[str, object]] = []
    for number in numbers_to_try():
        try:
            camera = OpenCVCamera(number)
        except CameraError as error:
            if sys.platform.startswith("linux"):  # on other systems most numbers have no camera
                found.append({"camera": number, "works": False, "why": str(error)})
            continue
        width, height = camera.size_px
        found.append(
            {
                "camera": number,
                "works": True,
                "width_px": width,
                "height_px": height,
                "rate_hz": camera.rate_hz,
            }
        )
        camera.close()
    if arguments.json:
        print(json.dumps(found, indent=1))
    elif not found:
        raise CameraError(
            "No camera was found; plug one in, and allow this program to use it in the "
            "settings of the system."
        )
    for each in found if not arguments.json else []:
        if each["works"]:
            size = f"{each['width_px']}x{each['height_px']}"
            print(f"{each['camera']}  {size}, {each['rate_hz']:.0f} frames per second")
        else:
            print(f"{each['camera']}  {each['why']}")
    return 0
