"""Which sample is shown, and how. In: scenes, and how the person lies. Out: a `SampleView`.

The window and the pages both take it from here, so that they show the same leg. While somebody
works the picture is not turned over any more: it would jump under their eyes.
"""

from stabiel.anatomy import Side
from stabiel.body.body import Body
from stabiel.exercises.model import Exercise
from stabiel.exercises.sample_films import SampleView, sample_view
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Stage

_WITHOUT = (Stage.ENDED, Stage.ASKING)
_STILL_TURNS = (Stage.SET_UP, Stage.READY)


class SampleChoice:
    """Holds which side of the body was near the camera when the work began."""

    def __init__(self) -> None:
        self._exercise_id = ""
        self._near: Side | None = None

    def update(self, scene: Scene, body: Body | None) -> SampleView | None:
        """Return how the sample of a scene is shown; None if its film is not known.

        Args:
            scene: what to show.
            body: the person's; None if nobody is detected or nothing is judged.
        """
        exercise = shown_exercise(scene)
        if exercise is None:
            return None
        if exercise.id != self._exercise_id:
            self._exercise_id, self._near = exercise.id, None
        # In a rest the body is that of the exercise before.
        newer = self._near is None or scene.stage in _STILL_TURNS
        if body is not None and newer and scene.stage is not Stage.REST:
            self._near = body.near
        return sample_view(exercise.id, shown_side(scene), self._near)


def shown_exercise(scene: Scene) -> Exercise | None:
    """Return whose sample is shown: in a rest that of the next exercise; None for none."""
    if scene.stage in _WITHOUT:
        return None
    return (scene.next_exercise or scene.exercise) if scene.stage is Stage.REST else scene.exercise


def shown_side(scene: Scene) -> Side | None:
    """Return which side the sample shows: in a rest that of the next step."""
    resting = scene.stage is Stage.REST and scene.next_exercise is not None
    return scene.next_side if resting else scene.side
