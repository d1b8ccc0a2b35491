"""What a file system can do for a database. In: a folder. Out: whether it locks, where it is.

Both decide how the records are kept (`stabiel.store.database`).
"""

import ctypes
import os
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

# The names that Linux and macOS give to file systems on another computer.
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|afpfs|webdav|davfs2?|9p|ceph|lustre|gpfs|glusterfs|ocfs2|gfs2"
    r"|beegfs|vboxsf|prl_fs|(fuse\.)?(sshfs|davfs2?|rclone|glusterfs|ceph|s3fs|gvfsd-fuse"
    r"|vmhgfs-fuse|smbnetfs|google-drive-ocamlfuse)"
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4  # of GetDriveTypeW in the Windows API
_MOUNT_S = 5.0


@cache
def can_lock(folder: Path) -> bool:
    """Return whether files in an existing folder can be locked.

    Some network drives cannot, and refuse every lock, also one on a file that nobody else has.
    """
    try:
        import fcntl  # noqa: PLC0415 - Windows has none, and locks in another way
    except ImportError:
        return True
    try:
        scratch = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed below
    except OSError:  # SQLite will say that nothing can be written here
        return True
    with scratch:
        try:
            fcntl.lockf(scratch, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def age_s(path: Path) -> float | None:
    """Return how long ago a file or folder was changed, in seconds; None if it does not exist.

    Both times come from the file system, whose clock may differ from this computer's.
    """
    try:
        with tempfile.TemporaryFile(dir=path.parent) as scratch:
            now_s = os.fstat(scratch.fileno()).st_mtime
        return now_s - path.stat().st_mtime
    except OSError:
        return None


@cache
def is_on_network(folder: Path) -> bool:
    """Return whether an existing folder is on another computer, as far as the system tells."""
    folder = folder.resolve()
    if sys.platform == "win32":
        return _is_remote_drive(folder)
    if sys.platform == "darwin":
        return _NETWORK.fullmatch(_kind_of(folder, _mounts_of_mac(_mount_output()))) is not None
    with suppress(OSError):
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return _NETWORK.fullmatch(_kind_of(folder, mounts_of_linux(table))) is not None
    return False


def mounts_of_linux(table: str) -> dict[str, str]:
    """Return the kind of the file system at each mount point of `/proc/self/mountinfo`."""
    mounts = {}
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(" "), after.split(" ")[0]
        if len(fields) > 4 and kind:
            mounts[_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])] = kind
    return mounts


def _mounts_of_mac(output: str) -> dict[str, str]:
    """Return the same from the lines of `mount`: `//me@host/data on /Volumes/data (smbfs, …)`."""
    found = re.findall(r"^.* on (/.*) \((\w+)[,)]", output, re.MULTILINE)
    return dict(found)


def _mount_output() -> str:
    try:
        done = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=False, timeout=_MOUNT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _kind_of(folder: Path, mounts: dict[str, str]) -> str:
    """Return the kind of the file system that a folder is on; empty if it is not known."""
    for place in (folder, *folder.parents):
        kind = mounts.get(str(place))
        if kind is not None:
            return kind
    return ""


def _is_remote_drive(folder: Path) -> bool:
    if folder.drive.startswith("\\\\"):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return bool(kernel.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOTE)
