"""Every stage of a session as the page shows it, at all sizes: the test sends the scenes."""

import dataclasses
import json

import pytest
from playwright.sync_api import expect

from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.drawing.placement import placement
from stabiel.exercises.files import load_book
from stabiel.trainer.sample_choice import SampleChoice
from stabiel.trainer.scene import Choice, Question, RepetitionMark, Ring, Scene, Wanted
from stabiel.trainer.terms import Stage
from stabiel.web.messages import scene_json
from tests.web.axe import serious
from tests.web.fake_webcam import write_webcam
from tests.web.running import enter
from tests.web.test_training_in_browser import SAMPLES, put

BOOK = load_book()
GOOD, BENT = RepetitionMark("good"), RepetitionMark("not_good", "bekken hoger")
# The longest line that is spoken while somebody works or rests (tests/wording holds nine words).
LONG = "Kom rustig terug in de houding. De tijd wacht."
PLACE = placement(BOOK.get("leg-reach"), BOOK.posture(BOOK.get("leg-reach")), "nl")
LEG_REACH = Scene(
    Stage.WORK, BOOK.get("leg-reach"), "1 been naar achter uitstrekken", side="right",
    side_word="RECHTS", number="10", beside="/ 12", ring=Ring(0.6), cue="Houd je rug plat.",
    corrective=True, doing="bezig", done=(GOOD,) * 8 + (BENT,) * 3, to_do=2,
)  # fmt: skip
STAGES = {
    "work": LEG_REACH,
    "attempt": dataclasses.replace(LEG_REACH, cue=LONG, note="telde niet: been hoger",
                                   side=None, side_word=""),
    "ready": dataclasses.replace(LEG_REACH, stage=Stage.READY, number="0", done=(), to_do=12,
                                 cue="Houd vast. Dertig seconden.", side=None, side_word=""),
    "paused": dataclasses.replace(LEG_REACH, paused=True, doing="pauze", cue="Pauze.", ring=None),
    "set-up": dataclasses.replace(
        LEG_REACH, stage=Stage.SET_UP, number="", beside="", ring=None, done=(), to_do=0,
        cue="Ik zie je voeten niet. Schuif de camera achteruit.", doing="klaarzetten", place=PLACE,
        wanted=tuple(Wanted(name, name, name != "view", False) for name in ("person", "view")),
    ),
    "rest": dataclasses.replace(
        LEG_REACH, stage=Stage.REST, number="28", beside="s", done=(), to_do=0, doing="rust",
        next_up="straks: 1 been naar achter uitstrekken", next_exercise=BOOK.get("piriformis"),
    ),
    "pain": Scene(
        Stage.ASKING, BOOK.get("leg-reach"), "Training", cue="Hoeveel pijn heb je nu?",
        doing="even een vraag", question=Question("pain", "Hoeveel pijn heb je nu?",
        tuple(Choice(each, str(each)) for each in range(11)), "", "Nog 25 s."),
    ),
    "summary": Scene(
        Stage.ENDED, BOOK.get("leg-reach"), "Training", cue="Goed gewerkt. Tot morgen.",
        summary=("Mooi gedaan: Bruggetje, 10 van 10 goed", "Volgende keer: rug recht houden"),
    ),
}  # fmt: skip
# Of the first movement of the right leg in the sample film, in seconds.
RIGHT_LEG = {"target": 8.1, "back": 9.5, "end": 11.1}
FILM = """() => {
    const film = document.querySelector('.sample video');
    return [film.playbackRate, film.currentTime];
}"""
SIZES = [(1366, 768), (1920, 1080), (1024, 768), (390, 844), (844, 390)]
# Of elements that are shown: their boxes, and how large their letters are.
LOOK = """() => {
    const seen = (name) => [...document.querySelectorAll(name)].filter((each) =>
        each.checkVisibility() && each.getBoundingClientRect().width > 0);
    const box = (each) => each.getBoundingClientRect().toJSON();
    const boxes = (name) => seen(name).map(box);
    const [cue, number, place] = ['.cue', '.number', '.camera-place'].map((name) => seen(name)[0]);
    // What is read aloud only has a box as well.
    const written = (name) => seen(name).filter((each) =>
        getComputedStyle(each).clipPath === 'none');
    const text = (each) => each ? parseFloat(getComputedStyle(each).fontSize) : null;
    return { picture: boxes('.picture')[0], rail: boxes('.rail')[0],
        noted: written('.note, .dots, .number, .side, .title, .doing').map(box),
        beside: boxes('.rail, .example'), film: boxes('.sample :is(video, img), .drawing')[0],
        cue: boxes('.cue'), placeSize: text(place), sides: seen('.side').length,
        buttons: boxes('.controls button'), cueSize: text(cue), numberSize: text(number),
        clipped: seen('.cue, .controls button').filter((each) =>
            each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
            .map((each) => each.textContent),
        // Of these a whole line may be missing; the font itself is a little higher than its line.
        shortened: written('.title, .note, .doing').filter((each) =>
            each.scrollWidth > each.clientWidth + 1
                || each.scrollHeight > each.clientHeight + 0.5 * text(each))
            .map((each) => each.textContent),
        outside: boxes('.cue, .number, .note, .side, .controls button, .answers > *, '
            + '.camera-place, .sample .over').filter(
            (each) => each.left < -1 || each.right > innerWidth + 1
                || each.bottom > innerHeight + 1) };
}"""


