"""Pictures of the window for tests. In: a scene. Out: what the screen draws."""

from stabiel.body.body import BodyReader
from stabiel.coach.coach import START
from stabiel.desktop.layout import fitted, layout_of
from stabiel.desktop.screen import Screen
from stabiel.trainer.scene import Ring, Scene, Wanted
from stabiel.trainer.terms import Stage
from tests.bodies import Bridge, Camera, pose_of
from tests.drawing.test_overlay import gray, rows_of
from tests.sessions import BOOK

BRIDGING, CHILDS_POSE = BOOK.get("bridging"), BOOK.get("childs-pose")
SIZES = [(640, 480), (1280, 720), (1366, 768), (720, 1280)]
WEBCAM = (640, 480)
WORK = Scene(
    Stage.WORK,
    BRIDGING,
    "The bridge",
    number="3",
    beside="/ 10",
    ring=Ring(0.4),
    doing="go",
    moment=START,
)
WANTED = tuple(
    Wanted(name, words, ok, of_posture=posture)
    for name, words, ok, posture in (
        ("person", "someone in the picture", True, False),
        ("view", "camera in the right place", False, False),
        ("whole_body", "whole body in the picture", False, False),
        ("knees_bent", "bend your knees", False, True),
    )
)
SET_UP = Scene(Stage.SET_UP, BRIDGING, "The bridge", doing="set up", wanted=WANTED)


def drawn(scene=WORK, size=(1280, 720), *, level=60, body=None, mirrored=False, theme="system"):
    screen = Screen("en", size, mirrored=mirrored, theme=theme)
    return screen.draw(gray(WEBCAM, level), body, scene)


def body_in(size):
    camera = Camera(size[0] / 4.5, (size[0] * 0.1, size[1] * 0.65), size_px=size)
    return BodyReader().read(pose_of(Bridge().at(170.0), 0.0, camera))


def height_share(mask, size):
    first, last = rows_of(mask)
    return (last - first + 1) / size[1]


def person_box(size, picture=WEBCAM):
    return fitted(layout_of(size, picture, 100).main, picture)
