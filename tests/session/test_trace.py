"""The trace: what was followed in each frame, written and read again, and only if it fits."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.session.trace import PHASES, SIDE_NAMES, USES, ValueTrace
from stabiel.session.trace_file import load_trace, pack_trace, save_trace, unpack_trace
from tests.records import BRIDGING, Frames, judged_frames
from tests.sessions import BOOK

Arrays = dict[str, np.ndarray[Any, Any]]


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 152, 175])


def same_traces(left: ValueTrace, right: ValueTrace) -> bool:
    """Return whether two traces are equal to the last bit."""
    rows = ("times_s", "values", "goals", "phases", "evidence", "uses", "sides")
    return (
        all(getattr(left, row).tobytes() == getattr(right, row).tobytes() for row in rows)
        and left.goal == right.goal
        and left.key_moments == right.key_moments
    )


def changed(data: bytes, change: Callable[[Arrays], None]) -> bytes:
    """Return an archive with other arrays."""
    with np.load(io.BytesIO(data)) as archive:
        arrays = dict(archive)
    change(arrays)
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]
    return written.getvalue()


def test_a_trace_has_every_frame(bridges: Frames) -> None:
    trace = bridges.trace
    moments = [judgment.moment for _, _, judgment, _ in bridges.frames]

    assert list(trace.times_s) == [moment.time_s for moment in moments]
    assert [PHASES[code] for code in trace.phases] == [moment.phase for moment in moments]
    assert [USES[code] for code in trace.uses] == [moment.use.kind for moment in moments]
    assert [SIDE_NAMES[code] for code in trace.sides] == [each.side or "both" for each in moments]
    values = [np.nan if moment.value is None else moment.value for moment in moments]
    np.testing.assert_array_equal(np.array(trace.values), np.array(values, np.float32))
    goals = [np.nan if moment.goal is None else moment.goal for moment in moments]
    np.testing.assert_array_equal(np.array(trace.goals), np.array(goals))
    assert trace.goal == moments[-1].goal
    assert np.isfinite(goals).any()


def test_a_trace_is_read_as_it_was_written(bridges: Frames, tmp_path: Path) -> None:
    path = tmp_path / "trace.npz"
    save_trace(path, bridges.trace, bridges.session)

    again = load_trace(path, bridges.session, bridges.trace.times_s)

    assert again is not None
    assert same_traces(again, bridges.trace)
    assert {each.role for each in again.key_moments} >= {"start", "best"}


def test_a_session_read_from_its_file_has_the_trace_of_the_first(bridges: Frames) -> None:
    data = pack_trace(bridges.trace, bridges.session)
    session = Session.from_json(json.loads(json.dumps(bridges.session.to_json())))

    assert unpack_trace(data, session, bridges.trace.times_s) is not None


def test_the_same_trace_gives_the_same_bytes(bridges: Frames) -> None:
    again = replay(
        BRIDGING, BOOK, "en", bridges.recorded, source=bridges.session.source, model="full"
    )
    data = pack_trace(bridges.trace, bridges.session)

    assert pack_trace(again.trace, again.session) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_trace_for_other_programs_has_its_times_and_words(bridges: Frames) -> None:
    with np.load(io.BytesIO(pack_trace(bridges.trace, bridges.session))) as arrays:
        assert arrays["time_s"].tolist() == list(bridges.trace.times_s)
        assert arrays["value"].dtype == np.float32
        phases = arrays["phase_names"][arrays["phase"]]
    assert set(phases) >= {"waiting", "out", "target", "return"}


def test_without_a_frame(bridges: Frames) -> None:
    nothing = replace(bridges.session, repetitions=(), attempts=())
    data = pack_trace(ValueTrace(), nothing)

    again = unpack_trace(data, nothing, [])

    assert again is not None
    assert (len(again), again.goal, again.key_moments) == (0, None, [])


def test_words_in_another_order_are_the_same_words(bridges: Frames) -> None:
    def turn(arrays: Arrays) -> None:
        arrays["phase_names"] = arrays["phase_names"][::-1]
        arrays["phase"] = (len(PHASES) - 1 - arrays["phase"]).astype(np.uint8)

    data = changed(pack_trace(bridges.trace, bridges.session), turn)

    again = unpack_trace(data, bridges.session, bridges.trace.times_s)
    assert again is not None
    assert same_traces(again, bridges.trace)


def test_a_trace_of_something_else_is_not_read(bridges: Frames) -> None:
    session, times_s = bridges.session, list(bridges.trace.times_s)
    data = pack_trace(bridges.trace, session)
    first, *rest = session.repetitions

    assert unpack_trace(data, session, times_s) is not None
    assert unpack_trace(data, session, times_s[:-1]) is None
    assert unpack_trace(data, session, [*times_s[:-1], times_s[-1] + 1e-6]) is None
    assert unpack_trace(data, replace(session, exercise="leg-lift"), times_s) is None
    moved = replace(first, start_s=first.start_s + 0.1)
    assert unpack_trace(data, replace(session, repetitions=(moved, *rest)), times_s) is None


def without(name: str) -> Callable[[Arrays], None]:
    def remove(arrays: Arrays) -> None:
        del arrays[name]

    return remove


def spoilt(name: str, change: Callable[[np.ndarray[Any, Any]], object]) -> Callable[[Arrays], None]:
    def spoil(arrays: Arrays) -> None:
        arrays[name] = np.asarray(change(arrays[name].copy()))

    return spoil


@pytest.mark.parametrize(
    "change",
    [
        without("value"),
        without("belongs_to"),
        without("key_moments"),
        spoilt("value", lambda value: value[:-1]),
        spoilt("value", lambda value: value.astype(np.float64)),
        spoilt("value", lambda value: value * 0 + 1e30),
        spoilt("goal", lambda goal: goal * 0 + np.inf),
        spoilt("phase", lambda phase: phase + 100),
        spoilt("phase", lambda phase: phase.astype(np.int64) - 1),
        spoilt("phase_names", lambda names: ["asleep"] * len(names)),
        spoilt("evidence_names", lambda names: names[:0]),
        spoilt("key_moments", lambda text: text[:-1]),
        spoilt("key_moments", lambda text: np.frombuffer(b"[1]", np.uint8)),
        spoilt("key_moments", lambda text: text[::-1]),
        spoilt(
            "key_moments",
            lambda text: np.frombuffer(
                text.tobytes().replace(b'"time_s":', b'"time_s":9'), np.uint8
            ),
        ),
    ],
)
def test_a_trace_that_makes_no_sense_is_not_read(
    bridges: Frames, change: Callable[[Arrays], None]
) -> None:
    data = changed(pack_trace(bridges.trace, bridges.session), change)

    assert unpack_trace(data, bridges.session, bridges.trace.times_s) is None


def test_a_damaged_byte_is_no_traceback(bridges: Frames) -> None:
    data = pack_trace(bridges.trace, bridges.session)
    dice = np.random.default_rng(4)
    for at in dice.integers(0, len(data), 300):
        spoilt_data = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        again = unpack_trace(spoilt_data, bridges.session, bridges.trace.times_s)
        # A byte of an archive's table, or of the times that are not read, may not matter.
        assert again is None or same_traces(again, bridges.trace)


def test_a_trace_that_unpacks_to_gigabytes_is_not_unpacked(bridges: Frames) -> None:
    packed = io.BytesIO(pack_trace(bridges.trace, bridges.session))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.npy", bytes(65_000_000))

    data = packed.getvalue()

    assert len(data) < 200_000
    assert unpack_trace(data, bridges.session, bridges.trace.times_s) is None


def test_a_missing_file_and_a_folder_are_no_trace(bridges: Frames, tmp_path: Path) -> None:
    times_s = bridges.trace.times_s

    assert load_trace(tmp_path / "trace.npz", bridges.session, times_s) is None
    assert load_trace(tmp_path, bridges.session, times_s) is None
