"""Damages plan files, as people and attackers do. In: a whole plan, dice. Out: bytes of a file.

`tests.fuzz.mutations` damages lines and values at random; this knows what a plan says.
"""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import yaml

from tests.fuzz.mutations import damaged_data, damaged_yaml, evil_value

Plan = dict[str, Any]
# What a damage meets if an earlier one left nothing to damage, such as a plan without steps.
_NOTHING_LEFT = (IndexError, KeyError, TypeError, AttributeError)
_PATHS = (
    "../../secret", "/etc/passwd", "..", ".", "con", "nul.yaml", "a/b", "a\\b", "settings",
    "x\x00y", "-rf", "~", "", " ", "A", "é", "a" * 61, "a" * 5000, "bridging", "basis", "anna",
    "lower", 7, None,
)  # fmt: skip
_MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "https://example.org", "www.example.org", "</p>", "&lt;b&gt;", "{{ 7 * 7 }}", "%s%n", "${HOME}",
    "\x1b[2J", "\u202e", "\ufeff", "\x00", "\n" * 50, "\u2028", "x" * 100_000, "🎥" * 80, "\ud800",
)  # fmt: skip
_NUMBERS = (
    0, -1, 1e300, -1e300, 10**400, 2**63, float("nan"), float("inf"), 0.1, "1", "1e999", True, None,
    5e-324, [1], {"a": 1},
)  # fmt: skip
_DATES = (
    "9999-12-31", "0001-01-01", "0000-00-00", "2026-02-30", "2026-1-1", "2026-12-31T10:00:00",
    20261231, "99999-01-01", "", None, True,
)  # fmt: skip
_WORDS = ("title", "for", "by", "stop")
_CODES = ("utf-16", "utf-32", "utf-16-le", "latin-1", "utf-8-sig", "cp1252", "utf-7")
_MANY = (41, 1000, 20_000)


def damaged_plan(text: str, dice: random.Random) -> bytes:
    """Return the file of a plan with damages of one kind; some are still right."""
    kind = dice.random()
    if kind < 0.2:
        return damaged_yaml(text, dice)
    if kind < 0.35:
        return _file(damaged_data(_loaded(text), dice), dice)
    if kind < 0.85:
        plan = _loaded(text)
        for _ in range(dice.choice((1, 1, 2))):
            with suppress(*_NOTHING_LEFT):
                dice.choice(_DAMAGES)(plan, dice)
        return _file(plan, dice)
    return dice.choice(_TEXTS)(text, dice)


def _loaded(text: str) -> Plan:
    """Return plain data, with dates as their text."""
    loaded: Plan = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return loaded


