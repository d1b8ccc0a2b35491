"""`stabiel report`: some weeks on one page, and a bundle. In: a period. Out: a PDF or ZIP file."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    LANGUAGES,
    add_data_option,
    data_folder,
    followed_library,
    name_on_reports,
)
from stabiel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from stabiel.report.period_material import Period

_WEEKS = re.compile(r"([0-9]{1,3})w")


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `report`."""
    parser = commands.add_parser("report", help="put some weeks on one page for a physiotherapist")
    parser.add_argument(
        "--period", metavar="Nw", help="this many weeks until today, 1w to 52w (default: 4w)"
    )
    parser.add_argument(
        "--from", dest="first", metavar="YYYY-MM-DD", help="the first day, instead of --period"
    )
    parser.add_argument(
        "--until", dest="last", metavar="YYYY-MM-DD", help="the last day (default: today)"
    )
    parser.add_argument(
        "--plan", metavar="ID|FILE", help="the plan with its days (default: the chosen one)"
    )
    add_data_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (default: nl)")
    parser.add_argument(
        "--out", type=Path, metavar="FILE.pdf", help="the page (default: stabiel-LAST-DAY.pdf)"
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE.zip",
        help="a file to hand over: the page, tables and sessions, no video; "
        "open it with: stabiel review FILE.zip",
    )
    parser.set_defaults(run=_report)


def _report(arguments: argparse.Namespace) -> int:
    from stabiel.export.bundle import packed_bundle
    from stabiel.report.period_content import period_content
    from stabiel.report.period_material import period_material
    from stabiel.report.period_pdf import period_pdf
    from stabiel.store import Store
    from stabiel.system.atomic import write_whole
    from stabiel.wording.catalogue import text

    today = date.today()
    period = _period(arguments, today)
    folder = data_folder(arguments)
    library = followed_library(folder, arguments.plan)
    person = name_on_reports(arguments)
    with Store(folder) as store:
        material = period_material(store, library, period, today, arguments.lang, person=person)
        page = period_pdf(period_content(material))
        files = []
        if arguments.out is not None or arguments.bundle is None:
            files.append((arguments.out or Path(f"stabiel-{period.last}.pdf"), page))
        if arguments.bundle is not None:
            bundle = packed_bundle(
                store,
                page,
                period=(period.first, period.last),
                plan=library.followed,
                language=arguments.lang,
                person=material.person or "",
            )
            files.append((arguments.bundle, bundle))
    for path, data in files:
        try:
            write_whole(path, data)
        except OSError as error:
            raise OutputError(
                f"{path}: this cannot be written ({error.strerror}); choose another place."
            ) from error
        print(text("terminal", "report", arguments.lang, path=path.resolve()))
    return 0


def _period(arguments: argparse.Namespace, today: date) -> "Period":
    from stabiel.report.period_material import Period, weeks_until

    last = today if arguments.last is None else _day("--until", arguments.last)
    if last > today:
        raise UsageError(
            f"--until {last}: this day is still to come; give today or an earlier day."
        )
    if arguments.first is not None:
        if arguments.period is not None:
            raise UsageError("Give --period or --from, not both.")
        return Period(_day("--from", arguments.first), last)
    asked = arguments.period or "4w"
    weeks = _WEEKS.fullmatch(asked)
    if weeks is None:
        raise UsageError(f"--period {asked}: give a number of weeks, such as 4w.")
    return weeks_until(int(weeks[1]), last)


def _day(option: str, word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise UsageError(f"{option} {word}: give a date such as 2026-03-31.") from None
