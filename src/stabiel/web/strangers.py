"""The page for a browser that may not come in. In: whose door it is. Out: how to get in, in words.

It is seen without a pass, so it needs no other file: its few rules of style are named in the policy
by their hash.
"""

import base64
import hashlib
from typing import Literal

Door = Literal["owner", "phone"]
# A link on another site leads here, for whoever is at the door.
ELSEWHERE: Literal["elsewhere"] = "elsewhere"

_STYLE = (
    "body{font:1.25rem/1.5 system-ui,sans-serif;margin:0;padding:1.5rem;display:grid;"
    "min-height:90vh;align-content:center;justify-content:center}"
    "main{max-width:34rem}h1{font-size:1.8rem}h2{font-size:1.3rem}"
    "[lang=en]{margin-top:2.5rem}code{font-size:1.05em}"
)
STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_WORDS: dict[Door | Literal["elsewhere"], tuple[tuple[str, ...], tuple[str, ...]]] = {
    "owner": (
        (
            "Deze browser is hier nog niet binnen",
            "Start stabiel met het pictogram op deze computer. Je pagina gaat dan vanzelf open, en "
            "daarna werkt ook je bladwijzer weer.",
            "Geen pictogram? Typ <code>stabiel app</code> in een terminal. Loopt stabiel al, dan "
            "opent dat alleen de pagina.",
        ),
        (
            "This browser is not logged in yet",
            "Start stabiel with its icon on this computer. Your page then opens by itself, and "
            "after that your bookmark works again.",
            "No icon? Type <code>stabiel app</code> in a terminal. If stabiel is running already, "
            "that only opens the page.",
        ),
    ),
    ELSEWHERE: (
        (
            "Open deze pagina zelf",
            "Je kwam hier via een andere website of een bericht. Voor je veiligheid opent stabiel "
            "dan niets. Typ het adres zelf, of gebruik je bladwijzer of het pictogram.",
        ),
        (
            "Open this page yourself",
            "You came here from another website or a message. To keep you safe, stabiel then opens "
            "nothing. Type the address yourself, or use your bookmark or the icon.",
        ),
    ),
    "phone": (
        (
            "Scan de code nog een keer",
            "Deze link is al gebruikt of te oud. Kies op je computer &ldquo;Nieuwe code&rdquo;. "
            "Scan die met je telefoon, of typ het adres op je tv.",
        ),
        (
            "Scan the code again",
            "This link has been used already or is too old. On your computer, choose &ldquo;New "
            "code&rdquo;. Scan it with your phone, or type the address on your TV.",
        ),
    ),
}


def stranger_page(door: Door | Literal["elsewhere"]) -> bytes:
    """Return the page, in Dutch and in English, as UTF-8."""
    dutch, english = _WORDS[door]
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8"><title>stabiel</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<style>{_STYLE}</style></head><body><main>\n"
        f"{_part('h1', dutch)}\n"
        f'<div lang="en">{_part("h2", english)}</div>\n'
        "</main></body></html>\n"
    ).encode()


def _part(heading: str, words: tuple[str, ...]) -> str:
    title, *rest = words
    return f"<{heading}>{title}</{heading}>" + "".join(f"<p>{each}</p>" for each in rest)
