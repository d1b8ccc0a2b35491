"""The commands `live` and `cameras`. In: arguments. Out: a stored session, a list of cameras.

Heavy packages are imported inside the functions, so that `--help` answers at once.
"""

import argparse
import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from stabiel.commands.camera_choice import open_chosen
from stabiel.commands.common import (
    add_data_option,
    data_folder,
    exercise_of_word,
    followed_library,
)
from stabiel.commands.last_end import last_end
from stabiel.commands.wellbeing import (
    asked_red_flags,
    interviewed,
    may_ask,
    wants_questions,
)
from stabiel.errors import CameraError, UsageError
from stabiel.system.resources import MODEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stabiel.desktop.screen import Screen
    from stabiel.desktop.window_process import WindowProcess
    from stabiel.exercises.files import ExerciseBook
    from stabiel.exercises.library import Library
    from stabiel.session.session import Session
    from stabiel.store import DataFolder
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
        help="continue a programme where you stopped",
    )
    what.add_argument(
        "--plan",
        metavar="ID|FILE",
        help="continue a plan where you stopped (default: the chosen one, see: stabiel plan list)",
    )
    what.add_argument(
        "--free", action="store_true", help="no plan: do what you like, and it counts what it sees"
    )
    live.add_argument(
        "--camera",
        metavar="NAME|N|FILE|URL",
        help="see: stabiel cameras (default: the last one that you chose, or else the first)",
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
    live.add_argument(
        "--no-questions",
        action="store_true",
        help="do not ask about pain and red flags (never asked if a video file is the camera)",
    )
    live.add_argument("--record", action="store_true", help="also keep the picture as a video")
    add_data_option(live)
    live.add_argument(
        "--model", choices=MODEL_NAMES, default="full", help="pose model (default: full)"
    )
    live.set_defaults(run=_live)

    cameras = commands.add_parser("cameras", help="list the cameras and try them")
    cameras.add_argument("--json", action="store_true", help="print JSON")
    cameras.set_defaults(run=_cameras)


def _live(arguments: argparse.Namespace) -> int:
    from stabiel.desktop.window_process import WindowProcess

    with closing(WindowProcess()) as window:
        return _live_in(window, arguments)


def _live_in(window: "WindowProcess", arguments: argparse.Namespace) -> int:
    from stabiel.desktop.loop import ScreenDiedError
    from stabiel.store import Store
    from stabiel.store.last_end import note_screen_died
    from stabiel.store.listing import times_done
    from stabiel.store.plans import accepted_doses
    from stabiel.trainer.plan import plan_of
    from stabiel.trainer.records import Records
    from stabiel.wording.catalogue import text

    if arguments.free and arguments.side:
        raise UsageError("--free has no plan to take one side of: leave --side out.")
    folder = data_folder(arguments)
    ended = last_end(folder)
    if ended is not None:
        print(ended, flush=True)
    library = followed_library(folder, arguments.plan)
    if arguments.exercise is not None:
        library, exercise = exercise_of_word(library, folder, arguments.exercise)
        arguments.exercise = exercise.id
    book = library.book
    with Store(folder) as store:
        if ended is not None:
            store.sessions()  # finishes what was broken off, so that it is said once
        plan = (
            None
            if arguments.free
            else plan_of(
                book,
                accepted_doses(store, library),
                exercise=arguments.exercise,
                programme=arguments.programme,
                programmes=library.programmes,
                followed=library.followed,
                side=arguments.side,
            )
        )
        programme = None if plan is None else plan.programme
        first = 0
        if plan is not None and programme is not None:
            first = store.place(programme) % len(plan.steps)
        done_before = times_done(store.sessions())
    asks = wants_questions(arguments, folder)
    if asks and may_ask() and not asked_red_flags(folder, arguments.lang):
        return 0
    window.wait()
    camera = open_chosen(arguments.camera, folder, lambda words: print(words, flush=True))
    records = Records(folder, book, arguments.lang, camera, programme)
    sessions: list[Session] = []
    try:
        print(_about(camera), flush=True)
        _run_session(
            arguments, book, camera, window, records, plan=plan, first=first, sessions=sessions,
            answers_to=folder if asks else None, done_before=done_before,
            screen=_screen(
                arguments.lang, camera, folder, library,
                None if plan is None else plan.steps[first].exercise,
            ),
        )  # fmt: skip
    except ScreenDiedError:
        note_screen_died(folder)
        raise
    finally:
        camera.close()
        for session in sessions:
            print(_in_words(session, book, arguments.lang))
        if arguments.free and not sessions:
            print(text("found", "headline_none", arguments.lang))
    print(f"Kept in: {folder.path.resolve()} (see it: stabiel review)")
    return 0


def _run_session(
    arguments: argparse.Namespace,
    book: "ExerciseBook",
    camera: "Camera",
    window: "WindowProcess",
    records: "Records",
    *,
    plan: "Plan | None",
    first: int,
    sessions: "list[Session]",
    answers_to: "DataFolder | None",
    done_before: "Mapping[str, int]",
    screen: "Screen",
) -> None:
    """Run a session; add its results to `sessions`, however it ends. It is free without a plan.

    With `answers_to`, the records of a folder, it asks how the person feels.
    """
    from stabiel.desktop.loop import Loop
    from stabiel.devices.recorder import VideoRecorder
    from stabiel.devices.voice import SilentVoice, SystemVoice
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.pose.outline_on_demand import landmarker_of_any
    from stabiel.report.wellbeing_in_words import closing_advice
    from stabiel.trainer.free_training import FreeSession, free_exercise
    from stabiel.trainer.interviewed_session import AnySession, InterviewedSession
    from stabiel.trainer.live_session import LiveSession, SessionParts
    from stabiel.trainer.terms import Strictness
    from stabiel.trainer.trainer import Trainer

    voice = SilentVoice() if arguments.no_voice else SystemVoice(arguments.lang)
    outline = any(map(book.needs_outline, book.exercises.values()))
    parts = SessionParts(
        book=book,
        language=arguments.lang,
        camera=camera,
        estimators=lambda exercise, model: (
            landmarker_of_any(model, outline=outline)
            if plan is None
            else Landmarker(model, outline=book.needs_outline(exercise))
        ),
        voice=voice,
        records=records,
        model=arguments.model,
        programme=None if plan is None else plan.programme,
        recorder=VideoRecorder if arguments.record else None,
    )
    alone: LiveSession | FreeSession
    if plan is None:
        alone, begins_with = FreeSession(parts), free_exercise(parts)
    else:
        strictness = Strictness(arguments.strictness)
        trainer = Trainer(
            plan.steps, book, arguments.lang, strictness=strictness, first=first,
            done_before=done_before,
        )  # fmt: skip
        alone, begins_with = LiveSession(trainer, parts), book.get(plan.steps[first].exercise)
    session: AnySession = alone
    if answers_to is not None:
        session = interviewed(alone, parts, begins_with, folder=answers_to, records=records)
    try:
        Loop(camera, session, screen, window).run()
    finally:
        voice.close()
        sessions += session.sessions
        said = session.said if isinstance(session, InterviewedSession) else None
        advice = None if said is None else closing_advice(said, arguments.lang)
        if advice is not None:
            print(advice)


def _screen(
    language: "Language",
    camera: "Camera",
    folder: "DataFolder",
    library: "Library",
    first: str | None,
) -> "Screen":
    """Return what draws the window, in the colors that the person chose in the app.

    The sample of the first exercise, if that is known, is read while the pose model is loaded.
    """
    from stabiel.desktop.film import Films
    from stabiel.desktop.screen import Screen
    from stabiel.drawing.overlay import shown_size
    from stabiel.web.settings_file import SettingsFile

    films = Films(lambda exercise: library.clip(exercise.id) or library.picture(exercise.id))
    if first is not None:
        films.film(library.book.get(first))
    return Screen(
        language,
        shown_size(*camera.size_px),
        mirrored=camera.kind == "camera",
        theme=SettingsFile(folder).load().theme,
        films=films,
    )


def _about(camera: "Camera") -> str:
    width, height = camera.size_px
    what = "Camera" if camera.kind == "camera" else camera.kind.capitalize()
    return f"{what} {camera.name}: {width}x{height}, {camera.rate_hz:.0f} frames per second"


def _in_words(session: "Session", book: "ExerciseBook", language: "Language") -> str:
    """Return what was done and what to work on, in the language of the session."""
    from stabiel.trainer.words import TrainerWords
    from stabiel.wording.catalogue import text

    words = TrainerWords(book, language)
    exercise = book.get(session.exercise)
    name = words.name(exercise)
    if session.holds or session.hold_s:
        done = words.shown("seconds_of", exercise=name, seconds=round(session.hold_s))
    elif not (session.repetitions or session.attempts):
        done = text("terminal", "not_done", language, exercise=name)
    else:
        good, count = session.good_repetitions, len(session.repetitions)
        done = words.shown("repetitions_of", exercise=name, good=good, all=count)
        if not count:
            done = text("terminal", "none_counted", language, exercise=name)
    clear = [fault for fault in session.faults if not fault.doubtful]
    faults = dict.fromkeys(words.fault(exercise, fault.id) for fault in clear)
    return f"{done}. {words.shown('work_on', what=', '.join(faults))}" if faults else done


def _cameras(arguments: argparse.Namespace) -> int:
    """Try every number that may be a camera, and print its name and what it delivers."""
    from stabiel.devices.camera import numbers_to_try
    from stabiel.devices.camera_names import listed_cameras

    names = {each.number: each.name for each in listed_cameras()}
    tried = [
        _tried(number, names.get(number, "")) for number in sorted({*names, *numbers_to_try()})
    ]
    # On other systems most numbers have no camera.
    linux = sys.platform.startswith("linux")
    found = [each for each in tried if each["works"] or each["name"] or (linux and not names)]
    if arguments.json:
        print(json.dumps(found, indent=1))
    elif not found:
        raise CameraError(
            "No camera was found; plug one in, and allow this program to use it in the "
            "settings of the system."
        )
    for each in found if not arguments.json else []:
        what = each.get("why")
        if each["works"]:
            size = f"{each['width_px']}x{each['height_px']}"
            what = f"{size}, {each['rate_hz']:.0f} frames per second"
        name = f"{each['name']}: " if each["name"] else ""
        print(f"{each['camera']}  {name}{what}")
    return 0


def _tried(number: int, name: str) -> dict[str, object]:
    """Return what a camera delivers, or why it delivers nothing."""
    from stabiel.devices.camera import OpenCVCamera

    tried: dict[str, object] = {"camera": number, "name": name}
    try:
        camera = OpenCVCamera(number, on_wait=lambda words: print(words, file=sys.stderr))
    except CameraError as error:
        return {**tried, "works": False, "why": str(error)}
    width, height = camera.size_px
    camera.close()
    return {
        **tried,
        "works": True,
        "width_px": width,
        "height_px": height,
        "rate_hz": camera.rate_hz,
    }
