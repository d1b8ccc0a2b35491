"""The command `exercises teach`: an exercise is learned from a demonstration.

In: a video, or a recording of landmarks. Out: an exercise file, a picture of its signals, and what
was found. Heavy packages are imported inside the functions, so that `--help` answers at once.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    LANGUAGES,
    add_data_option,
    add_model_option,
    own_folder,
    own_library,
)
from stabiel.errors import NOBODY_EXIT_CODE, OutputError, UsageError, nobody_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stabiel.exercises.library import Library
    from stabiel.pose.recording import Recorded
    from stabiel.tuning.teaching.lesson import Lesson
    from stabiel.tuning.teaching.wish import Wish
    from stabiel.wording.language import Language

RECORDING = ".npz"


def add_teach(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `teach` to the actions of `exercises`."""
    teaching = actions.add_parser("teach", help="learn an exercise from a video that shows it")
    teaching.add_argument(
        "video",
        type=Path,
        metavar="VIDEO",
        help="somebody who does it three to ten times; or the landmarks.npz of an analysis",
    )
    teaching.add_argument("--name", required=True, metavar="NAME", help="what it is called")
    teaching.add_argument("--english", metavar="NAME", help="what it is called in English")
    kind = teaching.add_mutually_exclusive_group()
    kind.add_argument("--repetitions", type=int, metavar="N", help="how many repetitions it shows")
    kind.add_argument("--hold", action="store_true", help="it shows a posture that is held")
    teaching.add_argument(
        "--not-counted",
        type=_numbers,
        default=frozenset(),
        metavar="N,N",
        help="the repetitions that were not good, such as 3,5",
    )
    teaching.add_argument(
        "--sides", choices=("both", "each", "either"), help="which sides work (default: find out)"
    )
    teaching.add_argument(
        "--faults", metavar="ID,ID", help="the faults to look for (default: the usual ones)"
    )
    teaching.add_argument("--from", dest="from_s", type=float, metavar="S", help="first second")
    teaching.add_argument("--until", dest="until_s", type=float, metavar="S", help="last second")
    teaching.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="path of the exercise file (default: among your own exercises in the data folder)",
    )
    teaching.add_argument("--replace", action="store_true", help="replace a file that is there")
    teaching.add_argument(
        "--lang", choices=LANGUAGES, default="nl", help="of what is printed (default: nl)"
    )
    add_data_option(teaching)
    add_model_option(teaching)
    teaching.set_defaults(run=_teach)


def _numbers(words: str) -> frozenset[int]:
    try:
        return frozenset(int(each) for each in words.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected numbers with commas, such as 3,5, not '{words}'"
        ) from None


def _teach(arguments: argparse.Namespace) -> int:
    from stabiel.tuning.teaching.teach import teach
    from stabiel.tuning.teaching.wish import TeachingError

    video: Path = arguments.video
    library = own_library(arguments)
    wish = _wish(arguments)
    path = _output(arguments, library, wish.id)
    frames = _frames(arguments)
    language: Language = arguments.lang
    try:
        lesson = teach(frames, wish, library.book, model=arguments.model, language=language)
    except TeachingError as error:
        if error.reason == "nobody":
            print(f"stabiel: {nobody_in(video)}", file=sys.stderr)
            return NOBODY_EXIT_CODE
        raise UsageError(f"{video}: {error}") from error
    _refuse_unknown_faults(wish, lesson)
    _write(path, lesson.text)
    picture = _draw(path, lesson, library, frames, arguments)
    _print(lesson, path, picture, language)
    return 0


def _wish(arguments: argparse.Namespace) -> "Wish":
    from stabiel.tuning.teaching.wish import Wish, id_of
    from stabiel.wording.language import Text

    stem = None if arguments.output is None else arguments.output.stem
    found = id_of(stem or arguments.english or arguments.name)
    if found is None or stem not in (None, found):
        raise UsageError(
            f"'{stem or arguments.name}' gives no id; use letters and digits, such as bird-dog."
        )
    if arguments.repetitions is not None and arguments.repetitions < 1:
        raise UsageError("--repetitions needs a number from 1 on.")
    try:
        name = Text(nl=arguments.name, en=arguments.english or arguments.name)
    except ValueError:
        raise UsageError("--name needs a text of at most 400 characters.") from None
    faults = arguments.faults
    return Wish(
        id=found,
        name=name,
        repetitions=arguments.repetitions,
        hold=arguments.hold,
        not_counted=arguments.not_counted,
        sides=arguments.sides,
        faults=None if faults is None else frozenset(faults.split(",")) - {""},
    )


