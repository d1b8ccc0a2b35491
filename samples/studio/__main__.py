"""Command line of the studio: `python -m samples.studio render NAME|--committed|--wide`.

Clips that are there already are left alone, so an interrupted run goes on where it was; `--again`
renders them anew.
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
from samples.studio.shoot import film_path
from samples.studio.wide import wide

SAMPLES = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; 0 when all went well, 2 when it asks for nothing known."""
    parser = argparse.ArgumentParser(prog="python -m samples.studio", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    render = commands.add_parser("render", help="render clips and their truth")
    render.add_argument("names", nargs="*", metavar="NAME", help="clips by name")
    render.add_argument("--committed", action="store_true", help="all clips of the repository")
    render.add_argument("--wide", action="store_true", help="the wide set, into samples/wide")
    render.add_argument("--out", type=Path, help="folder to write to")
    render.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (all cores)")
    render.add_argument("--again", action="store_true", help="render clips that are there too")
    commands.add_parser("gallery", help="write samples/README.md and its pictures")
    options = parser.parse_args(arguments)
    if options.command == "gallery":
        write_gallery(SAMPLES)
        return 0
    work = wanted(options)
    if not work:
        print("No clip of that name; see samples/studio/clips.py.", file=sys.stderr)
        return 2
    if not options.again:
        work = [(clip, out) for clip, out in work if not film_path(clip, out).exists()]
    render_all(work, options.jobs)
    return 0


def wanted(options: argparse.Namespace) -> list[tuple[Clip, Path]]:
    """The clips asked for and the folder each goes to."""
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
