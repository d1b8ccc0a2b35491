"""Everything that stabiel says of the committed clips, kept so that it can be compared later.

`python -m benchmarks.frozen record` writes it to `out/frozen`; `compare` makes it again with the
code as it is now and lists every byte that differs. A change that should change nothing is held by
it. For each clip it keeps: the session, the landmarks, the report in both languages (whole, its
words, and its pictures), all exports, and a scripted live session in both languages: every line
that is spoken and everything that the screen shows, with times.

`compare --quick` judges the recorded landmarks instead of finding them again: seconds instead of
minutes, everything but the landmarks themselves. `--recordings FOLDER` adds what every exercise
makes of every recording (`*.npz`) in a folder, `--only NAME` takes just these clips.
"""

import argparse
import difflib
import hashlib
import html
import json
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.progress import track

from benchmarks.clips import Clip, clips_in, the_book
from stabiel.analysis.analysis import Job, analyze
from stabiel.devices.clip_camera import ClipCamera
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Programme, session_steps
from stabiel.export import FORMATS, export_sessions, record_of
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import PoseEstimator
from stabiel.pose.recording import RecordedPoses, load_poses, load_recording
from stabiel.report import write_report
from stabiel.report.rebuild import material_of
from stabiel.session.replay import replay
from stabiel.session.session import Source, load_session
from stabiel.store import DataFolder, Store
from stabiel.trainer.live_session import LiveSession, SessionParts
from stabiel.trainer.records import Records
from stabiel.trainer.scene import Scene
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.trainer import Trainer
from stabiel.video.reader import VideoFile
from stabiel.wording.language import Language

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES: tuple[Language, ...] = get_args(Language)
MODEL = "full"
LANDMARKS = "landmarks.npz"
# Doses that the clips hold, so that a session goes through every stage.
REPETITIONS, HOLD_S, REST_S = 2, 8, 2
# The date of the clips, which a checkout does not keep.
RECORDED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MOST_LINES_SHOWN = 12
# Parquet holds the same tables as CSV, and its bytes change with its library.
EXPORTED = tuple(each for each in FORMATS if each != "parquet")


@dataclass(frozen=True)
class Task:
    """One clip for one process.

    Attributes:
        out: where what is said of it goes.
        landmarks: found earlier; None to find them.
    """

    clip: Clip
    out: Path
    landmarks: Path | None


def freeze(task: Task) -> str:
    """Write everything that is said of one clip, and return its name."""
    task.out.mkdir(parents=True)
    exercise = the_book().get(task.clip.truth["clip"]["exercise"])
    video = task.out / task.clip.video.name
    shutil.copy(task.clip.video, video)
    os.utime(video, (RECORDED_AT.timestamp(), RECORDED_AT.timestamp()))
    try:
        _freeze_file(task, exercise, video)
        for language in LANGUAGES:
            _freeze_live(task, exercise, video, language)
    finally:
        video.unlink()
    return task.clip.name


def _freeze_file(task: Task, exercise: Exercise, video: Path) -> None:
    """Write what an analysis gives, the reports, and the exports of its session."""
    job = Job(video, task.out, exercise, the_book(), "nl", MODEL, annotate=False)
    with tempfile.TemporaryDirectory() as folder, Store(DataFolder(Path(folder))) as store:
        with store.begin(job.about(RECORDED_AT)) as keeper:
            with closing(_estimator(task, exercise)) as estimator:
                analyze(job, estimator, keeper=keeper)
            record = record_of(store, keeper.session_id)
        for kind in EXPORTED:
            export_sessions([record], kind, task.out / "export")
    _split_report(task.out / "report.html", task.out / "report-nl")
    session = replace(load_session(task.out / "session.json"), language="en")
    material = material_of(session, the_book(), load_recording(task.out / LANDMARKS), video)
    write_report(task.out / "report-en.html", material)
    _split_report(task.out / "report-en.html", task.out / "report-en")


def _estimator(task: Task, exercise: Exercise) -> PoseEstimator:
    if task.landmarks is None:
        return Landmarker(MODEL, outline=the_book().needs_outline(exercise))
    _, poses = load_poses(task.landmarks)
    return RecordedPoses([pose for pose in poses if pose is not None])


