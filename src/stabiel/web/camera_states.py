"""The state of a camera that is on another device. In: what its page reports. Out: messages.

A camera that stands still, or whose page is hidden, still has a last picture. Nothing in it may be
taken for what happens now, so it counts as lost at once.
"""

from typing import Literal

from stabiel.web.messages import Json

ReportedState = Literal["on", "still", "lost", "hidden", "dim"]
# "waits" before a camera has joined, "gone" after its page has left.
RemoteState = Literal["waits", "gone"] | ReportedState
# In all other states the newest picture shows what happens now; "dim" only warns that the screen of
# the device may turn off.
SEES: frozenset[RemoteState] = frozenset({"on", "dim"})


def camera_state_message(state: RemoteState) -> Json:
    """Return the message that tells a page without a camera how the camera is."""
    return {"type": "camera_state", "state": state}
