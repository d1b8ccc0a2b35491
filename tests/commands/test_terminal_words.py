"""The terminal speaks one language per command, with names of faults and no ids."""

import pytest

from stabiel.commands.wording import names_of, summary
from stabiel.exercises.files import load_book
from tests.records import WHOLE, judged_frames, keep

BOOK = load_book()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            "clip.mp4: 1 keer vastgehouden, 29,7 s in de houding, 2 aandachtspunten "
            "({fast}, {arms})",
        ),
        ("en", "clip.mp4: 1 hold, 29.7 s in the zone, 2 faults ({fast}, {arms})"),
    ],
)
def test_a_held_session(language, words):
    names = names_of("bridging", BOOK, language)
    fast, arms = (names.fault(each).lower() for each in ("lowering_fast", "arms_lifted"))

    assert summary(WHOLE, names, "clip.mp4") == words.format(fast=fast, arms=arms)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "clip.mp4: 1 repetitie, 1 telde niet ({low}), "),
        ("en", "clip.mp4: 1 repetition, 1 did not count ({low}), "),
    ],
)
def test_repetitions_and_attempts(language, words):
    session = judged_frames([175, 152]).session
    names = names_of("bridging", BOOK, language)

    low = names.fault("pelvis_low").lower()
    assert summary(session, names, "clip.mp4").startswith(words.format(low=low))


def test_a_kept_session_in_which_nothing_counted_says_why(run, tmp_path):
    keep(tmp_path, judged_frames([152]))

    code, out, err = run("sessions", "show", 1, "--data", tmp_path)

    assert (code, err) == (0, "")
    title, _, why, *rows = out.splitlines()
    low = BOOK.get("bridging").faults["pelvis_low"].name.nl.lower()
    assert title.startswith(BOOK.get("bridging").name.nl)
    assert why == f"1 beweging gezien, maar die telde niet: {low}."
    assert any(f"telde niet: {low}" in row for row in rows)


def test_a_video_in_which_nothing_counted_is_one_line_with_the_reason():
    names = names_of("bridging", BOOK, "en")

    words = summary(judged_frames([152]).session, names, "clip.mp4")

    assert words == "clip.mp4: 1 movement seen, but it did not count: pelvis higher."


def test_a_kept_session_is_shown_in_its_own_language(run, tmp_path):
    keep(tmp_path, judged_frames([175, 152]))

    code, out, err = run("sessions", "show", 1, "--data", tmp_path)

    assert (code, err) == (0, "")
    bridging = BOOK.get("bridging")
    assert out.startswith(f"{bridging.name.nl}, ")
    assert f"telde niet: {bridging.faults['pelvis_low'].name.nl.lower()}" in out
    assert "pelvis_low" not in out