def _file(plan: Any, dice: random.Random) -> bytes:
    """Return plain data as YAML or as JSON, which is YAML too."""
    if dice.random() < 0.3:
        return json.dumps(plan, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")
    try:
        text = yaml.safe_dump(plan, allow_unicode=dice.random() < 0.5, sort_keys=False)
    except (ValueError, yaml.YAMLError, RecursionError):
        text = json.dumps(plan)
    return text.encode("utf-8", "surrogatepass")


# What a plan says


def _id(plan: Plan, dice: random.Random) -> None:
    plan["id"] = dice.choice(_PATHS)


def _words(plan: Plan, dice: random.Random) -> None:
    """Put markup, addresses and control characters where words stand."""
    words = dice.choice(_MARKUP)
    kind = dice.randrange(4)
    if kind == 0:
        plan[dice.choice(_WORDS)] = words
    elif kind == 1:
        plan["title"] = {"nl": words, "en": "x"}
    elif kind == 2:
        dice.choice(plan["steps"])[dice.choice(("remark", "say"))] = words
    elif own := plan.get("exercises"):
        own[dice.choice(list(own))]["name"] = {"nl": words, "en": words}


def _number(plan: Plan, dice: random.Random) -> None:
    value = dice.choice(_NUMBERS)
    step = dice.choice(plan["steps"])
    kind = dice.randrange(6)
    if kind == 0:
        plan[dice.choice(("rest_s", "times_a_day", "plan"))] = value
    elif kind == 1:
        step[dice.choice(("sets", "rest_s"))] = value
    elif kind == 2:
        step["dose"] = {dice.choice(("repetitions", "hold_s", "times")): value}
    elif kind == 3:
        step["tempo"] = {"out_s": value, "return_s": dice.choice(_NUMBERS)}
    elif kind == 4:
        rule = {"good_share": 0.9, "sessions": 2, "add": 2, "up_to": 20}
        plan["progression"] = rule | {dice.choice(list(rule)): value}
    else:
        plan["days"] = [value]


def _date(plan: Plan, dice: random.Random) -> None:
    plan[dice.choice(("from", "until"))] = dice.choice(_DATES)


def _long(plan: Plan, dice: random.Random) -> None:
    """Have more steps, or more minutes, than anybody does."""
    kind = dice.randrange(3)
    if kind == 0:
        plan["steps"] = plan["steps"] * dice.choice(_MANY)
    elif kind == 1:
        dice.choice(plan["steps"]).update(sets=10, dose={"repetitions": 10_000})
    else:
        plan["exercises"] = {f"x{n}": {"based_on": "bridging"} for n in range(dice.choice(_MANY))}


def _based(plan: Plan, dice: random.Random) -> None:
    """Base the exercises inside on each other in a circle, in a long chain, or on nothing."""
    count = dice.choice((1, 2, 3, 12, 20))
    ends: tuple[Any, ...] = (
        "own0",
        "bridging",
        "nothing",
        "../bridging",
        None,
        7,
        ["bridging"],
        {},
    )
    own = {f"own{n}": {"based_on": f"own{n + 1}"} for n in range(count)}
    own[f"own{count - 1}"]["based_on"] = dice.choice(ends)
    plan["exercises"] = {**plan.get("exercises", {}), **own}
    plan["steps"].append({"exercise": dice.choice(list(own)), "dose": {"repetitions": 3}})


def _own_id(plan: Plan, dice: random.Random) -> None:
    """Give an exercise inside the id of another one, or a path."""
    name = dice.choice(_PATHS)
    own: Any = {"based_on": "bridging", "name": {"nl": "x", "en": "x"}}
    if dice.random() < 0.3:
        own["id"] = dice.choice(_PATHS)
    if dice.random() < 0.3:
        own[dice.choice(("clip", "picture"))] = dice.choice(("../../secret.txt", "/etc/passwd", 1))
    plan["exercises"] = {**plan.get("exercises", {}), name: own}
    plan["steps"].append({"exercise": name, "dose": {"repetitions": 3}})


def _own_rule(plan: Plan, dice: random.Random) -> None:
    """Damage the rule of an exercise inside."""
    own = plan.get("exercises")
    if own:
        name = dice.choice(list(own))
        own[name] = dice.choice((damaged_data(own[name], dice), evil_value(dice)))


def _shape(plan: Plan, dice: random.Random) -> None:
    plan[dice.choice(list(plan))] = evil_value(dice)


def _step(plan: Plan, dice: random.Random) -> None:
    steps = plan["steps"]
    place = dice.randrange(len(steps))
    steps[place] = dice.choice((damaged_data(steps[place], dice), evil_value(dice)))


_DAMAGES: tuple[Callable[[Plan, random.Random], None], ...] = (
    _id, _words, _words, _number, _number, _date, _long, _based, _based, _own_id, _own_rule,
    _shape, _step,
)  # fmt: skip


# What a file is


def _bomb(text: str, dice: random.Random) -> bytes:
    """Multiply one value by anchors, or name it before it is there."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    links = ("<<: &m {plan: 1}\n" + text, text + "by: &x [*x]\n", text.replace("mon", "&d mon", 1))
    return dice.choice(("\n".join([*lines, text]), *links)).encode()


def _deep(text: str, dice: random.Random) -> bytes:
    depth = dice.choice((30, 500, 20_000))
    opened, closed = dice.choice((("[", "]"), ("{a: ", "}")))
    return f"{text}\nby: {opened * depth}{closed * depth}\n".encode()


def _large(text: str, dice: random.Random) -> bytes:
    fill = dice.choice(("# x\n", "- x\n", "x: 1\n", " "))
    return (text + fill * (dice.choice((210_000, 3_000_000)) // len(fill))).encode()


def _coded(text: str, dice: random.Random) -> bytes:
    code = dice.choice(_CODES)
    return text.replace("Anna", "Ännä").encode(code, "replace")


def _tagged(text: str, dice: random.Random) -> bytes:
    tag = dice.choice(
        ("!!python/object/apply:os.system ['touch x']", "!!binary aGk=", "!x 1", "!!set {a}")
    )
    return f"{text}\nfor: {tag}\n".encode()


def _twice(text: str, dice: random.Random) -> bytes:
    """Write a key again, a second document, or nothing at all."""
    return dice.choice(
        (text + text, f"{text}---\n{text}", "", "\x00" * 100, "[]", "plan", "%YAML 9\n")
    ).encode()


_TEXTS: tuple[Callable[[str, random.Random], bytes], ...] = (
    _bomb, _bomb, _deep, _large, _coded, _coded, _tagged, _twice,
)  # fmt: skip
