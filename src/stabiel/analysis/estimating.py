"""Finds poses in a recorded video. In: frames. Out: poses, or an error that names the video."""

from pathlib import Path

from stabiel.errors import ResourceError
from stabiel.pose.pose import Pose, PoseEstimator
from stabiel.video.frame import Frame


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
