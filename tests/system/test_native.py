"""Landmarkers one after the other: the last one needs no more memory than the first."""

import platform
import subprocess
import sys
from statistics import median

import pytest

HELD = """
import resource, sys
from itertools import islice
from pathlib import Path
from stabiel.video.reader import VideoFile
from stabiel.pose.mediapipe import Landmarker
from stabiel.system.resources import sample_path
with VideoFile(sample_path()) as video:
    frames = list(islice(video, 20))
for _ in range(int(sys.argv[1])):
    with Landmarker("lite") as landmarker:
        for frame in frames:
            landmarker.find(frame)
    print(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_landmarker_that_is_closed_leaves_no_memory_behind() -> None:
    run = subprocess.run(
        [sys.executable, "-c", HELD, "12"], capture_output=True, text=True, check=True
    )

    held_mb = [float(line) for line in run.stdout.splitlines()]
    # Without returning memory the last one needed 60 MB more than the first.
    assert len(held_mb) == 12
    assert median(held_mb[8:]) - held_mb[0] < 35


# Eight threads hold memory at once; glibc lists its pools as XML.
POOLS = """
import ctypes, sys, tempfile, threading
from stabiel.system.native import share_memory_between_threads
if sys.argv[1] == "shared":
    share_memory_between_threads()
held, go_on = threading.Barrier(9), threading.Event()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
def hold():
    libc.malloc(ctypes.c_size_t(1000))
    held.wait()
    go_on.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads:
    thread.start()
held.wait()
libc.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as listed:
    stream = ctypes.c_void_p(libc.fopen(listed.name.encode(), b"w"))
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(listed.read().count(b"<heap nr="))
go_on.set()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has other pools")
def test_threads_share_two_pools_of_memory() -> None:
    def pools(way: str) -> int:
        run = subprocess.run(
            [sys.executable, "-c", POOLS, way], capture_output=True, text=True, check=True
        )
        return int(run.stdout)

    assert pools("shared") <= 2 < pools("of their own")
