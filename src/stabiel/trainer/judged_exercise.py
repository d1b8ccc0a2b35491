"""One exercise of a live session. In: frames and poses. Out: judgments, kept."""

from dataclasses import dataclass, replace

from stabiel.exercises.model import Exercise
from stabiel.pose.pose import Pose
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.session import Source
from stabiel.trainer.other_exercise import OtherExerciseWatch
from stabiel.trainer.ports import Camera, ExerciseKeeper, Recorder
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame


@dataclass(slots=True)
class JudgedExercise:
    """One exercise while it is judged. Its time begins with its first frame.

    Attributes:
        began_s: the camera's time of its first frame, seconds.
        last_s: its own time of its newest frame, seconds.
        size_px: (width, height) of its frames.
    """

    exercise: Exercise
    judge: Judge
    keeper: ExerciseKeeper
    recorder: Recorder | None
    others: OtherExerciseWatch
    began_s: float | None = None
    last_s: float = 0.0
    frames: int = 0
    size_px: tuple[int, int] = (0, 0)

    def own_frame(self, frame: Frame) -> Frame:
        """Return a frame with the exercise's own time; the first frame begins that time."""
        if self.began_s is None:
            self.began_s = frame.time_s
            self.size_px = frame.image.shape[1], frame.image.shape[0]
        time_s = self.own_time_s(frame.time_s)
        return frame if time_s == frame.time_s else replace(frame, time_s=time_s)

    def own_time_s(self, time_s: float) -> float:
        """Return the exercise's own time at a time of the camera."""
        return time_s - (self.began_s or 0.0)

    def take(self, own: Frame, pose: Pose | None) -> Judgment:
        """Judge a frame and store it."""
        light = brightness(own.image)
        judgment = self.judge.update(own.time_s, pose, light)
        self.keeper.add(own.time_s, pose, light, judgment)
        if self.recorder is not None:
            self.recorder.add(own)
        self.frames, self.last_s = self.frames + 1, own.time_s
        return judgment

    def source(self, camera: Camera) -> Source:
        """Return where its frames came from, and how many there were."""
        step_s = self.last_s / (self.frames - 1) if self.frames > 1 else 0.0
        duration_s = self.last_s + (step_s or 1.0 / camera.rate_hz)
        return Source(
            kind=camera.kind,
            name=camera.name,
            duration_s=duration_s,
            frame_rate_hz=self.frames / duration_s,
            width_px=self.size_px[0],
            height_px=self.size_px[1],
        )
