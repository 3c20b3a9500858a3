"""Proposals: rules that would have saved questions, each tried on everything that is known before it is shown.

What a human was asked and let run, again and again and from several sessions, is worth a rule. Nothing is proposed for
effects that learning may not touch, nothing that would also have let through a call its human denied, and a proposal
names the program, its subcommand and where it matters its words: never a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cctl.core.brain.decide import Decider
from cctl.core.policy.matrix import Matrix
from cctl.core.rule.rule import Rule
from cctl.core.rule.unit import Unit, units
from cctl.records.named import NamedTuple

APPROVALS, SESSIONS = 5, 3
MOST_WORDS = 12


class Seen(NamedTuple):
    """One call of the past with its answer."""

    call: Mapping[str, Any]
    facts: Mapping[str, Any]
    session: str
    allowed: bool | None  # None when nobody answered


class Proposal(NamedTuple):
    """A rule worth having."""

    rule: Rule
    approvals: int
    sessions: int
    asks: int  # questions it would have saved
    also: int  # calls beyond those that it would have let through
    text: str  # as TOML

    @property
    def rank(self) -> tuple[int, str]:
        """The most useful first."""
        return -self.asks, self.rule.name


class _Group:
    def __init__(self) -> None:
        self.approvals = self.denials = 0
        self.sessions: set[str] = set()
        self.words: set[str] = set()
        self.names_words = False


def proposals(seen: Sequence[Seen], decider: Decider, with_rule: Callable[[Rule], Decider]) -> list[Proposal]:
    """The proposals that hold against everything seen; `with_rule` gives a judge with one rule more."""
    groups: dict[tuple[str, str], _Group] = {}
    asked = [each for each in seen if decider.decide(each.call, each.facts)["decision"] == "ask"]
    for each in asked:
        for unit in _open(each, decider):
            _count(groups, unit, each)
    found = []
    for (program, key), group in sorted(groups.items()):
        if group.approvals < APPROVALS or len(group.sessions) < SESSIONS or group.denials:
            continue
        if group.names_words and (not group.words or len(group.words) > MOST_WORDS):
            continue
        rule = _rule(program, key, group)
        tried = _tried(rule, seen, asked, with_rule(rule))
        if tried is not None:
            asks, also = tried
            found.append(Proposal(rule, group.approvals, len(group.sessions), asks, also, toml(rule)))
    return sorted(found, key=lambda each: each.rank)


def _open(each: Seen, decider: Decider) -> list[Unit]:
    """The programs of an asked call that keep it from running, if learning may touch all of them."""
    matrix = decider.judge.matrix
    survey = decider.judge.survey(each.call, each.facts)
    held = [unit for unit in units(survey) if any(_is_open(matrix, decider.policy, code) for code, *_ in unit.effects)]
    for unit in held:
        codes = [code for code, *_ in unit.effects if _is_open(matrix, decider.policy, code)]
        if not unit.program or any(matrix.ceiling(code) != "learn" for code in codes) or not unit.static:
            return []
    return held


def _is_open(matrix: Matrix, policy: str, code: str) -> bool:
    return matrix.cell(policy, code) != "allow"


def _count(groups: dict[tuple[str, str], _Group], unit: Unit, each: Seen) -> None:
    group = groups.setdefault((unit.program, unit.key), _Group())
    if each.allowed is None:
        return
    if not each.allowed:
        group.denials += 1
        return
    group.approvals += 1
    group.sessions.add(each.session)
    if any(code.startswith("EXEC_") for code, *_ in unit.effects):
        group.names_words = True
        group.words |= {word.text for word in unit.operands()}


def _rule(program: str, key: str, group: _Group) -> Rule:
    when: dict[str, tuple[str, ...]] = {"program": (program,)}
    if key:
        when["subcommand"] = (key,)
    if group.names_words:
        when["arg"] = tuple(sorted(group.words))
    return Rule(f"{program} {key}".strip(), "allow", when, {})


def _tried(rule: Rule, seen: Sequence[Seen], asked: Sequence[Seen], judge: Decider) -> tuple[int, int] | None:
    """How many questions a rule saves and what else it lets through; None when a human had denied any of it."""
    asks = also = 0
    known = {id(each) for each in asked}
    for each in seen:
        if judge.decide(each.call, each.facts)["decision"] != "allow" or id(each) not in known:
            continue
        if each.allowed is False:
            return None
        asks += each.allowed is True
        also += each.allowed is None
    return (asks, also) if asks else None


def toml(rule: Rule) -> str:
    """A rule as TOML, ready to be pasted."""
    lines = ["[[rules]]", f"name = {_quoted(rule.name)}"]
    for name, values in rule.when.items():
        value = _quoted(values[0]) if len(values) == 1 else "[" + ", ".join(map(_quoted, values)) + "]"
        lines.append(f"{name} = {value}")
    action = {"allow": "approve"}.get(rule.action, rule.action)
    return "\n".join([*lines, f"action = {_quoted(action)}"]) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped) + '"'
