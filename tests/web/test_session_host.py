"""The one running session: what pages show, say and send; pages that leave and return."""

import asyncio
import contextlib
import itertools
from dataclasses import dataclass, field, replace

import pytest

from stabiel.exercises.library import read_library
from stabiel.exercises.plan import plan_from
from stabiel.store import DataFolder, Store
from stabiel.trainer.plan import plan_of
from stabiel.trainer.terms import Command, Strictness
from stabiel.web import session_host
from stabiel.web.listener import Listener
from stabiel.web.messages import Begin
from stabiel.web.session_host import SessionHost, SessionOptions
from stabiel.web.socket import Sockets
from stabiel.web.web_errors import BusyError
from tests.bodies import pose_of
from tests.trainer.people import bridges
from tests.web.pictures import jpeg

OPTIONS = SessionOptions("en", Strictness.NORMAL, "lite", record=False)
BRIDGING = Begin(type="begin", exercise="bridging", camera="webcam")
RATE_HZ = 15.0
PICTURES = itertools.cycle([jpeg(gray=gray) for gray in (100, 110, 120)])
PLAIN = jpeg(320, 240)
TOPS = (172.0, 172.0, 150.0, 172.0)


class StickPerson:
    """An estimator that sees a person doing bridges, whatever the picture shows."""

    def __init__(self, figure_at):
        self.figure_at = figure_at
        self.closed = False

    def find(self, frame):
        return pose_of(self.figure_at(frame.time_s), frame.time_s)

    def close(self):
        self.closed = True


@dataclass
class Page:
    """A page with a camera, and every message it received."""

    host: SessionHost
    clock: "Clock"
    listener: Listener
    shown: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    ending: dict | None = None

    async def send(self, seconds):
        """Send pictures for so many seconds, one in flight; stop when the session is over."""
        for _ in range(round(seconds * RATE_HZ)):
            self.clock.now_s += 1.0 / RATE_HZ
            running = self.host.running
            if running is None or self.ending is not None:
                break
            captured_ms = round(self.clock.now_s * 1000, 3)
            # No two in a row are the same, as with a real camera.
            running.camera.put(next(PICTURES), captured_ms)
            await self.answer_to(captured_ms)
        if self.host.running is None:
            await self.answer_to(None)

    async def answer_to(self, captured_ms):
        while self.ending is None:
            message = await self.hear()
            if captured_ms is not None and message.get("frame") == captured_ms:
                return

    async def hear(self):
        async with asyncio.timeout(60):
            message = await self.listener.next()
        if message["type"] == "shown":
            self.listener.seen()
            self.shown.append(message)
            if message["line"] is not None:
                self.lines.append(message["line"])
        elif message["type"] in ("over", "refused"):
            self.ending = message
        return message


class Clock:
    now_s = 50.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def people():
    return []


@pytest.fixture
def host(tmp_path, clock, people):
    def estimator(model, outline):
        people.append(StickPerson(bridges(*TOPS, start_s=17.0)))
        return people[-1]

    host = SessionHost(DataFolder(tmp_path), read_library, estimator=estimator, clock=clock)
    with contextlib.closing(host):
        yield host


def begun(host, clock, begin=BRIDGING, **changes):
    listener = Listener()
    host.begin(begin, OPTIONS, listener, **({"has_camera": True} | changes))
    return Page(host, clock, listener)


def test_a_whole_exercise_is_led_counted_and_kept(host, clock, people, tmp_path):
    async def go():
        page = begun(host, clock)
        await page.send(17 + 6 * len(TOPS) + 1)
        host.running.commands.put(Command.QUIT)
        await page.send(12)
        return page

    page = asyncio.run(go())

    texts = [line["text"] for line in page.lines]
    assert [line["number"] for line in page.lines] == list(range(1, len(texts) + 1))
    assert texts[0].startswith("Welcome")
    counted = [text for text in texts if text.split(".")[0] in ("One", "Two", "Three", "Four")]
    assert counted == ["One.", "Two.", "Three. Yes, like that."]
    assert "Not counted: lift higher." in texts
    numbers = [message["scene"]["number"] for message in page.shown]
    assert numbers[-1] == ""
    assert "3" in numbers
    assert "4" not in numbers
    assert page.ending["type"] == "over"
    (kept,) = page.ending["sessions"]
    with Store(DataFolder(tmp_path)) as store:
        session = store.load(kept["id"])
    assert kept["exercise"] == session.exercise == "bridging"
    assert len(session.repetitions) == 3
    assert [each.reason for each in session.attempts] == ["pelvis_low"]
    assert all(person.closed for person in people)
    assert host.running is None


