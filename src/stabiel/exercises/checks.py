"""All checks of a shared file, with the measures that they are about. In: both. Out: a mapping."""

from collections.abc import Mapping

from stabiel.body.measures import Measure
from stabiel.exercises.model import Check


class Checks(dict[str, Check]):
    """The checks by name, and the measures with the settings of the same file.

    Attributes:
        measures: by name, ready to be computed.
    """

    def __init__(self, checks: Mapping[str, Check], measures: Mapping[str, Measure]) -> None:
        super().__init__(checks)
        self.measures = measures