@pytest.fixture
def stage(start_app, open_browser, tmp_path):
    """A page whose session is this test: it shows the scenes that are sent."""
    webcam = tmp_path / "webcam.mjpeg"
    write_webcam(webcam, SAMPLES / "leg-reach-good.mp4", before_s=0.5, after_s=0.1, until_s=1.0)
    app = start_app()
    page = open_browser(webcam).new_page(viewport={"width": 1366, "height": 768})
    enter(page, app)
    put(page, app, questions=False, voice=False, theme="dark")
    sockets = []

    def connect(socket):
        sockets.append(socket)
        socket.on_message(lambda text: None)

    page.route_web_socket("**/ws/train*", connect)
    page.goto(f"{app.home}/#/train/leg-reach")
    begin(page)

    def show(scene):
        message = {"type": "shown", "frame": None, "size_px": [640, 480], "strokes": [],
                   "mark": None, "line": None,
                   "scene": scene_json(scene, SampleChoice().update(scene, None))}  # fmt: skip
        sockets[-1].send(json.dumps(message))
        expect(page.get_by_test_id("stage")).to_have_attribute("data-stage", scene.stage.value)
        page.wait_for_function(
            "(cue) => document.querySelector('.cue').textContent === cue", arg=said(scene)
        )
        # A film that is not there yet has another size.
        page.wait_for_function(
            "() => [...document.querySelectorAll('.sample video, .drawing:not([hidden])')]"
            ".every((each) => each.videoWidth > 0 || each.naturalWidth > 0)"
        )

    return page, show


def begin(page):
    """Begin at the button, which is there only before a first click on the page."""
    start, shown = page.get_by_test_id("with-this"), page.get_by_test_id("stage")
    expect(start.or_(shown)).to_be_visible()
    if start.is_visible():
        start.click()
    page.wait_for_function("() => document.querySelector('video')?.videoWidth > 0")


def said(scene):
    """Return the line below the picture: a question stands above its answers."""
    return "" if scene.question is not None else scene.cue or ""


def overlap(one, other):
    return (
        min(one["right"], other["right"]) - max(one["left"], other["left"]) > 2
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 2
    )


