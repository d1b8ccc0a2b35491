"""A bundle to hand over. In: the records, a period, its page. Out: one ZIP file, without video.

It holds the page, tables for other programs, and the sessions with their landmarks, so that another
stabiel can open it to read (`stabiel.export.opened_bundle`). Videos of others are not in it, and
neither is anything from outside the period.
"""

import json
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from stabiel.errors import OutputError
from stabiel.exercises.plan import TrainingPlan
from stabiel.exercises.plan_files import plan_yaml
from stabiel.export.files import export_sessions, note_tables
from stabiel.export.kept import record_of
from stabiel.export.tables import Record
from stabiel.export.wellbeing import wellbeing_tables
from stabiel.pose.pose_log import PoseLog
from stabiel.session.corrections import Correction
from stabiel.session.days import Ending
from stabiel.session.trace_file import save_trace
from stabiel.session.wellbeing import MOST_PAIN, Effort, WellbeingMoment
from stabiel.session.wellbeing import MOST_REMARK as MOST_LETTERS
from stabiel.store import Kept, Store
from stabiel.store.about import rule_text
from stabiel.store.by_hand import HandNote, readable_notes
from stabiel.store.plans import PlanFolder
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.store.workouts import workouts_in
from stabiel.wording.language import Language

# The number of the format. It rises when an older stabiel could not read the file any more.
FORMAT = 1
HEAD, PAGE, PLAN, RECORDS = "bundle.json", "page.pdf", "plan.yaml", "records.json"
SESSION, LANDMARKS, TRACE, RULE = "session.json", "landmarks.npz", "trace.npz", "rule.json"
# The latest time stamp that every file in it has, so that the same records give the same bytes.
_STAMP = (1980, 1, 1, 0, 0, 0)
ShortId = Annotated[str, Field(min_length=1, max_length=100)]


