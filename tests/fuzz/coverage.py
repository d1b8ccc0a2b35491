"""Fuzzes the loaders, guided by code coverage: `python -m tests.fuzz.coverage yaml`.

Needs the extra `fuzz` (atheris, for Linux). Options after the target go to libFuzzer, for example
-max_total_time=120. A loader may refuse its input with its own errors. Any other error, and an
input that takes longer than ten seconds, is a finding and ends the run.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["stabiel", "yaml"]):
    from stabiel.errors import StabielError
    from stabiel.exercises.files import SHARED_FILE, exercise_of, load_shared, parse_yaml
    from stabiel.exercises.programme_files import load_programme
    from stabiel.pose.recording import load_recording
    from stabiel.session.session import load_session
    from stabiel.store.landmarks import Chunk, unpack
    from stabiel.system.resources import exercises_folder
    from stabiel.web.jpeg import jpeg_size
    from stabiel.web.messages import read_message, read_picture

import zlib

from tests.fuzz.material import make_material
from tests.sessions import BOOK
from tests.web.pictures import jpeg

Target = Callable[[bytes], object]
SHARED = load_shared(exercises_folder() / SHARED_FILE)


def _rows(data: bytes) -> object:
    """Read one row of landmarks: two bytes for the size, and the rest in four parts."""
    size, rest = data[:2] + bytes(2), data[2:]
    quarter = max(1, len(rest) // 4)
    parts = [rest[start : start + quarter] for start in range(0, 4 * quarter, quarter)]
    if size[1] & 1:  # valid compression of invalid contents
        parts = [zlib.compress(part) for part in parts]
    return unpack([Chunk(size[0], size[1], *parts)])


def _text(read: Callable[[str], object]) -> Target:
    return lambda data: read(data.decode("utf-8", errors="replace"))


def _file(folder: Path, read: Callable[[Path], object]) -> Target:
    path = folder / "fuzzed.yaml"

    def target(data: bytes) -> object:
        path.write_bytes(data)
        return read(path)

    return target


def targets(folder: Path) -> dict[str, Target]:
    """Return the loaders by name; those that read files use the folder."""
    return {
        "yaml": lambda data: exercise_of(parse_yaml(data, "fuzzed"), SHARED),
        "programme": _file(folder, lambda path: load_programme(path, BOOK)),
        "session": _file(folder, load_session),
        "recording": _file(folder, load_recording),
        "rows": _rows,
        "jpeg": jpeg_size,
        "message": _text(read_message),
        "picture": read_picture,
    }


# The errors with which each loader refuses its input.
REFUSALS: dict[str, tuple[type[Exception], ...]] = {
    "rows": (ValueError, zlib.error),
    "jpeg": (ValueError,),
    "message": (ValueError,),
    "picture": (ValueError,),
}


def write_seeds(name: str, folder: Path) -> None:
    """Write intact inputs, with which the fuzzer starts."""
    make_material(folder / "material")
    seeds = folder / "seeds"
    seeds.mkdir()
    analyzed = folder / "material" / "analyzed"
    found: dict[str, list[bytes]] = {
        "yaml": [path.read_bytes() for path in exercises_folder().glob("*.yaml")],
        "programme": [path.read_bytes() for path in exercises_folder().glob("programmes/*.yaml")],
        "session": [(analyzed / "session.json").read_bytes()],
        "recording": [(analyzed / "landmarks.npz").read_bytes()],
        "jpeg": [jpeg()],
        "picture": [bytes(8) + jpeg()],
        "message": [
            b'{"type":"begin","exercise":"bridging","side":"left","first":0,"camera":"x"}',
            b'{"type":"join"}',
            b'{"type":"command","command":"pause"}',
            b'{"type":"voice","speaks":true}',
        ],
        "rows": [bytes([64, 1]) + bytes(8 * 4)],
    }
    for number, data in enumerate(found[name]):
        (seeds / str(number)).write_bytes(data)


def main() -> None:
    """Fuzz the loader of the first argument."""
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(name, Path(folder))
        read = targets(Path(folder))[name]
        refusals = REFUSALS.get(name, (StabielError,))

        def once(data: bytes) -> None:
            try:
                read(data)
            except refusals:
                return

        options = ["-timeout=10", "-rss_limit_mb=4096", "-max_len=65536"]
        atheris.Setup([*sys.argv, *options, str(Path(folder) / "seeds")], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
