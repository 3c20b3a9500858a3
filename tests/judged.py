"""Rules and verdicts for tests: a rule file as text, a call, and what is said of it."""

from __future__ import annotations

import tomllib
from typing import Any

from cctl.core.brain.decide import Decider
from cctl.core.config import Problem
from cctl.core.rule.read import Known, Source, read
from cctl.core.rule.rule import Rule, Rules
from cctl.core.rule.scene import Scene
from tests.gate import FACTS, PROJECT, judge


def known() -> Known:
    """The words that the shipped matrix knows."""
    lower = judge().matrix.lower
    classes = {code.partition("(")[2][:-1] for code in lower if code.startswith(("READ(", "WRITE(", "DELETE("))}
    return Known(frozenset(lower), frozenset(classes | {"secret", "cctl-self"}))


def parsed(text: str, layer: str = "user") -> tuple[list[Rule], list[Problem]]:
    """The rules in a text, and what is wrong in it."""
    return read(Source(layer, "rules.toml", text, tomllib.loads(text)), known())


def rules(text: str, layer: str = "user") -> Rules:
    """The rules in a text that must be right."""
    found, problems = parsed(text, layer)
    assert problems == []
    return Rules(found)


def problems(text: str, layer: str = "user") -> list[str]:
    """What is wrong in a text, as `line: message`."""
    return [f"{each.line}: {each.message}" for each in parsed(text, layer)[1]]


def bash(command: str, **more: Any) -> dict[str, Any]:
    """A call of a shell."""
    return {"type": "call", "v": 1, "tool": "Bash", "input": {"command": command}, "cwd": PROJECT, **more}


def scene(command: str, session: dict[str, Any] | None = None, **more: Any) -> Scene:
    """A shell call as rules see it."""
    call = bash(command, **more)
    return Scene(call, FACTS, session or {}, judge().survey(call, FACTS))


def verdict(call: dict[str, Any], text: str = "", policy: str = "workspace", **more: Any) -> dict[str, Any]:
    """What a decider with the rules of a text says of a call."""
    made = Decider(judge(), policy, rules(text) if text else None, more.pop("memory", None), more.pop("mode", "on"))
    return made.decide(call, more.pop("facts", FACTS), None, more.pop("session", {}))


def said(command: str, text: str = "", policy: str = "workspace", **more: Any) -> str:
    """The decision on a shell command."""
    return str(verdict(bash(command), text, policy, **more)["decision"])
