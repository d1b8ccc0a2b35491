"""Records on a network drive, and on a drive without locks or shared memory: kept all the same."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from stabiel.errors import OutputError
from stabiel.store import DataFolder, Store, file_system, journal
from stabiel.store.database import in_words
from stabiel.store.file_system import age_s, can_lock, is_on_network, mounts_of_linux
from tests.records import ABOUT, WHOLE

SOURCE = Path(__file__).with_name("no_locks.c")
REFUSALS = [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EACCES]
# Keeps a session, as a program does, and says how many there are and what the journal is.
KEEP = """
import sys
from pathlib import Path
from stabiel.errors import StabielError
from stabiel.store import DataFolder, Store
from tests.records import ABOUT, WHOLE
try:
    with Store(DataFolder(Path(sys.argv[1]))) as records:
        with records.begin(ABOUT) as keeper:
            keeper.finish(WHOLE)
        assert records.load(keeper.session_id) == WHOLE
        (mode,) = records._connection.execute("PRAGMA journal_mode").fetchone()
        print(len(records.sessions()), mode)
except StabielError as error:
    print(error)
"""
# Takes the lock for writing and keeps it.
HOLD = """
import sys, time
from pathlib import Path
from stabiel.store.journal import open_database
connection = open_database(Path(sys.argv[1]))
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory):
    """The library that stands in for a drive without locks."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not sys.platform.startswith("linux") or compiler is None:
        if os.environ.get("CI") == "true":
            pytest.fail("a C compiler is missing, and on CI it must be there")
        pytest.skip("there is no C compiler here")
    library = tmp_path_factory.mktemp("library") / "no_locks.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    return library


@pytest.fixture
def program(stand_in):
    """Start a program on a drive that lacks something; it is ended after the test."""
    started = []

    def start(code, path, **missing):
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", code, str(path)],
                env={**os.environ, "LD_PRELOAD": str(stand_in), **missing},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.communicate()


def said(process):
    out, err = process.communicate(timeout=240)
    assert err == ""
    return out.strip()


@pytest.fixture(autouse=True)
def forgotten():
    """Forget what is known of file systems."""
    yield
    can_lock.cache_clear()
    is_on_network.cache_clear()


@pytest.mark.parametrize("refusal", REFUSALS, ids=errno.errorcode.get)
def test_a_drive_without_locks_keeps_a_session(folder: DataFolder, program, refusal) -> None:
    assert said(program(KEEP, folder.path, NO_LOCKS=str(refusal))) == "1 truncate"
    assert not list(folder.path.glob("*.lock"))
    # Elsewhere it is a file like any other.
    with Store(folder) as records:
        assert [each.state for each in records.sessions()] == ["finished"]


def test_a_drive_without_shared_memory_keeps_a_session(folder: DataFolder, program) -> None:
    assert said(program(KEEP, folder.path, NO_SHARED_MEMORY="1")) == "1 truncate"


@pytest.mark.parametrize("missing", ["NO_LOCKS", "NO_SHARED_MEMORY"])
def test_records_with_a_write_ahead_log_that_move_to_such_a_drive_are_read(
    folder: DataFolder, program, missing
) -> None:
    records = Store(folder)
    with records.begin(ABOUT) as keeper:
        keeper.finish(WHOLE)
    copy = DataFolder(folder.path.with_name("copy"))
    # Copied while they are open: the session is in the log alone.
    shutil.copytree(folder.path, copy.path, ignore=shutil.ignore_patterns("*-shm"))
    records.close()
    assert Path(f"{copy.database}-wal").stat().st_size > 0

    assert said(program(KEEP, copy.path, **{missing: str(errno.ENOLCK)})) == "2 truncate"


def test_two_programs_take_turns_on_a_drive_without_locks(folder: DataFolder, program) -> None:
    patient = KEEP.replace("from tests", "from stabiel.store import journal\nfrom tests")
    patient = patient.replace("try:", "journal.BUSY_S = 120.0\ntry:", 1)
    programs = [program(patient, folder.path, NO_LOCKS=str(errno.ENOLCK)) for _ in range(4)]
    answers = [said(each).split() for each in programs]

    assert {mode for _, mode in answers} == {"truncate"}
    with Store(folder) as records:
        assert len(records.sessions()) == 4


def test_the_lock_of_a_killed_program_is_removed_once_it_is_old(folder: DataFolder, program):
    Store(folder).close()
    holder = program(HOLD, folder.database, NO_LOCKS=str(errno.ENOLCK))
    assert holder.stdout.readline() == "held\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    lock = folder.database.with_name(f"{folder.database.name}.lock")
    assert lock.is_dir()
    past = time.time() - journal._STALE_S - 1
    os.utime(lock, (past, past))

    assert said(program(KEEP, folder.path, NO_LOCKS=str(errno.ENOLCK))) == "1 truncate"
    assert not lock.exists()


def test_a_lock_that_is_in_use_stays(folder: DataFolder, program):
    Store(folder).close()
    holder = program(HOLD, folder.database, NO_LOCKS=str(errno.ENOLCK))
    assert holder.stdout.readline() == "held\n"
    keeping = KEEP.replace("from tests", "from stabiel.store import journal\nfrom tests")
    keeping = keeping.replace("try:", "journal.BUSY_S = 0.2\ntry:", 1)

    words = said(program(keeping, folder.path, NO_LOCKS=str(errno.ENOLCK)))
    assert "another program has locked these records" in words
    assert holder.poll() is None
    assert folder.database.with_name(f"{folder.database.name}.lock").is_dir()


def test_on_a_network_there_is_no_write_ahead_log(folder: DataFolder, monkeypatch) -> None:
    with Store(folder) as records:
        assert mode_of(records) == "wal"
    monkeypatch.setattr(journal, "is_on_network", lambda folder: True)
    with Store(folder) as records:
        assert mode_of(records) == "truncate"
        with records.begin(ABOUT) as keeper:
            keeper.finish(WHOLE)
        assert records.load(keeper.session_id) == WHOLE
    assert not list(folder.path.glob("*-wal"))


def mode_of(records):
    return records._connection.execute("PRAGMA journal_mode").fetchone()[0]


MOUNTS = """\
22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
90 22 0:45 / /home/me/my\\040drive rw shared:2 - {kind} server:/data rw,vers=4.2
91 90 259:3 / /home/me/my\\040drive/own rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("kind", "network"),
    [
        ("nfs4", True), ("cifs", True), ("smb3", True), ("fuse.sshfs", True), ("9p", True),
        ("fuse.rclone", True), ("ext4", False), ("btrfs", False), ("fuse.ntfs-3g", False),
        ("tmpfs", False), ("fuse", False), ("overlay", False),
    ],
)  # fmt: skip
def test_the_drives_of_a_network_are_known(kind, network) -> None:
    mounts = mounts_of_linux(MOUNTS.format(kind=kind))

    found = file_system._kind_of(Path("/home/me/my drive/data"), mounts)
    assert found == kind
    assert (file_system._NETWORK.fullmatch(found) is not None) == network
    assert file_system._kind_of(Path("/home/me/my drive/own/data"), mounts) == "ext4"
    assert file_system._kind_of(Path("/home/me/other"), mounts) == "ext4"


