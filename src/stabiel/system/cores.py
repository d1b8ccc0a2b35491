"""The cores that this process may use. In: limits of the system. Out: a number, a priority."""

import math
import os
import sys
import threading
from pathlib import Path

# At this nice value a thread gets a third of what one of the usual value gets beside it.
OTHERS_FIRST = 5
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores() -> int:
    """Return how many cores the CPU affinity and a container's quota allow this process to use."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return max(1, min(cores, _quota_cores()))


def let_others_go_first() -> None:
    """Take what other programs leave, in this thread and those that it starts.

    Only Linux has priorities of threads; elsewhere nothing changes.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        # A thread may only ever give way further.
        nice = max(OTHERS_FIRST, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, nice)


def _quota_cores() -> int:
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError):  # not in a container, or without a limit ("max")
        return 1 << 16
