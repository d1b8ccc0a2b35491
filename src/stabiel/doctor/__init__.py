"""Whether this computer is ready. In: the computer. Out: `Finding`s, each with what to do.

`checks` decides, `computer` says what it asks a computer, `real` asks this one, `words` says it.
"""

from stabiel.doctor.checks import Asked, examine
from stabiel.doctor.computer import Computer
from stabiel.doctor.finding import SLOW, TOPICS, Finding, Health, Topic
from stabiel.doctor.words import Advice, advice_on, finding_json, headline

__all__ = [
    "SLOW",
    "TOPICS",
    "Advice",
    "Asked",
    "Computer",
    "Finding",
    "Health",
    "Topic",
    "advice_on",
    "examine",
    "finding_json",
    "headline",
]
