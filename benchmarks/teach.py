"""Measures what is learned from one demonstration. In: recorded landmarks. Out: tables.

`python -m benchmarks.teach` learns each movement of the program from its committed clip
(`samples/NAME-good.mp4`, one body, four repetitions) and judges the good clips of all other people
by what was learned, beside the hand-written file. `--crowd FOLDER` adds random people there, with
the models `full` and `heavy`: those of *tune*, or of `--sets`. `--wide FOLDER` adds the wide set,
with `full`. Of these, only clips whose landmarks are there already are taken. `--all-teachers` also
learns from each of those clips that shows two repetitions or more. `--real FOLDER` learns from each
recording of real people and judges the others. `--new FOLDER` does the same with three exercises
that the program does not have (`benchmarks.teach_new`); it renders what is not there yet.

A good clip is one without a fault; half of those of the crowd have one half movement, which must
not count. The shares in `limits_from` were set while looking at *tune* and at the real people, so
their figures are no test on unseen data; those of *validate* and of the wide set are.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.clips import Clip, cached_landmarks, clips_in, landmarks_of, the_book
from benchmarks.real import REAL
from benchmarks.real_claims import Row, rows_of
from benchmarks.scoring import movements
from benchmarks.teach_new import NEW, new_clips
from samples.studio.shoot import shoot, video_path
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded, load_poses, load_recording
from stabiel.system.resources import ModelName
from stabiel.tuning.teaching.lesson import judged
from stabiel.tuning.teaching.teach import teach
from stabiel.tuning.teaching.wish import TeachingError, Wish
from stabiel.wording.language import Text

ROOT = Path(__file__).resolve().parents[1]
MODELS: tuple[ModelName, ...] = ("full", "heavy")
NEW_PEOPLE = 4


@dataclass(frozen=True)
class Shown:
    """The landmarks of one clip, and how many repetitions count in it."""

    name: str
    exercise: str
    model: ModelName
    frames: Sequence[Recorded]
    count: int


@dataclass
class Learned:
    """How an exercise that was learned from one clip counts on others.

    Attributes:
        exercise: what was shown.
        teacher: the clip.
        refused: why nothing was learned; empty if something was.
        follows: the measure that was chosen.
        clips: how many others were judged.
        right, hand_right: how many counts are those of the truth, by what was learned and by the
            hand-written file.
        wrong: the clips that it counts differently, with the true count and both counts.
    """

    exercise: str
    teacher: str
    refused: str = ""
    follows: str = ""
    clips: int = 0
    right: int = 0
    hand_right: int = 0
    wrong: list[str] = field(default_factory=list)


def learned_from(shown: Shown) -> Exercise:
    """Return the exercise that a clip shows, told how often it is done there.

    Raises:
        TeachingError: nothing can be learned from it.
    """
    name = f"learned-{shown.exercise}"
    wish = Wish(name, Text(nl=name, en=name), repetitions=shown.count)
    return teach(shown.frames, wish, the_book(), model=shown.model).exercise


def count(exercise: Exercise, shown: Shown) -> int:
    """Return how many repetitions an exercise counts in a clip."""
    return len(judged(exercise, the_book(), shown.frames, shown.model).repetitions)


def measure(teacher: Shown, others: Sequence[Shown], hand: Exercise | None) -> Learned:
    """Learn from one clip, and count in the others."""
    result = Learned(teacher.exercise, f"{teacher.name} {teacher.model}")
    try:
        exercise = learned_from(teacher)
    except TeachingError as error:
        result.refused = str(error)
        return result
    result.follows = exercise.follows
    for each in others:
        if each.name == teacher.name:
            continue
        own = count(exercise, each)
        by_hand = None if hand is None else _hand_count(hand, each)
        result.clips += 1
        result.right += own == each.count
        result.hand_right += by_hand == each.count
        if own != each.count:
            beside = "" if by_hand is None else f", by hand {by_hand}"
            result.wrong.append(f"{each.name} {each.model}: {own} of {each.count}{beside}")
    return result


_HAND: dict[tuple[str, str, str], int] = {}


def _hand_count(hand: Exercise, shown: Shown) -> int:
    key = (hand.id, shown.name, shown.model)
    if key not in _HAND:
        _HAND[key] = count(hand, shown)
    return _HAND[key]


def good_clips(
    folder: Path, cache_folder: Path, models: Sequence[ModelName], *, find: bool
) -> Iterator[Shown]:
    """Yield the movements of a folder that are done without a fault.

    Args:
        folder: of the clips.
        cache_folder: of their landmarks.
        models: those whose landmarks are taken.
        find: whether landmarks that are not there are found; else such clips are left out.
    """
    book = the_book()
    for clip in clips_in(folder):
        truth = clip.truth
        name = truth["clip"]["exercise"]
        if name not in book.exercises or book.get(name).movement is None or truth["faults"]:
            continue
        for model in models:
            path = cached_landmarks(clip, model, cache_folder)
            if not (find or path.exists()):
                continue
            found = landmarks_of(clip, model, cache_folder) if find else load_poses(path)
            frames = [Recorded(*each) for each in zip(*found, strict=True)]
            yield Shown(clip.name, name, model, frames, len(movements(truth)))


def program(arguments: argparse.Namespace) -> list[Learned]:
    """Learn the movements of the program from committed clips, and judge everybody else."""
    clips = [*good_clips(ROOT / "samples", arguments.landmarks, ("full",), find=True)]
    teachers = [each for each in clips if each.name.endswith("-good")]
    for name in arguments.sets if arguments.crowd else ():
        folder = arguments.crowd
        clips += good_clips(folder / name, folder / "landmarks", MODELS, find=False)
    if arguments.wide:
        clips += good_clips(arguments.wide, arguments.wide_landmarks, ("full",), find=False)
    if arguments.all_teachers:
        teachers += [each for each in clips if each.count > 1 and each not in teachers]
    return [
        measure(
            teacher,
            [each for each in clips if each.exercise == teacher.exercise],
            the_book().get(teacher.exercise),
        )
        for teacher in teachers
    ]


def real_people(folder: Path, model: ModelName) -> list[Learned]:
    """Learn from each recording of real people, and judge the other people."""
    rows = [each for each in rows_of(folder / "truth.csv") if each.kind == "reps" and each.done]
    found = []
    for row in rows:
        shown = _real(folder, row, model)
        result = Learned(row.exercise, row.recording)
        try:
            exercise = learned_from(shown)
        except TeachingError as error:
            result.refused = str(error)
            found.append(result)
            continue
        result.follows = exercise.follows
        for other in rows:
            if other.exercise != row.exercise or _person(other) == _person(row):
                continue
            each = _real(folder, other, model)
            own, by_hand = count(exercise, each), count(the_book().get(row.exercise), each)
            result.clips += 1
            result.right += other.allows(own)
            result.hand_right += other.allows(by_hand)
            if not other.allows(own):
                result.wrong.append(f"{other.recording}: {own} of {each.count}, by hand {by_hand}")
        found.append(result)
    return found


def _real(folder: Path, row: Row, model: ModelName) -> Shown:
    frames = load_recording(folder / f"{row.recording}.{model}.npz")
    return Shown(row.recording, row.exercise, model, frames, round(row.expected))


def _person(row: Row) -> str:
    return "-".join(row.recording.split("-")[:2])


def new_exercises(folder: Path, people: int) -> list[Learned]:
    """Learn exercises that the program does not have from one rendered person, and judge others."""
    found = []
    for name in NEW:
        shown = []
        for clip in new_clips(name, people):
            video = video_path(clip, folder)
            if not video.exists():
                folder.mkdir(parents=True, exist_ok=True)
                shoot(clip, folder)
            times, poses = landmarks_of(Clip(video), "full", folder / "landmarks")
            frames = [Recorded(*each) for each in zip(times, poses, strict=True)]
            shown.append(Shown(clip.name, name, "full", frames, len(clip.movements)))
        found.append(measure(shown[0], shown[1:], None))
    return found


def table_of(title: str, results: Sequence[Learned], *, by_hand: bool) -> Table:
    """Return the table of some lessons."""
    table = Table(title=title)
    for head in ("exercise", "learned from", "follows", "right", *(["by hand"] if by_hand else [])):
        table.add_column(head)
    for each in results:
        cells = [each.exercise, each.teacher]
        if each.refused:
            cells += [f"refused: {each.refused}", "-"]
        else:
            cells += [each.follows, f"{each.right} of {each.clips}"]
        table.add_row(*cells, *([f"{each.hand_right} of {each.clips}"] if by_hand else []))
    return table


def summary_of(results: Sequence[Learned]) -> Table:
    """Return the table of all lessons of an exercise together, with the shares that are right."""
    table = Table(title="together")
    for head in ("exercise", "lessons", "refused", "counts", "right", "by hand"):
        table.add_column(head)
    names = dict.fromkeys(each.exercise for each in results)
    for name in (*names, "all"):
        own = [each for each in results if name in (each.exercise, "all")]
        clips = sum(each.clips for each in own)
        right, by_hand = (
            f"{sum(found) / max(1, clips):.3f}"
            for found in ([each.right for each in own], [each.hand_right for each in own])
        )
        refused = sum(each.refused != "" for each in own)
        table.add_row(name, str(len(own)), str(refused), str(clips), right, by_hand)
    return table


def main() -> int:
    """Learn, judge, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--landmarks", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    parser.add_argument("--crowd", type=Path, help="folder with the sets and landmarks/")
    parser.add_argument("--sets", nargs="+", choices=("tune", "validate"), default=["tune"])
    parser.add_argument("--wide", type=Path, help="folder of the wide set")
    parser.add_argument(
        "--wide-landmarks", type=Path, default=ROOT / "out" / "accuracy-wide" / "landmarks"
    )
    parser.add_argument("--all-teachers", action="store_true", help="learn from the crowd as well")
    parser.add_argument("--real", type=Path, nargs="?", const=REAL, help="folder of real people")
    parser.add_argument("--new", type=Path, help="folder of the clips of new exercises")
    parser.add_argument("--people", type=int, default=NEW_PEOPLE, help="of each new exercise")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "teach.json")
    arguments = parser.parse_args()
    results = {"the program's movements": program(arguments)}
    if arguments.real:
        results["real people"] = real_people(arguments.real, "full")
    if arguments.new:
        results["new exercises"] = new_exercises(arguments.new, arguments.people)
    console = Console(width=150)
    for title, listed in results.items():
        console.print(table_of(title, listed, by_hand=title != "new exercises"))
        if title != "new exercises":
            console.print(summary_of(listed))
        for each in listed:
            for line in each.wrong:
                console.print(f"{each.exercise} from {each.teacher}: {line}", highlight=False)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    data = {title: [asdict(each) for each in listed] for title, listed in results.items()}
    arguments.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
