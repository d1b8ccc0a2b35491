"""The page's camera, with stand-ins for the browser's questions, devices and clocks."""

import pytest
from playwright.sync_api import expect

from tests.web.running import running_apps

# Opens the page's camera with a stand-in for getUserMedia; `states` collects what it reports.
OPEN = """
async ({ answer, devices, name, id }) => {
    const { Camera } = await import('/pages/train/camera.js');
    window.states = [];
    window.asked = [];
    const label = (deviceId) => devices.find((each) => each.deviceId === deviceId)?.label ?? '';
    const track = (deviceId) => Object.assign(new EventTarget(), {
        label: label(deviceId), stop() {}, getSettings: () => ({ deviceId }),
    });
    const media = navigator.mediaDevices;
    media.enumerateDevices = async () => devices.map((each) => ({ kind: 'videoinput', ...each }));
    media.getUserMedia = async ({ video }) => {
        const wanted = video.deviceId?.exact ?? devices[0]?.deviceId;
        window.asked.push(wanted);
        if (answer === 'pending') await new Promise((done) => { window.allow = done; });
        else if (answer) throw new DOMException(answer[1], answer[0]);
        const stream = { getTracks: () => [track(wanted)], getVideoTracks: () => [track(wanted)] };
        return stream;
    };
    const video = { play: async () => {} };
    window.camera = new Camera({ video, name, id, onState: (state) => states.push(state) });
    window.camera.open();
}
"""
TWO = [
    {"deviceId": "a", "label": "Integrated Camera (04f2:b6d9)"},
    {"deviceId": "b", "label": "C920 (046d:082d)"},
    {"deviceId": "c", "label": "C920 (046d:082d)"},
]


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    with running_apps() as start:
        yield start(tmp_path_factory.mktemp("app") / "data")


@pytest.fixture
def page(app, open_browser):
    page = open_browser().new_page()
    page.clock.install()
    page.goto(app.link)
    expect(page.locator("main h1").first).to_be_visible()
    # Until here the clock ran; from here it stands until a test moves it.
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 10)
    return page


def opened(page, *, answer=None, devices=TWO, name="", camera_id=""):
    page.evaluate(OPEN, {"answer": answer, "devices": devices, "name": name, "id": camera_id})


def states(page):
    return page.evaluate("window.states")


def test_a_question_that_stands_is_waited_for_and_its_place_is_named(page):
    opened(page, answer="pending")
    page.clock.run_for(7000)
    assert states(page) == ["asking"]
    page.clock.run_for(2000)
    assert states(page) == ["asking", "asking_long"]
    page.clock.run_for(600_000)
    assert states(page) == ["asking", "asking_long"]

    page.evaluate("window.allow()")
    page.wait_for_function("() => states.at(-1) === 'on'")
    assert page.evaluate("window.asked.length") == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (("NotAllowedError", "Permission denied"), "denied"),
        (("NotAllowedError", "Permission denied by system"), "denied_system"),
        (
            ("NotAllowedError", "The request is not allowed by the user agent or the platform in "
             "the current context"),
            "denied",
        ),
        (("NotReadableError", "Could not start video source"), "in_use"),
        (("NotFoundError", "Requested device not found"), "none"),
    ],
)  # fmt: skip
def test_a_refusal_is_told_apart(page, error, state):
    opened(page, answer=list(error))

    page.wait_for_function("() => states.length === 2")
    assert states(page) == ["asking", state]


@pytest.mark.parametrize(
    ("name", "camera_id", "used"),
    [
        ("", "", "a"),
        ("C920 (046d:082d)", "c", "c"),
        ("C920 (046d:082d)", "b", "b"),
        ("C920 (046d:082d)", "an id of another port", "b"),
        ("C920", "", "b"),  # as stabiel itself knows it
        ("Integrated Camera (04f2:b6d9)", "b", "a"),  # the name counts, and the id only tells apart
        ("Logitech", "c", "a"),
    ],
)
def test_a_camera_is_found_by_name_and_two_of_one_name_by_id(page, name, camera_id, used):
    opened(page, name=name, camera_id=camera_id)

    page.wait_for_function("() => states.at(-1) === 'on'")
    assert page.evaluate("window.asked.at(-1)") == used


@pytest.mark.parametrize("system", ["Windows", "macOS", "Linux", "Android", "iPhone"])
def test_every_system_has_its_place(page, system):
    words = page.evaluate(
        """async (system) => {
            Object.defineProperty(navigator, 'userAgentData', { value: { platform: system } });
            const { cameraWords } = await import('/pages/train/trouble.js');
            return [cameraWords('denied_system')[1], cameraWords('asking_long')[1]];
        }""",
        system,
    )

    assert words[0]
    assert words[1].endswith(words[0])


CAPTURED = """
async (stamps) => {
    const { Capture } = await import('/pages/train/capture.js');
    let give = null;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 32;
    const video = {
        videoWidth: 32, videoHeight: 32, srcObject: {},
        requestVideoFrameCallback: (callback) => { give = callback; },
    };
    CanvasRenderingContext2D.prototype.drawImage = () => {};
    const times = [];
    const capture = new Capture(video, (time) => { times.push(time); capture.answered(time); });
    capture.start();
    capture.open = true;
    const from = performance.now();
    const moment = () => new Promise((done) => setTimeout(done, 20));
    for (const [index, stamp] of stamps.entries()) {
        await moment();
        give(performance.now(), { captureTime: from + stamp });
        // A busy computer encodes it later.
        for (let waits = 500; waits > 0 && times.length <= index; waits -= 1) await moment();
    }
    return times;
}
"""

