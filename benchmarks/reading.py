"""Measures what reading a video costs beside the plain decoder. In: a video. Out: a ratio.

`python -m benchmarks.reading [VIDEO]` reads a sample clip three times with `VideoFile` and three
times with nothing but PyAV, in turns: A B A B A B. The plain loop decodes, turns by the rotation
flag, and makes the same RGB pictures, so it is what reading cost before times were repaired, tracks
chosen, and orientations followed. The times are those of the processor, so that a busy machine does
not change them.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import av
import numpy as np

from stabiel.system.resources import sample_path
from stabiel.video.reader import LONGEST_SIDE_PX, VideoFile

TURNS = 3


def plainly(video: Path) -> int:
    """Decode a video to upright RGB pictures and return their number."""
    count, last_s = 0, -1.0
    with video.open("rb") as file, av.open(file, buffer_size=1 << 18) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        for packet in container.demux(stream):
            for decoded in packet.decode():
                if decoded.pts is None or decoded.time_base is None:
                    continue
                time_s = float(decoded.pts * decoded.time_base)
                if time_s <= last_s:
                    continue
                last_s, count = time_s, count + 1
                scale = min(1.0, LONGEST_SIDE_PX / max(decoded.width, decoded.height))
                size = round(decoded.width * scale), round(decoded.height * scale)
                image = decoded.to_ndarray(format="rgb24", width=size[0], height=size[1], threads=1)
                np.ascontiguousarray(np.rot90(image, round(decoded.rotation / 90) % 4))
    return count


def as_read(video: Path) -> int:
    """Read a video as an analysis does and return the number of its frames."""
    with VideoFile(video) as opened:
        return sum(1 for _ in opened)


def seconds(read: Callable[[Path], int], video: Path) -> float:
    """Return the processor seconds that one reading takes."""
    began_s = time.process_time()
    read(video)
    return time.process_time() - began_s


def ratios(video: Path) -> list[float]:
    """Return how many times the plain decoder's time a reading takes, turn by turn."""
    assert plainly(video) == as_read(video)  # and both are in the caches now
    return [seconds(as_read, video) / seconds(plainly, video) for _ in range(TURNS)]


def main() -> None:
    """Print the ratio of every turn, and their median."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample_path())
    found = ratios(parser.parse_args().video)
    print(f"{' '.join(f'{each:.3f}' for each in found)}: {median(found):.3f} times the decoder")


if __name__ == "__main__":
    main()
