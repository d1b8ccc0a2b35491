"""A phone as the camera, in a real browser: its picture, its troubles, and without sockets."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from stabiel.web.phone import own_address
from tests.web.axe import serious
from tests.web.fake_webcam import write_webcam
from tests.web.running import enter

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NEEDS_NETWORK = pytest.mark.skipif(own_address() is None, reason="this computer is in no network")
HIDE = """(state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
# The systems tell a page of a call in this way.
CALL = """(what) => document.querySelector("video").srcObject.getVideoTracks()[0]
    .dispatchEvent(new Event(what))"""
NO_SOCKETS = """window.WebSocket = class {
    constructor() { setTimeout(() => this.onclose?.(), 10); }
    close() {}
    static OPEN = 1;
};
navigator.wakeLock.request = () => Promise.reject(new Error("battery"));"""
WIDE = "() => document.querySelector('[data-test=remote]').naturalWidth > 300"
# A busy computer judges few pictures; the webcam plays its clip again.
PATIENCE_MS = 240_000


class Pair:
    """A laptop that shows a session, and the phone whose camera it is."""

    def __init__(self, app, laptop, handset):
        self.app, self.laptop, self.handset = app, laptop, handset

    def invite(self):
        """Return a link for a phone."""
        asked = self.laptop.request.post(
            f"{self.app.home}/api/phone", headers={"origin": self.app.home}
        )
        return asked.json()["url"]

    def phone(self, script=None):
        page = self.handset.new_page()
        if script is not None:
            page.add_init_script(script)
        page.goto(self.invite())
        return page


@pytest.fixture(scope="module")
def webcam(tmp_path_factory):
    path = tmp_path_factory.mktemp("webcam") / "webcam.mjpeg"
    clip = SAMPLES / "bridging-good.mp4"
    write_webcam(path, clip, before_s=10.0, after_s=5.0, size_px=(480, 360))
    return path


@pytest.fixture
def pair(start_app, open_browser, webcam):
    app = start_app("--lan")
    assert any("open to everyone in your network" in line for line in app.rest())
    laptop = open_browser().new_context(viewport={"width": 1024, "height": 768}).new_page()
    enter(laptop, app)
    laptop.request.put(
        f"{app.home}/api/settings",
        data={"language": "en", "model": "lite", "questions": False},
        headers={"origin": app.home},
    )
    laptop.goto(f"{app.home}/#/train/bridging")
    handset = open_browser(webcam).new_context(
        ignore_https_errors=True, viewport={"width": 390, "height": 780}
    )
    return Pair(app, laptop, handset)


def is_accessible(page):
    assert serious(page) == []


def has_picture(page):
    """Wait until the picture of the phone is there: an image without one is visible too."""
    page.wait_for_function(WIDE)


def a_television_follows(pair):
    """Let a television in with a code that is typed: it follows, and only shows."""
    how = pair.laptop.context.new_page()
    how.goto(f"{pair.app.home}/#/tv")
    how.get_by_test_id("tv-code").click()
    address = how.get_by_test_id("tv-address").inner_text()
    assert re.fullmatch(r"[\d.]+:\d+/\d{6}", address)
    is_accessible(how)
    television = pair.handset.browser.new_context(
        ignore_https_errors=True, viewport={"width": 1280, "height": 720}
    ).new_page()
    television.goto(f"https://{address}")
    is_accessible(television)
    television.get_by_test_id("silent").click()
    expect(television.get_by_test_id("remote")).to_be_visible()
    expect(television.get_by_test_id("number")).to_have_text(re.compile(r"\d"))
    expect(television.locator(".controls button")).to_have_count(0)


def the_phone_is_the_remote_control(phone, laptop):
    """Pause and go on from the phone while its camera films."""
    control = phone.get_by_test_id("remote-control")
    is_accessible(phone)
    control.get_by_test_id("pause").click()
    expect(control.get_by_test_id("pause")).to_have_text(re.compile("Continue"))
    expect(laptop.get_by_test_id("stage").get_by_test_id("pause")).to_have_text(
        re.compile("Continue")
    )
    control.get_by_test_id("pause").click()
    expect(control.get_by_test_id("pause")).to_have_text(re.compile("Pause"))


@NEEDS_NETWORK
def test_a_phone_is_the_camera_and_both_show_what_it_sees(pair, open_browser):
    laptop = pair.laptop
    laptop.get_by_test_id("with-phone").click()
    expect(laptop.get_by_test_id("qr")).to_be_visible()
    laptop.get_by_test_id("warns").locator("summary").click()
    expect(laptop.get_by_test_id("words")).to_have_text(re.compile(r"^\w+ \w+ \w+ \w+$"))
    is_accessible(laptop)
    link = pair.invite()
    phone = pair.handset.new_page()
    phone.goto(link)
    phone.get_by_test_id("trust").locator("summary").click()
    is_accessible(phone)
    door = re.match(r"https://[^/]+", phone.url)[0]
    got = pair.handset.request.get(f"{door}/stabiel.crt")
    assert got.headers["content-type"] == "application/x-x509-ca-cert"
    assert got.body()[:1] == b"\x30"  # a certificate as DER

    laptop.get_by_test_id("phone-begin").click()
    expect(laptop.get_by_test_id("trouble")).to_have_attribute("data-state", "waits")
    phone.get_by_test_id("begin").click()
    expect(laptop.get_by_test_id("remote")).to_be_visible()
    expect(laptop.get_by_test_id("trouble")).to_be_hidden()
    number = phone.get_by_test_id("number")
    expect(number).to_have_text(re.compile("^[2-9]$"), timeout=PATIENCE_MS)
    reached = number.text_content()
    expect(laptop.get_by_test_id("number")).to_have_text(re.compile(f"^[{reached}-9]$"))
    has_picture(laptop)
    # What to do stands on the phone as well, and not the name of the exercise.
    expect(phone.get_by_test_id("cue")).not_to_have_text(re.compile("^The bridge"))

    a_television_follows(pair)
    the_phone_is_the_remote_control(phone, laptop)

    # The phone gets its page and no kept data.
    for path in ("/", "/api/sessions", "/api/settings", "/api/start", "/api/data"):
        assert pair.handset.request.get(door + path).status == 404
    # Its link works once, and the laptop's cookie is not valid here.
    strange = open_browser().new_context(ignore_https_errors=True)
    assert strange.request.get(link).status == 401
    assert strange.request.get(f"{door}/phone").status == 401
    own = "; ".join(f"{each['name']}={each['value']}" for each in laptop.context.cookies())
    taken = strange.request.get(f"{door}/phone", headers={"cookie": own})
    assert taken.status == 401
    assert "Scan the code again" in taken.text()
    assert json.loads(laptop.request.get(f"{pair.app.home}/api/start").text())["running"]


@NEEDS_NETWORK
def test_a_call_and_a_hidden_page_are_said_on_both_and_posts_do_without_sockets(pair):
    laptop = pair.laptop
    laptop.get_by_test_id("with-phone").click()
    laptop.get_by_test_id("phone-begin").click()
    phone = pair.phone(NO_SOCKETS)
    phone.get_by_test_id("begin").click()
    picture, trouble = laptop.get_by_test_id("remote"), laptop.get_by_test_id("trouble")
    expect(picture).to_be_visible()
    has_picture(laptop)
    expect(phone.get_by_test_id("cue")).not_to_have_text("")
    # The screen of this phone may turn off: both ask for a tap, and it goes on.
    expect(phone.locator("[data-notice=wake]")).to_be_visible()
    expect(laptop.locator("[data-notice=phone-dim]")).to_be_visible()

    for happens, ends, state in (
        (lambda: phone.evaluate(CALL, "mute"), lambda: phone.evaluate(CALL, "unmute"), "still"),
        (lambda: phone.evaluate(HIDE, "hidden"), lambda: phone.evaluate(HIDE, "visible"), "hidden"),
    ):
        happens()
        expect(trouble).to_have_attribute("data-state", state)
        expect(trouble).to_contain_text("othing counts")
        expect(picture).to_be_hidden()
        expect(phone.get_by_test_id("cue")).to_contain_text(re.compile("camera|away"))
        ends()
        expect(trouble).to_be_hidden()
        expect(picture).to_be_visible()

    other = pair.phone()
    other.get_by_test_id("begin").click()
    expect(phone.get_by_test_id("cue")).to_contain_text("Another device")
    expect(picture).to_be_visible()
    other.close()
    expect(trouble).to_have_attribute("data-state", "gone")
    expect(picture).to_be_hidden()


@NEEDS_NETWORK
def test_the_trial_of_the_first_visit_takes_a_phone_as_well(pair):
    laptop = pair.laptop
    laptop.goto(f"{pair.app.home}/#/welcome/bridge")
    laptop.get_by_test_id("with-phone").click()
    laptop.get_by_test_id("phone-begin").click()
    expect(laptop.get_by_test_id("trial-trouble")).to_contain_text("phone")
    phone = pair.phone()
    phone.get_by_test_id("begin").click()
    expect(laptop.get_by_test_id("remote")).to_be_visible()
    expect(laptop.get_by_test_id("trial-trouble")).to_be_empty()
    expect(laptop.get_by_test_id("trial-cue")).not_to_have_text("")
    is_accessible(laptop)
    phone.close()
    expect(laptop.get_by_test_id("trial-trouble")).to_contain_text("phone")
    expect(laptop.get_by_test_id("remote")).to_be_hidden()
