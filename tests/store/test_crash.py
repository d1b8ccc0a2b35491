"""Killed at any moment, the records open whole and lack two seconds at most.

`make crash` does the same two hundred times.
"""

from pathlib import Path

from tests.records import judged_frames
from tests.store.crash import check, kill_some


def test_killed_at_random_moments(tmp_path: Path) -> None:
    whole = judged_frames([175] * 3)
    for turn in range(2):
        folder = tmp_path / str(turn)

        deaths = kill_some(folder, 12, seed=turn)

        assert len(deaths) == 12
        assert any(death.given_s > 1.5 for death in deaths)
        check(folder, deaths, whole)
