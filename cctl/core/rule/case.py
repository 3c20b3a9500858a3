"""Cases beside the rules: a call, what must be said of it, and whether it is.

    [[test]]
    command = "git push --force origin main"
    expect = "deny"

A case may name its tool and input instead of a command, and a folder, a policy, facts and what is known of the session.
Judging a case looks nothing up, so it comes out alike on every machine and in CI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cctl.core.brain.decide import Decider
from cctl.core.config import Problem
from cctl.core.rule.read import Source, near
from cctl.records.named import NamedTuple

EXPECTED = {"approve": "allow", "allow": "allow", "deny": "deny", "ask": "ask", "abstain": "abstain", "none": "abstain"}
KEYS = ("name", "command", "tool", "input", "cwd", "expect", "rule", "policy", "facts", "session", "mode")
HOME, PROJECT = "/home/test", "/workspace/project"
FACTS: Mapping[str, object] = {"home": HOME, "project": PROJECT, "files": "none"}


class Case(NamedTuple):
    """One case."""

    name: str
    call: dict[str, Any]
    expect: str
    rule: str  # that must have decided, "" for any
    policy: str | None
    session: Mapping[str, object]
    origin: str
    line: int


class Judged(NamedTuple):
    """A case and what came of it."""

    case: Case
    verdict: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        rule = self.case.rule
        return self.verdict["decision"] == self.case.expect and (not rule or self.verdict.get("rule") == rule)


def cases(source: Source) -> tuple[list[Case], list[Problem]]:
    """The cases in a rule file, and what is wrong with them."""
    given = source.tables.get("test", [])
    lines = _lines(source.text)
    if not isinstance(given, list):
        return [], [Problem(source.origin, lines[0] if lines else 0, "test: expected [[test]]")]
    found: list[Case] = []
    problems: list[Problem] = []
    for at, table in enumerate(given):
        line = lines[at] if at < len(lines) else 0
        wrong = _wrong(table)
        if wrong:
            problems.append(Problem(source.origin, line, f"test {at + 1}: {wrong}"))
        else:
            found.append(_case(table, at, source.origin, line))
    return found, problems


def _wrong(table: Any) -> str:
    if not isinstance(table, dict):
        return "expected a table"
    strange = next((key for key in table if key not in KEYS), None)
    if strange is not None:
        return f'unknown key "{strange}"{near(strange, KEYS)}'
    if not isinstance(table.get("command"), str) and not isinstance(table.get("tool"), str):
        return "has neither a command nor a tool"
    for key in ("facts", "session", "input"):
        if not isinstance(table.get(key, {}), dict):
            return f"{key}: expected a table"
    if table.get("expect") not in EXPECTED:
        return f"expect: one of {', '.join(EXPECTED)}{near(str(table.get('expect')), tuple(EXPECTED))}"
    return ""


def _case(table: Mapping[str, Any], at: int, origin: str, line: int) -> Case:
    command = table.get("command")
    tool = table.get("tool", "Bash")
    given = table.get("input", {"command": command} if command is not None else {})
    call = {
        "tool": tool,
        "input": given,
        "cwd": table.get("cwd", PROJECT),
        "facts": {**FACTS, **table.get("facts", {})},
    }
    if "mode" in table:
        call["mode"] = table["mode"]
    name = str(table.get("name") or command or f"{tool} {at + 1}")
    return Case(name, call, EXPECTED[table["expect"]], str(table.get("rule", "")), table.get("policy"),
                table.get("session", {}), origin, line)  # fmt: skip


def judged(found: Iterable[Case], decider: Callable[[str | None], Decider]) -> Iterator[Judged]:
    """Each case with its verdict; `decider` gives the judge for a policy."""
    for case in found:
        yield Judged(case, decider(case.policy).decide(case.call, case.call["facts"], None, case.session))


def _lines(text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip().replace(" ", "").startswith("[[test]]")
    ]
