"""What the doctor finds. In: nothing. Out: the topics, and the type of a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, get_args

Topic = Literal[
    "versions", "files", "camera", "sound", "voice", "browser", "screen", "disk", "records",
    "clock", "speed",
]  # fmt: skip
TOPICS: tuple[Topic, ...] = get_args(Topic)
# They take seconds, and use the camera or a whole core.
SLOW: tuple[Topic, ...] = ("camera", "voice", "speed")
FINE = "fine"
# Every trouble that a check can name. Each has two texts: what was found, and what to do.
TROUBLES: dict[Topic, tuple[str, ...]] = {
    "versions": ("python", "missing", "other"),
    "files": ("model", "missing"),
    "camera": (
        "missing", "denied_linux", "denied_windows", "denied_mac", "in_use", "closed_windows",
        "closed_mac", "silent", "black", "another",
    ),
    "sound": ("missing",),
    "voice": ("missing_linux", "missing_windows", "missing_mac"),
    "browser": ("missing", "text_only"),
    "screen": ("missing", "wayland"),
    "disk": ("full", "small", "read_only"),
    "records": ("unreadable",),
    "clock": ("behind", "before_session"),
    "speed": ("too_slow", "lighter"),
}  # fmt: skip


class Health(StrEnum):
    """How bad it is."""

    FINE = "fine"
    # stabiel works, but not all of it, or less well.
    MIND = "mind"
    # Something that stabiel cannot do without.
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question about a computer.

    Attributes:
        topic: what was asked about.
        health: how bad it is.
        trouble: which trouble; with the topic it is the key of the texts. "fine" without one.
        values: what the texts name: a device, a folder, a number.
    """

    topic: Topic
    health: Health = Health.FINE
    trouble: str = FINE
    values: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of the text that says what was found."""
        return f"{self.topic}_{self.trouble}"
