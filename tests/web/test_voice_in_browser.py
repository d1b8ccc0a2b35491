"""The browser's voice and the lock on the screen, with stand-ins that fail as real ones do."""

import io
import wave

import pytest
from playwright.sync_api import expect

from tests.web.running import running_apps

# A stand-in for speechSynthesis. `voiceMode` says how it behaves; `spoken` and `cancels` what came.
VOICE = """
window.spoken = [];
window.cancels = 0;
window.voiceMode = 'fine';
const voice = { name: 'Stem', lang: 'nl-NL', localService: true };
const synthesis = {
    getVoices: () => window.voiceMode === 'none' ? [] : [voice],
    addEventListener() {},
    resume() {},
    cancel() { window.cancels += 1; },
    speak(line) {
        const at = { text: line.text, voice: line.voice?.name };
        window.spoken.push(at);
        const mode = window.voiceMode;
        if (mode === 'silent') return;
        if (mode === 'failed') return setTimeout(() => line.onerror?.({ error: 'audio-busy' }), 10);
        setTimeout(() => line.onstart?.(), 10);
        if (mode === 'stuck') return;
        setTimeout(() => line.onend?.(), 40);
    },
};
Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""

# A stand-in for the wake lock. `lockMode` says whether it is refused; `locks` holds what was given.
LOCK = """
window.locks = [];
window.lockMode = 'given';
const request = async () => {
    if (window.lockMode === 'refused') throw new DOMException('no', 'NotAllowedError');
    const lock = new EventTarget();
    lock.release = () => lock.dispatchEvent(new Event('release'));
    window.locks.push(lock);
    return lock;
};
Object.defineProperty(navigator, 'wakeLock', { value: { request } });
let visibility = 'visible';
Object.defineProperty(document, 'visibilityState', { get: () => visibility });
window.turn = (state) => {
    visibility = state;
    document.dispatchEvent(new Event('visibilitychange'));
};
"""

# Speaks lines one after the other, and returns what happened once the last one is dealt with. A
# line may name another way for the stand-in to behave.
SPEAK = """
async ([mode, lines]) => {
    const { Voice } = await import('/pages/train/voice.js');
    const heard = { failed: 0, speaks: [] };
    window.voiceMode = mode;
    const voice = new Voice({
        language: 'nl', name: '', onSpeaks: (speaks) => heard.speaks.push(speaks),
        onFailed: () => { heard.failed += 1; },
    });
    await voice.start();
    for (const line of lines) {
        window.voiceMode = line.mode ?? window.voiceMode;
        voice.say({ interrupts: false, tones: 'rising', ...line });
        // It holds what stops a line for as long as it deals with it.
        for (let waits = 3000; waits > 0 && voice._stopLine !== null; waits -= 1) {
            await new Promise((done) => setTimeout(done, 20));
        }
    }
    heard.engine = voice.engine;
    heard.spoken = window.spoken;
    heard.cancels = window.cancels;
    voice.close();
    return heard;
}
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory, browser_needed):
    with running_apps() as start:
        yield start(tmp_path_factory.mktemp("app") / "data")


@pytest.fixture
def page(app, open_browser):
    """A page of the app whose voice and lock are stand-ins; `page.asked` are its sounds."""
    page = open_browser().new_page()
    page.asked = []
    page.add_init_script(VOICE)
    page.add_init_script(LOCK)
    page.goto(app.link)
    page.route("**/api/speech/*.wav", lambda route: sound(page, route))
    return page


def sound(page, route, status=200):
    page.asked.append(route.request.url.rpartition("/")[2])
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    route.fulfill(status=status, body=content.getvalue(), content_type="audio/wav")


def spoken(page, mode, *lines):
    return page.evaluate(SPEAK, [mode, list(lines)])


def test_a_voice_that_works_speaks_every_line(page):
    heard = spoken(page, "fine", {"number": 1, "text": "Een."}, {"number": 2, "text": "Twee."})

    assert [each["text"] for each in heard["spoken"]] == ["Een.", "Twee."]
    assert (heard["engine"], heard["failed"], page.asked) == ("system", 0, [])


@pytest.mark.parametrize("mode", ["silent", "failed"])
def test_a_voice_that_never_starts_is_replaced_and_the_line_is_said(page, mode):
    lines = [{"number": 1, "text": "Til je bekken op."}, {"number": 2, "text": "Twee."}]
    heard = spoken(page, mode, *lines)

    assert page.asked == ["1.wav", "2.wav"]
    assert (heard["engine"], heard["failed"]) == ("server", 1)
    assert len(heard["spoken"]) == 1
    assert heard["cancels"] >= 1
    assert heard["speaks"] == [True, True]


