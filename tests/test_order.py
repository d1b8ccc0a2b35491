"""The order in which several processes take the files of tests."""

from itertools import pairwise
from pathlib import Path

from tests.order import LONG, spread

ROOT = Path(__file__).resolve().parents[1]
FILES = {
    path.relative_to(ROOT).as_posix(): 5 for path in sorted((ROOT / "tests").rglob("test_*.py"))
}


def test_the_files_that_take_long_exist():
    assert [name for name in LONG if name not in FILES] == []


def test_every_file_is_taken_once_and_a_long_one_neither_late_nor_after_another():
    ordered = spread(FILES)

    assert sorted(ordered) == sorted(FILES)
    places = [ordered.index(name) for name in LONG]
    assert places == sorted(places)
    assert min(later - sooner for sooner, later in pairwise(places)) > 1
    assert max(places) < 0.8 * len(ordered)


def test_of_the_others_those_with_many_tests_begin_first():
    assert spread({"tests/a.py": 1, "tests/b.py": 9, "tests/c.py": 4}) == [
        "tests/b.py", "tests/c.py", "tests/a.py",
    ]  # fmt: skip
