"""A whole programme, hands-free: a rendered person follows the trainer through the sample clips.

The session has all exercises of the programme `basis` in order, on each side, with small doses: the
clips in `samples/` hold four repetitions. The person listens. They wait in the start posture (the
first picture of a repetition) until the trainer tells them to begin, then do repetitions of the
current side, or the stretch, until the trainer goes on. A stretch of the other side is the same
clip, mirrored. Every frame is judged, with the loop and the window of `stabiel live`. The spoken
lines are printed with their times and checked against what should be said.
"""

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from stabiel.desktop.window import OpenCVWindow, start_window_system

start_window_system()  # before anything that loads PyAV

import cv2
import numpy as np

from stabiel.desktop.loop import Loop
from stabiel.desktop.screen import Screen
from stabiel.devices.clip_camera import ClipCamera
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.plan import plan_from
from stabiel.exercises.plan_steps import plan_steps
from stabiel.exercises.programme import Programme, Step
from stabiel.exercises.programme_files import load_programmes
from stabiel.pose.mediapipe import Landmarker
from stabiel.store import DataFolder
from stabiel.system.resources import MODEL_NAMES
from stabiel.trainer.live_session import LiveSession, SessionParts, ShownFrame
from stabiel.trainer.records import Records
from stabiel.trainer.scene import Scene
from stabiel.trainer.speech_queue import Line, spoken_s
from stabiel.trainer.terms import Stage
from stabiel.trainer.trainer import Trainer
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
RATE_HZ = 20.0
SIZE_PX = (640, 480)
REPETITIONS, HOLD_S, REST_S = 2, 8, 4
AROUND_S = 0.3
# A count may come this much before or after a repetition ends.
LATE_S = 1.2
LAST_WORDS_S = 6.0
# A step that takes longer is stuck.
LONGEST_STEP_S = 120.0

# The current exercise and side.
Turn = tuple[str, str]


def steps_of(book: ExerciseBook) -> list[Step]:
    """Return the programme's steps, with doses that the clips hold."""
    basis = load_programmes(book)["basis"]
    small = {"repetitions": REPETITIONS}, {"hold_s": HOLD_S}
    exercises = [
        {
            "exercise": each.exercise,
            "dose": small[0] if each.dose.repetitions is not None else small[1],
        }
        for each in basis.exercises
    ]
    plain = basis.model_dump() | {"exercises": exercises, "rest_s": REST_S}
    return plan_steps(plan_from(Programme.model_validate(plain)), book.exercises)


class Person:
    """A rendered person who listens. Holds what was done, and when."""

    def __init__(self, first: Step) -> None:
        self._first = first.exercise, first.side
        self.scene: Scene | None = None
        self.did: list[tuple[Turn, float]] = []
        self.stuck: list[Turn] = []
        self.time_s = 0.0
        self._next_s = 0.0

    @property
    def turn(self) -> Turn:
        """The exercise and the side, as far as the person knows."""
        return self._first if self.scene is None else _turn(self.scene)

    def frames(self) -> Iterator[Frame]:
        """Yield the frames of a session, to its end."""
        turn: Turn | None = None
        clip: _Clip | None = None
        while self.scene is None or self.scene.stage is not Stage.ENDED:
            now = self.turn
            if now != turn or clip is None:
                turn, clip, began_s = now, _Clip(*now), self.time_s
            if self.time_s - began_s > LONGEST_STEP_S:
                self.stuck.append(turn)
                return
            if self.scene is None or self.scene.stage is not Stage.WORK:
                yield self._frame(clip.waiting)
                continue
            for image in clip.next_images():
                yield self._frame(image)
                if self.scene is not None and self.scene.stage is Stage.REST and clip.is_hold:
                    break
            self.did.append((turn, self.time_s - AROUND_S))
        assert clip is not None  # the session began with one
        for _ in range(round(LAST_WORDS_S * RATE_HZ)):
            yield self._frame(clip.waiting)

    def _frame(self, image: Image) -> Frame:
        self.time_s = self._next_s
        self._next_s += 1 / RATE_HZ
        return Frame(image, self.time_s)


class _Clip:
    """One exercise on one side: the start posture, and repetitions or the stretch."""

    def __init__(self, exercise: str, side: str) -> None:
        with VideoFile(SAMPLES / f"{exercise}-good.mp4") as video:
            frames = list(video)
        packed = (SAMPLES / f"{exercise}-good.truth.json.gz").read_bytes()
        truth: dict[str, Any] = json.loads(gzip.decompress(packed))
        self.is_hold = bool(truth["holds"])
        mirrored = self.is_hold and side not in ("both", truth["holds"][0]["side"])
        images = [_mirrored(frame.image) if mirrored else frame.image for frame in frames]
        self._takes = [images]
        if not self.is_hold:
            self._takes = [
                [
                    image
                    for frame, image in zip(frames, images, strict=True)
                    if each["start_s"] - AROUND_S <= frame.time_s <= each["end_s"] + AROUND_S
                ]
                for each in truth["repetitions"]
                if side == "both" or each["side"] in (side, "both")
            ]
        # Some exercises already begin with a leg in the air.
        self.waiting = self._takes[0][0]
        self._next = 0

    def next_images(self) -> list[Image]:
        """Return the pictures of the next repetition, or of the stretch."""
        self._next += 1
        return self._takes[(self._next - 1) % len(self._takes)]