# The server looks at two at a time: how many frames went out before and after each answer.
SENT_AHEAD = """
async () => {
    const { Capture } = await import('/pages/train/capture.js');
    let give = null;
    const video = {
        videoWidth: 32, videoHeight: 32, srcObject: {},
        requestVideoFrameCallback: (callback) => { give = callback; },
    };
    const times = [];
    const capture = new Capture(video, (time) => times.push(time));
    capture.start();
    capture.open = true;
    const moment = () => new Promise((done) => setTimeout(done, 20));
    const sent = async (least) => {
        for (let waits = 500; waits > 0; waits -= 1) {
            give(performance.now(), { captureTime: performance.now() });
            await moment();
            if (times.length >= least) break;
        }
        // Some more frames, which have to wait.
        for (let more = 0; more < 3; more += 1) {
            give(performance.now(), { captureTime: performance.now() });
            await moment();
        }
        return times.length;
    };
    const counts = [await sent(1)];
    capture.answered(times[0], 1);
    counts.push(await sent(3));
    capture.answered(times[1]);
    counts.push(await sent(4));
    // An answer to a frame answers those before it.
    capture.answered(times[3], 0);
    counts.push(await sent(5));
    const ordered = times.every((time, index) => index === 0 || time > times[index - 1]);
    return { counts, ordered };
}
"""


@pytest.mark.parametrize(
    "stamps",
    [[40 * index for index in range(10)], [0] * 10, [40 * (index % 5) for index in range(10)]],
    ids=["as it should be", "stands still", "starts again"],
)
def test_a_camera_clock_that_errs_does_not_stop_the_frames(app, open_browser, stamps):
    page = open_browser().new_page()
    page.goto(app.link)
    times = page.evaluate(CAPTURED, stamps)

    assert len(times) == 10
    assert times == sorted(set(times))
    sent = page.evaluate(SENT_AHEAD)
    # The last one may be followed by one more that is there when it is answered.
    assert sent["counts"][:3] == [1, 3, 4]
    assert sent["counts"][3] in (5, 6)
    assert sent["ordered"]


# Frames take 10 ms to make and 30 ms to look at, one after the other.
DUE = """
async () => {
    const { AnswerClock } = await import('/pages/train/answer-clock.js');
    let now = 0;
    const clock = new AnswerClock(() => now);
    const left = { unknown: clock.left };
    const sent = (time, begun) => { now = begun + 10; clock.sent(time, begun); };
    const answered = (time, at) => { now = at; clock.answered(time); };
    sent(1, 0);
    left['nothing answered yet'] = clock.left;
    answered(1, 40);
    left['nothing in flight'] = clock.left;
    sent(2, 40);
    left['just sent'] = clock.left;
    now = 65;
    left['nearly due'] = clock.left;
    now = 90;
    left['late'] = clock.left;
    sent(3, 70);
    left['two in flight'] = clock.left;
    answered(2, 80);
    left['the second is looked at from now on'] = clock.left;
    clock.forget();
    left['after a break'] = clock.left;
    for (const name of Object.keys(left)) if (left[name] === Infinity) left[name] = null;
    return left;
}
"""


def test_the_next_frame_is_made_so_that_it_is_there_when_the_last_is_answered(app, open_browser):
    page = open_browser().new_page()
    page.goto(app.link)

    assert page.evaluate(DUE) == {
        "unknown": None,
        "nothing answered yet": None,
        "nothing in flight": None,
        "just sent": 15.5,
        "nearly due": 0.5,
        "late": 0,
        "two in flight": None,
        "the second is looked at from now on": 15.5,
        "after a break": None,
    }


# JPEGs of a canvas that plays as a video; `without` is what this browser cannot do.
JPEGS = """
async (without) => {
    const { Jpegs } = await import('/pages/train/jpegs.js');
    if (without === 'worker') delete globalThis.Worker;
    if (without === 'bitmap') globalThis.createImageBitmap = () => Promise.reject(new Error());
    if (without === 'blob') {
        globalThis.Worker = class extends EventTarget {
            postMessage() { this.dispatchEvent(new MessageEvent('message', { data: null })); }
            terminate() { globalThis.ended = true; }
        };
    }
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    const context = canvas.getContext('2d');
    const paint = () => {
        context.fillStyle = 'rgb(200, 40, 40)';
        context.fillRect(0, 0, 64, 48);
    };
    paint();
    const painting = setInterval(paint, 20);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = canvas.captureStream();
    await video.play();
    const jpegs = new Jpegs();
    const sizes = [];
    for (let turn = 0; turn < 3; turn += 1) {
        const jpeg = await jpegs.of(video, 32, 24);
        if (jpeg === null) { sizes.push(null); continue; }
        const picture = await createImageBitmap.call(globalThis, jpeg).catch(() => null);
        sizes.push(picture === null ? [jpeg.type] : [jpeg.type, picture.width, picture.height]);
    }
    clearInterval(painting);
    jpegs.close();
    return sizes;
}
"""


@pytest.mark.parametrize("without", [None, "worker", "bitmap", "blob"])
def test_a_jpeg_is_made_in_a_worker_or_without_one(app, open_browser, without):
    page = open_browser().new_page()
    page.goto(app.link)
    made = page.evaluate(JPEGS, without)

    right = ["image/jpeg"] if without == "bitmap" else ["image/jpeg", 32, 24]
    # The picture that a worker could not make is lost, others are not.
    assert made == ([None, right, right] if without == "blob" else [right] * 3)
    assert page.evaluate("() => globalThis.ended ?? false") is (without == "blob")
