"""What stays on the screen for a while. In: lines, remarks, the time. Out: those of this moment."""

from stabiel.coach.events import Attempt
from stabiel.session.cues import NOT_COUNTED
from stabiel.trainer.speech_queue import Line, spoken_s

# A line stays on the screen for at least this long, the time it takes to read.
LINE_SHOWN_S = 2.5
NOTE_SHOWN_S = 5.0


class Captions:
    """Holds the last spoken line, the last remark and what it is about, and how long each is shown.

    All times are the camera's, in seconds.
    """

    def __init__(self) -> None:
        self._line: tuple[Line, float] | None = None
        self._note: tuple[str, float] | None = None
        # The last movement that did not count, and whether the remark is about it.
        self._missed: Attempt | None = None
        self._of_missed = False

    def show(self, now_s: float, line: Line) -> None:
        """Show a line for as long as it takes to say and to read."""
        self._line = line, now_s + max(LINE_SHOWN_S, spoken_s(line.text))

    def remark(self, now_s: float, text: str, missed: Attempt | None = None) -> None:
        """Show a remark for a while; `missed` is the movement that it is about."""
        self._note = text, now_s + NOTE_SHOWN_S
        self._of_missed = missed is not None
        self._missed = missed or self._missed

    def forget_missed(self) -> None:
        """Mark the last missed movement no longer: its target is reached."""
        self._missed = None

    def line(self, now_s: float) -> Line | None:
        """Return the line that is shown now; None if there is none."""
        return self._line[0] if self._line is not None and now_s < self._line[1] else None

    def note(self, now_s: float) -> str | None:
        """Return the remark that is shown now; None if there is none."""
        return self._note[0] if self._note is not None and now_s < self._note[1] else None

    def missed(self, now_s: float) -> Attempt | None:
        """Return the movement that did not count, as long as anything is said or written of it."""
        line = self.line(now_s)
        written = self._of_missed and self.note(now_s) is not None
        said = line is not None and line.id == NOT_COUNTED
        return self._missed if written or said else None
