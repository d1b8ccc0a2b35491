"""Command line of the studio: `python -m samples.studio render NAME|--committed|--wide`.

Existing clips are skipped, so an interrupted run continues where it stopped; `--again` renders them
again.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from samples.studio.clip import Clip
from samples.studio.clips import committed
from samples.studio.crew import render_all
from samples.studio.gallery import write_gallery
from samples.studio.shoot import video_path
from samples.studio.stills import write_stills
from samples.studio.wide import wide

SAMPLES = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 on success, 2 if no clip has one of the names."""
    parser = argparse.ArgumentParser(prog="python -m samples.studio", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    render = commands.add_parser("render", help="render clips and their truth")
    render.add_argument("names", nargs="*", metavar="NAME", help="clips by name")
    render.add_argument("--committed", action="store_true", help="all clips of the repository")
    render.add_argument("--wide", action="store_true", help="the wide set, into samples/wide")
    render.add_argument("--out", type=Path, help="folder to write to")
    render.add_argument(
        "--jobs", type=int, default=os.cpu_count(), help="number of processes (default: all cores)"
    )
    render.add_argument("--again", action="store_true", help="also render existing clips")
    commands.add_parser("gallery", help="write samples/README.md and its pictures")
    commands.add_parser("stills", help="the pictures of the exercises, into exercises/pictures")
    options = parser.parse_args(arguments)
    if options.command == "stills":
        write_stills(SAMPLES.parent / "exercises" / "pictures")
        return 0
    if options.command == "gallery":
        write_gallery(SAMPLES)
        return 0
    work = wanted(options)
    if not work:
        print("There is no clip with that name; see samples/studio/clips.py.", file=sys.stderr)
        return 2
    if not options.again:
        work = [(clip, out) for clip, out in work if not video_path(clip, out).exists()]
    render_all(work, options.jobs)
    return 0


def wanted(options: argparse.Namespace) -> list[tuple[Clip, Path]]:
    """The requested clips, each with its folder."""
    work = []
    for clip in committed():
        if options.committed or clip.name in options.names:
            work.append((clip, options.out or SAMPLES))
    for clip in wide():
        if options.wide or clip.name in options.names:
            work.append((clip, options.out or SAMPLES / "wide"))
    return work


if __name__ == "__main__":
    raise SystemExit(main())