def test_the_drives_of_a_mac_are_known() -> None:
    mounts = file_system._mounts_of_mac(
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//me@nas._smb._tcp.local/my%20data on /Volumes/my data (smbfs, nodev, mounted by me)\n"
    )

    assert file_system._kind_of(Path("/Volumes/my data/stabiel"), mounts) == "smbfs"
    assert file_system._kind_of(Path("/Users/me"), mounts) == "apfs"


def test_this_folder_is_here_and_can_be_locked(tmp_path: Path) -> None:
    assert can_lock(tmp_path)
    assert not is_on_network(tmp_path)
    assert age_s(tmp_path / "nothing") is None
    assert abs(age_s(tmp_path)) < 60.0


@pytest.mark.parametrize("code", ["SQLITE_IOERR_LOCK", "SQLITE_IOERR_RDLOCK", "SQLITE_PROTOCOL"])
def test_a_lock_that_is_refused_later_is_a_true_sentence(tmp_path: Path, code) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = getattr(sqlite3, code)
    words = in_words(tmp_path / "stabiel.sqlite3", error)

    assert isinstance(words, OutputError)
    assert "this drive cannot lock files" in str(words)
    assert str(words).endswith("choose a folder on this computer with --data.")


def test_erasing_removes_a_lock_that_was_left(folder: DataFolder) -> None:
    Store(folder).close()
    (folder.path / f"{folder.database.name}.lock").mkdir()
    folder.erase()

    assert not folder.path.exists()


def test_a_wal_of_an_open_program_is_waited_for(folder: DataFolder, monkeypatch) -> None:
    monkeypatch.setattr(journal, "BUSY_S", 0.1)
    with Store(folder), closing(sqlite3.connect(folder.database)):
        monkeypatch.setattr(journal, "is_on_network", lambda folder: True)
        with pytest.raises(OutputError, match="another program"):
            Store(folder)
