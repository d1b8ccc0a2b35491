"""How far a leg is lifted off the floor, the pelvis too or not. In: a body. Out: values by name."""

from stabiel import geometry
from stabiel.anatomy import Part, Side
from stabiel.body.body import Body, UnseenError
from stabiel.body.measures.measure import Measure


def _heel_up(body: Body, side: Side) -> float:
    """How far a heel has risen: since its own start, or over the trunk's line if that is unknown.

    A pelvis that is lifted tilts the trunk's line up to the heel, by half a torso length.
    """
    heel = body.point(Part.HEEL, side)
    try:
        start = body.at_start()
        at_rest = start.point(Part.HEEL, side)
        up = geometry.upward_normal(start.point(Part.SHOULDER, side), at_rest)
    except UnseenError:
        shoulder, hip = body.point(Part.SHOULDER, side), body.point(Part.HIP, side)
        return geometry.height_over_line(heel, shoulder, hip) / body.torso_px
    return float((heel - at_rest) @ up) / start.torso_px


LIFTED_LEG: dict[str, Measure] = {
    "heel_up_tl": Measure(
        _heel_up,
        "tl",
        "heel above its own start, or above the trunk",
        decides="above the own start; if the heel was not visible there, over the line from "
        "shoulder to hip",
    ),
}
