"""The order of the files of tests for several processes. In: files. Out: the same, spread.

Each process takes the next file when it is done with one. What takes long begins early, so that no
process works on it alone at the end; and not at the same time, as a session in real time needs a
core of its own.
"""

from collections.abc import Mapping

# Few tests that take long: they play clips, start programs, or look at every picture of a video.
LONG = (
    "tests/web/test_training_in_browser.py",
    "tests/fuzz/test_fuzz.py",
    "tests/web/test_phone_in_browser.py",
    "tests/analysis/test_footage.py",
    "tests/commands/test_live.py",
    "tests/batch/test_cluster.py",
    "tests/web/test_handover_in_browser.py",
    "tests/analysis/test_segments.py",
    "tests/test_privacy.py",
    "tests/web/test_welcome_in_browser.py",
    "tests/test_install.py",
    "tests/session/test_two_people.py",
    "tests/batch/test_workers.py",
    "tests/web/test_analysis_queue.py",
    "tests/commands/test_analyze.py",
    "tests/web/test_slow_page.py",
    "tests/test_examples.py",
    "tests/coach/test_setup_clips.py",
    "tests/web/test_one_program.py",
    "tests/system/test_native.py",
)
# Among the others, as a share of all of them: before this the last long one begins.
LONG_UNTIL = 0.6


def spread(files: Mapping[str, int]) -> list[str]:
    """Return the files in the order in which they begin.

    Args:
        files: each with the number of its tests.
    """
    browser = sorted(name for name in files if "_in_browser" in name and name not in LONG)
    long = [name for name in (*LONG, *browser) if name in files]
    others = sorted((name for name in files if name not in long), key=lambda name: -files[name])
    step = LONG_UNTIL * len(others) / max(1, len(long))
    placed = [(index + 0.5, name) for index, name in enumerate(others)]
    placed += [(index * step, name) for index, name in enumerate(long)]
    return [name for _, name in sorted(placed)]
