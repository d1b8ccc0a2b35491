"""The clips of the exercises in `docs/author/examples`, which are not of the catalogue.

`python -m samples.studio.own_examples` renders them there. In: nothing. Out: the clips.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from samples.studio.bodies import other
from samples.studio.clip import PEOPLE, Clip, camera_for
from samples.studio.clips import NEAR
from samples.studio.exercises import EXERCISES
from samples.studio.exercises.all_fours import ARM_IN_LINE_DEG, leg_reach, reach_arm
from samples.studio.figure import Figure
from samples.studio.shoot import shoot, video_path
from samples.studio.stage import Stage
from samples.studio.timeline import Exercise, Moment, Movement

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "author" / "examples"


def bird_dog(stage: Stage, moment: Moment) -> Figure:
    """Reach one leg back and the arm of the other side forward, both in line with the back."""
    figure = leg_reach(stage, moment)
    arm, reach = other(moment.side), moment.excursion
    reach_arm(figure, stage, arm, reach, target_deg=ARM_IN_LINE_DEG, bent_deg=0.0)
    return figure


BIRD_DOG = Exercise(
    "bird-dog",
    bird_dog,
    (),
    out_s=1.7,
    hold_s=1.2,
    back_s=1.8,
    has_sides=True,
    begins_with="kneeling",
    counts=False,
)


def clips() -> list[Clip]:
    """Three repetitions of each: with the near side, the far one, the near one."""
    found = []
    for exercise_id, framed_as, begins_with, name in (
        ("bird-dog", "arm-reach", "kneeling", "ida"),
        ("straight-leg-raise", "leg-lift", "supine", "bram"),
    ):
        near, person = NEAR[begins_with], PEOPLE[name]
        sides = (near, other(near), near)
        found.append(
            Clip(
                exercise_id,
                exercise_id,
                tuple(Movement(side, hold_s=1.2) for side in sides),
                seed=900 + len(found),
                body=person.body,
                outfit=person.outfit,
                rest_hip_deg=person.rest_hip_deg,
                camera=camera_for(framed_as, "side"),
                lead_in_s=2.0,
            )
        )
    return found


def main() -> None:
    """Render the clips; the truth of the studio is of no use for exercises of your own."""
    EXERCISES[BIRD_DOG.id] = BIRD_DOG
    with tempfile.TemporaryDirectory() as folder:
        for clip in clips():
            shoot(clip, Path(folder))
            video = video_path(clip, Path(folder))
            video.replace(EXAMPLES / video.name)


if __name__ == "__main__":
    main()
