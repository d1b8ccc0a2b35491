"""People who train. In: figures over time. Out: what the trainer says and shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stabiel.coach.events import Event
from stabiel.coach.time_spent import TimeUse
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.programme import Step
from stabiel.pose.pose import Pose
from stabiel.session.pipeline import Judge
from stabiel.trainer.scene import ExerciseBegan, Milestone, Scene, SessionEnded
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command, Sight, Strictness
from stabiel.trainer.trainer import Trainer
from stabiel.wording.language import Language
from tests.bodies import Bridge, Figure, childs_pose, path, pose_of, walking
from tests.sessions import BOOK

RATE_HZ = 15.0
ASLEEP_S = 600.0
# Hip angles of a bridge that is high enough, and of one that is too low, degrees.
GOOD, LOW = 172.0, 152.0
STRETCH = path((0, 90), (17, 90), (20, 36), (51, 36), (53, 90), (65, 90), (68, 36), (1000, 36))
PoseAt = Callable[[float], Pose | None]


@dataclass
class Heard:
    """What a session gave: lines and scenes, each with its time, and milestones."""

    lines: list[tuple[float, Line]] = field(default_factory=list)
    scenes: list[tuple[float, Scene]] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [line.id for _, line in self.lines]

    @property
    def texts(self) -> list[str]:
        return [line.text for _, line in self.lines]

    def time_of(self, name: str) -> float:
        return next(time_s for time_s, line in self.lines if line.id == name)

    def scene_at(self, time_s: float) -> Scene:
        return next(scene for at_s, scene in self.scenes if at_s >= time_s - 1e-6)

    def kinds(self) -> list[str]:
        return [type(each).__name__ for each in self.milestones]


def bridge_step(repetitions: int = 10, rest_s: float = 0.0) -> Step:
    return Step("bridging", "both", 1, 1, repetitions, None, rest_s)


def hold_step(
    exercise: str = "childs-pose", hold_s: float = 30.0, number: int = 1, rest_s: float = 0.0
) -> Step:
    return Step(exercise, "both", number, 2, None, hold_s, rest_s)


def train(
    steps: Sequence[Step],
    pose_at: PoseAt,
    seconds: float,
    *,
    language: Language = "en",
    strictness: Strictness = Strictness.NORMAL,
    commands: Mapping[float, Command] | None = None,
    sight_at: Callable[[float], Sight] = lambda time_s: Sight.FINE,
    first: int = 0,
    book: ExerciseBook = BOOK,
    rate_hz: float = RATE_HZ,
    asleep_at_s: float = float("inf"),
    use_at: Callable[[float], TimeUse | None] = lambda time_s: None,
    events_at: Callable[[float], list[Event]] = lambda time_s: [],
    acting: Callable[[float, Scene], Pose | None] | None = None,
    asks: Callable[[float, Scene], Command | None] = lambda time_s, scene: None,
    done_before: Mapping[str, int] | None = None,
) -> Heard:
    """Run a session of a person whose pose over time is known, until the trainer ends it.

    At `asleep_at_s` the computer sleeps for ten minutes, and the person waits. `use_at` says what a
    frame is spent on instead of the coach, and `events_at` adds to what happened in it. A person
    who is `acting` follows what is shown instead of the time alone, and so do the commands that
    somebody `asks` for.
    """
    trainer = Trainer(
        steps, book, language, strictness=strictness, first=first, done_before=done_before
    )
    judge: Judge | None = None
    heard = Heard()
    pending = dict(commands or {})
    for index in range(round(seconds * rate_hz)):
        done_s = index / rate_hz
        time_s = done_s if done_s < asleep_at_s else done_s + ASLEEP_S
        sight = sight_at(time_s)
        judgment = None
        if judge is not None and trainer.judging and sight is Sight.FINE:
            pose = acting(done_s, heard.scenes[-1][1]) if acting else pose_at(done_s)
            judgment = judge.update(time_s, None if pose is None else replace(pose, time_s=time_s))
            use = use_at(time_s) or judgment.moment.use
            judgment = replace(
                judgment,
                moment=replace(judgment.moment, use=use),
                events=[*judgment.events, *events_at(time_s)],
            )
        due = [at_s for at_s in pending if at_s <= time_s]
        given = [pending.pop(at_s) for at_s in due]
        wanted = asks(time_s, heard.scenes[-1][1]) if heard.scenes else None
        given += [] if wanted is None else [wanted]
        turn = trainer.update(time_s, judgment, commands=given, sight=sight)
        heard.scenes.append((time_s, turn.show))
        if turn.say is not None:
            heard.lines.append((time_s, turn.say))
        heard.milestones += turn.milestones
        for milestone in turn.milestones:
            if isinstance(milestone, ExerciseBegan):
                judge = Judge(milestone.exercise, book, language)
            if isinstance(milestone, SessionEnded):
                return heard
    return heard


def bridges(
    *tops: float,
    start_s: float = 17.0,
    every_s: float = 6.0,
    up_s: float = 2.0,
    top_s: float = 1.2,
    down_s: float = 2.0,
) -> Callable[[float], Figure]:
    """Return a person on their back who lifts the pelvis to these hip angles, one after another."""
    bridge = Bridge()
    knots = [(0.0, bridge.rest_deg)]
    for number, top in enumerate(tops):
        begin_s = start_s + number * every_s
        knots += [
            (begin_s, bridge.rest_deg),
            (begin_s + up_s, top),
            (begin_s + up_s + top_s, top),
            (begin_s + up_s + top_s + down_s, bridge.rest_deg),
        ]
    knots.append((knots[-1][0] + 1000.0, bridge.rest_deg))
    hip_deg = path(*knots)
    return lambda time_s: bridge.at(hip_deg(time_s))


def seen(figure_at: Callable[[float], Figure | None]) -> PoseAt:
    """Return the poses of a figure over time."""

    def pose_at(time_s: float) -> Pose | None:
        figure = figure_at(time_s)
        return None if figure is None else pose_of(figure, time_s)

    return pose_at


def stretching(time_s: float) -> Figure:
    """Return a person in child's pose from second 20 to 51, and again from second 68 on."""
    return childs_pose(STRETCH(time_s))


def standing(time_s: float) -> Figure:
    """Return a person who stands."""
    return walking(0.25)
