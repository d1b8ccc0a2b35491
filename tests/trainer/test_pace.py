"""The pace: when two landmarkers look in turn, and when another model is due.

The times are those of a machine of two cores on which a look of `heavy` takes 58 ms alone and 70 ms
beside another one, of `full` 21 and 25 ms, and of `lite` 15 ms (`docs/results.md`).
"""

import itertools

import pytest

from stabiel.trainer.pace import AGAIN_AFTER_S, FRAMES, LEAST_RATE_HZ, FrameTime, Gear, Pace

ALONE_S = {"heavy": 0.058, "full": 0.021, "lite": 0.015}
BESIDE_S = {"heavy": 0.070, "full": 0.025, "lite": 0.018}
JUDGING_S = 0.002


class Computer:
    """A computer that looks in the gear of a pace. Holds its time, and the gears that it took."""

    def __init__(self, pace, rate_hz=30.0):
        self.pace, self.rate_hz, self.time_s = pace, rate_hz, 0.0
        self.gears = [pace.gear]

    def run(self, seconds, slower=1.0, late_s=0.0):
        """Work for some seconds, so many times slower than alone."""
        until_s = self.time_s + seconds
        while self.time_s < until_s:
            model, two = self.pace.gear.model, self.pace.gear.landmarkers == 2
            look_s = slower * (BESIDE_S if two else ALONE_S)[model]
            busy_s = look_s / 2 if two else look_s + JUDGING_S
            # A frame is taken as soon as one looks again, and another one has come.
            self.time_s += max(busy_s, 1 / self.rate_hz)
            took = FrameTime(
                self.time_s, look_s, busy_s, look_s + late_s + 1 / self.rate_hz / 2 if two else 0.0
            )
            if self.pace.note(took, self.rate_hz):
                self.gears.append(self.pace.gear)
        return self


HEAVY, HEAVIES, FULL, FULLS = Gear("heavy"), Gear("heavy", 2), Gear("full"), Gear("full", 2)
LITE = Gear("lite")


def test_a_computer_that_keeps_up_keeps_its_model():
    pace = Pace("full", cores=1)
    for number in range(200):
        assert not pace.note(FrameTime(number / 15, 0.06, 0.9 / LEAST_RATE_HZ), 15.0)

    assert pace.gear == FULL


def test_single_slow_frames_do_not_change_the_model():
    pace = Pace("full", cores=1)
    for number in range(200):
        took_s = 1.0 if number % 5 == 0 else 0.02
        assert not pace.note(FrameTime(number / 15, took_s, took_s), 30.0)


@pytest.mark.parametrize(
    ("model", "cores", "rate_hz", "gears"),
    [
        ("heavy", 2, 30.0, [HEAVY, HEAVIES]),
        ("heavy", 4, 30.0, [HEAVY, HEAVIES]),
        ("heavy", 1, 30.0, [HEAVY]),
        ("heavy", 2, 15.0, [HEAVY]),
        ("full", 2, 30.0, [FULL]),
        ("full", 2, 60.0, [FULL, FULLS]),
        ("lite", 2, 60.0, [LITE]),
    ],
)
def test_two_look_in_turn_if_one_does_not_keep_up_with_the_camera(model, cores, rate_hz, gears):
    computer = Computer(Pace(model, cores=cores), rate_hz).run(60)

    assert computer.gears == gears


def test_two_in_turn_hold_25_frames_with_heavy_where_one_holds_17():
    computer = Computer(Pace("heavy", cores=2)).run(30)
    since_s, frames = computer.time_s, computer.pace._rate_now_hz()

    assert since_s > 0
    assert frames > 25.0


def test_a_busy_computer_goes_from_two_to_one_to_a_lighter_model():
    # A look beside another one takes 0.1 s: too late to be spoken of in time.
    computer = Computer(Pace("heavy", cores=2)).run(30, slower=1.45)

    assert computer.gears == [HEAVY, HEAVIES, HEAVY, FULL]


def test_two_that_give_too_little_are_one_again_and_tried_later_and_later():
    pace = Pace("heavy", cores=2)
    computer = Computer(pace)
    moments = []
    for number in itertools.count():
        if computer.time_s > 10 * AGAIN_AFTER_S:
            break
        two = pace.gear.landmarkers == 2
        # Beside each other each takes twice as long: nothing is won.
        look_s = 0.116 if two else 0.058
        computer.time_s += 0.058
        if pace.note(FrameTime(computer.time_s, look_s, 0.058, 0.05), 30.0):
            moments.append((number, computer.time_s, pace.gear))

    ups_s = [time_s for _, time_s, gear in moments if gear == HEAVIES]
    assert {gear for _, _, gear in moments} == {HEAVY, HEAVIES}
    assert len(ups_s) == 4
    waits_s = [after - before for before, after in itertools.pairwise(ups_s)]
    assert waits_s == sorted(waits_s)
    assert waits_s[0] >= AGAIN_AFTER_S


def test_two_that_come_too_late_are_one_again():
    computer = Computer(Pace("heavy", cores=2)).run(20)
    computer.run(20, late_s=0.03)

    assert computer.gears == [HEAVY, HEAVIES, HEAVY]


def test_two_are_one_again_if_one_is_enough():
    computer = Computer(Pace("full", cores=2)).run(10, slower=2.5)
    computer.run(30)

    assert computer.gears == [FULL, FULLS, FULL]


def test_a_better_model_returns_with_an_exercise_once_it_would_keep_up():
    computer = Computer(Pace("heavy", cores=1)).run(20, slower=1.3)
    assert computer.gears == [HEAVY, FULL]

    assert not computer.pace.begin_exercise()  # too soon
    computer.run(2 * AGAIN_AFTER_S, slower=1.3)
    assert not computer.pace.begin_exercise()  # as slow as it was
    computer.run(10)
    assert computer.gears == [HEAVY, FULL]  # never within an exercise
    assert computer.pace.begin_exercise()
    assert computer.pace.gear == HEAVY
    computer.run(60)
    assert computer.gears == [HEAVY, FULL]


def test_each_return_that_was_too_soon_makes_the_next_one_later():
    pace = Pace("heavy", cores=1)
    computer = Computer(pace)
    returned_s = []
    while computer.time_s < 12 * AGAIN_AFTER_S:
        computer.run(10, slower=2.0 if pace.gear.model == "heavy" else 1.0)
        if pace.begin_exercise():
            returned_s.append(computer.time_s)

    # Alone, `full` takes so little that `heavy` seems possible.
    assert pace.gear == FULL
    waits_s = [after - before for before, after in itertools.pairwise(returned_s)]
    assert waits_s == sorted(waits_s)


def test_after_every_change_a_whole_window_is_measured():
    computer = Computer(Pace("heavy", cores=1))
    for number in range(FRAMES):
        changed = computer.pace.note(FrameTime(number / 5, 0.2, 0.2), 30.0)
        assert changed == (number == FRAMES - 1)
    for number in range(FRAMES, 2 * FRAMES - 1):
        assert not computer.pace.note(FrameTime(number / 5, 0.2, 0.2), 30.0)


def test_a_model_that_is_kept_and_a_number_that_is_fixed_stay():
    kept = Computer(Pace("full", cores=1, keeps_model=True)).run(60, slower=5)
    fixed = Computer(Pace("heavy", cores=2, landmarkers=1)).run(60, slower=5)

    assert (kept.gears, fixed.gears) == ([FULL], [HEAVY])
