"""Live sessions with two landmarkers in turn, and with a model that returns."""

import itertools
from dataclasses import replace

import pytest

from stabiel.store import DataFolder, Store
from stabiel.trainer import pace
from stabiel.trainer.lookahead import Lookahead
from stabiel.trainer.pace import LEAST_RATE_HZ
from tests.bodies import childs_pose, path, pose_of
from tests.trainer.live import BRIDGING, TOPS, Live, offline
from tests.trainer.people import bridge_step, bridges, hold_step
from tests.trainer.test_live_session import LiveWithFailures


def run_ahead(live):
    """Run a session of one exercise as a window or a page does, and return it."""
    frames = Lookahead(live.camera, live.session)
    while not (live.session.over or frames.ended):
        frame, sight = frames.next(0.1)
        live.session.step(frame, now_s=frame.time_s, sight=sight)
    live.session.close()
    (session,) = live.session.sessions
    return session


def test_two_landmarkers_in_turn_give_the_session_of_one_whatever_is_ready_first(tmp_path):
    (one,) = Live([bridge_step()], BRIDGING, tmp_path / "one").run()
    live = Live([bridge_step()], BRIDGING, tmp_path / "two", landmarkers=2)
    two = run_ahead(live)

    assert live.models == ["full", "full"]
    # An even pose is not the found one while a movement begins or ends.
    assert [(each.faults, each.number) for each in two.repetitions] == [
        (each.faults, each.number) for each in one.repetitions
    ]
    for which in ("repetitions", "attempts", "cues"):
        moments = [moments_of(getattr(each, which)) for each in (two, one)]
        assert moments[0] == pytest.approx(moments[1], abs=0.01)
    assert [frame.time_s for frame in kept_frames(tmp_path / "two")] == [
        pose.time_s for pose in BRIDGING
    ]


def moments_of(records):
    return [getattr(each, "start_s", getattr(each, "time_s", None)) for each in records]


def kept_frames(folder):
    with Store(DataFolder(folder)) as store:
        return store.frames(store.latest())


def test_a_landmarker_that_fails_in_turn_costs_only_its_frame(tmp_path):
    live = LiveWithFailures({100, 101, 300}, [bridge_step()], BRIDGING, tmp_path, landmarkers=2)
    session = run_ahead(live)

    assert [each.faults for each in session.repetitions] == [
        each.faults for each in offline(BRIDGING).repetitions
    ]
    assert 1 <= len(BRIDGING) - len(kept_frames(tmp_path)) <= 3


def test_the_better_model_returns_with_the_next_exercise_and_is_shown_once(tmp_path, monkeypatch):
    monkeypatch.setattr(pace, "AGAIN_AFTER_S", 5.0)
    hips = path((0, 90), (38, 90), (41, 36), (60, 36), (63, 90), (80, 90))

    def pose_at(time_s):
        figure = bridges(*TOPS, start_s=3.0)(time_s) if time_s < 33 else childs_pose(hips(time_s))
        return pose_of(figure, time_s)

    poses = [pose_at(index / 30) for index in range(75 * 30)]
    # Slow for the first seconds, then idle.
    steps_s = itertools.chain(itertools.repeat(1.2 / LEAST_RATE_HZ, 300), itertools.repeat(0.001))
    ticks = itertools.accumulate(steps_s)
    live = Live(
        [bridge_step(4, rest_s=5.0), replace(hold_step(hold_s=10.0), sets=1)], poses, tmp_path,
        work_s=lambda: next(ticks),
    )  # fmt: skip
    sessions = live.run()

    assert live.models == ["full", "lite", "full"]
    assert [each.model for each in sessions] == ["full, then lite", "full"]
    notes = [note for note, _ in itertools.groupby(scene.note for _, scene in live.scenes)]
    assert notes.count("adjusting to your computer") == 1
    assert notes.count("your computer has room again") == 1
    assert not {"lighter_model", "better_model"} & {line.id for line in live.voice.lines}
