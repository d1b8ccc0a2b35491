"""`stabiel review`: the report of a session, made anew. In: a session. Out: its report, opened."""

import argparse
import os
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import Found, add_data_option, found_session
from stabiel.errors import OutputError

if TYPE_CHECKING:
    from stabiel.frames import Image
    from stabiel.history import Past
    from stabiel.report import Material
    from stabiel.store import Store

LANGUAGES = ("nl", "en")


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `review`."""
    parser = commands.add_parser("review", help="see the report of a recorded session again")
    parser.add_argument(
        "session",
        nargs="?",
        metavar="ID",
        help="of a kept session, or an analysed folder (the latest session)",
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language (that of the session)")
    parser.add_argument("--pdf", action="store_true", help="on paper: A4, as PDF")
    parser.add_argument("--no-browser", action="store_true", help="only say where the report is")
    add_data_option(parser)
    parser.set_defaults(run=_review)


def _review(arguments: argparse.Namespace) -> int:
    from stabiel.report import write_report
    from stabiel.report.pdf import write_pdf
    from stabiel.store.folder import PRIVATE_FILE

    with found_session(arguments) as found:
        path = found.folder / f"{found.name}.{'pdf' if arguments.pdf else 'html'}"
        # The analysis made its report from the pictures themselves; that is the better one.
        as_it_is = found.id is None and path.is_file() and arguments.lang is None
        material = None if as_it_is else _material(found, arguments.lang)
    if material is not None:
        try:
            (write_pdf if arguments.pdf else write_report)(path, material)
            if found.id is not None:
                path.chmod(PRIVATE_FILE)
        except OSError as error:
            raise OutputError(
                f"{path}: the report cannot be written ({error.strerror})."
            ) from error
    print(f"Report: {path.resolve()}")
    if not arguments.no_browser:
        webbrowser.open(path.resolve().as_uri())
    return 0


def _material(found: Found, language: str | None) -> "Material":
    """Return what the report is made of: the session as it was judged, and its pictures anew."""
    from stabiel.history import past_of
    from stabiel.judge import Judge
    from stabiel.report import Material
    from stabiel.report.pictures import KeyMoments, shown
    from stabiel.report.words import Names, points_to_work_on

    session = found.session
    if language is not None:
        session = replace(session, language="nl" if language == "nl" else "en")
    exercise = found.book.get(session.exercise)
    judge = Judge(exercise, found.book, session.language)
    moments = KeyMoments(exercise, session.language)
    for frame in found.read_frames():
        moments.note(None, judge.update(*frame))
    judge.finish(session.source, session.model)
    moments.close(session)
    names = Names(exercise, found.book, session.language)
    wanted = shown(session, exercise, points_to_work_on(session, names, judge.trace.goal))
    times = [still.time_s for start_s in wanted for still in moments.of.get(start_s, {}).values()]
    images = _images(found.video, times)
    material = Material(
        session=session,
        exercise=exercise,
        book=found.book,
        trace=judge.trace,
        stills={
            start_s: moments.drawn(moments.of[start_s], images)
            for start_s in wanted
            if start_s in moments.of
        },
        video=_beside(found),
    )
    if found.store is None or found.id is None:
        return material
    kept = found.store.kept(found.id)
    return replace(
        material,
        began_at=kept.began_at,
        earlier=_earlier(found.store, found.id, exercise.follows),
        this=past_of(found.id, kept.began_at, session, exercise.follows),
        spoken=found.store.spoken(found.id),
    )


def _images(video: Path, times_s: list[float]) -> "dict[float, Image]":
    """Return the pictures of the video at some times; none where there is no video."""
    from stabiel.errors import VideoError
    from stabiel.frames import VideoFile

    try:
        with VideoFile(video) as opened:
            return opened.images_at(times_s)
    except VideoError:
        return {}  # the pictures are drawn on plain ground then


def _beside(found: Found) -> str | None:
    """Return where the video is, seen from the report."""
    if not found.video.is_file():
        return None
    return Path(os.path.relpath(found.video, found.folder)).as_posix()


def _earlier(store: "Store", session_id: int, follows: str) -> "list[Past]":
    """Return the sessions of the same exercise before this one, the oldest first."""
    from stabiel.history import past_of

    this = store.kept(session_id)
    before = [
        kept
        for kept in store.sessions()
        if kept.exercise == this.exercise
        and kept.state == "finished"
        and (kept.began_at, kept.id) < (this.began_at, this.id)
    ]
    before.sort(key=lambda kept: (kept.began_at, kept.id))
    return [past_of(kept.id, kept.began_at, store.load(kept.id), follows) for kept in before]
