"""What tests share: real clips where they are at hand, and small videos made on the spot."""

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from stabiel import cli
from stabiel.system.resources import sample_path
from tests.order import spread

ROOT = Path(__file__).resolve().parents[1]
# The same examples on every run and every machine, however slow it is.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow
    ],  # by the clock, which other programs slow down too
)
settings.load_profile("repeatable")

QUIET = {
    "libx264": {"preset": "ultrafast"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds, such as building the wheel")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # One process alone needs no other order.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    files = Counter(item.nodeid.partition("::")[0] for item in items)
    place = {name: number for number, name in enumerate(spread(files))}
    items.sort(key=lambda item: place[item.nodeid.partition("::")[0]])


@pytest.fixture(scope="session")
def footage() -> Path:
    """The folder of real clips beside the checkout; tests that need it are skipped without it."""
    folder = ROOT.parent / "shared" / "footage"
    if not folder.is_dir():
        pytest.skip("the real clips (../shared/footage) are not on this computer")
    return folder


def quarter_lit(size: tuple[int, int]) -> np.ndarray:
    """A black picture whose upper left quarter is white: it shows how it was turned."""
    width, height = size
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = 255
    return image


@pytest.fixture
def make_video(tmp_path) -> Callable[..., Path]:
    """A factory of small videos.

    `times_s` are the time stamps, `picture(index)` gives each RGB picture, `sound_s` adds silence,
    `pixel_aspect` makes pixels that are not square; the name's ending chooses the container.
    """

    def make(
        name: str = "clip.mp4",
        *,
        times_s: Sequence[float] = (0.0, 0.04, 0.08, 0.12, 0.16),
        size: tuple[int, int] = (64, 48),
        codec: str = "libx264",
        pix_fmt: str = "yuv420p",
        time_base: Fraction = Fraction(1, 90_000),
        picture: Callable[[int], np.ndarray] | None = None,
        pixel_aspect: Fraction | None = None,
        sound_s: float = 0.0,
        container: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            path.open("wb") as file,
            av.open(file, "w", format=_container_of(path), options=container or {}) as output,
        ):
            stream = output.add_stream(codec, rate=25, options=QUIET.get(codec, {}))
            stream.width, stream.height = size
            stream.pix_fmt = pix_fmt
            stream.codec_context.time_base = time_base
            if pixel_aspect is not None:
                stream.codec_context.sample_aspect_ratio = pixel_aspect
            sound = output.add_stream("aac", rate=44_100, layout="mono") if sound_s else None
            for index, time_s in enumerate(times_s):
                image = quarter_lit(size) if picture is None else picture(index)
                frame = av.VideoFrame.from_ndarray(image, format="rgb24")
                frame.pts, frame.time_base = round(time_s / time_base), time_base
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
            if sound is not None:
                _add_silence(output, sound, sound_s)
        return path

    return make


@pytest.fixture
def short_bridge(tmp_path) -> Path:
    """The first nine seconds of the sample video, with its first repetition in them."""
    path = tmp_path / "short" / "bridge.mp4"
    path.parent.mkdir()
    with av.open(str(sample_path())) as sample, av.open(str(path), "w") as output:
        stream = output.add_stream_from_template(sample.streams.video[0])
        for packet in sample.demux(sample.streams.video[0]):
            if packet.dts is None or packet.pts * packet.time_base >= 9:
                break
            packet.stream = stream
            output.mux(packet)
    return path


def _container_of(path: Path) -> str:
    names = {".mkv": "matroska", ".ts": "mpegts", ".m4a": "mp4"}
    return names.get(path.suffix, path.suffix.removeprefix("."))


def _add_silence(output, stream, seconds: float) -> None:
    for index in range(int(seconds * 44_100) // 1024):
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = 44_100, 1024 * index, Fraction(1, 44_100)
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


@pytest.fixture
def screen():
    """A screen without a display: its `name`, and its `process`, which a test may kill."""
    if shutil.which("Xvfb") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Xvfb is missing, and on CI it must be there")
        pytest.skip("Xvfb, a screen without a display, is not on this computer")
    read_end, write_end = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x960x24"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as numbers:
        name = f":{numbers.readline().strip()}"
    yield SimpleNamespace(name=name, process=screen)
    screen.terminate()
    screen.wait()


@pytest.fixture
def display(screen):
    """A screen without a display, by its name."""
    return screen.name


@pytest.fixture(scope="session", autouse=True)
def native_log_heard():
    """Leave file descriptor 2 alone: a program takes it for good, and these tests share theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "silence_native_log", lambda: None)
        yield


@pytest.fixture
def run(capsys):
    """Run the command here; returns its exit code, output and errors."""

    def command(*arguments):
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command
