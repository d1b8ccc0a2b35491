"""Exercises: texts, the sample video, the drawing, and the check of files."""

import shutil
import time
import xml.etree.ElementTree as ET

import pytest

from stabiel.drawing.tokens import color
from stabiel.exercises.files import load_book
from stabiel.exercises.pictures import PHASES
from stabiel.system.resources import example_path, exercises_folder
from tests.web.app import refused

BOOK = load_book()
BRIDGING = (exercises_folder() / "bridging.yaml").read_text(encoding="utf-8")
BASIS = (exercises_folder() / "programmes" / "basis.yaml").read_text(encoding="utf-8")
STRANGE = ["squat", "..", "%2e%2e%2fetc%2fpasswd", "..%5c..%5cwin.ini", "%00", "🧘", "a" * 5000]


def check(client, text, kind="text/yaml"):
    body = text.encode() if isinstance(text, str) else text
    return client.post("/api/exercises/check", content=body, headers={"content-type": kind})


def test_the_list(client):
    listed = client.get("/api/exercises?lang=en").json()

    assert [each["id"] for each in listed] == list(BOOK.exercises)
    assert {"id": "psoas", "name": "Hip flexor lunge", "dose": "2 × 30 seconds, each side",
            "kind": "hold", "sides": True, "first_dose": {"hold_s": 30, "times": 2},
            "own": False, "two_pictures": True} in listed  # fmt: skip
    assert {
        "id": "bridging",
        "name": "The bridge",
        "dose": "10 times",
        "kind": "repetitions",
        "sides": False,
        "first_dose": {"repetitions": 10},
        "own": False,
        "two_pictures": True,
    } in listed


def test_one(client):
    bridge = client.get("/api/exercises/bridging?lang=nl").json()

    assert bridge["name"] == "Bridging"
    assert bridge["instruction"].startswith("Hef je bekken van de grond.")
    assert bridge["placement"] == "Camera opzij, op zithoogte, ruim 2 meter van je af."
    assert bridge["dose"] == "10 keer"
    assert {"id": "pelvis_low", "name": "Bekken hoger", "say": "Bekken iets hoger."} in bridge[
        "faults"
    ]
    assert "Bekken hoger" in bridge["judged"]
    assert bridge["only_reminded"] == bridge["reminders"] != []
    assert not set(bridge["judged"]) & set(bridge["only_reminded"])
    assert bridge["sides"] is False
    assert client.get("/api/exercises/psoas").json()["sides"] is True


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", BOOK.exercises)
def test_every_exercise_has_all(client, name, language):
    found = client.get(f"/api/exercises/{name}?lang={language}").json()

    assert all(found[key] for key in ("name", "instruction", "posture", "placement", "dose"))
    assert all(each["name"] and each["say"] for each in found["faults"])


@pytest.mark.parametrize("name", BOOK.exercises)
def test_every_exercise_has_its_moving_sample(client, name):
    whole = client.get(f"/api/exercises/{name}/clip.mp4")
    part = client.get(f"/api/exercises/{name}/clip.mp4", headers={"range": "bytes=10-19"})

    assert whole.headers["content-type"] == "video/mp4"
    assert whole.content == example_path(name).read_bytes()
    assert (part.status_code, part.content) == (206, whole.content[10:20])


@pytest.mark.parametrize("dark", [0, 1])
def test_the_drawing_is_an_image(client, dark):
    answer = client.get(f"/api/exercises/arm-reach/placement.svg?dark={dark}&lang=en")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert ET.fromstring(answer.text).get("aria-label").startswith("Camera")
    assert (f'fill="{color("ground", "dark")}"/>' in answer.text.split("<poly")[0]) == bool(dark)


def test_the_drawing_of_a_session_leaves_its_words_to_the_page(client):
    whole, bare = (
        ET.fromstring(client.get(f"/api/exercises/arm-reach/placement.svg?words={words}").text)
        for words in (1, 0)
    )

    assert {bool(each.tag.endswith("text")) for each in whole} == {True, False}
    assert {bool(each.tag.endswith("text")) for each in bare} == {False}
    assert bare.get("aria-label") == whole.get("aria-label")
    # It fills its frame.
    assert float(bare.get("viewBox").split()[3]) < float(whole.get("viewBox").split()[3])


@pytest.mark.parametrize("rest", ["", "/clip.mp4", "/placement.svg"])
@pytest.mark.parametrize("name", STRANGE)
def test_an_unknown_name_is_not_found(client, name, rest):
    refused(client.get(f"/api/exercises/{name}{rest}"), 404, "not_found")


# Files that are checked


def test_the_files_of_the_program_are_right(client):
    assert check(client, BRIDGING).json() == {
        "ok": True, "kind": "exercise", "id": "bridging", "name": "Bridging", "mistakes": [],
        "advice": [],
    }  # fmt: skip
    assert check(client, BASIS).json() == {
        "ok": True, "kind": "programme", "id": "basis", "name": "Basis", "mistakes": [],
        "advice": [],
    }  # fmt: skip


def test_every_mistake_has_its_line(client):
    wrong = BRIDGING.replace("repetitions: 10", "repetitions: ten").replace("navel-in", "nose-in")

    found = check(client, wrong).json()

    assert (found["ok"], found["kind"], found["name"]) == (False, "exercise", None)
    lines = wrong.splitlines()
    places = [lines.index("dose: {repetitions: ten}"), lines.index(
        "reminders: [nose-in, breathe-out, pelvis-back]"
    )]  # fmt: skip
    assert [each["line"] for each in found["mistakes"]] == [place + 1 for place in places]
    assert found["mistakes"][0]["text"] == "dose.repetitions: verwacht: een geheel getal"


