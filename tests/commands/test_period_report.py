"""`stabiel report` writes one page and a bundle; `stabiel review` opens the bundle to read."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from http.cookiejar import CookieJar

import pytest

from stabiel.cli import main
from stabiel.commands import period_report
from stabiel.errors import UsageError
from tests.four_weeks import write_four_weeks
from tests.report.test_pdf import pages_of

WEEKS = ("--from", "2026-11-02", "--until", "2026-11-29")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_four_weeks(tmp_path_factory.mktemp("report") / "data").path


@pytest.fixture(autouse=True)
def today(monkeypatch):
    class Day(period_report.date):
        @classmethod
        def today(cls):
            return cls(2026, 11, 29)

    monkeypatch.setattr(period_report, "date", Day)


def refused(capsys, *arguments) -> str:
    assert main(["report", *map(str, arguments)]) == UsageError.exit_code
    _, error = capsys.readouterr()
    assert len(error.splitlines()) == 1
    return error


def test_a_page_and_a_bundle(data, tmp_path, capsys):
    pdf, bundle = tmp_path / "page.pdf", tmp_path / "bundle.zip"

    asked = ("report", "--data", data, "--lang", "en", "--out", pdf, "--bundle", bundle)
    assert main([*map(str, asked)]) == 0

    assert len(pages_of(pdf.read_bytes())) == 1
    assert zipfile.ZipFile(bundle).read("page.pdf") == pdf.read_bytes()
    said, _ = capsys.readouterr()
    assert [line.split(": ", 1)[1] for line in said.splitlines()] == [str(pdf), str(bundle)]


def test_without_a_name_the_page_is_called_by_its_last_day(data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert main(["report", "--data", str(data), "--period", "2w"]) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["stabiel-2026-11-29.pdf"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--period", "4"), "--period 4: give a number of weeks, such as 4w."),
        (("--period", "0w"), "A period is 1 to 52 weeks"),
        (("--period", "999w"), "A period is 1 to 52 weeks"),
        (("--from", "2026-11-02", "--period", "4w"), "Give --period or --from, not both."),
        (("--from", "2.11.2026"), "--from 2.11.2026: give a date such as 2026-03-31."),
        (("--until", "2027-01-01"), "this day is still to come"),
        (("--from", "2026-11-20", "--until", "2026-11-02"), "before it begins"),
        (("--until", "2025-01-31"), "Nothing is kept from 2025-01-04 to 2025-01-31"),
    ],
)
def test_what_cannot_be_is_one_sentence(data, capsys, options, words):
    assert words in refused(capsys, "--data", data, *options)


def test_a_place_that_cannot_be_written(data, tmp_path, capsys):
    for option in ("--out", "--bundle"):
        assert main(["report", "--data", str(data), option, str(tmp_path / "no" / "file")]) != 0
        _, error = capsys.readouterr()
        assert str(tmp_path / "no" / "file") in error


def test_a_file_that_is_no_bundle_is_refused_before_anything_opens(tmp_path, capsys):
    path = tmp_path / "other.zip"
    path.write_bytes(b"PK\x03\x04 nothing")

    assert main(["review", str(path), "--no-browser"]) == UsageError.exit_code
    _, error = capsys.readouterr()
    assert "it is not a bundle of stabiel, or it is damaged" in error
    assert main(["review", str(path), "--pdf"]) == UsageError.exit_code


def test_a_bundle_opens_to_read_and_leaves_nothing(data, tmp_path):
    bundle, temporary = tmp_path / "bundle.zip", tmp_path / "temporary"
    temporary.mkdir()
    main(["report", "--data", str(data), *WEEKS, "--bundle", str(bundle)])
    process = subprocess.Popen(
        [sys.executable, "-m", "stabiel", "review", str(bundle), "--no-browser"],
        stdout=subprocess.PIPE, text=True, env={"TMPDIR": str(temporary), **_environment()},
    )  # fmt: skip
    try:
        link = next(
            found[0] for line in process.stdout if (found := re.search(r"http://\S+", line))
        )
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        opener = urllib.request.build_opener(cookies)
        opener.open(link)
        home = link.partition("/?")[0]
        start = opener.open(f"{home}/api/start").read().decode()
        assert '"person":"Mevrouw Jansen"' in start
        assert '"closes":false' in start
        assert any(temporary.iterdir())
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        process.stdout.close()
    assert not any(temporary.iterdir())


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "TMPDIR"}
