"""Scenarios: calls with the decision they must get, as a file of the user's or of the original's.

Ours are JSON lines: `{"name"?, "call": {"tool", "input", "cwd"?, "facts"?}, "expect", "policy"?}`, or a command in the
place of the call. The original's are one JSON object a file, with a session, its pending tool and an expected action;
its confidence has no counterpart, since a verdict here is not a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cctl.core.rule.case import EXPECTED, FACTS, PROJECT, Case
from cctl.core.rule.match import state

_PATHS = {"Read": "file_path", "Write": "file_path", "Edit": "file_path", "Glob": "pattern", "Grep": "pattern"}


class Unreadable(ValueError):
    """A scenario that can't be understood; the message says why."""


def case(told: Mapping[str, Any], origin: str, line: int) -> Case:
    """A scenario as a case."""
    return _theirs(told, origin, line) if "expected_action" in told else _ours(told, origin, line)


def _ours(told: Mapping[str, Any], origin: str, line: int) -> Case:
    given = told.get("call")
    if isinstance(told.get("command"), str):
        given = {"tool": "Bash", "input": {"command": told["command"]}}
    if not isinstance(given, dict) or not isinstance(given.get("tool"), str):
        raise Unreadable("has neither a call nor a command")
    expect = EXPECTED.get(str(told.get("expect")))
    if expect is None:
        raise Unreadable(f"expect: one of {', '.join(EXPECTED)}")
    facts = given.get("facts", {})
    call = {
        **given,
        "cwd": given.get("cwd", PROJECT),
        "facts": {**FACTS, **facts} if isinstance(facts, dict) else FACTS,
    }
    name = str(told.get("name") or told.get("command") or f"line {line}")
    session = told.get("session")
    return Case(name, call, expect, str(told.get("rule", "")), told.get("policy"),
                session if isinstance(session, dict) else {}, origin, line)  # fmt: skip


def _theirs(told: Mapping[str, Any], origin: str, line: int) -> Case:
    session = told.get("session")
    if not isinstance(session, dict):
        raise Unreadable("session: expected an object")
    expect = EXPECTED.get(str(told["expected_action"]))
    if expect is None:
        raise Unreadable(f"expected_action: {told['expected_action']!r} is nothing that a call can get")
    tool, given = str(session.get("pending_tool") or "Bash"), str(session.get("pending_input") or "")
    call = {"tool": tool, "input": {_PATHS.get(tool, "command"): given}, "cwd": PROJECT, "facts": FACTS}
    known = {
        "cost_usd": session.get("cost"),
        "last_error": session.get("last_error"),
        "state": state(str(session.get("status", ""))),
    }
    known = {name: value for name, value in known.items() if value not in (None, "")}
    return Case(str(told.get("name") or f"line {line}"), call, expect, "", None, known, origin, line)


def built_in(document: Mapping[str, Any], origin: str) -> Iterator[Case]:
    """The scenarios that are shipped: lists of commands by class, each with its decision under each policy; where a
    group names a `tool`, of what is given to it under a `key`.
    """
    for group in document["group"]:
        tool, key = group.get("tool", "Bash"), group.get("key", "command")
        for policy, expect in group["expect"].items():
            for at, command in enumerate(line for line in group["commands"].split("\n") if line.strip()):
                call = {"tool": tool, "input": {key: command}, "cwd": PROJECT, "facts": FACTS}
                yield Case(f"{group['name']} {at + 1}: {command}", call, expect, "", policy, {}, origin, 0)
