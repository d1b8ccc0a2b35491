"""`stabiel doctor`: findings in both languages and as JSON, and an exit code for scripts."""

import json

import pytest

from stabiel.cli import main
from stabiel.commands.doctor import NOT_READY_EXIT_CODE
from stabiel.doctor import SLOW, TOPICS, real
from tests.doctor.computers import fine_computer


@pytest.fixture
def doctor(monkeypatch, tmp_path, capsys):
    """Ask the doctor about a planted computer; return the exit code and what is printed."""

    def ask(*arguments, **changes):
        monkeypatch.setattr(real, "this_computer", lambda: fine_computer(**changes))
        code = main(["doctor", "--data", str(tmp_path), *arguments])
        return code, capsys.readouterr().out

    return ask


def test_nothing_is_wrong(doctor):
    code, said = doctor()

    assert code == 0
    assert said.splitlines()[-1] == "Alles is in orde. Je kunt beginnen."
    assert len([line for line in said.splitlines() if line.startswith("✓ ")]) == len(TOPICS)


def test_what_must_be_fixed_has_a_remedy_and_an_exit_code(doctor):
    code, said = doctor("--lang", "en", cameras=list, numbers=list, has_sound=lambda: False)

    assert code == NOT_READY_EXIT_CODE
    lines = said.splitlines()
    place = lines.index("✗ Camera: I find no camera.")
    assert lines[place + 1].strip() == (
        "What you can do: Plug one in, or use your phone as the camera."
    )
    assert [line[:7] for line in lines if line.startswith("! ")] == ["! Sound"]


def test_what_could_be_better_is_no_failure(doctor):
    assert doctor(has_sound=lambda: False)[0] == 0


def test_json_for_programs(doctor):
    code, said = doctor("--json", "--quick", "--lang", "en", browser=lambda: None)

    found = json.loads(said)
    assert code == NOT_READY_EXIT_CODE
    assert [each["topic"] for each in found] == [each for each in TOPICS if each not in SLOW]
    (wrong,) = [each for each in found if each["health"] == "stop"]
    assert (wrong["topic"], wrong["trouble"]) == ("browser", "missing")


def test_damaged_settings_and_records_do_not_stop_it(doctor, tmp_path):
    (tmp_path / "settings.json").write_text("{ no settings")

    code, said = doctor("--quick", "--lang", "en")

    assert code == 0
    assert "Everything is fine." in said
