"""Measures as they are judged with: bound to the settings of the shared file that ships."""

from stabiel.anatomy import Side
from stabiel.body import measures
from stabiel.body.body import Body
from stabiel.body.measures import Reading
from tests.sessions import BOOK


def read(name: str, body: Body, side: Side) -> Reading:
    """Return a measure of a body, of one side."""
    return measures.read(name, body, side, BOOK.checks.measures)
