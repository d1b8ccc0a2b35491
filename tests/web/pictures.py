"""Pictures as a browser sends them."""

import struct

import cv2
import numpy as np


def jpeg(width: int = 128, height: int = 96, gray: int = 120) -> bytes:
    """A JPEG with the noise that every camera has: each is another picture."""
    noise = np.random.default_rng(gray).integers(0, 12, (height, width, 3))
    return bytes(cv2.imencode(".jpg", (noise + gray).astype(np.uint8))[1])


def sent(captured_ms: float, picture: bytes) -> bytes:
    """A picture with its time, as it goes over the socket."""
    return struct.pack("<d", captured_ms) + picture
