"""A session as a frame, its angles and its few words: what an engineer does with it in Python."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.errors import UsageError
from stabiel.session.session import Session, load_session
from tests.records import WHOLE


def test_a_session_as_a_frame_has_one_row_for_all_that_was_done() -> None:
    frame = WHOLE.to_frame()

    assert list(frame["kind"]) == ["repetition", "repetition", "attempt", "hold"]
    assert list(frame["start_s"]) == [2.0, 10.0, 17.0, 25.0]
    assert list(frame["counted"]) == [True, True, False, False]
    assert frame["good"].sum() == 1
    assert frame["number"].isna().to_list() == [False, False, True, False]
    assert frame.loc[1, "faults"] == "lowering_fast sagging"
    assert frame.loc[2, "reason"] == "pelvis_low"
    assert frame.loc[3, "in_zone_s"] == 29.7
    assert frame["peak_hip_extension_deg"].max() == 174.2
    assert {name: str(kind) for name, kind in frame.dtypes.items() if name in (
        "number", "counted", "good", "start_s", "target_s", "in_zone_s", "out_s",
    )} == {
        "number": "Int64", "counted": "boolean", "good": "boolean", "start_s": "float64",
        "target_s": "float64", "in_zone_s": "float64", "out_s": "float64",
    }  # fmt: skip


def test_a_frame_has_the_same_columns_and_types_if_nothing_was_done() -> None:
    nothing = replace(WHOLE, repetitions=(), attempts=(), holds=())
    full, empty = WHOLE.to_frame(), nothing.to_frame()

    assert list(empty.columns) == list(full.columns)[: len(empty.columns)]
    for name in ("number", "counted", "good", "start_s", "in_zone_s"):
        assert empty[name].dtype == full[name].dtype


def test_every_column_of_a_frame_is_explained() -> None:
    plain = replace(WHOLE, repetitions=(), attempts=(), holds=()).to_frame()

    for name in plain.columns:
        assert f"`{name}`" in Session.to_frame.__doc__


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(UsageError, match="pip install pandas"):
        WHOLE.to_frame()


def test_a_session_without_landmarks_has_no_angles(tmp_path: Path) -> None:
    WHOLE.save(tmp_path / "session.json")
    for session in (WHOLE, load_session(tmp_path / "session.json")):
        with pytest.raises(UsageError, match=r"again with stabiel\.analyze, or load the folder"):
            session.angles()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "2 repetitions, 1 good, 1 attempt, 1 hold of 29.7 s in the zone, 61.2 s"),
        ({"attempts": (), "holds": ()}, "2 repetitions, 1 good, 61.2 s"),
        ({"repetitions": (), "attempts": ()}, "1 hold of 29.7 s in the zone, 61.2 s"),
        ({"repetitions": (), "holds": ()}, "1 attempt, 61.2 s"),
        ({"repetitions": (), "attempts": (), "holds": ()}, "0 repetitions, 61.2 s"),
    ],
)
def test_a_session_in_a_few_words(changes: dict[str, object], words: str) -> None:
    assert repr(replace(WHOLE, **changes)) == f"<Session bridging: {words}>"
