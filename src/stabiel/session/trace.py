"""What was seen and followed in every frame of a session. In: judged frames. Out: `ValueTrace`.

It holds what a curve, a report or a review needs of the judgment, so that none of them judges the
landmarks again. `stabiel.session.trace_file` writes and reads it.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stabiel.anatomy import Evidence, Reason, Side, SideName, View
from stabiel.body.body import Body
from stabiel.coach.coach import Moment
from stabiel.coach.events import Event, Hold, Phase
from stabiel.coach.time_spent import TimeKind
from stabiel.geometry import distance
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose import Pose
from stabiel.session.key_moments import MomentPicker

# The codes of a trace are positions in these tuples.
PHASES, EVIDENCE, USES = tuple(Phase), tuple(Evidence), tuple(TimeKind)
# "both" stands for no single side: both work, or none does.
SIDE_NAMES: tuple[SideName, ...] = ("both", "left", "right")
_PHASE_CODES = {phase: code for code, phase in enumerate(PHASES)}
_EVIDENCE_CODES = {evidence: code for code, evidence in enumerate(EVIDENCE)}
_USE_CODES = {kind: code for code, kind in enumerate(USES)}
_SIDE_CODES: dict[Side | None, int] = {None: 0, "left": 1, "right": 2}


@dataclass(frozen=True, slots=True)
class KeyMoment:
    """A moment that is worth a picture, and what its drawing needs besides the landmarks.

    Attributes:
        movement: the identity of its movement or hold.
        role: "start", "best", "return", or the id of a fault.
        time_s: of its frame.
        phase, side, faults: as in `Moment`.
        near: the side of the body towards the camera.
        view: from where the camera looks.
        doubts: the landmarks that are implausible, by their rows, and why.
    """

    movement: int
    role: str
    time_s: float
    phase: Phase
    side: Side | None
    faults: tuple[str, ...]
    near: Side
    view: View
    doubts: dict[int, Reason]

    def body(self, pose: Pose) -> Body:
        """Return the body of this moment, for a drawing.

        Args:
            pose: the landmarks of its frame, as they were detected.
        """
        torso_px = max(distance(*trunk_ends(pose.points)), 1e-6)
        return Body(replace(pose, doubts=self.doubts), self.near, self.view, torso_px)


class ValueTrace:
    """What was followed in each frame, and the key moments. Grows frame by frame.

    Attributes:
        times_s: n times in seconds.
        values: n values of the followed measure in its unit, in single precision, NaN if it is not
            visible.
        goals: n values to reach, NaN before one is known.
        phases, evidence, uses, sides: n codes each, positions in `PHASES`, `EVIDENCE`, `USES` and
            `SIDE_NAMES`: how things stand, how the place of the followed limb is known, what the
            time is spent on, and the working side.
        goal: the last value to reach, None if none was ever known.
        key_moments: in the order in which their movements ended.
    """

    def __init__(self) -> None:
        self.times_s = array("d")
        self.values = array("f")
        self.goals = array("d")
        self.phases = array("B")
        self.evidence = array("B")
        self.uses = array("B")
        self.sides = array("B")
        self.goal: float | None = None
        self.key_moments: list[KeyMoment] = []
        self._picker: MomentPicker[tuple[Body, Moment]] = MomentPicker(self._keep)

    def __len__(self) -> int:
        return len(self.times_s)

    def add(self, moment: Moment, body: Body | None, events: Sequence[Event]) -> None:
        """Note one frame: how things stand, the body that is seen, and what happened."""
        self.times_s.append(moment.time_s)
        self.values.append(math.nan if moment.value is None else moment.value)
        self.goals.append(math.nan if moment.goal is None else moment.goal)
        self.phases.append(_PHASE_CODES[moment.phase])
        self.evidence.append(_EVIDENCE_CODES[moment.evidence])
        self.uses.append(_USE_CODES[moment.use.kind])
        self.sides.append(_SIDE_CODES[moment.side])
        if moment.goal is not None:
            self.goal = moment.goal
        self._picker.add(None if body is None else (body, moment), moment, events)

    def close(self, holds: Iterable[Hold]) -> None:
        """Note the end of the session; `holds` are all that were held in it."""
        self._picker.close(holds)

    def _keep(self, movement: int, shots: dict[str, tuple[Body, Moment]]) -> None:
        self.key_moments += [
            KeyMoment(
                movement=movement,
                role=role,
                time_s=moment.time_s,
                phase=moment.phase,
                side=moment.side,
                faults=moment.faults,
                near=body.near,
                view=body.view,
                doubts=dict(body.pose.doubts),
            )
            for role, (body, moment) in shots.items()
        ]
