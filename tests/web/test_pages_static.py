"""The pages' files: every text exists in both languages, and nothing breaks the policy."""

import json
import posixpath
import re
import struct
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from stabiel.exercises.sample_films import SAMPLE_FILMS
from stabiel.web.page_texts import page_texts
from stabiel.web.pages_served import TYPES, read_pages
from stabiel.wording.language import LANGUAGES

SERVED = read_pages()
BINARY = (".png", ".woff2")
PAGES = {name: page.content.decode() for name, page in SERVED.items() if not name.endswith(BINARY)}
SCRIPTS = {name: text for name, text in PAGES.items() if name.endswith(".js")}
HTML = {name: text for name, text in PAGES.items() if name.endswith(".html")}
# Other folders that a page may import from: the settings preview the camera of a session.
ALSO = {
    "teach": {"train"},
    "settings": {"train"},
    "persons": {"settings"},
    "by-hand": {"plan"},
    "welcome": {"settings", "train"},
}
MOST_LINES = 250
# The ids of the server's errors; a page looks up the text by the id in an answer.
ERRORS = {
    "bad_name", "bad_request", "busy", "damaged", "internal", "limit", "name_taken", "no_person",
    "no_phone", "no_suggestion", "nobody", "not_found", "not_kept", "other_person", "running",
    "too_large", "unauthorized", "unreadable_video",
    "wrong_type", "nothing_kept", "no_bundle", "newer_bundle", "read_only",
}  # fmt: skip


def code_of(script):
    """Return a script without its comments, which may contain words that look like code."""
    return re.sub(r"^\s*/\*\*.*?\*/|(?:^|\s)// [^\n]*", "", script, flags=re.DOTALL | re.MULTILINE)