def test_a_free_session_says_what_it_sees_and_keeps_that(host, clock, people):
    async def go():
        page = begun(host, clock, Begin(type="begin", free=True))
        await page.send(17 + 6 * 2 + 1)
        host.running.commands.put(Command.QUIT)
        await page.send(9)
        return page

    page = asyncio.run(go())

    assert {message["scene"]["title"] for message in page.shown} == {"Free training", "The bridge"}
    assert "This is the bridge." in [line["text"] for line in page.lines]
    assert [each["exercise"] for each in page.ending["sessions"]] == ["bridging"]
    assert all(person.closed for person in people)


def test_the_drawing_is_in_shares_of_the_picture(host, clock):
    async def go():
        page = begun(host, clock)
        await page.send(20)
        return page

    message = asyncio.run(go()).shown[-1]

    points = [xy for stroke in message["strokes"] for point in stroke["points"] for xy in point]
    assert len(points) > 20
    assert message["size_px"] == [128, 96]
    assert {stroke["color"] for stroke in message["strokes"]} <= {"text", "good", "mind", "target"}
    assert any(stroke["width"] == 4 for stroke in message["strokes"])
    assert message["mark"]["shape"] in ("dot", "ring", "triangle")


def test_there_is_one_session_at_a_time(host, clock):
    async def go():
        begun(host, clock)
        with pytest.raises(BusyError, match="already running"):
            begun(host, clock)

    asyncio.run(go())


def test_a_page_may_end_the_running_session_and_begin_its_own(host, clock):
    async def go():
        page = begun(host, clock)
        await page.send(3)
        socket = Sockets(host, lambda: OPTIONS)
        listener = Listener()
        wanted = Begin(type="begin", exercise="leg-lift", replace=True)
        running = await socket._begin(wanted, listener, has_camera=True)
        while page.ending is None:
            await page.hear()
        return page, running

    page, running = asyncio.run(go())
    assert page.ending["type"] == "over"
    assert running is host.running
    assert running.exercise == "leg-lift"


def test_a_page_that_was_gone_finds_its_session_again(host, clock):
    async def go():
        page = begun(host, clock)
        await page.send(17 + 6.5)
        host.leave(page.listener)
        clock.now_s += 4
        back = Page(host, clock, Listener())
        assert host.join(back.listener, has_camera=True) is not None
        await back.send(15)
        return page, back

    page, back = asyncio.run(go())

    assert [line["text"] for line in page.lines].count("One.") == 1
    # The second was done out of view, and the third was too low.
    assert [line["text"] for line in back.lines][-1].startswith("Two.")
    assert back.lines[0]["number"] > page.lines[-1]["number"]
    assert back.shown[-1]["scene"]["number"] == "2"


def test_a_page_that_stays_away_finds_its_session_kept(host, clock, tmp_path):
    async def go():
        page = begun(host, clock)
        await page.send(17 + 6.5)
        host.leave(page.listener)
        clock.now_s += 61
        async with asyncio.timeout(60):
            while host.running is not None:
                await asyncio.sleep(0.01)
        assert host.join(Listener(), has_camera=True) is None

    asyncio.run(go())

    with Store(DataFolder(tmp_path)) as store:
        (kept,) = store.sessions()
    assert (kept.state, kept.repetitions) == ("finished", 1)


def test_only_one_page_has_the_camera(host, clock):
    async def go():
        page = begun(host, clock)
        await page.send(2)
        other = Page(host, clock, Listener())
        host.join(other.listener, has_camera=True)
        while page.ending is None:
            await page.hear()
        assert host.running.source is other.listener
        host.leave(page.listener)
        assert host.running.source is other.listener
        await other.send(1)
        return page, other

    page, other = asyncio.run(go())

    assert page.ending["reason"] == "taken_over"
    assert other.shown


def test_a_screen_without_a_camera_shows_what_the_phone_sees(host, clock):
    async def go():
        screen = begun(host, clock, has_camera=False)
        phone = Page(host, clock, Listener())
        host.join(phone.listener, has_camera=True)
        await phone.send(2)
        while not screen.shown:
            await screen.hear()
        return screen, phone

    screen, phone = asyncio.run(go())

    assert screen.shown[-1]["scene"]["title"] == phone.shown[-1]["scene"]["title"] == "The bridge"


def test_a_screen_hears_that_its_session_is_alive_before_the_phone_joins(host, clock):
    async def go():
        screen = begun(host, clock, has_camera=False)
        return [(await screen.hear())["type"] for _ in range(2)]

    assert asyncio.run(go()) == ["waiting", "waiting"]


