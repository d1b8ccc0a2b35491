"""The errors of stabiel. In: what went wrong. Out: one sentence a user can act on.

Every message names the file or device, the place in it where there is one, and the remedy.
"""


class StabielError(Exception):
    """Anything that stops the work for a reason the user can understand."""

    exit_code = 2


class UsageError(StabielError):
    """The command was given something it cannot work with (exit code 2)."""


class ExerciseError(StabielError):
    """An exercise file is wrong; the message has one line for each mistake."""


class ResourceError(StabielError):
    """A file that belongs to the program itself is missing or damaged."""


class OutputError(StabielError):
    """A result cannot be written where it was asked for."""


class VideoError(StabielError):
    """A video cannot be read (exit code 3)."""

    exit_code = 3


class StoreError(StabielError):
    """The records cannot be read (exit code 3)."""

    exit_code = 3


class CameraError(StabielError):
    """A camera cannot be opened or gives no picture (exit code 3)."""

    exit_code = 3