def troubles_of(look, scene, height, *, large, upright):
    """Return what is wrong with a picture of a stage."""
    found = [f"clipped: {text}" for text in look["clipped"] + look["shortened"]]
    found += [f"outside: {box}" for box in look["outside"]]
    picture, covers = look["picture"], look["beside"] + look["cue"]
    if scene.question is None and not scene.summary:
        # The body needs room; in a rest the next film has it.
        least = 0.1 if scene.stage is Stage.REST else 0.25
        if picture is None or picture["height"] < least * height:
            found.append(f"no room for the body: {picture}")
        else:
            found += [f"lies on the body: {box}" for box in covers if overlap(box, picture)]
        # Beside each other on a television; in a rest the next film is the larger one.
        least = 0.7 if large else 0.35 if scene.stage is not Stage.REST else 0.0
        # The words about the camera's place need room as well.
        least = least if scene.place is None else least - 0.1
        if not upright and picture is not None:
            if look["film"]["height"] < least * picture["height"]:
                found.append(f"the film is small: {look['film']}")
            if scene.stage is Stage.REST and look["film"]["height"] < 0.35 * height:
                found.append(f"the next film is small: {look['film']}")
    if scene.question is None and not scene.summary:
        cut = [box for box in look["noted"] if box["bottom"] > look["rail"]["bottom"] + 1]
        found += [f"cut off: {box}" for box in cut]
    if look["sides"] != (scene.side is not None and scene.stage is not Stage.REST):
        found.append("the side is not the one to know")
    if scene.place is not None and not upright and look["placeSize"] < 0.04 * height:
        found.append(f"the camera's place is {look['placeSize'] / height:.1%} of the height")
    rows = {round(each["top"]) for each in look["buttons"]}
    if len(rows) > 1 and not upright:
        found.append(f"the buttons stand in {len(rows)} rows")
    least = 0.03 if upright else 0.06
    if look["cueSize"] is not None and look["cueSize"] < least * height - 0.5:
        found.append(f"the line is {look['cueSize'] / height:.1%} of the height")
    number = 0.25 if large else 0.15
    if look["numberSize"] and not upright and look["numberSize"] < number * height - 0.5:
        found.append(f"the number is {look['numberSize'] / height:.1%} of the height")
    return found


def the_film_waits_where_the_person_is(page, show):
    """Move as the right leg does; the film shows its right leg, and waits at the same moments."""
    for phase, waits_at in ((Phase.OUT, "target"), (Phase.TARGET, "back"), (Phase.RETURN, "end")):
        moment = dataclasses.replace(START, phase=phase)
        scene = dataclasses.replace(LEG_REACH, side="right", moment=moment)
        for _ in range(400):
            show(scene)
            rate, at_s = page.evaluate(FILM)
            if rate == 0:
                break
            page.wait_for_timeout(25)
        assert rate == 0, phase
        # The film moves between two scenes, so it may stop late, but never too early.
        assert at_s > RIGHT_LEG[waits_at] - 0.3, phase
    # It is mirrored as the picture is, and the other way round for a side that it does not have.
    for side, turned in (("right", "matrix(-1, 0, 0, 1, 0, 0)"), ("left", "none")):
        show(dataclasses.replace(LEG_REACH, exercise=BOOK.get("piriformis"), side=side))
        expect(page.locator(".sample video")).to_have_css("transform", turned)


def test_every_stage_can_be_read_small_and_large_and_nothing_lies_on_the_body(stage):
    page, show = stage
    found = []
    # Controls with the focus do not fade, so their colors are those that are meant.
    page.locator(".controls .quit").focus()
    expect(page.locator(".controls")).to_have_css("opacity", "1")
    for large in (False, True):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for name, scene in STAGES.items():
                show(scene)
                look, upright = page.evaluate(LOOK), height > width
                troubles = troubles_of(look, scene, height, large=large, upright=upright)
                if (width, height) == SIZES[0]:
                    troubles += serious(page)
                found += [(name, large, width, each) for each in troubles]
        page.keyboard.press("v")
        expect(page.get_by_test_id("stage")).to_have_attribute("data-large", str(not large).lower())
    assert not found, "\n".join(map(str, found))

    quit_button = page.locator(".controls .quit")
    show(LEG_REACH)
    before = quit_button.bounding_box()
    show(dataclasses.replace(LEG_REACH, cue=None))
    assert quit_button.bounding_box() == before, "the buttons moved when a line ended"

    the_film_waits_where_the_person_is(page, show)

    # It is remembered, and on a television the buttons come only with the mouse.
    page.keyboard.press("v")
    page.wait_for_function(
        "() => fetch('/api/settings').then((a) => a.json()).then((each) => each.television)"
    )
    page.reload()
    begin(page)
    expect(page.get_by_test_id("stage")).to_have_attribute("data-large", "true")
    expect(page.locator(".controls")).to_have_css("opacity", "0")
    page.mouse.move(300, 300)
    expect(page.locator(".controls")).to_have_css("opacity", "1")
