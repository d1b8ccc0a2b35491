"""What an icon starts: nothing that goes wrong is silent, and nobody sees a traceback."""

import sys

import pytest

from stabiel import cli
from stabiel.commands import windowless
from stabiel.errors import UsageError


@pytest.fixture
def started(monkeypatch):
    """Run the icon's command with a command of the test; return its exit code and the pages."""

    def start(command, *arguments):
        pages, given = [], []

        def main(words):
            given.extend(words)
            return command()

        monkeypatch.setattr(cli, "main", main)
        code = windowless.start_from_icon(arguments, show=pages.append)
        return code, pages, given

    return start


def test_without_words_it_is_the_app(started):
    assert started(lambda: 0) == (0, [], ["app"])
    assert started(lambda: 0, "doctor") == (0, [], ["doctor"])


def test_a_sentence_of_the_command_line_is_shown_in_a_page(started):
    def fails():
        print("stabiel: Port 8760 cannot be used <now>.", file=sys.stderr)
        return UsageError.exit_code

    code, (page,), _ = started(fails)

    assert code == 2
    assert "Port 8760 cannot be used &lt;now&gt;." in page
    assert "stabiel kan niet starten" in page
    assert "stabiel cannot start" in page


def test_what_nobody_expected_is_shown_without_a_traceback(started):
    def breaks():
        raise KeyError("camera")

    code, (page,), _ = started(breaks)

    assert code == 1
    assert "KeyError" in page
    assert "Traceback" not in page


def test_a_wrong_word_is_shown_and_a_stop_by_hand_is_not(started):
    def refuses():
        raise SystemExit(2)

    assert started(refuses)[0] == 2
    assert len(started(refuses)[1]) == 1
    assert started(lambda: cli.INTERRUPTED_EXIT_CODE)[1] == []


def test_a_program_without_any_output_works(started, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    def speaks():
        print("to nobody")
        print("stabiel: why it failed.", file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
        return 3

    code, (page,), _ = started(speaks)

    assert code == 3
    assert "why it failed." in page
    assert sys.stdout is None


def test_the_page_is_a_file_that_the_browser_can_open(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    windowless.show_page("<p>één</p>")

    (path,) = tmp_path.rglob("*.html")
    assert path.read_text("utf-8") == "<p>één</p>"
    assert opened == [path.as_uri()]
