"""Where the pictures of a session came from. In: frames. Out: `Source`, a part of `Session`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stabiel.video.timestamps import TimeRepair


@dataclass(frozen=True, slots=True)
class Source:
    """Where the pictures came from.

    Attributes:
        kind: "file" or "camera".
        name: of the file or the camera.
        duration_s: from the first frame to the end of the last, seconds.
        frame_rate_hz: frames per second, on average.
        width_px, height_px: the size of the picture as shown.
        estimated_share: the share of the frames whose time had to be estimated, 0 to 1.
        clock_jumps: how often the clock of the file started again or leapt; time goes on there.
        begins_s: when its first frame is in the recording that it is a part of; 0 if it is whole.
        looked_at: in how many of its `frames` the body was looked for; in the others it was filled
            in (`stabiel.pose.between`). Both are 0 if it was looked for in every frame, or if that
            is not known. A frame between two that show nobody counts as looked at.
    """

    kind: str
    name: str
    duration_s: float
    frame_rate_hz: float
    width_px: int
    height_px: int
    estimated_share: float = 0.0
    clock_jumps: int = 0
    begins_s: float = 0.0
    looked_at: int = 0
    frames: int = 0

    def repaired(self, repairs: Mapping[TimeRepair, int], count: int) -> "Source":
        """Return the source with what had to be done to the times of its frames.

        Args:
            repairs: how many frames needed each repair.
            count: how many frames there were.
        """
        return replace(
            self,
            estimated_share=repairs.get(TimeRepair.ESTIMATED, 0) / max(1, count),
            clock_jumps=repairs.get(TimeRepair.CLOCK_SET, 0),
        )

    def looked(self, looked_at: int, frames: int) -> "Source":
        """Return the source with how many of its frames were looked at."""
        if looked_at == frames:
            looked_at = frames = 0
        return replace(self, looked_at=looked_at, frames=frames)

    def counted(self, count: int, last_s: float) -> "Source":
        """Return the source with the duration and the frame rate computed from its frames.

        Args:
            count: how many frames there were.
            last_s: time stamp of the last one, which is assumed to last as long as the others.
        """
        last_s -= self.begins_s
        step_s = last_s / (count - 1) if count > 1 else 1.0 / (self.frame_rate_hz or 25.0)
        duration_s = last_s + step_s
        return replace(self, duration_s=duration_s, frame_rate_hz=count / duration_s)
