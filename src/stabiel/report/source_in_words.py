"""How far the times of a video can be trusted. In: a session. Out: sentences, or none."""

from stabiel.session.session import Session
from stabiel.video.frame import LEAST_RATE_HZ
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import number, plural
from stabiel.wording.language import Language

# Less than this is a frame or two, and changes nothing.
_LEAST_SHARE = 0.005


def about_times(session: Session, language: Language) -> str | None:
    """Return how far the times of a session can be trusted, None if they are the video's own."""
    source = session.source
    said = []
    if (session.repetitions or session.holds) and 0 < source.frame_rate_hz < LEAST_RATE_HZ:
        rate = number(source.frame_rate_hz, 1, language)
        said.append(text("times", "few_frames", language, rate=rate))
    if source.estimated_share >= _LEAST_SHARE:
        share = max(1, round(100 * source.estimated_share))
        said.append(text("times", "estimated", language, share=share))
    if source.clock_jumps:
        count = source.clock_jumps
        said.append(plural("times", "clock_jumps", count, language, count=count))
    return " ".join(said) or None
