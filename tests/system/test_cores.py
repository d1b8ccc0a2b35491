"""The cores and the priority of this process."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from stabiel.system.cores import OTHERS_FIRST, let_others_go_first, usable_cores


def test_at_least_one_core_is_usable():
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
def test_others_go_first_before_a_thread_and_those_that_it_starts_and_no_other():
    def priority():
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def started():
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(priority).result()

    before = priority()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(let_others_go_first).result()
        assert thread.submit(priority).result() == max(before, OTHERS_FIRST)
        assert thread.submit(started).result() == max(before, OTHERS_FIRST)
    assert priority() == before
