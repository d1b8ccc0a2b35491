"""`stabiel review`: rebuilds the report of a session. In: a session. Out: its report, opened.

A bundle that was handed over opens in a page, to read.
"""

import argparse
import os
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.app import read_bundle
from stabiel.commands.common import (
    LANGUAGES,
    Found,
    add_data_option,
    data_folder,
    found_session,
    name_on_reports,
)
from stabiel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from stabiel.report import Material
    from stabiel.wording.language import Language


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `review`."""
    parser = commands.add_parser("review", help="open the report of a recorded session")
    parser.add_argument(
        "session",
        nargs="?",
        metavar="ID",
        help="a kept session, an analyzed folder, or a bundle, FILE.zip (default: the latest "
        "session)",
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language (default: that of the session)")
    parser.add_argument("--pdf", action="store_true", help="write a PDF to print on A4")
    parser.add_argument(
        "--no-browser", action="store_true", help="only print the path of the report, or the link"
    )
    parser.add_argument(
        "--spoken", action="store_true", help="with --pdf: what was said, on a second page"
    )
    add_data_option(parser)
    parser.set_defaults(run=_review)


def _review(arguments: argparse.Namespace) -> int:
    from stabiel.report import write_report
    from stabiel.report.pdf import write_pdf
    from stabiel.wording.catalogue import text

    if str(arguments.session or "").lower().endswith(".zip"):
        if arguments.pdf or arguments.lang:
            raise UsageError("A bundle has its page in it; leave out --pdf, --lang and --spoken.")
        return read_bundle(Path(arguments.session), browser=not arguments.no_browser)
    if arguments.spoken and not arguments.pdf:
        raise UsageError("--spoken adds a page to a PDF; use it with --pdf.")
    with found_session(arguments) as found:
        path = found.folder / f"{found.name}.{'pdf' if arguments.pdf else 'html'}"
        # The analysis built its report from the pictures themselves, so that one is better.
        analyzed = found.id is None and not arguments.pdf
        as_it_is = analyzed and path.is_file() and arguments.lang is None
        material = None if as_it_is else _material(found, arguments.lang)
        if material is not None and found.store is not None:
            name, author = name_on_reports(arguments), _author(arguments, material)
            material = replace(material, person=name, author=author)
    if material is not None:
        try:
            if arguments.pdf:
                write_pdf(path, material, spoken=arguments.spoken)
            else:
                write_report(path, material)
        except OSError as error:
            raise OutputError(
                f"{path}: the report cannot be written ({error.strerror})."
            ) from error
    language = arguments.lang or found.session.language
    print(text("terminal", "report", language, path=path.resolve()))
    if not arguments.no_browser:
        webbrowser.open(path.resolve().as_uri())
    return 0


def _author(arguments: argparse.Namespace, material: "Material") -> str | None:
    """Return who prescribed a session, None if it is not one of the followed plan."""
    from stabiel.exercises.library import read_library
    from stabiel.report.plan_in_words import prescriber_of

    folder = data_folder(arguments)
    plan = read_library(folder.shared, folder.path).followed
    return prescriber_of(plan, material.session.exercise, material.began_at)


def _material(found: Found, language: "Language | None") -> "Material":
    from stabiel.analysis.results import LANDMARKS, REPORT, TRACE
    from stabiel.report.html import began_at_of
    from stabiel.report.rebuild import material_of_analysis, material_of_kept

    if found.store is not None and found.id is not None:
        material = material_of_kept(found.store, found.id, language)
    else:
        session = replace(found.session, language=language or found.session.language)
        landmarks, trace = found.folder / LANDMARKS, found.folder / TRACE
        material = material_of_analysis(session, found.book, landmarks, trace, found.video)
        material = replace(material, began_at=began_at_of(found.folder / REPORT))
    return replace(material, video=_beside(found))


def _beside(found: Found) -> str | None:
    """Return the path of the video relative to the report, None if there is no video."""
    if not found.video.is_file():
        return None
    return Path(os.path.relpath(found.video, found.folder)).as_posix()