def resolved(name, path):
    """Return the name of the script that `name` imports as `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def imports_of(name):
    """Return the names of the scripts that a script imports."""
    paths = re.findall(r"(?:\bfrom |\bimport |\bimport\()\"([^\"]+)\"", SCRIPTS[name])
    return [resolved(name, path) for path in paths]


OPENED = imports_of("router.js")


def asked_for():
    """Yield every (group, key) that a script asks for by name."""
    for name, script in SCRIPTS.items():
        for call in re.findall(r"\bt\(\s*([^()]*?)\s*[,)]", code_of(script)):
            keys = re.findall(r'"([^"]*)"', call)
            assert keys or name == "shared/texts.js", f"{name}: t({call}) names no text"
            yield from (tuple(key.split(".")) for key in keys)


USED = sorted(set(asked_for()))
TEXTS = {language: page_texts(language) for language in LANGUAGES}


def test_the_search_for_texts_finds_them():
    assert ("today", "start") in USED
    assert ("camera", "in_use_words") in USED
    assert len(USED) > 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("group", "key"), USED)
def test_every_text_that_a_page_asks_for_exists(group, key, language):
    assert TEXTS[language][group][key].strip()


@pytest.mark.parametrize("group", TEXTS["nl"])
def test_no_text_is_left_over(group):
    used = {key for each, key in USED if each == group}
    if group == "error":
        used |= ERRORS
    # "app.language" is read directly.
    used |= {"language"} if group == "app" else set()

    # The page takes the singular by itself where it gives a count.
    used |= {f"{key}_one" for key in used} & set(TEXTS["nl"][group])

    assert set(TEXTS["nl"][group]) == used


def test_every_counted_text_has_its_singular():
    # "3 s" is the same for 1.
    counted = {
        (group, key)
        for group, texts in TEXTS["nl"].items()
        for key, text in texts.items()
        if "{count}" in text and (group, key) != ("time", "seconds_short")
    }

    assert len(counted) > 4
    for group, key in counted:
        for language in LANGUAGES:
            assert re.search(r"\b1 \w+", TEXTS[language][group][f"{key}_one"])


def test_both_languages_fill_in_the_same_places():
    for group, texts in TEXTS["nl"].items():
        for key, dutch in texts.items():
            places = [sorted(places_of(text)) for text in (dutch, TEXTS["en"][group][key])]
            assert places[0] == places[1], f"{group}.{key}"


def places_of(text):
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def test_every_error_of_the_server_has_words():
    for language in LANGUAGES:
        assert set(TEXTS[language]["error"]) == ERRORS


def test_no_text_blames_or_is_formal():
    words = re.compile(r"\b(fout|fouten|uw|wrongly|illegal|invalid)\b|\bu\b", re.IGNORECASE)
    for language, groups in TEXTS.items():
        for group, texts in groups.items():
            for key, text in texts.items():
                assert not words.search(text), f"{language} {group}.{key}: {text}"


def test_every_file_of_the_pages_can_be_served():
    folder = Path(str(files("stabiel.web").joinpath("pages")))
    names = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir()}

    made = {name for name in SERVED if name.startswith("fonts/")}
    assert names == set(SERVED) - made - {"shared/tokens.css", "shared/palette.js"} - {
        "train/film-moments.js"
    }
    assert {name.rpartition(".")[2] for name in SERVED} <= set(TYPES)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_comes_from_elsewhere(name):
    without_names = PAGES[name].replace("http://www.w3.org/2000/svg", "")

    assert re.findall(r"(?:https?:)?//[\w-]+\.[a-z]+", without_names) == []


@pytest.mark.parametrize("name", HTML)
def test_a_page_has_no_script_and_style_of_its_own(name):
    page = HTML[name]

    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=\"/pages/)", page) == []
    assert page.startswith("<!doctype html>\n<html lang=")
    assert '<main id="main">' in page


def test_the_installed_page_has_its_icons():
    manifest = json.loads(PAGES["stabiel.webmanifest"])

    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/", "/", "standalone",
    )  # fmt: skip
    assert f'content="{manifest["theme_color"]}"' in HTML["index.html"]
    for icon in manifest["icons"]:
        page = SERVED[icon["src"].removeprefix("/pages/")]
        assert page.type == icon["type"]
        if page.type == "image/png":
            # Width and height stand in the first chunk of a PNG.
            assert "{}x{}".format(*struct.unpack_from(">II", page.content, 16)) == icon["sizes"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_makes_no_markup_from_strings(name):
    code = code_of(SCRIPTS[name])
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"

    assert re.findall(forbidden, code) == []
    assert re.findall(r"\bstyle:|setAttribute\(\"style\"|localStorage|document\.cookie", code) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_what_there_is(name):
    assert set(imports_of(name)) <= set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_page_imports_its_own_folder_and_what_is_shared(name):
    folder = posixpath.dirname(name)
    allowed = {folder, "shared"} | ALSO.get(folder, set())
    if folder:
        assert {posixpath.dirname(each) for each in imports_of(name)} <= allowed


@pytest.mark.parametrize("name", HTML)
def test_a_page_links_to_what_there_is(name):
    assert set(re.findall(r"\"/pages/([^\"]+)\"", HTML[name])) <= set(SERVED)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_uses_all_that_it_imports_and_exports_what_others_use(name):
    code = code_of(SCRIPTS[name])
    for imported, path in re.findall(r"import \{([^}]*)\} from \"([^\"]+)\"", code):
        source = resolved(name, path)
        for each in filter(None, (part.strip() for part in imported.split(","))):
            body = re.sub(r"import \{[^}]*\} from [^\n]*\n", "", code)
            assert re.search(rf"\b{each}\b", body), f"{each} is imported and not used"
            assert re.search(
                rf"export (?:async )?(?:const|function|class) {each}\b", SCRIPTS[source]
            ), f"{source} does not export {each}"


def test_no_export_is_left_over():
    for name, script in SCRIPTS.items():
        for each in re.findall(r"export (?:async )?(?:const|function|class) (\w+)", script):
            others = [text for other, text in SCRIPTS.items() if other != name]
            opened = each == "open" and name in OPENED
            assert opened or any(re.search(rf"\b{each}\b", text) for text in others), (name, each)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_stays_readable(name):
    lines = SCRIPTS[name].splitlines()

    assert len(lines) <= MOST_LINES
    assert lines[0].startswith("// ")
    assert [line for line in lines if len(line) > 100] == []


def test_no_page_names_a_programme():
    # The server knows which plan is followed.
    assert [name for name, script in SCRIPTS.items() if re.search(r"[\"']basis[\"']", script)] == []


def test_the_pages_know_when_the_films_move():
    table = PAGES["train/film-moments.js"].partition("MOMENTS = ")[2].rstrip(";\n")
    moments = json.loads(re.sub(r",(\s*[]}])", r"\1", table))

    assert moments.keys() == SAMPLE_FILMS.keys()
    for name, film in SAMPLE_FILMS.items():
        known = [(m.side, m.out_s, m.target_s, m.back_s, m.end_s) for m in film.movements]
        assert [tuple(each.values()) for each in moments[name]] == known
        assert list(moments[name][0]) == ["side", "out", "target", "back", "end"]


def test_red_is_kept_for_stop():
    rules = re.findall(
        r"([^{}]+)\{[^{}]*var\(--stop\)[^{}]*\}",
        "".join(text for name, text in PAGES.items() if name.endswith(".css")),
    )

    assert sorted(rule.strip() for rule in rules) == [
        '.advice[data-zone="red"], .question[data-zone="red"]',
        ".controls .quit, .controls .hurts",
    ]


def test_the_canvas_has_the_colors_of_the_pages():
    tokens = dict(re.findall(r"--(\w+): light-dark\((#\w+, #\w+)\)", PAGES["shared/tokens.css"]))
    palette = json.loads(PAGES["shared/palette.js"].partition("PALETTE = ")[2].rstrip(";\n"))
    assert set(palette) == {"light", "dark"}
    for theme, ground in enumerate(("light", "dark")):
        assert "text" in palette[ground]
        for name, color in palette[ground].items():
            assert tokens[name].split(", ")[theme] == color, name


def test_the_typeface_is_served_from_here_and_known_to_every_page():
    faces = re.findall(r"url\(/pages/([^)]*)\)", PAGES["shared/tokens.css"])
    assert len(faces) == 2
    for name in faces:
        assert SERVED[name].content.startswith(b"wOF2")
        assert SERVED[name].type == "font/woff2"
    for page in HTML.values():
        sheets = re.findall(r'rel="stylesheet" href="/pages/([^"]*)"', page)
        assert sheets[0] == "shared/tokens.css"
        assert set(sheets) <= set(SERVED)