def _split_report(report: Path, stem: Path) -> None:
    """Write the words of a report, and the sums of its pictures, beside it."""
    page = report.read_text(encoding="utf-8")
    pictures = re.findall(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)", page)
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", "\n", body))
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    _write(stem.with_suffix(".txt"), lines)
    sums = [hashlib.sha256(each.encode()).hexdigest() for each in pictures]
    _write(stem.with_suffix(".pictures"), sums)


def _freeze_live(task: Task, exercise: Exercise, video: Path, language: Language) -> None:
    """Write what a live session says and shows while the clip plays as its camera."""
    _, poses = load_poses(task.out / LANDMARKS)
    bodies = [pose for pose in poses if pose is not None]
    file = VideoFile(video)
    camera = ClipCamera(
        file,
        video.name,
        size_px=(file.width_px, file.height_px),
        rate_hz=file.rate_hz,
        paced=False,
        on_close=file.close,
    )
    steps = session_steps(_small_programme(exercise), the_book().exercises)
    log = _LineLog(camera)
    with tempfile.TemporaryDirectory() as folder, closing(camera):
        tools = SessionParts(
            book=the_book(),
            language=language,
            camera=camera,
            estimators=lambda wanted, model: RecordedPoses(bodies),
            voice=log,
            records=Records(DataFolder(Path(folder)), the_book(), language, camera),
            work_s=lambda: 0.0,
        )
        training = LiveSession(Trainer(steps, the_book(), language), tools)
        shown_before = ""
        while not camera.ended:
            frame = camera.newest(0.0)
            shown = training.step(frame, now_s=camera.now_s())
            if shown is None:
                continue
            seen = _seen(shown.scene)
            if seen != shown_before:
                shown_before = seen
                log.lines.append(f"{camera.now_s():7.2f} shown {seen}")
        training.close()
    _write(task.out / f"live-{language}.txt", log.lines)
    for number, session in enumerate(training.sessions):
        session.save(task.out / f"live-{language}-{number}.json")


def _small_programme(exercise: Exercise) -> Programme:
    held = exercise.hold is not None
    dose = {"hold_s": HOLD_S, "times": 1} if held else {"repetitions": REPETITIONS, "times": 2}
    return Programme.model_validate(
        {
            "id": exercise.id,
            "name": exercise.name,
            "exercises": [{"exercise": exercise.id, "dose": dose}],
            "rest_s": REST_S,
            "progression": {"good_share": 1, "sessions": 1, "add": 1, "up_to": 100},
        }
    )


class _LineLog:
    """The voice of a scripted session: notes every line with its time."""

    speaks = True

    def __init__(self, camera: ClipCamera) -> None:
        self.lines: list[str] = []
        self._camera = camera

    def say(self, line: Line) -> None:
        """Note a line."""
        self.lines.append(f"{self._camera.now_s():7.2f} said  {line.id}: {line.text}")

    def close(self) -> None:
        """Nothing to end."""


