"""Writes a trace and reads it again. In: a trace and its session. Out: `trace.npz`; the trace.

The records keep the same bytes, without the times, which stand beside the landmarks. A trace is
only read for the session and the frame times that it was written for: it never outweighs the
landmarks. Whatever is wrong with one, there is none, and the landmarks are judged again.
"""

import io
import zipfile
import zlib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from stabiel.coach.events import Attempt, Hold, Repetition
from stabiel.pose.recording import FARTHEST, NO_RECORDING
from stabiel.session.session import Session
from stabiel.session.trace import EVIDENCE, PHASES, SIDE_NAMES, USES, KeyMoment, ValueTrace
from stabiel.video.frame import MOST_FRAMES

_NAMES: dict[str, tuple[str, ...]] = {
    "phase": PHASES,
    "evidence": EVIDENCE,
    "use": USES,
    "side": SIDE_NAMES,
}
# A frame takes 24 bytes. The key moments of a movement take about 1 KB, and one lasts seconds.
_MOST_BYTES = MOST_FRAMES * 64
_KEY_MOMENTS = TypeAdapter(list[KeyMoment])


def pack_trace(trace: ValueTrace, session: Session, *, times: bool = True) -> bytes:
    """Return a trace as the bytes of a `trace.npz`; the same trace gives the same bytes.

    Args:
        trace: of n frames.
        session: the judgment that it belongs to.
        times: whether it holds the times; without them, the recording gives them.
    """
    arrays: dict[str, NDArray[Any]] = {
        "value": np.frombuffer(trace.values, np.float32),
        "goal": np.frombuffer(trace.goals, np.float64),
        "phase": np.frombuffer(trace.phases, np.uint8),
        "evidence": np.frombuffer(trace.evidence, np.uint8),
        "use": np.frombuffer(trace.uses, np.uint8),
        "side": np.frombuffer(trace.sides, np.uint8),
        "key_moments": np.frombuffer(_KEY_MOMENTS.dump_json(trace.key_moments), np.uint8),
        "belongs_to": np.array([_sum_of_times(trace.times_s), _sum_of(session)], np.uint32),
    }
    arrays |= {f"{name}_names": np.array(words) for name, words in _NAMES.items()}
    if times:
        arrays["time_s"] = np.frombuffer(trace.times_s, np.float64)
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]  # no name is a keyword
    return written.getvalue()


def unpack_trace(data: bytes, session: Session, times_s: Sequence[float]) -> ValueTrace | None:
    """Return the trace of some bytes; None if they are damaged, or belong to something else.

    Args:
        data: the bytes of a `trace.npz`.
        session: the judgment that the trace is needed for.
        times_s: the times of its recording.
    """
    try:
        arrays = _arrays_of(data)
        belongs_to = [_sum_of_times(times_s), _sum_of(session)]
        if arrays["belongs_to"].tolist() != belongs_to:
            return None
        return _trace_of(arrays, times_s)
    except NO_RECORDING:
        return None


def save_trace(path: Path, trace: ValueTrace, session: Session) -> None:
    """Write `trace.npz`.

    Arrays, for n frames: `time_s` (n,) float64 in seconds; `value` (n,) float32, the followed
    measure in its unit, NaN if it is not visible; `goal` (n,) float64, the value to reach, NaN
    before it is known; `phase`, `evidence`, `use` and `side` (n,) uint8, positions in the arrays of
    words `phase_names`, `evidence_names`, `use_names` and `side_names`; `key_moments` (b,) uint8,
    the moments worth a picture as UTF-8 JSON; `belongs_to` (2,) uint32, checksums of the times and
    of the session.

    Raises:
        OSError: it cannot be written.
    """
    path.write_bytes(pack_trace(trace, session))


def load_trace(path: Path, session: Session, times_s: Sequence[float]) -> ValueTrace | None:
    """Read a `trace.npz`; None if it is missing, damaged, or belongs to something else.

    Args:
        path: of the file.
        session: the judgment that the trace is needed for.
        times_s: the times of its recording.
    """
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return unpack_trace(data, session, times_s)


def _arrays_of(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of an archive.

    Raises:
        an error of `NO_RECORDING`: it is damaged, or unpacks to more than a trace can be.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
            raise ValueError(f"it holds more than {MOST_FRAMES} frames")
        return {
            name.removesuffix(".npy"): _array_of(archive, name)
            for name in archive.namelist()
            if name != "time_s.npy"  # the recording's own times are the ones to use
        }


def _array_of(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(name) as file:
        array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
    return array


def _trace_of(arrays: Mapping[str, NDArray[Any]], times_s: Sequence[float]) -> ValueTrace:
    trace = ValueTrace()
    count = len(times_s)
    trace.times_s = array("d", times_s)
    trace.values = array("f", _checked(arrays["value"], count, np.float32).tobytes())
    goals = _checked(arrays["goal"], count, np.float64)
    trace.goals = array("d", goals.tobytes())
    known = goals[~np.isnan(goals)]
    trace.goal = float(known[-1]) if len(known) else None
    trace.phases = _codes(arrays, "phase", count)
    trace.evidence = _codes(arrays, "evidence", count)
    trace.uses = _codes(arrays, "use", count)
    trace.sides = _codes(arrays, "side", count)
    trace.key_moments = _KEY_MOMENTS.validate_json(arrays["key_moments"].tobytes())
    if not {each.time_s for each in trace.key_moments} <= set(times_s):
        raise ValueError("a key moment is not at a frame")
    return trace


def _checked(numbers: NDArray[Any], count: int, kind: type) -> NDArray[Any]:
    if numbers.dtype != kind or numbers.shape != (count,):
        raise ValueError(f"it has {numbers.dtype} {numbers.shape} instead of {count} numbers")
    if (np.abs(numbers) > FARTHEST).any():
        raise ValueError("a number beyond what is measured")
    return numbers


def _codes(arrays: Mapping[str, NDArray[Any]], name: str, count: int) -> "array[int]":
    """Return the codes of today's words, which another version may have in another order."""
    kept, today = arrays[f"{name}_names"].tolist(), _NAMES[name]
    codes = _checked(arrays[name], count, np.uint8)
    table = np.array([today.index(word) for word in kept], np.uint8)
    return array("B", table[codes].tobytes())


def _sum_of_times(times_s: Sequence[float]) -> int:
    return zlib.crc32(np.asarray(times_s, np.float64).tobytes())


def _sum_of(session: Session) -> int:
    """Return a checksum of what was done, to the millisecond, as in `session.json`."""
    done: list[Repetition | Attempt | Hold] = [
        *session.repetitions, *session.attempts, *session.holds
    ]  # fmt: skip
    spans = [f"{each.side} {each.start_s:.3f} {each.end_s:.3f}" for each in done]
    return zlib.crc32("\n".join([session.exercise, *spans]).encode())
