"""Collects poses as they are found. In: poses. Out: `landmarks.npz`, and the poses frame by frame.

What does not fit into a few megabytes waits in a temporary file, so that an analysis of two hours
takes no more memory than one of five minutes.
"""

import math
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from stabiel.errors import OutputError
from stabiel.pose.pose import LANDMARK_COUNT, Pose
from stabiel.pose.recording import BETWEEN, CLOTHES, LIGHT, OPTIONAL, OTHER, OUTLINE, Recorded
from stabiel.pose.recording import poses_of as poses_in

# A minute and a half of 25 frames a second.
MOST_BYTES = 2_000_000
# So many frames are read again at once, a megabyte.
_BLOCK = 1024

_ROW = np.dtype(
    [
        ("points_px", np.float32, (LANDMARK_COUNT, 2)),
        ("visibility", np.float32, (LANDMARK_COUNT,)),
        ("world_m", np.float32, (LANDMARK_COUNT, 3)),
        *((name, np.float32, shape) for name, shape in OPTIONAL.items()),
        (LIGHT, np.float32),
    ]
)
_NOBODY = np.full(1, np.nan, np.float32).repeat(_ROW.itemsize // 4).view(_ROW)


class PoseLog:
    """Collects poses in little memory: 1 KB per frame in single precision, and no more than 2 MB.

    Args:
        most_bytes: what is more than this goes to a temporary file.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._times = array("d")
        self._rows = SpooledTemporaryFile(max_size=most_bytes)  # noqa: SIM115 (closed below)
        self._size_px = (0, 0)
        self._bodies = 0
        finalize(self, self._rows.close)

    def __len__(self) -> int:
        return len(self._times)

    @property
    def nobody(self) -> bool:
        """Whether no person was found in any frame."""
        return not self._bodies

    def times_s(self, begin_s: float, end_s: float) -> list[float]:
        """Return the times from one on and before another, in seconds."""
        return self._times[
            bisect_left(self._times, begin_s) : bisect_left(self._times, end_s)
        ].tolist()

    def add(self, time_s: float, pose: Pose | None, light: float | None = None) -> None:
        """Add one frame: its pose, or None if nobody was found, and its brightness.

        Raises:
            OutputError: nothing can be written to the temporary folder.
        """
        row = _NOBODY.copy()
        if light is not None:
            row[LIGHT] = light
        if pose is not None:
            self._bodies += 1
            self._size_px = pose.size_px
            row["points_px"], row["visibility"], row["world_m"] = (
                pose.points,
                pose.visibility,
                pose.world,
            )
            optional = (
                (OUTLINE, pose.outline),
                (CLOTHES, pose.colors),
                (OTHER, pose.other_at),
                (BETWEEN, 1.0 if pose.between else None),
            )
            for name, found in optional:
                if found is not None:
                    row[name] = found
        self._times.append(time_s)
        try:
            self._rows.write(row.tobytes())
        except OSError as error:
            raise OutputError(
                f"{gettempdir()}: the landmarks cannot wait there for the rest of the video "
                f"({error}). Make room in it."
            ) from error

    def save(self, path: Path) -> None:
        """Write the recording.

        Arrays: `time_s` (n,) float64; `points_px` (n, 33, 2), `visibility` (n, 33) and `world_m`
        (n, 33, 3) float32, NaN where nobody was found; `size_px` (2,) int32; `outline_px`
        (n, 19, 2) float32, the line of the back, NaN where there is none; `colors` (n, 6) float32,
        of the clothes (`stabiel.pose.appearance`), NaN where they were not read; `other_at` (n,)
        float32, where somebody else is, NaN where nobody was found or looked for; `between` (n,)
        float32, 1 where the pose was filled in between two looks, else NaN; `light` (n,)
        float32, how light the picture was (`stabiel.video.brightness`), NaN where it was not
        measured.

        Raises:
            OSError: it cannot be written.
        """
        # As `numpy.savez_compressed` writes it, which needs all arrays in memory.
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, "time_s", np.frombuffer(self._times, np.float64))
            for name in ("points_px", "visibility", "world_m"):
                self._write_column(archive, name)
            _write(archive, "size_px", np.asarray(self._size_px, np.int32))
            for name in (*OPTIONAL, LIGHT):
                self._write_column(archive, name)

    def frames(self, from_s: float = 0.0, until_s: float = math.inf) -> Iterator[Recorded]:
        """Yield the recording frame by frame, as `load_recording` reads it from its file.

        Args:
            from_s, until_s: the first and the last time that are wanted, in seconds.
        """
        for first, rows in self._blocks(from_s, until_s):
            times_s = self._times[first : first + len(rows)].tolist()
            columns = ("points_px", "visibility", "world_m", *OPTIONAL)
            poses = poses_in(
                times_s, self._size_px, [rows[name].astype(np.float64) for name in columns]
            )
            for time_s, pose, light in zip(times_s, poses, rows[LIGHT].tolist(), strict=True):
                if from_s <= time_s <= until_s:
                    yield Recorded(time_s, pose, None if math.isnan(light) else light)

    def listed(self) -> list[Recorded]:
        """Return the whole recording frame by frame."""
        return [*self.frames()]

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy needs, with all frames."""
        self._rows.seek(0)
        state = {"times": self._times, "rows": self._rows.read(), "size_px": self._size_px}
        return state | {"bodies": self._bodies}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Become the copy."""
        self.__init__()  # type: ignore[misc]  # the file of the original stays with it
        self._times, self._size_px = state["times"], state["size_px"]
        self._bodies = state["bodies"]
        self._rows.write(state["rows"])

    def _blocks(
        self, from_s: float = 0.0, until_s: float = math.inf
    ) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the number of a block's first frame, and its rows, of what was added until now."""
        count = len(self._times)
        for first in range(0, count, _BLOCK):
            last = min(first + _BLOCK, count)
            if self._times[last - 1] < from_s or self._times[first] > until_s:
                continue
            self._rows.seek(first * _ROW.itemsize)
            data = self._rows.read((last - first) * _ROW.itemsize)
            self._rows.seek(0, 2)  # where the next frame goes
            yield first, np.frombuffer(data, _ROW)

    def _write_column(self, archive: zipfile.ZipFile, name: str) -> None:
        shape = (len(self._times), *_ROW[name].shape)
        with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
            header = {"descr": "<f4", "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_1_0(file, header)
            for _, rows in self._blocks():
                file.write(np.ascontiguousarray(rows[name]).tobytes())


def _write(archive: zipfile.ZipFile, name: str, values: NDArray[Any]) -> None:
    with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array(file, values)
