"""The log of native code is silent when it should be, and everything else is not."""

import subprocess
import sys

SILENT = """
import os, sys, threading
from stabiel.system.native import native_log_silenced, silence_native_log

def native(words):
    os.write(2, words.encode() + b"\\n")

before = sys.stderr
native("1 native")
with native_log_silenced():
    native("lost")
    print("2 python", file=sys.stderr)
    kept = sys.stderr  # as a library that is imported meanwhile
    with native_log_silenced():
        native("lost")
    native("lost")
native("3 native")
assert sys.stderr is before
print("4 kept", file=kept)

entered, left = threading.Event(), threading.Event()
def other():
    with native_log_silenced():
        entered.set()
        left.wait()
        native("lost")
thread = threading.Thread(target=other)
thread.start()
entered.wait()
with native_log_silenced():
    native("lost")
native("lost")  # the other thread still wants silence
left.set()
thread.join()
native("5 native")
try:
    with native_log_silenced():
        raise ValueError
except ValueError:
    native("6 native")
silence_native_log()
native("lost")
print("7 python", file=sys.stderr)
with native_log_silenced():
    pass
native("lost")
print("8 python", file=sys.stderr)
"""


def test_the_native_log_is_silent_in_blocks_and_all_else_is_not() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "dev", "-c", SILENT], capture_output=True, text=True, check=False
    )

    assert run.stderr.splitlines() == [
        "1 native", "2 python", "3 native", "4 kept", "5 native", "6 native", "7 python",
        "8 python",
    ]  # fmt: skip
    assert run.returncode == 0


CLOSED = """
import os, sys
from stabiel.system.native import native_log_silenced, silence_native_log

os.close(2)
sys.stderr = None
with native_log_silenced():
    pass
silence_native_log()
print("done")
"""


def test_a_program_without_a_terminal_is_silent_anyway() -> None:
    run = subprocess.run(
        [sys.executable, "-c", CLOSED], capture_output=True, text=True, check=False
    )

    assert (run.stdout, run.returncode) == ("done\n", 0)
