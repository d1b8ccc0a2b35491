"""The words on the annotated video: those of the cue, with a stripe if they ask for a change."""

from dataclasses import replace

import pytest

from stabiel.analysis.annotate import CUE_SHOWN_S, CueCaptions
from stabiel.coach.coach import START
from stabiel.coach.events import Attempt, FaultBegan
from stabiel.drawing.overlay import Caption
from stabiel.session.cues import NOT_COUNTED, Cue, CueChooser, Priority
from stabiel.session.pipeline import Judgment
from tests.sessions import BOOK

NOTHING = Judgment(None, START, [], None, ())


@pytest.mark.parametrize(
    ("priority", "mends"),
    [
        (Priority.DANGER, True),
        (Priority.FORM, True),
        (Priority.HINT, True),
        (Priority.SETUP, False),
        (Priority.COUNT, False),
    ],
)
def test_what_asks_for_a_change_has_the_color_of_one(priority, mends):
    cue = Cue(10.0, "neck_not_back", "Tuck your chin slightly.", priority)
    captions = CueCaptions()

    assert captions.at(10.0, replace(NOTHING, cue=cue)) == Caption(cue.text, mends)
    assert captions.at(10.0 + CUE_SHOWN_S - 0.1, NOTHING) == Caption(cue.text, mends)
    assert captions.at(10.0 + CUE_SHOWN_S, NOTHING) == Caption()


def test_what_is_doubtful_is_not_on_the_video():
    events = [
        FaultBegan(10.0, "overarched", 9.5, doubtful=True),
        Attempt(10.0, "both", 7.0, 10.0, "pelvis_low", doubtful=True),
    ]
    cue = CueChooser(BOOK.get("bridging"), BOOK, "en").choose(10.0, events, START, None)

    assert CueCaptions().at(10.0, replace(NOTHING, events=events, cue=cue)) == Caption()


def test_a_miss_stays_marked_until_the_cue_that_waited_ends():
    missed = Attempt(10.0, "both", 7.0, 10.0, "pelvis_low")
    cue = Cue(10.8, NOT_COUNTED, "Not counted: lift higher.", Priority.FORM)
    captions = CueCaptions()
    captions.drawn(10.0, replace(NOTHING, events=[missed]))
    captions.drawn(10.8, replace(NOTHING, cue=cue))

    during = captions.drawn(10.7 + CUE_SHOWN_S, NOTHING)
    after = captions.drawn(10.8 + CUE_SHOWN_S, NOTHING)

    assert (during.caption.cue, during.moment.missed) == (cue.text, missed)
    assert (after.caption, after.moment.missed) == (Caption(), None)
