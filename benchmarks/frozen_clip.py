"""Writes everything that stabiel reports about one clip or recording. In: a task. Out: files.

For a clip these are the session, the landmarks, the report in both languages (its file, its words
and its pictures), all exports, and a scripted live session in both languages: every spoken line and
every change on the screen, with times. `benchmarks.frozen` records and compares these files.
"""

import hashlib
import html
import json
import os
import re
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import numpy as np

from benchmarks.clips import Clip, the_book
from stabiel.analysis.analysis import Job, analyze
from stabiel.devices.clip_camera import ClipCamera
from stabiel.exercises.model import Exercise
from stabiel.exercises.plan import plan_from
from stabiel.exercises.plan_steps import plan_steps
from stabiel.exercises.programme import Programme
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

LANGUAGES: tuple[Language, ...] = get_args(Language)
MODEL = "full"
LANDMARKS = "landmarks.npz"
# Doses that every clip fulfills, so that a session goes through all stages.
REPETITIONS, HOLD_S, REST_S = 2, 8, 2
# A date for the clips, because a checkout does not keep theirs.
RECORDED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
# Parquet holds the same tables as CSV, but its bytes depend on the version of its library.
EXPORTED = tuple(each for each in FORMATS if each != "parquet")


@dataclass(frozen=True)
class Task:
    """One clip for one process.

    Attributes:
        clip: the clip.
        out: the folder to write to; it must not exist yet.
        landmarks: a recording of its landmarks; None to find them.
    """

    clip: Clip
    out: Path
    landmarks: Path | None


def freeze(task: Task) -> str:
    """Write everything that stabiel reports about one clip, and return its name."""
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
    """Write the results of an analysis, the reports, and the exports of the session."""
    job = Job(video, task.out, exercise, the_book(), "nl", MODEL, annotate=False, every_frame=True)
    with tempfile.TemporaryDirectory() as folder, Store(DataFolder(Path(folder))) as store:
        with store.begin(job.about(RECORDED_AT)) as keeper:
            with closing(_estimator(task, exercise)) as estimator:
                analyze(job, estimator, keeper=keeper)
            record = record_of(store, keeper.session_id)
        for kind in EXPORTED:
            export_sessions([record], kind, task.out / "export")
    _write_trace(task.out)
    _write_report_parts(task.out / "report.html", task.out / "report-nl")
    session = replace(load_session(task.out / "session.json"), language="en")
    # Judged again on purpose: a report of the trace must be that of the landmarks.
    material = material_of(session, the_book(), load_recording(task.out / LANDMARKS), video)
    write_report(task.out / "report-en.html", material)
    _write_report_parts(task.out / "report-en.html", task.out / "report-en")


def _write_trace(out: Path) -> None:
    """Write the arrays of the trace as lines, one a frame; its bytes depend on numpy and zlib."""
    with np.load(out / "trace.npz") as trace:
        columns = [trace["time_s"], trace["value"], trace["goal"]]
        for name in ("phase", "evidence", "use", "side"):
            columns.append(trace[f"{name}_names"][trace[name]])
        lines = [" ".join(map(str, row)) for row in zip(*columns, strict=True)]
        lines.append(trace["key_moments"].tobytes().decode())
    _write_lines(out / "trace.txt", lines)
    (out / "trace.npz").unlink()


def _estimator(task: Task, exercise: Exercise) -> PoseEstimator:
    if task.landmarks is None:
        return Landmarker(MODEL, outline=the_book().needs_outline(exercise))
    _, poses = load_poses(task.landmarks)
    return RecordedPoses([pose for pose in poses if pose is not None])


def _write_report_parts(report: Path, stem: Path) -> None:
    """Write the words of a report and the checksums of its pictures to files of their own."""
    page = report.read_text(encoding="utf-8")
    pictures = re.findall(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)", page)
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", "\n", body))
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    _write_lines(stem.with_suffix(".txt"), lines)
    sums = [hashlib.sha256(each.encode()).hexdigest() for each in pictures]
    _write_lines(stem.with_suffix(".pictures"), sums)


def _freeze_live(task: Task, exercise: Exercise, video: Path, language: Language) -> None:
    """Write what a live session says and shows while the clip plays the camera."""
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
    steps = plan_steps(plan_from(_small_programme(exercise)), the_book().exercises)
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
        live_session = LiveSession(Trainer(steps, the_book(), language), tools)
        shown_before = ""
        while not camera.ended:
            frame = camera.newest(0.0)
            shown = live_session.step(frame, now_s=camera.now_s())
            if shown is None:
                continue
            screen = _screen_text(shown.scene)
            if screen != shown_before:
                shown_before = screen
                log.lines.append(f"{camera.now_s():7.2f} shown {screen}")
        live_session.close()
    _write_lines(task.out / f"live-{language}.txt", log.lines)
    for number, session in enumerate(live_session.sessions):
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
    """The voice of a scripted session: it writes down every line with its time."""

    speaks = True

    def __init__(self, camera: ClipCamera) -> None:
        self.lines: list[str] = []
        self._camera = camera

    def say(self, line: Line) -> None:
        """Write down a line."""
        self.lines.append(f"{self._camera.now_s():7.2f} said  {line.id}: {line.text}")

    def close(self) -> None:
        """There is nothing to close."""


def _screen_text(scene: Scene) -> str:
    """Return the contents of a screen in one line, without what changes in every frame."""
    ring = "" if scene.ring is None else f"ring{' waits' if scene.ring.waits else ''}"
    wanted = " ".join(f"{each.words}={each.ok}" for each in scene.wanted)
    return " | ".join(
        str(each)
        for each in (
            scene.stage, scene.title, scene.side_word, scene.number, scene.beside, ring, scene.cue,
            scene.corrective, scene.note, scene.doing, scene.next_up, wanted, scene.summary,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class RecordingTask:
    """One recording for one process; its sessions are written to the file `out`."""

    recording: Path
    out: Path


def freeze_recording(task: RecordingTask) -> str:
    """Judge a recording as every exercise, write the sessions, and return its name."""
    frames = load_recording(task.recording)
    source = Source("file", task.recording.name, 0.0, 0.0, 0, 0)
    sessions = {
        name: replay(exercise, the_book(), "en", frames, source=source, model=MODEL).session
        for name, exercise in the_book().exercises.items()
    }
    plain = {name: session.to_json() for name, session in sessions.items()}
    task.out.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    return task.recording.stem


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
