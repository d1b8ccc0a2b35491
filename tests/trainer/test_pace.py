"""The pace: when a lighter model is due."""

from stabiel.trainer.pace import LEAST_RATE_HZ, Pace


def test_a_computer_that_keeps_up_keeps_its_model():
    pace = Pace()
    for _ in range(200):
        pace.note(0.9 / LEAST_RATE_HZ)

    assert not pace.is_too_slow


def test_single_slow_frames_do_not_change_the_model():
    pace = Pace()
    for index in range(200):
        pace.note(1.0 if index % 5 == 0 else 0.02)

    assert not pace.is_too_slow
