"""A session.json from a stranger: a session by the contract, or one sentence."""

import json
import os
import sys

import pytest

from stabiel.errors import StoreError
from stabiel.session import session as sessions
from stabiel.session.session import load_session
from tests.records import WHOLE


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "session.json"
    WHOLE.save(path)
    return path


def complaint(path):
    with pytest.raises(StoreError) as caught:
        load_session(path)
    message = str(caught.value)
    assert caught.value.exit_code == 3
    assert message.startswith(f"{path}: this is not a session that can be read (")
    assert "\n" not in message
    assert len(message) < 600
    return message


def test_a_whole_one_is_read_as_it_was_written(path):
    assert load_session(path).to_json() == WHOLE.to_json()


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema",), 4),
        (("schema",), "x" * 10_000),
        (("language",), "fr"),
        (("source", "duration_s"), "long"),
        (("source", "duration_s"), float("nan")),
        (("source", "duration_s"), float("inf")),
        (("source", "width_px"), 10**400),
        (("summary", "judged_share"), None),
        (("repetitions",), {}),
        (("repetitions",), [1]),
        (("repetitions", 0, "side"), "upper"),
        (("repetitions", 0, "faults"), [{}]),
        (("repetitions", 0, "metrics"), {"peak_deg": [1.0]}),
        (("repetitions", 0, "metrics"), {"peak_deg": 1e9}),
        (("repetitions", 0, "end_s"), [[]]),
        (("attempts", 0, "reason"), 3),
        (("holds", 0, "complete"), "perhaps"),
        (("faults", 0, "severity"), {"x" * 5000: 1}),
        (("cues", 0, "text"), ["x"]),
        (("cues", 0, "priority"), 77),
        (("not_judged", 0, "reason"), "x" * 5000),
        (("not_judged",), [0.5]),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_a_value_that_cannot_be_is_named(path, place, value):
    data = json.loads(path.read_text(encoding="utf-8"))
    holder = data
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    path.write_text(json.dumps(data), encoding="utf-8")

    complaint(path)


@pytest.mark.parametrize("key", list(json.loads(json.dumps(WHOLE.to_json()))))
def test_a_missing_key_is_a_sentence(path, key):
    data = json.loads(path.read_text(encoding="utf-8"))
    del data[key]
    path.write_text(json.dumps(data), encoding="utf-8")

    complaint(path)


@pytest.mark.parametrize("text", ["", "null", "[]", "7", "{", "[" * 100_000, "\x00", "9" * 5000])
def test_what_is_no_session_is_a_sentence(path, text):
    path.write_text(text, encoding="utf-8")

    complaint(path)


def test_one_that_is_too_large_is_not_read(path):
    with path.open("wb") as file:
        file.truncate(20 * sessions.MOST_BYTES)  # takes no room on the disk

    assert f"more than {sessions.MOST_BYTES} bytes" in complaint(path)


def test_one_with_too_many_rows_is_refused(path, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_ROWS", 15)
    assert load_session(path)
    data = WHOLE.to_json()
    path.write_text(json.dumps(data | {"cues": data["cues"] * 8}), encoding="utf-8")

    assert "a list of 16" in complaint(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(path, run):
    path.unlink()
    os.mkfifo(path)

    code, _, err = run("replay", path.parent)

    assert code == 2
    assert "neither the number of a session nor a folder with a session.json" in err
