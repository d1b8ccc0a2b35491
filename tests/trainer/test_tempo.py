"""A session at the tempo of a plan: what is said, shown and kept, and how it is judged again."""

from dataclasses import replace

import pytest

from stabiel.exercises.model import TempoFault
from stabiel.session.replay import replay
from stabiel.store import DataFolder, Store
from stabiel.trainer.terms import Stage
from tests.trainer.live import BRIDGING, Live
from tests.trainer.people import GOOD, bridge_step, bridges, seen, train

# Down in 2 s; the exercise itself asks for 0.9 s at least.
LOWERED = seen(bridges(*[GOOD] * 3, every_s=8.0))


@pytest.mark.parametrize(("return_s", "fast"), [(None, False), (2.0, False), (6.0, True)])
def test_a_way_faster_than_the_plan_asks_is_mentioned(return_s, fast):
    heard = train([replace(bridge_step(3), return_s=return_s)], LOWERED, 70)

    assert ("lowering_fast" in heard.ids) is fast
    assert heard.texts[-2].startswith("Three. Done. " + ("Good effort" if fast else "All good"))


def test_a_way_that_the_exercise_does_not_time_gets_a_fault_of_its_own():
    heard = train([replace(bridge_step(3), out_s=6.0)], LOWERED, 70)

    assert "Move out more slowly." in heard.texts
    assert heard.scenes[-1][1].summary[1] == "Next time: slower on the way out"


def test_the_tempo_and_the_strictness_of_the_plan_are_shown():
    step = replace(bridge_step(3), remark="Breathe.", out_s=3.0, return_s=1.5, strictness="gentle")
    heard = train([step], LOWERED, 25)

    notes = {scene.note for _, scene in heard.scenes if scene.stage is Stage.WORK}
    assert "Breathe. · Out 3 seconds, back 1.5 seconds, few cues" in notes
    assert heard.texts.count("Out 3 seconds, back 1.5 seconds.") == 1


def test_a_kept_session_keeps_the_tempo_that_it_was_judged_by(tmp_path):
    # Recorded landmarks of a person who comes down in 0.7 s, which the exercise itself calls fast.
    plain, slow = Live([bridge_step(4)], BRIDGING, tmp_path / "plain"), tmp_path / "slow"
    planned = Live([replace(bridge_step(4), return_s=0.7, out_s=5.0)], BRIDGING, slow)
    (before,), (after,) = plain.run(), planned.run()

    assert all(each.faults == ("lowering_fast",) for each in before.repetitions)
    assert all(each.faults == ("planned_tempo_out",) for each in after.repetitions)
    with Store(DataFolder(slow)) as store:
        (kept,) = store.sessions()
        book, frames = store.rule(kept.id), store.frames(kept.id)
    rule = book["bridging"]
    times = {
        name: each.shorter_than_s
        for name, each in rule.faults.items()
        if isinstance(each, TempoFault)
    }
    assert times == {"lowering_fast": 0.41, "planned_tempo_out": 2.9}
    again = replay(rule, book, "en", frames, source=after.source, model=after.model).session
    assert [each.faults for each in again.repetitions] == [("planned_tempo_out",)] * 4
