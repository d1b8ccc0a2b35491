"""Judges every frame and the right frames of one recording. In: a recording. Out: `Compared`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from benchmarks.clips import Clip, landmarks_of, the_book
from benchmarks.real import REAL
from benchmarks.real_claims import Row, claims_of, labels_of, missed, verdict_on
from benchmarks.scoring import Score, score
from stabiel.analysis.estimating import poses_of
from stabiel.analysis.sampler import sampled
from stabiel.coach.events import Hold, Repetition
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded, load_recording
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from stabiel.system.resources import ModelName
from stabiel.video.reader import VideoFile


@dataclass(frozen=True)
class Recording:
    """One recording and one model, for one process.

    Attributes:
        path: the landmarks of every frame.
        rows: what a recording of a real person shows.
        clip: the rendered clip, if it is one.
        looks: where to keep the landmarks of the right frames, if the landmarker itself is to look.
    """

    name: str
    model: ModelName
    path: Path
    rows: tuple[Row, ...] = ()
    clip: Clip | None = None
    looks: Path | None = None

    @property
    def exercises(self) -> list[str]:
        """What it is judged as."""
        if self.clip is None:
            return sorted({row.exercise for row in self.rows})
        facts = self.clip.truth["clip"]
        return list(facts.get("negative_for") or [facts["exercise"]])


@dataclass
class Compared:
    """Judgments of every frame and of the right frames of one recording.

    Attributes:
        frames, looks, seconds: how many frames it has, how many were looked at, how long it is.
        judgments: how many exercises it was judged as.
        same_counts, same_attempts, same_faults: in how many of them these are the same.
        times_s, peaks_deg: the differences of what both count: start, target and end; peak angles.
        every, right: scores, if the clip shows one exercise.
        rows_every, rows_right: (right, all) rows of the truth on a real person.
        claims_every, claims_right: the verdicts on claims about them, and what was missed.
    """

    model: ModelName
    frames: int = 0
    looks: int = 0
    seconds: float = 0.0
    judgments: int = 0
    same_counts: int = 0
    same_attempts: int = 0
    same_faults: int = 0
    times_s: list[float] = field(default_factory=list)
    peaks_deg: list[float] = field(default_factory=list)
    every: list[Score] = field(default_factory=list)
    right: list[Score] = field(default_factory=list)
    rows_every: int = 0
    rows_right: int = 0
    rows: int = 0
    claims_every: Counter[str] = field(default_factory=Counter)
    claims_right: Counter[str] = field(default_factory=Counter)


def right_frames(frames: Sequence[Recorded]) -> tuple[list[Recorded], int]:
    """Return every frame as it is with the right looks only, and how many looks that took."""
    asked = list(sampled(frames, lambda frame: frame))
    found, other_at = [], None
    for frame, each in zip(frames, asked, strict=True):
        # A look for other people falls into the next look.
        if frame.pose is not None and frame.pose.other_at is not None:
            other_at = frame.pose.other_at
        pose = each.found.pose
        if each.looked and pose is not None and other_at is not None:
            found.append(each.found._replace(pose=replace(pose, other_at=other_at)))
            other_at = None
        else:
            found.append(each.found)
    return found, sum(each.looked for each in asked)


def looked_again(task: Recording) -> tuple[list[Recorded], int]:
    """Return every frame as the landmarker finds it at the right frames, kept in a file."""
    assert task.clip is not None and task.looks is not None
    if not task.looks.exists():
        log, clip = PoseLog(), task.clip
        with (
            VideoFile(clip.video) as video,
            Landmarker(task.model, outline=clip.needs_outline) as landmarker,
        ):
            for each in poses_of(video.frames(late=True), landmarker, every_frame=False):
                log.add(*each.found)
        task.looks.parent.mkdir(parents=True, exist_ok=True)
        part = task.looks.with_suffix(".part.npz")
        log.save(part)
        part.replace(task.looks)
    found = load_recording(task.looks)
    return found, sum(each.pose is None or not each.pose.between for each in found)


def compare(task: Recording) -> Compared:
    """Judge every frame and the right frames of one recording."""
    if task.clip is not None:
        landmarks_of(task.clip, task.model, task.path.parent)
    every = load_recording(task.path)
    right, looks = right_frames(every) if task.looks is None else looked_again(task)
    result = Compared(task.model, len(every), looks, every[-1].time_s)
    labels = labels_of(REAL / "faults.csv") if task.clip is None else []
    for exercise in task.exercises:
        first, second = (_judged(task, exercise, frames) for frames in (every, right))
        _note_difference(result, first, second)
        if task.clip is not None:
            if not task.clip.truth["clip"].get("negative_for"):
                rule = the_book().get(exercise)
                for session, scores in ((first, result.every), (second, result.right)):
                    scores.append(score(task.name, task.clip.truth, session, rule, 0))
            continue
        rows = [row for row in task.rows if row.exercise == exercise]
        known = [
            each for each in labels if (each.exercise, each.recording) == (exercise, task.name)
        ]
        result.rows += len(rows)
        result.rows_every += sum(row.allows(row.result(first)) for row in rows)
        result.rows_right += sum(row.allows(row.result(second)) for row in rows)
        for session, verdicts in ((first, result.claims_every), (second, result.claims_right)):
            plain = [c for c in claims_of(exercise, task.name, session) if not c.doubtful]
            verdicts.update(verdict_on(claim, known) for claim in plain)
            verdicts["missed"] += len(missed(known, plain))
    return result


def _judged(task: Recording, exercise: str, frames: Sequence[Recorded]) -> Session:
    book, source = the_book(), Source("file", task.name, 0.0, 0.0, 0, 0)
    rule = book.get(exercise)
    return replay(rule, book, "en", frames, source=source, model=task.model).session


def _note_difference(result: Compared, first: Session, second: Session) -> None:
    result.judgments += 1
    counts, attempts, faults = (
        [what(session) for session in (first, second)] for what in (_counts, _attempts, _faults)
    )
    result.same_counts += counts[0] == counts[1]
    result.same_attempts += attempts[0] == attempts[1]
    result.same_faults += faults[0] == faults[1]
    for one, two in _pairs(first, second):
        result.times_s += [abs(one.start_s - two.start_s), abs(one.end_s - two.end_s)]
        if isinstance(one, Repetition) and isinstance(two, Repetition):
            result.times_s.append(abs(one.target_s - two.target_s))
            result.peaks_deg += [
                abs(value - two.metrics[name])
                for name, value in one.metrics.items()
                if name.startswith("peak_") and name.endswith("_deg") and name in two.metrics
            ]


def _counts(session: Session) -> object:
    return [each.side for each in session.repetitions], [each.side for each in session.holds]


def _attempts(session: Session) -> object:
    return [(each.side, each.reason) for each in session.attempts if not each.doubtful]


def _faults(session: Session) -> object:
    return sorted((each.id, each.side or "") for each in session.faults if not each.doubtful)


def _pairs(first: Session, second: Session) -> list[tuple[Repetition | Hold, Repetition | Hold]]:
    """Return what both count: of the same side, with more than half of the shorter one shared."""
    others = [*second.repetitions, *second.holds]
    pairs = []
    for one in chain(first.repetitions, first.holds):
        for two in others:
            shared_s = min(one.end_s, two.end_s) - max(one.start_s, two.start_s)
            shorter_s = min(one.end_s - one.start_s, two.end_s - two.start_s)
            if type(one) is type(two) and one.side == two.side and shared_s > shorter_s / 2:
                pairs.append((one, two))
                break
    return pairs