def _mirrored(image: Image) -> Image:
    return np.ascontiguousarray(image[:, ::-1])


def _turn(scene: Scene) -> Turn:
    return scene.exercise.id, scene.side or "both"


class Log:
    """The voice. Notes each line with its time and turn, lets the person hear it, and draws."""

    speaks = True

    def __init__(self, person: Person, screen: Screen, pictures: Path | None) -> None:
        self.lines: list[tuple[float, Turn, Line]] = []
        self._screen, self._pictures, self._person = screen, pictures, person

    def say(self, line: Line) -> None:
        """Note a line. The last line of a turn is spoken as the next turn begins."""
        self.lines.append((self._person.time_s, self._person.turn, line))

    def close(self) -> None:
        """There is nothing to close."""

    def note(self, shown: ShownFrame) -> None:
        """Let the person hear; if a line began, save the picture."""
        self._person.scene = shown.scene
        if shown.line is None or self._pictures is None:
            return
        picture = self._screen.draw(shown.frame.image, shown.body, shown.scene)
        name = f"{shown.frame.time_s:07.2f}-{shown.scene.exercise.id}-{shown.line.id}.png"
        cv2.imwrite(str(self._pictures / name), picture[..., ::-1])


def mistakes_in(
    lines: list[tuple[float, Turn, Line]], steps: list[Step], person: Person
) -> Iterator[str]:
    """Yield what was not said as it should be."""
    for (one_s, _, one), (other_s, _, other) in pairwise(lines):
        if other_s - one_s < spoken_s(one.text) - 1e-6:
            yield f"{other_s:.1f} s: '{other.text}' while '{one.text}' is spoken"
    for turn in person.stuck:
        yield f"{', '.join(turn)}: it never ended"
    for step in steps:
        turn = (step.exercise, step.side)
        said = [(time_s, line) for time_s, each, line in lines if each == turn]
        ended_s = [time_s for each, time_s in person.did if each == turn]
        yield from _mistakes_in_step(step, said, ended_s)
    if not lines or lines[-1][2].id != "end":
        yield "the end is not announced"


def _mistakes_in_step(
    step: Step, said: list[tuple[float, Line]], ended_s: list[float]
) -> Iterator[str]:
    where = f"{step.exercise}, {step.side}"
    times = {line.id: time_s for time_s, line in reversed(said)}
    over = "let_go" if step.hold_s is not None else "done"
    if over not in times:
        yield f"{where}: '{over}' is not said"
        return
    if step.hold_s is not None:
        held_s = times[over] - times.get("hold", float("nan"))
        if not abs(held_s - step.hold_s) < 0.5:
            yield f"{where}: let go {held_s:.1f} s after the hold was announced"
        if [line.id for _, line in said].count("second") != 5:
            yield f"{where}: the last five seconds are not all counted"
        return
    if "begin" not in times:
        yield f"{where}: the words to begin are not said"
    counted = [time_s for time_s, line in said if line.id in ("count", "done")]
    if len(counted) > (step.repetitions or 0):
        yield f"{where}: {len(counted)} counted aloud of {step.repetitions}"
    for time_s in counted:
        if not any(abs(time_s - end_s) <= LATE_S for end_s in ended_s):
            yield f"{where}: counted at {time_s:.1f} s, when no repetition was over"


def main() -> int:
    """Run the session, print what was said, and check it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", choices=("nl", "en"), default="nl")
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    parser.add_argument("--only", nargs="+", metavar="ID", help="only these exercises")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="a picture for every line")
    arguments = parser.parse_args()
    book = load_book()
    steps = [
        step for step in steps_of(book) if arguments.only is None or step.exercise in arguments.only
    ]
    person = Person(steps[0])
    camera = ClipCamera(person.frames(), "joined", size_px=SIZE_PX, rate_hz=RATE_HZ, paced=False)
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    log = Log(person, Screen(arguments.lang, SIZE_PX, mirrored=False), arguments.pictures)
    with tempfile.TemporaryDirectory() as folder:
        parts = SessionParts(
            book=book,
            language=arguments.lang,
            camera=camera,
            estimators=lambda exercise, name: Landmarker(
                name, outline=book.needs_outline(exercise)
            ),
            voice=log,
            records=Records(DataFolder(Path(folder)), book, arguments.lang, camera),
            model=arguments.model,
            work_s=lambda: 0.0,  # every frame is judged with the same model, however long it takes
        )
        session = LiveSession(Trainer(steps, book, arguments.lang), parts)
        screen = Screen(arguments.lang, SIZE_PX, mirrored=False)
        Loop(camera, session, screen, OpenCVWindow(), judged=log.note).run()
    for time_s, _, line in log.lines:
        print(f"{time_s:7.2f}  {line.id:20} {line.text}")
    mistakes = list(mistakes_in(log.lines, steps, person))
    done = len(person.did)
    print(f"{len(log.lines)} lines in {camera.now_s():.0f} s, {len(steps)} steps, {done} takes")
    print("\n".join(mistakes) or "All was said as it should be.")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
