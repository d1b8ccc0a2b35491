"""The doctor for the pages: what it says, and what it leaves out while a session runs."""

import pytest

from stabiel.doctor import SLOW, TOPICS
from tests.doctor.computers import fails, fine_computer
from tests.web.app import client_of

# Whoever asks has both before them.
SHOWN = [each for each in TOPICS if each not in ("browser", "screen")]


@pytest.fixture
def ask(context):
    def asked(computer, **query):
        with client_of(context) as client:
            client.app.state.computer = computer
            answer = client.get("/api/doctor", params=query)
            assert answer.status_code == 200, answer.text
            return answer.json()

    return asked


def test_findings_are_told_in_the_language_of_the_page(ask):
    computer = fine_computer(cameras=list, numbers=list)

    dutch, english = ask(computer, lang="nl"), ask(computer, lang="en")

    assert [each["topic"] for each in english["findings"]] == SHOWN
    (wrong,) = [each for each in english["findings"] if each["health"] != "fine"]
    assert (wrong["topic"], wrong["words"]) == ("camera", "I find no camera.")
    assert wrong["remedy"].startswith("Plug one in")
    assert english["headline"].startswith("You cannot train like this yet.")
    assert dutch["headline"].startswith("Zo kun je nog niet trainen.")
    assert not english["left_out"]


def test_the_camera_of_a_running_session_is_left_alone(context, ask):
    context.is_training = lambda: True
    computer = fine_computer(open_camera=fails(AssertionError()))

    found = ask(computer)

    assert found["left_out"]
    assert [each["topic"] for each in found["findings"]] == [
        each for each in SHOWN if each not in SLOW
    ]
