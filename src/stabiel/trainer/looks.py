"""Finds the poses of a session with one landmarker, or two in turn. In: frames. Out: poses.

What looks follows the pace that the computer keeps (`stabiel.trainer.pace`). A landmarker that
fails is replaced by a fresh one, and only that frame is lost.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from stabiel.errors import ResourceError
from stabiel.exercises.model import Exercise
from stabiel.pose.in_turn import InTurn
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.system.cores import usable_cores
from stabiel.system.resources import ModelName
from stabiel.trainer.pace import FrameTime, Pace
from stabiel.trainer.ports import Camera, Estimators
from stabiel.video.frame import Frame

# A fresh estimator is made for each failed frame. After this many in a row, another will not help.
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """A look that did not fail: its pose, None if nobody is there."""

    pose: Pose | None


class Looks:
    """The landmarkers of one session. Holds them and their pace.

    Args:
        estimators: makes an estimator for an exercise, a fresh one on each call.
        camera: whose frames are looked at.
        model: the wanted one.
        work_s: seconds of work so far.
        cores: how many may be used; None finds out.
        keeps_model: never take another model.
        landmarkers: always so many, with the wanted model; None as many as measured.
    """

    def __init__(
        self,
        estimators: Estimators,
        camera: Camera,
        model: ModelName,
        *,
        work_s: Callable[[], float],
        cores: int | None = None,
        keeps_model: bool = False,
        landmarkers: int | None = None,
    ) -> None:
        self._estimators, self._camera, self._work_s = estimators, camera, work_s
        self._pace = Pace(
            model,
            cores=usable_cores() if cores is None else cores,
            keeps_model=keeps_model,
            landmarkers=landmarkers,
        )
        self._exercise: Exercise | None = None
        self._one: PoseEstimator | None = None
        self._two: InTurn | None = None
        self._failures = 0
        self._began_s = 0.0

    @property
    def model(self) -> ModelName:
        """The model that looks now."""
        return self._pace.gear.model

    @property
    def ahead(self) -> int:
        """How many frames may be looked at before the one that is due."""
        return self._pace.gear.landmarkers - 1

    def open(self, exercise: Exercise) -> bool:
        """Begin to look for an exercise; return whether a better model looks again.

        Raises:
            ResourceError: the model cannot be loaded.
        """
        self._exercise = exercise
        better = self._pace.begin_exercise()
        self._make()
        return better

    def _make(self) -> None:
        """Make fresh landmarkers in place of those that are there."""
        assert self._exercise is not None
        self.close()
        exercise, model = self._exercise, self.model
        if self.ahead:
            self._two = InTurn(lambda: self._estimators(exercise, model), clock=self._work_s)
        else:
            self._one = self._estimators(exercise, model)

    def begin(self, frame: Frame) -> None:
        """Begin to look at a frame that is due later, if two look in turn."""
        if self._two is not None:
            self._two.begin(frame)

    def is_ready(self, time_s: float) -> bool:
        """Return whether the look at the frame of this time has begun, and is over."""
        return self._two is not None and self._two.is_ready(time_s)

    def find(self, frame: Frame) -> Looked | None:
        """Look at a frame; None if the landmarker failed, and was replaced.

        Raises:
            ResourceError: fresh ones fail too.
        """
        estimator = self._two or self._one
        assert estimator is not None
        self._began_s = self._work_s()
        try:
            looked = Looked(estimator.find(frame))
        except (RuntimeError, ValueError) as error:
            self._failures += 1
            if self._failures > MOST_FAILURES:
                raise ResourceError(
                    f"The pose model failed {self._failures} times in a row ({error}); "
                    "start again, or install stabiel again."
                ) from error
            self._make()
            return None
        self._failures = 0
        return looked

    def judged(self, frame: Frame, captured_s: float) -> bool:
        """Note that the frame that was found last is judged; return whether the model has changed.

        Args:
            frame: with the time of its exercise.
            captured_s: the camera's time of it.

        Raises:
            ResourceError: the model that takes over cannot be loaded.
        """
        work_s = self._work_s() - self._began_s
        model, rate_hz = self.model, self._camera.rate_hz
        took = FrameTime(
            frame.time_s,
            work_s if self._two is None else self._two.took_s,
            work_s,
            0.0 if self._two is None else self._camera.age_s(captured_s),
        )
        # In the dark, a camera delivers half of what it declares, or less.
        if self._pace.note(took, rate_hz / 2 if self._camera.slow_in_dark else rate_hz):
            self._make()
        return self.model != model

    def close(self) -> None:
        """Free the landmarkers."""
        for each in (self._one, self._two):
            if each is not None:
                with suppress(RuntimeError, ValueError):
                    each.close()
        self._one = self._two = None
