"""Compares all ways to judge a clip. In: clips. Out: what differs, which should be nothing.

The ways are a file, a live session, the records of that session, and a replay of both. `python -m
benchmarks.ways [FOLDER]` gives each clip with truth to the analysis, and to a live session in place
of a camera, with the same landmarks (those of the accuracy benchmark). Then it judges the stored
frames of both again. All ways must give the same session, to the last digit.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.clips import Clip, clips_in, landmarks_of, the_book
from benchmarks.pool import in_processes
from stabiel.analysis.analysis import Job, analyze
from stabiel.devices.clip_camera import ClipCamera
from stabiel.devices.voice import RememberedVoice
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded, RecordedPoses, load_recording
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from stabiel.store import DataFolder, Store
from stabiel.trainer.live_session import LiveSession, SessionParts
from stabiel.trainer.records import Records
from stabiel.trainer.trainer import Trainer
from stabiel.video.reader import VideoFile

ROOT = Path(__file__).resolve().parents[1]
MODEL = "full"
LANGUAGE = "en"
# More repetitions than any clip has, so that the session goes on to the end of the clip.
NEVER_DONE = 1000
# The keys of a session that name its source.
_OWN = ("source", "model")


@dataclass(frozen=True)
class Task:
    """One clip for one process."""

    clip: Clip
    cache: Path


def sessions_of(
    video: Path, exercise: Exercise, poses: Sequence[Pose | None], folder: Path
) -> dict[str, Session]:
    """Return the session of a video for each way, with known poses for its frames."""
    seen = [pose for pose in poses if pose is not None]
    # A live session looks at every frame.
    out = folder / "file"
    job = Job(video, out, exercise, the_book(), LANGUAGE, MODEL, every_frame=True)
    file = analyze(job, RecordedPoses(seen)).session
    live = _live(video, exercise, seen, folder)
    with Store(DataFolder(folder / "data")) as store:
        (kept,) = store.sessions()
        records = store.load(kept.id)
        frames = store.frames(kept.id)
    return {
        "file": file,
        "live": live,
        "records": records,
        "file again": _again(exercise, load_recording(folder / "file" / "landmarks.npz"), file),
        "records again": _again(exercise, frames, live),
    }


def _live(video: Path, exercise: Exercise, poses: Sequence[Pose], folder: Path) -> Session:
    file = VideoFile(video)
    size_px = file.width_px, file.height_px
    camera = ClipCamera(
        file, video.name, size_px=size_px, rate_hz=file.rate_hz, paced=False, on_close=file.close
    )
    hold_s = None if exercise.hold is None else exercise.dose.hold_s
    count = None if exercise.movement is None else NEVER_DONE
    trainer = Trainer([Step(exercise.id, "both", 1, 1, count, hold_s, 0.0)], the_book(), LANGUAGE)
    tools = SessionParts(
        book=the_book(),
        language=LANGUAGE,
        camera=camera,
        estimators=lambda wanted, model: RecordedPoses(poses),
        voice=RememberedVoice(),
        records=Records(DataFolder(folder / "data"), the_book(), LANGUAGE, camera),
        work_s=lambda: 0.0,
    )
    live = LiveSession(trainer, tools)
    while not camera.ended:
        frame = camera.newest(0.0)
        live.step(frame, now_s=camera.now_s())
    live.close()
    camera.close()
    (session,) = live.sessions
    return session


def _again(exercise: Exercise, frames: list[Recorded], before: Session) -> Session:
    source = Source("file", "again", 0.0, 0.0, before.source.width_px, before.source.height_px)
    return replay(exercise, the_book(), LANGUAGE, frames, source=source, model=MODEL).session


def differences(sessions: dict[str, Session]) -> list[str]:
    """Return what differs from the session of the file, as "way: key"."""
    wanted = _judged(sessions["file"])
    return [
        f"{way}: {key}"
        for way, session in sessions.items()
        for key, value in _judged(session).items()
        if value != wanted[key]
    ]


def _judged(session: Session) -> dict[str, Any]:
    return {key: value for key, value in session.to_json().items() if key not in _OWN}


def compare(task: Task) -> tuple[str, list[str]]:
    """Return the name of a clip, and what differs."""
    exercise = the_book().get(task.clip.truth["clip"]["exercise"])
    _, poses = landmarks_of(task.clip, MODEL, task.cache)
    with tempfile.TemporaryDirectory() as folder:
        return task.clip.name, differences(
            sessions_of(task.clip.video, exercise, poses, Path(folder))
        )


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "samples")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "accuracy")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    tasks = [Task(clip, arguments.out / "landmarks") for clip in clips_in(arguments.folder)]
    if not tasks:
        print(f"{arguments.folder}: there are no clips with truth in this folder.", file=sys.stderr)
        return 2
    found = in_processes(compare, tasks, arguments.processes)
    wrong = [(name, what) for name, what in found if what]
    for name, what in wrong:
        print(f"{name}: {', '.join(what)}")
    print(f"{len(found) - len(wrong)} of {len(found)} clips are judged the same in all ways.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
