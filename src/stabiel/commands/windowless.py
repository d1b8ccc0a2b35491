"""What an icon starts. In: arguments, or none for the app. Out: the app, or a page with the reason.

An icon has no terminal. On Windows such a program has no standard output at all, and everywhere
nobody reads it, so a sentence that the command line would print is shown in the browser.
"""

import html
import io
import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from stabiel import cli

_PAGE = """<!doctype html>
<html lang="nl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>stabiel</title>
<style>
  body {{ font: 1.25rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto;
         padding: 0 1rem; color-scheme: light dark; }}
</style>
<h1>{nl}<br><span lang="en">{en}</span></h1>
<p lang="en">{words}</p>
<p>{nl_do}</p>
<p lang="en">{en_do}</p>
"""
# The end of what was written; a program that runs for days must not keep all of it.
_MOST_LETTERS = 4000


class _Heard(io.TextIOBase):
    """Passes text on, if there is somebody to pass it to. Holds the end of it."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.words = ""

    def write(self, words: str) -> int:
        """Take some text."""
        self.words = (self.words + words)[-_MOST_LETTERS:]
        if self._stream is not None:
            self._stream.write(words)
        return len(words)

    def flush(self) -> None:
        """Flush what the text was passed on to."""
        if self._stream is not None:
            self._stream.flush()


def start_from_icon(
    arguments: Sequence[str] | None = None, *, show: Callable[[str], None] | None = None
) -> int:
    """Run a command without a terminal; return its exit code.

    Args:
        arguments: those of the command `stabiel`; None for those of this process. Without any it
            is the app.
        show: shows a page with one sentence to the user; None for the browser.
    """
    given = list(sys.argv[1:] if arguments is None else arguments) or ["app"]
    heard = _Heard(sys.stderr)
    before = sys.stdout, sys.stderr
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - closed below
    sys.stdout = sys.stdout or nowhere
    sys.stderr = heard
    try:
        code = cli.main(given)
    except SystemExit as stop:  # of the parser: a word that it does not know, or --help
        code = stop.code if isinstance(stop.code, int) else 1
    except Exception as error:  # noqa: BLE001 - nobody would see a traceback
        heard.write(f"stabiel: it stopped unexpectedly ({type(error).__name__}: {error}).\n")
        code = 1
    finally:
        sys.stdout, sys.stderr = before
        nowhere.close()
    if code not in (0, cli.INTERRUPTED_EXIT_CODE):
        (show or show_page)(page_of(heard.words))
    return code


def page_of(words: str) -> str:
    """Return a page with what a command said before it failed, in both languages around it.

    Args:
        words: what the command wrote; the last line counts.
    """
    from stabiel.wording.catalogue import text

    lines = words.strip().splitlines()
    sentence = lines[-1].removeprefix("stabiel: ") if lines else ""
    return _PAGE.format(
        nl=text("terminal", "not_started", "nl"),
        en=text("terminal", "not_started", "en"),
        words=html.escape(sentence),
        nl_do=text("terminal", "not_started_do", "nl"),
        en_do=text("terminal", "not_started_do", "en"),
    )


def show_page(page: str) -> None:
    """Show a page in the browser. It is a file that stays, as the browser reads it later."""
    folder = Path(tempfile.mkdtemp(prefix="stabiel-"))
    path = folder / "stabiel.html"
    path.write_text(page, encoding="utf-8")
    webbrowser.open(path.as_uri())


if __name__ == "__main__":
    sys.exit(start_from_icon())
