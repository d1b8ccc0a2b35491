"""What is spoken and written. In: lines, remarks, the session's clock. Out: those of this moment.

Both follow the camera's time, which goes on in a pause. It plays no sound and draws nothing.
"""

from stabiel.coach.events import Attempt
from stabiel.trainer.captions import Captions
from stabiel.trainer.session_clock import SessionClock
from stabiel.trainer.speech_queue import Line, SpeechQueue


class Announcer:
    """Holds the lines that wait to be spoken, and what the screen still shows of earlier ones."""

    def __init__(self, clock: SessionClock) -> None:
        self._clock = clock
        self._queue = SpeechQueue()
        self._captions = Captions()

    def say(self, *lines: Line) -> None:
        """Queue lines."""
        for line in lines:
            self._queue.add(self._clock.now_s, line)

    def drop(self, *ids: str) -> None:
        """Discard waiting lines; without ids, all of them except those that stay."""
        self._queue.drop(*ids)

    def drop_of_stage(self) -> None:
        """Discard waiting lines about the stage; those about the step and those that stay wait."""
        self._queue.drop_of_stage()

    @property
    def waiting(self) -> bool:
        """Whether any line waits."""
        return bool(self._queue.waiting)

    def next(self) -> Line | None:
        """Return the line to begin now, and show it; None if there is none."""
        line = self._queue.next(self._clock.now_s)
        if line is not None:
            self._captions.show(self._clock.now_s, line)
        return line

    def remark(self, text: str, missed: Attempt | None = None) -> None:
        """Show a remark for a while; `missed` is the movement that it is about."""
        self._captions.remark(self._clock.now_s, text, missed)

    def forget_missed(self) -> None:
        """Mark the last missed movement no longer: its target is reached."""
        self._captions.forget_missed()

    @property
    def shown_line(self) -> Line | None:
        """The line on the screen."""
        return self._captions.line(self._clock.now_s)

    @property
    def shown_remark(self) -> str | None:
        """The remark on the screen."""
        return self._captions.note(self._clock.now_s)

    @property
    def missed(self) -> Attempt | None:
        """The movement that did not count, as long as anything is said or written of it."""
        return self._captions.missed(self._clock.now_s)
