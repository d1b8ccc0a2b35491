"""stabiel: counts and judges core-stability exercises from a camera or a video.

`analyze` judges a video and returns a `Session`. It prints nothing and writes nothing:

>>> import stabiel
>>> session = stabiel.analyze("samples/bridging.mp4", exercise="bridging", model="lite")
>>> session
<Session bridging: 4 repetitions, 3 good, 1 attempt, 27.5 s>
>>> [repetition.faults for repetition in session.repetitions]
[(), (), ('lowering_fast',), ()]

`Session.to_frame` is a pandas table of what was done, `Session.angles` the joint angles of both
sides over time:

>>> frame = session.to_frame()
>>> list(frame["kind"])
['repetition', 'attempt', 'repetition', 'repetition', 'repetition']
>>> angles = session.angles()
>>> angles["left_hip_deg"].shape
(687,)

`load_exercises` returns the exercises that it knows:

>>> exercises = stabiel.load_exercises()
>>> exercises["bridging"].name.en
'The bridge'

Every error that a user can act on is a `StabielError`:

>>> stabiel.analyze("no-such-video.mp4", exercise="bridging")
Traceback (most recent call last):
stabiel.errors.VideoError: no-such-video.mp4: there is no such file; give the path of a video.
"""

TYPE_CHECKING = False  # type checkers take it for True; `typing` itself takes time to import
if TYPE_CHECKING:
    from stabiel.api import analyze, load_exercises, load_session
    from stabiel.body.angles import Angles
    from stabiel.errors import (
        CameraError,
        ExerciseError,
        OutputError,
        ResourceError,
        StabielError,
        StoreError,
        UsageError,
        VideoError,
    )
    from stabiel.exercises.files import ExerciseBook
    from stabiel.exercises.model import Exercise
    from stabiel.session.session import Session

__version__ = "0.1.0"
__all__ = [
    "Angles",
    "CameraError",
    "Exercise",
    "ExerciseBook",
    "ExerciseError",
    "OutputError",
    "ResourceError",
    "Session",
    "StabielError",
    "StoreError",
    "UsageError",
    "VideoError",
    "__version__",
    "analyze",
    "load_exercises",
    "load_session",
]

# Where each name lives. It is imported when it is first asked for, so that `import stabiel` and
# `stabiel --help` stay light.
_HOMES = {
    "Angles": "stabiel.body.angles",
    "CameraError": "stabiel.errors",
    "Exercise": "stabiel.exercises.model",
    "ExerciseBook": "stabiel.exercises.files",
    "ExerciseError": "stabiel.errors",
    "OutputError": "stabiel.errors",
    "ResourceError": "stabiel.errors",
    "Session": "stabiel.session.session",
    "StabielError": "stabiel.errors",
    "StoreError": "stabiel.errors",
    "UsageError": "stabiel.errors",
    "VideoError": "stabiel.errors",
    "analyze": "stabiel.api",
    "load_exercises": "stabiel.api",
    "load_session": "stabiel.api",
}


if not TYPE_CHECKING:  # so that type checkers still find names that do not exist

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_HOMES[name]), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
