"""Finds poses in a recorded video. In: frames. Out: poses, or an error that names the video."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from stabiel.analysis.sampler import SampledFrame, sampled
from stabiel.errors import ResourceError
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.pose.recording import Recorded
from stabiel.pose.visibility_smoothing import RawVisibility, SmoothedVisibility
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame


def poses_of(
    frames: Iterable[Frame], estimator: PoseEstimator, *, every_frame: bool
) -> Iterator[SampledFrame[Frame]]:
    """Yield every frame with its pose, in order.

    Args:
        frames: in order of their times.
        estimator: a new one, which has seen no other frames.
        every_frame: look at each; else at those that the motion asks for.

    Raises:
        ResourceError: the estimator failed.
    """
    if every_frame:
        for frame in frames:
            found = Recorded(frame.time_s, estimator.find(frame), brightness(frame.image))
            yield SampledFrame(frame, found, looked=True)
        return
    raw, smoothed = RawVisibility(), SmoothedVisibility()

    def look(frame: Frame) -> Recorded:
        return Recorded(frame.time_s, raw.of(estimator.find(frame)), brightness(frame.image))

    for each in sampled(frames, look):
        found = each.found._replace(pose=smoothed.of(each.found.pose))
        yield SampledFrame(each.frame, found, each.looked)


class NamedEstimator:
    """An estimator whose errors name the video.

    A failure ends the analysis. A skipped frame would be missing from the counts, and a video can
    be analyzed again. A live session cannot be repeated, so it goes on
    (`stabiel.trainer.live_session`).

    Args:
        inner: finds the poses.
        video: the file that the frames are from.
    """

    def __init__(self, inner: PoseEstimator, video: Path) -> None:
        self._inner, self._video = inner, video

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in a frame, None if there is nobody.

        Raises:
            ResourceError: the estimator failed.
        """
        try:
            return self._inner.find(frame)
        except (RuntimeError, ValueError) as error:
            raise ResourceError(
                f"{self._video}: the pose model failed at {frame.time_s:.1f} s ({error}); "
                "analyze the video again, or install stabiel again."
            ) from error

    def close(self) -> None:
        """Close the inner estimator."""
        self._inner.close()