def test_a_voice_that_never_ends_is_replaced_and_what_was_heard_is_not_repeated(page):
    # Two seconds of speech, so that it is given up after four.
    text = "Til je rug op."
    heard = spoken(page, "stuck", {"number": 1, "text": text})
    assert (heard["engine"], heard["failed"], page.asked) == ("server", 1, [])
    assert heard["cancels"] >= 1


def test_danger_is_repeated_and_a_late_count_is_not(page):
    heard = spoken(page, "silent", {"number": 4, "text": "Vier.", "tones": "count"})
    assert (heard["engine"], page.asked) == ("server", [])

    stop = {"number": 5, "text": "Stop!", "interrupts": True, "tones": "urgent"}
    spoken(page, "stuck", stop)
    assert page.asked == ["5.wav"]


def test_without_a_voice_on_the_server_tones_take_over(page):
    page.unroute("**/api/speech/*.wav")
    page.route("**/api/speech/*.wav", lambda route: sound(page, route, status=404))
    heard = spoken(page, "failed", {"number": 1, "text": "Een."}, {"number": 2, "text": "Twee."})

    assert heard["engine"] == "tones"
    assert heard["speaks"] == [True, True, False]
    assert page.asked == ["1.wav"]


def test_a_voice_that_disappears_is_not_replaced_by_one_from_elsewhere(page):
    gone = {"number": 2, "text": "Twee.", "mode": "none"}
    heard = spoken(page, "fine", {"number": 1, "text": "Een."}, gone)

    assert [each["text"] for each in heard["spoken"]] == ["Een."]
    assert page.asked == ["2.wav"]


def test_a_long_line_is_cut_below_twelve_seconds(page):
    sentence = "Leg je voeten plat, houd je knieën bij elkaar en adem rustig door. "
    endless = "en nog een keer " * 30
    heard = spoken(page, "fine", {"number": 1, "text": 5 * sentence + endless})

    parts = [each["text"] for each in heard["spoken"]]
    assert " ".join(parts).split() == (5 * sentence + endless).split()
    assert all(1 + len(part) / 14 < 12 for part in parts)
    assert len(parts) <= 8
    assert parts[0].endswith("door.")


# The lock on the screen


STAY_AWAKE = """
async () => {
    const { stayAwake } = await import('/pages/train/wake.js');
    const { Notices } = await import('/pages/train/notices.js');
    const notices = new Notices();
    document.body.append(notices.element);
    window.leaving = new AbortController();
    const nothing = () => {};
    stayAwake(window.leaving.signal, { notices, onHidden: nothing, onVisible: nothing });
}
"""


def test_a_lock_that_is_refused_on_return_asks_for_a_tap(page):
    page.evaluate(STAY_AWAKE)
    tap = page.get_by_test_id("wake")
    expect(tap).to_have_count(0)

    page.evaluate("() => { window.lockMode = 'refused'; turn('hidden'); turn('visible'); }")
    expect(tap).to_be_visible()
    page.evaluate("() => { turn('hidden'); turn('visible'); }")
    expect(tap).to_have_count(1)  # it asks once, however often the page returns
    page.evaluate("window.lockMode = 'given'")
    tap.click()

    expect(tap).to_have_count(0)
    assert page.evaluate("window.locks.length") == 2


def test_a_tap_that_does_not_help_is_answered(page):
    page.evaluate(STAY_AWAKE)
    page.evaluate("() => { window.lockMode = 'refused'; turn('hidden'); turn('visible'); }")
    page.get_by_test_id("wake").click()

    expect(page.get_by_test_id("wake")).to_have_count(0)
    expect(page.locator("[data-notice=wake-off]")).to_be_visible()


def test_a_lock_that_the_system_takes_away_asks_for_a_tap(page):
    page.evaluate(STAY_AWAKE)
    page.wait_for_function("() => window.locks.length === 1")
    page.evaluate("() => { turn('hidden'); window.locks[0].release(); }")
    expect(page.get_by_test_id("wake")).to_have_count(0)  # a hidden page loses it, as it should
    page.evaluate("() => turn('visible')")
    page.wait_for_function("() => window.locks.length === 2")
    page.evaluate("() => window.locks[1].release()")

    expect(page.get_by_test_id("wake")).to_be_visible()


def test_a_page_that_is_left_asks_nothing(page):
    page.evaluate(STAY_AWAKE)
    page.wait_for_function("() => window.locks.length === 1")
    page.evaluate("() => window.leaving.abort()")
    page.evaluate("() => { window.lockMode = 'refused'; turn('hidden'); turn('visible'); }")

    expect(page.get_by_test_id("wake")).to_have_count(0)


def test_the_settings_say_that_a_voice_is_silent(page, app):
    page.goto(f"{app.home}/#/settings")
    page.reload()
    page.evaluate("window.voiceMode = 'failed'")
    page.get_by_test_id("try-voice").click()

    expect(page.get_by_test_id("voice-news")).not_to_be_empty()
