"""A picture that waits in memory. In: a frame. Out: the same frame, as a JPEG and back again.

A raw picture of 640x480 has 920 kB; as a JPEG it has 40 to 80 kB, so half a minute fits.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from stabiel.video.frame import Frame

# Nobody sees the difference in a picture that is encoded once more, as a video.
QUALITY = 90


@dataclass(frozen=True, slots=True)
class PackedFrame:
    """A frame whose picture is a JPEG; `time_s` is that of the frame, seconds."""

    jpeg: bytes
    time_s: float

    def unpack(self) -> Frame:
        """Return the frame with its picture, RGB."""
        found = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR)
        image = np.ascontiguousarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), np.uint8)
        return Frame(image, self.time_s)


def packed(frame: Frame) -> PackedFrame:
    """Return a frame with its picture as a JPEG, which loses a little."""
    bgr = cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))
    return PackedFrame(jpeg.tobytes(), frame.time_s)