def test_a_session_can_be_stopped_before_the_first_picture(host, clock):
    async def go():
        page = begun(host, clock)
        host.running.commands.put(Command.QUIT)
        while page.ending is None:
            await page.hear()
        return page

    assert asyncio.run(go()).ending == {"type": "over", "sessions": []}
    assert host.running is None


def test_a_first_picture_that_is_broken_is_answered(host, clock):
    async def go():
        page = begun(host, clock)
        host.running.camera.put(PLAIN[:300] + bytes(200), 7.0)
        while (message := await page.hear())["type"] == "waiting":
            pass
        return message

    message = asyncio.run(go())

    assert message["type"] in ("dropped", "shown")
    assert message["frame"] == 7.0


def test_two_landmarkers_let_the_page_send_one_ahead_and_answer_each_picture(
    host, clock, people, monkeypatch
):
    monkeypatch.setattr(session_host, "LANDMARKERS", 2)

    async def go():
        page = begun(host, clock)
        await page.send(3.0)
        return page

    shown = asyncio.run(go()).shown
    answered = [message["frame"] for message in shown if message["frame"] is not None]
    assert answered == sorted(set(answered))
    assert len(answered) == round(3.0 * RATE_HZ)
    assert {message["ahead"] for message in shown} == {1}
    host.close()
    assert [person.closed for person in people] == [True, True]


def test_a_page_that_names_nothing_begins_the_followed_plan(tmp_path, clock):
    followed = read_library().programmes["basis"].model_copy(update={"id": "mine"})
    library = replace(read_library(), plan=plan_from(followed))
    with Store(DataFolder(tmp_path)) as store:
        store.keep_place("mine", 3)
    host = SessionHost(
        DataFolder(tmp_path), lambda: library,
        estimator=lambda model, outline: StickPerson(bridges(*TOPS)), clock=clock,
    )  # fmt: skip

    async def go():
        begun(host, clock, Begin(type="begin"))

    with contextlib.closing(host):
        asyncio.run(go())
        steps = plan_of(library.book, {}, followed=library.followed).steps
        assert host.running.exercise == steps[3].exercise != steps[0].exercise


def test_an_exercise_that_is_not_there_begins_nothing(host, clock):
    async def go():
        for wrong in ({"exercise": "../../etc"}, {"programme": "../x.yaml"}, {"programme": "no"}):
            with pytest.raises(Exception, match=r"no (such )?(exercise|programme)|no exercise"):
                begun(host, clock, Begin(type="begin", **wrong))
            assert host.running is None

    asyncio.run(go())


def test_a_failure_is_reported_and_what_was_done_is_kept(host, clock, people, tmp_path):
    async def go():
        page = begun(host, clock)
        await page.send(17 + 6.5)
        people[-1].figure_at = None
        await page.send(1)
        return page

    page = asyncio.run(go())

    assert page.ending["type"] == "refused"
    assert page.ending["reason"] == "error"
    with Store(DataFolder(tmp_path)) as store:
        assert [each.repetitions for each in store.sessions()] == [1]


def test_a_trial_is_one_bridge_of_which_nothing_is_kept(host, clock, tmp_path):
    async def go():
        page = begun(host, clock, Begin(type="begin", trial=True))
        await page.send(60)
        return page

    page = asyncio.run(go())

    said = [line["text"] for line in page.lines]
    assert said.index("Once. Start when you are ready.") < said.index("One. Done. All good.")
    # The reminders are left to the training.
    assert not any("navel" in each.lower() for each in said)
    assert page.ending == {"type": "over", "sessions": []}
    with Store(DataFolder(tmp_path)) as store:
        assert store.sessions() == []


def test_a_trial_makes_way_for_a_session(host, clock):
    async def go():
        trial = begun(host, clock, Begin(type="begin", trial=True))
        await trial.send(1)
        page = begun(host, clock)
        await page.send(1)
        while trial.ending is None:
            await trial.hear()
        return trial, page

    trial, page = asyncio.run(go())

    assert trial.ending == {"type": "over", "sessions": []}
    assert page.shown[-1]["scene"]["stage"] in ("set_up", "ready")
    assert not host.running.trial


def test_the_short_session_begins_by_its_name_and_leaves_the_place_in_the_plan(
    host, clock, tmp_path
):
    with Store(DataFolder(tmp_path)) as store:
        store.keep_place("basis", 3)

    async def go():
        page = begun(host, clock, Begin(type="begin", programme="twelve-minutes", first=0))
        await page.send(1)
        return page

    page = asyncio.run(go())

    assert page.shown[-1]["scene"]["exercise"] == "leg-lift"
    host.close()
    with Store(DataFolder(tmp_path)) as store:
        assert store.place("basis") == 3