def test_mistakes_of_a_programme(client):
    found = check(client, BASIS.replace("exercise: leg-lift", "exercise: squat")).json()

    assert (found["ok"], found["kind"]) == (False, "programme")
    assert "verwacht: een van" in found["mistakes"][0]["text"]


BOMB = "a: &a [x, x]\n" + "\n".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
)
HARMFUL = {
    "a bomb of aliases": BOMB,
    "an object to build": "!!python/object/apply:os.system ['true']",
    "too deep": "[" * 90_000,
    "deep, and whole": "a: " + "[" * 40_000 + "]" * 40_000,
    "a number of all digits": "id: " + "9" * 90_000,
    "a number in sixties": "id: " + "1:" * 45_000 + "1",
    "many mistakes": "".join(f"k{n}: 1\n" for n in range(9_000)),
    "many names that are none": "reminders: [" + "a, " * 30_000 + "]",
    "many quotes": "'" * 99_999,
    "keys of keys": "? " * 40_000,
    "no text": b"\xff\xfe\x00\x01",
    "nothing": "",
    "a script": "<script>alert(1)</script>",
    "binary zeros": b"\x00" * 1000,
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_a_file_that_would_do_harm_is_refused_quickly(client, text):
    began_s = time.process_time()

    answer = check(client, text)

    assert answer.status_code == 200
    assert answer.json()["ok"] is False
    assert 1 <= len(answer.json()["mistakes"]) <= 100
    assert len(answer.content) < 500_000
    # All take time in proportion to their length, about a second here; a bomb would never finish.
    # Of this process, as other programs take time too.
    assert time.process_time() - began_s < 30.0


def test_what_a_file_says_stays_text(client):
    named = BRIDGING.replace("nl: Bridging", 'nl: "<script>alert(1)</script>"')

    assert check(client, named).json()["name"] == "<script>alert(1)</script>"


def test_too_large_and_other_types_are_refused(client):
    refused(check(client, "a" * 100_001), 413, "too_large")
    refused(check(client, BRIDGING, kind="application/json"), 415, "wrong_type")
    refused(check(client, BRIDGING, kind="multipart/form-data"), 415, "wrong_type")
    chunks = (b"a" * 1000 for _ in range(200))
    kind = {"content-type": "text/yaml"}
    refused(client.post("/api/exercises/check", content=chunks, headers=kind), 413, "too_large")


def test_other_ways_of_asking_are_refused(client):
    refused(client.post("/api/exercises"), 405, "bad_request")
    refused(client.get("/api/nothing"), 404, "not_found")


# Own exercises


EXAMPLES = exercises_folder().parent / "docs" / "author" / "examples"


@pytest.fixture
def own(client, folder):
    shutil.copytree(EXAMPLES, folder.path / "exercises")
    return client


def test_own_exercises_stand_beside_the_others(own):
    listed = {each["id"]: each for each in own.get("/api/exercises?lang=en").json()}

    assert listed["bird-dog"]["own"] is True
    assert listed["bridging"]["own"] is False
    found = own.get("/api/exercises/straight-leg-raise?lang=en").json()
    assert found["posture"] == "Lie on your back with straight legs."
    assert found["sides"] is True
    drawing = own.get("/api/exercises/straight-leg-raise/placement.svg")
    assert ET.fromstring(drawing.content).tag.endswith("svg")


def test_the_clip_of_an_own_exercise(own):
    clip = own.get("/api/exercises/bird-dog/clip.mp4")
    assert clip.content == (EXAMPLES / "bird-dog.mp4").read_bytes()
    assert clip.headers["content-type"] == "video/mp4"
    based = own.get("/api/exercises/bridging-lower/clip.mp4")
    assert based.content == example_path("bridging").read_bytes()


def test_an_exercise_without_a_clip_has_none(own, folder):
    path = folder.path / "exercises" / "bird-dog.yaml"
    path.write_text(path.read_text("utf-8").replace("clip: bird-dog.mp4\n", ""), encoding="utf-8")

    refused(own.get("/api/exercises/bird-dog/clip.mp4"), 404, "not_found")
    # What has neither clip nor picture is drawn in its start posture.
    drawn = own.get("/api/exercises/bird-dog/picture")
    assert (drawn.headers["content-type"], drawn.content[:4]) == ("image/png", b"\x89PNG")


def test_an_exercise_is_shown_at_its_start_and_at_its_target(own):
    found = [own.get(f"/api/exercises/bridging/picture?phase={each}") for each in PHASES]

    for answer in found:
        assert answer.headers["content-type"] == "image/webp"
        assert (answer.content[:4], answer.content[8:12]) == (b"RIFF", b"WEBP")
    assert found[0].content != found[1].content
    # The own one that is based on it has the same; one with a clip, a frame of that.
    based = own.get("/api/exercises/bridging-lower/picture")
    assert based.content == found[1].content
    frame = own.get("/api/exercises/bird-dog/picture")
    assert (frame.headers["content-type"], frame.content[:2]) == ("image/jpeg", b"\xff\xd8")
    two = {each["id"]: each["two_pictures"] for each in own.get("/api/exercises").json()}
    assert {two["bridging"], two["bridging-lower"]} == {True}
    assert not two["bird-dog"]
    refused(own.get("/api/exercises/bridging/picture?phase=end"), 400, "bad_request")


def test_the_picture_of_an_own_exercise(own, folder):
    path = folder.path / "exercises" / "bird-dog.yaml"
    picture = b"\x89PNG\r\n\x1a\n" + bytes(20)
    (path.parent / "dog.png").write_bytes(picture)
    text = path.read_text("utf-8").replace("clip: bird-dog.mp4", "picture: dog.png")
    path.write_text(text, encoding="utf-8")

    answer = own.get("/api/exercises/bird-dog/picture")
    assert (answer.content, answer.headers["content-type"]) == (picture, "image/png")