def _output(arguments: argparse.Namespace, library: "Library", exercise_id: str) -> Path:
    """Return the path of the file to write.

    Raises:
        UsageError: the id is taken.
        OutputError: the folder does not exist, or the file does.
    """
    from stabiel.exercises.library import EXERCISES
    from stabiel.store import DataFolder

    if library.is_shipped(exercise_id):
        raise UsageError(
            f"'{exercise_id}' comes with stabiel; choose another name with --name or --output."
        )
    path: Path | None = arguments.output
    if path is None:
        folder = DataFolder(own_folder(arguments).shared).make_own(EXERCISES)
        path = folder / f"{exercise_id}.yaml"
    if path.suffix != ".yaml":
        raise UsageError(f"{path}: the name of an exercise file ends in .yaml.")
    if not path.parent.is_dir():
        raise OutputError(
            f"{path}: the folder {path.parent} does not exist; choose another with --output."
        )
    if path.exists() and not arguments.replace:
        raise OutputError(
            f"{path}: this file exists; add --replace, or choose another with --output."
        )
    return path


def _frames(arguments: argparse.Namespace) -> "Sequence[Recorded]":
    """Return the landmarks of the part of the video that was asked for."""
    from stabiel.pose.recording import Recorded, load_recording

    video: Path = arguments.video
    low = -1.0 if arguments.from_s is None else arguments.from_s
    high = float("inf") if arguments.until_s is None else arguments.until_s
    if low >= high:
        raise UsageError("--from must be before --until.")
    if video.suffix == RECORDING:
        if not video.is_file():
            raise UsageError(f"{video}: there is no such file.")
        found = load_recording(video)
    else:
        found = _landmarks(video, arguments, high)
    kept = [Recorded(*frame) for frame in found if low <= frame.time_s <= high]
    if not kept:
        raise UsageError(f"{video}: it has no pictures between --from and --until.")
    return kept


def _landmarks(video: Path, arguments: argparse.Namespace, until_s: float) -> "list[Recorded]":
    from stabiel.commands.progress_bar import progress_of
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.pose.recording import Recorded
    from stabiel.video.reader import VideoFile

    found = []
    with (
        VideoFile(video) as opened,
        Landmarker(arguments.model) as estimator,
        progress_of(video, opened.duration_s) as progress,
    ):
        for count, frame in enumerate(opened, start=1):
            if frame.time_s > until_s:
                break
            found.append(Recorded(frame.time_s, estimator.find(frame)))
            progress(frame.time_s, count)
    return found


def _refuse_unknown_faults(wish: "Wish", lesson: "Lesson") -> None:
    offered = [each.id for each in lesson.offered]
    unknown = sorted((wish.faults or frozenset()) - set(offered))
    if unknown:
        raise UsageError(
            f"--faults: '{unknown[0]}' is not offered here; choose from: {', '.join(offered)}."
        )


def _write(path: Path, text: str) -> None:
    from stabiel.system.atomic import write_whole

    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise OutputError(
            f"{path}: the file cannot be written ({error.strerror}); choose another with --output."
        ) from error


def _draw(
    path: Path,
    lesson: "Lesson",
    library: "Library",
    frames: "Sequence[Recorded]",
    arguments: argparse.Namespace,
) -> Path:
    """Draw every signal of the demonstration beside the file, and return the path."""
    from stabiel.tuning.chart import save_trial
    from stabiel.tuning.teaching.lesson import tried

    picture = path.with_name(f"{path.stem}-signals.png")
    trial = tried(
        lesson.exercise, library.book, frames, model=arguments.model, name=arguments.video.name
    )
    save_trial(trial, picture)
    return picture


def _print(lesson: "Lesson", path: Path, picture: Path, language: "Language") -> None:
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import number

    for each in lesson.repetitions:
        word = "counts" if each.counts else "not_counted"
        print(
            text(
                "teach_print", word, language, number=each.number,
                start=number(each.start_s, 1, language), end=number(each.end_s, 1, language),
            )
        )  # fmt: skip
    for remark in lesson.remarks:
        print(remark.in_language(language))
    others = [each.id for each in lesson.offered if each.id not in lesson.exercise.faults]
    if others:
        print(text("teach_print", "offered", language, ids=", ".join(others)))
    print(text("teach_print", "correct", language))
    print(text("teach_print", "file", language, path=path.resolve()))
    print(text("terminal", "picture", language, path=picture.resolve()))
