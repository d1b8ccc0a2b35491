"""What stays on the screen for a while. In: lines, remarks, the time. Out: those of this moment."""

from stabiel.trainer.speech_queue import Line, spoken_s

# A line stays on the screen for at least this long, the time it takes to read.
LINE_SHOWN_S = 2.5
NOTE_SHOWN_S = 5.0


class Captions:
    """Holds the last spoken line and the last remark, and how long each is shown.

    All times are the camera's, in seconds.
    """

    def __init__(self) -> None:
        self._line: tuple[Line, float] | None = None
        self._note: tuple[str, float] | None = None

    def show(self, now_s: float, line: Line) -> None:
        """Show a line for as long as it takes to say and to read."""
        self._line = line, now_s + max(LINE_SHOWN_S, spoken_s(line.text))

    def remark(self, now_s: float, text: str) -> None:
        """Show a remark for a while."""
        self._note = text, now_s + NOTE_SHOWN_S

    def line(self, now_s: float) -> Line | None:
        """Return the line that is shown now; None if there is none."""
        return self._line[0] if self._line is not None and now_s < self._line[1] else None

    def note(self, now_s: float) -> str | None:
        """Return the remark that is shown now; None if there is none."""
        return self._note[0] if self._note is not None and now_s < self._note[1] else None
