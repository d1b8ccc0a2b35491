"""The fuzz cases of plan files. In: a bench and dice. Out: commands and their allowed exit codes.

A plan comes from somebody else: it is checked, taken, printed and followed, by the commands and by
the app. Whatever it says, the plans that were there stay, and it writes in the data folder alone.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fuzz.plan_damages import damaged_plan

if TYPE_CHECKING:
    from tests.fuzz.cases import Bench
    from tests.fuzz.kinds import Cases

# Nothing of it is a plan: one ends with a sentence, and never waits.
_NO_FILES = ("link", "folder", "pipe", "gone")


def plan(bench: Bench, dice: random.Random) -> Cases:
    """Check, take, print and follow a damaged plan."""
    whole = dice.choice(sorted((bench.material / "plans").iterdir()))
    spoilt = bench.folder / "in" / whole.name
    spoilt.write_bytes(damaged_plan(whole.read_text(encoding="utf-8"), dice))
    if dice.random() < 0.05:
        _no_file(spoilt, bench.folder / "secret.txt", dice.choice(_NO_FILES))
    data = bench.folder / "data"
    shutil.copytree(bench.material / "plans", data / "plans")
    at = ("--data", data)
    kept = {path.name: path.read_bytes() for path in (data / "plans").iterdir()}
    yield ("plan", "check", spoilt, *at), {0, 2}
    if spoilt.is_file() and not spoilt.is_symlink() and dice.random() < 0.7:
        raw = spoilt.read_bytes()
        yield lambda: _sent(data, raw), {0, 2}
    replacing = dice.choice(((), ("--replace",)))
    yield ("plan", "import", spoilt, "--choose", *replacing, *at), {0, 2}
    if dice.random() < 0.3:
        out = ("--out", bench.folder / "out" / "plan.pdf")
        yield ("plan", "print", spoilt, *out, "--lang", dice.choice(("nl", "en")), *at), {0, 2}
    else:
        yield ("plan", "show", *at), {0}
    yield lambda: _others_stay(data, kept, whole.name), {0}


def _no_file(path: Path, secret: Path, kind: str) -> None:
    path.unlink()
    if kind == "link":
        path.symlink_to(secret)
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)


def _sent(data: Path, raw: bytes) -> int:
    """Send a file to the app: look at it, take it, and ask for all that follows from it."""
    from stabiel.store import DataFolder
    from stabiel.web.context import Context
    from tests.web.app import client_of

    context = Context(DataFolder(data))
    try:
        client = client_of(context)
        kind = {"content-type": "text/yaml"}
        answers = [
            client.post(f"/api/plans/import?keep={keep}", content=raw, headers=kind)
            for keep in ("false", "true")
        ]
        assert len({each.status_code for each in answers}) == 1
        found = answers[-1].json()
        if answers[-1].status_code != 200 or found["plan"] is None:
            print(f"stabiel: {_sentence(answers[-1].status_code, found)}", file=sys.stderr)
            return 2
        name = found["plan"]["id"]
        for path in ("/api/plans", "/api/plans/" + name, f"/api/plans/{name}/file", "/api/today"):
            assert client.get(path).status_code == 200, path
        assert client.post(f"/api/plans/{name}/choose").status_code == 204
        assert client.get("/api/today").json()["programme"]["id"] == name
        assert client.put(f"/api/plans/{name}", json=found["plan"]).status_code == 200
    finally:
        context.close()
    return 0


def _sentence(status: int, found: dict[str, Any]) -> str:
    """Return why a file was refused; it must say so without a failure of the app."""
    assert status in {200, 400, 413, 415}, (status, found)
    if status != 200:
        return str(found["error"]["text"])
    assert found["errors"]
    assert not found["kept"]
    return str(found["errors"][0]["message"])


def _others_stay(data: Path, before: dict[str, bytes], replaced: str) -> int:
    """Check that no other plan has changed, and that all that is kept can be read."""
    folder = data / "plans"
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    changed = {name for name, raw in before.items() if after.get(name) != raw}
    new = after.keys() - before.keys()
    assert len(new) <= 1, new
    assert len(changed) <= 1, changed
    for name in new | changed:
        assert Path(name).suffix == ".yaml", name
        assert f"id: {Path(name).stem}" in after[name].decode(), (name, replaced)
    return 0