def _seen(scene: Scene) -> str:
    """Return what a screen shows, in one line; what moves in every frame is left out."""
    ring = "" if scene.ring is None else f"ring{' waits' if scene.ring.waits else ''}"
    wanted = " ".join(f"{each.words}={each.ok}" for each in scene.wanted)
    return " | ".join(
        str(each)
        for each in (
            scene.stage, scene.title, scene.side_word, scene.number, scene.beside, ring, scene.cue,
            scene.mends, scene.note, scene.doing, scene.next_up, wanted, scene.summary,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class RecordingTask:
    """One recording for one process: its sessions go into the file `out`."""

    recording: Path
    out: Path


def freeze_recording(task: RecordingTask) -> str:
    """Write the session that each exercise makes of a recording, and return its name."""
    frames = load_recording(task.recording)
    source = Source("file", task.recording.name, 0.0, 0.0, 0, 0)
    sessions = {
        name: replay(exercise, the_book(), "en", frames, source=source, model=MODEL).session
        for name, exercise in the_book().exercises.items()
    }
    plain = {name: session.to_json() for name, session in sessions.items()}
    task.out.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    return task.recording.stem


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def freeze_all(
    out: Path,
    landmarks: Path | None,
    recordings: Path | None,
    processes: int,
    only: Sequence[str] = (),
) -> None:
    """Write what is said of all committed clips.

    Args:
        out: a folder that is not there yet.
        landmarks: an earlier record whose landmarks are judged; None to find them.
        recordings: a folder of recordings that are judged too.
        processes: how many clips at the same time.
        only: the names of the clips; all unless given.
    """
    out.mkdir(parents=True)
    tasks = [
        Task(clip, out / clip.name, landmarks and landmarks / clip.name / LANDMARKS)
        for clip in clips_in(ROOT / "samples")
        if not only or clip.name in only
    ]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        done = pool.imap_unordered(freeze, tasks)
        for _ in track(done, "clips", len(tasks), console=Console(stderr=True)):
            pass
        if recordings is not None:
            (out / "recordings").mkdir()
            more = [
                RecordingTask(path, out / "recordings" / f"{path.stem}.json")
                for path in sorted(recordings.glob("*.npz"))
            ]
            done = pool.imap_unordered(freeze_recording, more)
            for _ in track(done, "recordings", len(more), console=Console(stderr=True)):
                pass


def differences(before: Path, after: Path) -> list[tuple[str, str]]:
    """Return the files that differ between two records, each with what differs in it."""
    old, new = _files(before), _files(after)
    found = [(name, "gone") for name in sorted(old - new)]
    found += [(name, "new") for name in sorted(new - old)]
    for name in sorted(old & new):
        first, second = (before / name).read_bytes(), (after / name).read_bytes()
        if first != second:
            found.append((name, _what_differs(name, first, second)))
    return found


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _what_differs(name: str, before: bytes, after: bytes) -> str:
    if not name.endswith((".json", ".txt", ".csv", ".trc")):
        return f"{len(before)} bytes before, {len(after)} now"
    lines = difflib.unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0
    )
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    shown = [f"    {line[:160]}" for line in changed[:MOST_LINES_SHOWN]]
    if len(changed) > MOST_LINES_SHOWN:
        shown.append(f"    ... {len(changed) - MOST_LINES_SHOWN} more lines")
    return "\n" + "\n".join(shown)


def record(folder: Path, recordings: Path | None, processes: int) -> int:
    """Record everything, in the place of an earlier record."""
    shutil.rmtree(folder, ignore_errors=True)
    freeze_all(folder, None, recordings, processes)
    print(f"{len(_files(folder))} files in {folder}")
    return 0


def compare(
    folder: Path, recordings: Path | None, processes: int, *, quick: bool, only: Sequence[str] = ()
) -> int:
    """Make everything again and print what differs from the record."""
    if not folder.is_dir():
        print(f"{folder}: no record; make one with: python -m benchmarks.frozen record")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        after = Path(temporary) / "frozen"
        freeze_all(after, folder if quick else None, recordings, processes, only)
        found = differences(folder, after)
        if only or recordings is None:  # the rest was not made again
            made = {*only} or {each.name for each in after.iterdir()}
            found = [each for each in found if each[0].split("/")[0] in made]
    for name, what in found:
        print(f"{name}: {what}")
    print(f"{len(found)} of {len(_files(folder))} files differ." if found else "Nothing changed.")
    return 1 if found else 0


def main() -> int:
    """Record or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("record", "compare"))
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "frozen")
    parser.add_argument("--recordings", type=Path, metavar="FOLDER", help="judge these as well")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="compare just these clips")
    parser.add_argument("--quick", action="store_true", help="judge the recorded landmarks")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    folder, recordings = arguments.folder, arguments.recordings
    if arguments.what == "record":
        return record(folder, recordings, arguments.processes)
    return compare(
        folder, recordings, arguments.processes, quick=arguments.quick, only=arguments.only or ()
    )


if __name__ == "__main__":
    sys.exit(main())
