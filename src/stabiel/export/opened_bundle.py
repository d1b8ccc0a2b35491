"""Opens a bundle to read. In: a ZIP file from anywhere. Out: records in a folder of their own.

Nothing in it is trusted: every name, size and value is checked, and each file is read by the
readers that also read files of other programs. Nothing is written outside the given folder, and
nothing of it reaches the records of this computer.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from stabiel.errors import StabielError, UsageError
from stabiel.export.bundle import (
    FORMAT,
    HEAD,
    LANDMARKS,
    PAGE,
    PLAN,
    RECORDS,
    RULE,
    SESSION,
    TRACE,
    BundleHead,
    BundlePart,
    BundleRecords,
    BundleSession,
)
from stabiel.pose.recording import Recorded, load_recording
from stabiel.session.session import load_session
from stabiel.session.trace_file import load_trace
from stabiel.session.wellbeing import WellbeingAnswer
from stabiel.store import About, DataFolder, Store
from stabiel.store.by_hand import add_note
from stabiel.store.corrections import add_correction
from stabiel.store.repair import rule_of
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.store.workouts import Workout, begin_workout, keep_of_person

# A year of daily sessions of ten exercises takes about 300 MB; one file of it takes 3 MB.
MOST_PACKED, MOST_UNPACKED, MOST_ONE = 500_000_000, 1_000_000_000, 100_000_000
MOST_FILES = 20_000
_NAMES = re.compile(
    r"bundle\.json|page\.pdf|plan\.yaml|records\.json|tables/[a-z_]{1,40}\.csv"
    r"|sessions/[1-9][0-9]{0,15}/(session\.json|landmarks\.npz|trace\.npz|rule\.json)"
)
_DAMAGED = (
    OSError, ValueError, LookupError, EOFError, RuntimeError, NotImplementedError, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
_PartT = TypeVar("_PartT", bound=BundlePart)


class NewerBundleError(UsageError):
    """A newer version of stabiel made this bundle."""


def open_bundle(
    path: Path, folder: Path, *, name: str | None = None
) -> tuple[BundleHead, DataFolder]:
    """Open a bundle in an empty folder, and return what it is and the records made of it.

    Args:
        path: the ZIP file.
        folder: private and empty; everything is written in it.
        name: of the file, for messages; None for that of the path.

    Raises:
        UsageError: it is not a bundle, is damaged, larger than one can be, or from a newer version.
        OutputError: it cannot be written.
    """
    called = name or str(path)
    files = _unpacked(path, called, folder / "files")
    head = _part(BundleHead, files, HEAD, called)
    records = _part(BundleRecords, files, RECORDS, called)
    data = DataFolder(folder / "data")
    data.make()
    try:
        _plan(files, head, data)
        _keep(files, head, records, data)
    except (StabielError, *_DAMAGED) as error:
        raise _refused(called, f"it is damaged: {str(error)[:200]}") from error
    return head, data


def page_of(folder: Path) -> Path:
    """Return the path of the page of a bundle that was opened in a folder."""
    return folder / "files" / PAGE


def _refused(called: str, why: str) -> UsageError:
    return UsageError(f"{called}: {why}; ask for the file again, made with: stabiel report.")


def _unpacked(path: Path, called: str, folder: Path) -> dict[str, Path]:
    """Unpack the files of a bundle and return them by their names in it."""
    try:
        if not path.is_file():
            raise UsageError(f"{called}: there is no such file.")
        if path.stat().st_size > MOST_PACKED:
            raise _refused(called, f"it is larger than a bundle can be ({MOST_PACKED:,} bytes)")
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
            _check(found, called)
            return _written(archive, found, called, folder)
    except _DAMAGED as error:
        raise _refused(called, "it is not a bundle of stabiel, or it is damaged") from error


def _check(found: list[zipfile.ZipInfo], called: str) -> None:
    """Refuse what no bundle has, before anything is unpacked."""
    if len(found) > MOST_FILES:
        raise _refused(called, f"it holds more than {MOST_FILES:,} files")
    names = [each.filename for each in found]
    for each in found:
        if _NAMES.fullmatch(each.filename) is None or each.orig_filename != each.filename:
            raise _refused(
                called, f"it is not a bundle of stabiel (it holds {each.filename[:60]!r})"
            )
        if stat.S_ISLNK(each.external_attr >> 16):
            raise _refused(called, f"it holds a link ({each.filename[:60]!r})")
        if each.flag_bits & 0x1:
            raise _refused(called, "it is locked with a password")
    if len(set(names)) < len(names):
        raise _refused(called, "it holds a file twice")
    if HEAD not in names:
        raise _refused(called, f"it is not a bundle of stabiel (it has no {HEAD})")
    if sum(each.file_size for each in found) > MOST_UNPACKED:
        raise _refused(called, f"unpacked it is larger than {MOST_UNPACKED:,} bytes")


def _written(
    archive: zipfile.ZipFile, found: list[zipfile.ZipInfo], called: str, folder: Path
) -> dict[str, Path]:
    files, left = {}, MOST_UNPACKED
    for each in found:
        most = min(left, MOST_ONE)
        # What the directory of a ZIP file says of sizes need not be true.
        with archive.open(each) as packed:
            data = packed.read(most + 1)
        if len(data) > most:
            raise _refused(called, f"unpacked it is larger than {MOST_UNPACKED:,} bytes")
        left -= len(data)
        if each.filename == HEAD:
            _check_format(data, called)
        path = folder / each.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        files[each.filename] = path
    return files


def _check_format(data: bytes, called: str) -> None:
    """Refuse a newer format before its other files are read."""
    found = re.search(rb'"bundle"\s*:\s*([0-9]{1,9})\b', data)
    if found is not None and int(found[1]) > FORMAT:
        raise NewerBundleError(
            f"{called}: a newer version of stabiel made this; update stabiel to open it."
        )


def _part(kind: type[_PartT], files: Mapping[str, Path], name: str, called: str) -> _PartT:
    if name not in files:
        raise _refused(called, f"it has no {name}")
    try:
        return kind.model_validate_json(files[name].read_bytes())
    except ValidationError as error:
        first, *_ = error.errors(include_url=False, include_input=False, include_context=False)
        place = ".".join(str(part) for part in first["loc"])
        raise _refused(called, f"{name}: {place[:100]}: {first['msg'][:100]}") from error


def _plan(files: Mapping[str, Path], head: BundleHead, data: DataFolder) -> None:
    if PLAN in files:
        plans = data.make_own("plans")
        (plans / f"{head.plan}.yaml").write_bytes(files[PLAN].read_bytes())
    settings = f'{{"plan": "{head.plan}", "language": "{head.language}"}}'
    data.settings.write_text(settings, encoding="utf-8")


def _keep(
    files: Mapping[str, Path], head: BundleHead, records: BundleRecords, data: DataFolder
) -> None:
    workouts = {each.id: Workout(each.id, each.plan, each.began_at) for each in records.workouts}
    for workout in workouts.values():
        begin_workout(data, workout)
    with Store(data) as store:
        for each in records.sessions:
            _session(files, each, workouts.get(each.workout or ""), store)
    with WellbeingRecords(data) as wellbeing:
        for answer in records.answers:
            said = WellbeingAnswer(answer.moment, answer.pain, answer.effort, answer.remark)
            wellbeing.add(said, answer.at, answer.workout)
    for note in records.notes:
        add_note(data, note.note, max(note.at, head.made_at))


def _session(
    files: Mapping[str, Path], found: BundleSession, workout: Workout | None, store: Store
) -> None:
    place = f"sessions/{found.id}"
    session = load_session(files[f"{place}/{SESSION}"])
    book = rule_of(files[f"{place}/{RULE}"].read_text(encoding="utf-8"), session.exercise)
    frames: list[Recorded] = []
    if f"{place}/{LANDMARKS}" in files:
        frames = load_recording(files[f"{place}/{LANDMARKS}"])
    trace = None
    if f"{place}/{TRACE}" in files:
        times_s = [each.time_s for each in frames]
        trace = load_trace(files[f"{place}/{TRACE}"], session, times_s)
    about = About(
        book.get(session.exercise),
        book,
        session.language,
        session.model,
        found.source,
        found.source_name,
        found.began_at,
        found.dose,
        workout,
    )
    with store.begin(about) as keeper:
        for frame in frames:
            keeper.add_recorded(frame)
        keeper.finish(session, trace, found.ending)
        number = keeper.session_id
    if found.source == "file":
        keep_of_person(store.folder, number, answer=found.of_person)
    for each in found.corrections:
        # One that points at nothing any more changed nothing before either.
        with suppress(UsageError):
            add_correction(store, number, each.said, each.at)
