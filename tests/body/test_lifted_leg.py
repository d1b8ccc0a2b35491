"""How far a heel is off the floor, on somebody on the back whose pelvis is lifted or not."""

import pytest

from stabiel.anatomy import Part
from stabiel.body.body import Body, BodyReader
from stabiel.body.measures import Value
from stabiel.pose.plausibility import PoseGuard
from tests.bodies import Figure, hook_lying, leg_lift, pose_of
from tests.measured import read


def body_of(figure: Figure) -> Body:
    return BodyReader().read(PoseGuard().check(pose_of(figure, 0.0)))


def value(name: str, body: Body) -> float:
    reading = read(name, body, "right")
    assert isinstance(reading, Value), reading
    return reading.value


def with_pelvis_lifted(figure: Figure, by: float) -> Figure:
    x, y = figure[Part.HIP]
    return figure | {Part.HIP: (x, y + by)}


@pytest.mark.parametrize("pelvis_lift", [0.0, 0.25])
def test_a_lifted_leg_is_as_high_whether_or_not_the_pelvis_is_lifted(pelvis_lift: float) -> None:
    start = body_of(hook_lying())
    lifted = leg_lift(165.0)
    risen = lifted[Part.HEEL][1] - hook_lying()[Part.HEEL][1]

    body = body_of(with_pelvis_lifted(lifted, pelvis_lift)).with_start(start)

    assert value("heel_up_tl", body) == pytest.approx(risen, abs=0.05)
    if pelvis_lift:
        assert value("heel_over_trunk_tl", body) < risen - 0.4


def test_without_an_own_start_the_trunk_is_the_floor() -> None:
    body = body_of(leg_lift(165.0))

    assert value("heel_up_tl", body) == pytest.approx(value("heel_over_trunk_tl", body))