class BundlePart(BaseModel):
    """Base of all parts: unknown keys and values of another type are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class BundleHead(BundlePart):
    """What a bundle is, and of whom.

    Attributes:
        bundle: the number of its format.
        made_at: when, with the offset from UTC.
        first, last: the days of its period.
        person: the name on its page; empty without one.
        plan: the id of the plan that is followed.
    """

    bundle: int
    made_at: datetime
    first: date
    last: date
    language: Language
    person: Annotated[str, Field(max_length=100)] = ""
    plan: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,60}$")]


class BundleWorkout(BundlePart):
    """A run of a plan or an exercise."""

    id: ShortId
    plan: ShortId | None
    began_at: datetime


class BundleAnswer(BundlePart):
    """What the person said about how they felt."""

    workout: ShortId | None
    at: datetime
    moment: WellbeingMoment
    pain: Annotated[int, Field(ge=0, le=MOST_PAIN)] | None
    effort: Effort | None
    remark: Annotated[str, Field(max_length=MOST_LETTERS)]


class BundleNote(BundlePart):
    """What was noted by hand."""

    note: HandNote
    at: datetime


class BundleCorrection(BundlePart):
    """What the person says of a session."""

    said: Correction
    at: datetime


class BundleSession(BundlePart):
    """What its own files do not say about a session."""

    id: Annotated[int, Field(ge=1, le=2**53)]
    began_at: datetime
    dose: Annotated[int, Field(ge=1, le=1000)] | None
    ending: Ending | None
    workout: ShortId | None
    of_person: bool | None
    source: Literal["camera", "file"]
    source_name: Annotated[str, Field(max_length=300)]
    corrections: Annotated[list[BundleCorrection], Field(max_length=500)]


class BundleRecords(BundlePart):
    """Everything that belongs to the sessions."""

    workouts: Annotated[list[BundleWorkout], Field(max_length=10_000)]
    answers: Annotated[list[BundleAnswer], Field(max_length=20_000)]
    notes: Annotated[list[BundleNote], Field(max_length=20_000)]
    sessions: Annotated[list[BundleSession], Field(max_length=5_000)]


def packed_bundle(
    store: Store,
    page: bytes,
    *,
    period: tuple[date, date],
    plan: TrainingPlan,
    language: Language,
    person: str = "",
    made_at: datetime | None = None,
) -> bytes:
    """Return a bundle, as the bytes of a ZIP file.

    Args:
        store: the records.
        page: of the same period, as a PDF.
        period: the first and the last day, both included.
        plan: the one that is followed.
        language: of the page.
        person: the name on the page; empty without one.
        made_at: when; None for now.

    Raises:
        StoreError: the records are damaged.
        OutputError: there is no room for its parts.
    """
    head = BundleHead(
        bundle=FORMAT,
        made_at=made_at or datetime.now().astimezone(),
        first=period[0],
        last=period[1],
        language=language,
        person=person,
        plan=plan.id,
    )
    kept = [each for each in store.sessions() if _is_in(each, period)]
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            records = [record_of(store, each.id) for each in kept]
            parts = _records(store, kept, records, period)
            _write(folder / HEAD, head)
            _write(folder / RECORDS, parts)
            (folder / PAGE).write_bytes(page)
            if (PlanFolder(store.folder).path / f"{plan.id}.yaml").is_file():
                (folder / PLAN).write_text(plan_yaml(plan), encoding="utf-8")
            _tables(folder / "tables", store, records, period)
            for record in records:
                _session(folder / "sessions" / str(record.id), store, record)
            packed = folder / "packed.zip"
            _pack(folder, packed)
            return packed.read_bytes()
    except OSError as error:
        raise OutputError(
            f"{tempfile.gettempdir()}: the bundle cannot be made here ({error.strerror}); free "
            "some space."
        ) from error


def _is_in(kept: Kept, period: tuple[date, date]) -> bool:
    day = kept.began_at.astimezone().date()
    return kept.state == "finished" and kept.counts and period[0] <= day <= period[1]


def _records(
    store: Store, kept: list[Kept], records: list[Record], period: tuple[date, date]
) -> BundleRecords:
    first, last = period
    with WellbeingRecords(store.folder) as wellbeing:
        answers = [each for each in wellbeing.all() if first <= each.at.date() <= last]
    wanted = {each.workout for each in kept} | {each.workout for each in answers}
    notes, _ = readable_notes(store.folder)
    return BundleRecords(
        workouts=[
            BundleWorkout(id=each.id, plan=each.plan, began_at=each.began_at)
            for each in workouts_in(store.folder)
            if each.id in wanted
        ],
        answers=[
            BundleAnswer(
                workout=each.workout,
                at=each.at,
                moment=each.answer.moment,
                pain=each.answer.pain,
                effort=each.answer.effort,
                remark=each.answer.remark,
            )
            for each in answers
        ],
        notes=[
            BundleNote(note=each.note, at=each.at)
            for each in notes
            if first <= each.note.day <= last
        ],
        sessions=[
            BundleSession(
                id=each.id,
                began_at=each.began_at,
                dose=each.dose,
                ending=each.ending,
                workout=each.workout,
                of_person=each.of_person,
                source="file" if each.is_video else "camera",
                source_name=each.source_name[:300],
                corrections=[
                    BundleCorrection(said=one.said, at=one.at) for one in record.corrections
                ],
            )
            for each, record in zip(kept, records, strict=True)
        ],
    )


def _write(path: Path, part: BundlePart) -> None:
    path.write_text(part.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _tables(folder: Path, store: Store, records: list[Record], period: tuple[date, date]) -> None:
    notes, _ = readable_notes(store.folder)
    own = [each for each in notes if period[0] <= each.note.day <= period[1]]
    more = [*wellbeing_tables(store.folder, {each.id for each in records}), *note_tables(own)]
    export_sessions(records, "csv", folder, more=more, series=False)


def _session(folder: Path, store: Store, record: Record) -> None:
    folder.mkdir(parents=True)
    session = record.session
    (folder / SESSION).write_text(json.dumps(session.to_json(), ensure_ascii=False), "utf-8")
    rule = rule_text(record.book.get(session.exercise), record.book)
    (folder / RULE).write_text(rule, encoding="utf-8")
    frames = record.read_frames()
    if not frames:
        return
    log = PoseLog()
    for frame in frames:
        log.add(*frame)
    log.save(folder / LANDMARKS)
    trace = store.trace(record.id, session)
    if trace is not None:
        save_trace(folder / TRACE, trace, session)


def _pack(folder: Path, packed: Path) -> None:
    """Pack all files of a folder, in the order of their names."""
    paths = sorted(each for each in folder.rglob("*") if each.is_file())
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in paths:
            name = zipfile.ZipInfo(each.relative_to(folder).as_posix(), _STAMP)
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, each.read_bytes())
