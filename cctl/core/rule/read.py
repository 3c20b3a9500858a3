"""Rule files: TOML tables → rules, and everything that is wrong in them with its line.

A file that is half understood is not followed: whoever finds a problem refuses the whole file, because a deny rule that
was dropped in silence lets through what its author forbade. A rule without an action is a problem, never an approve.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cctl.core.config import Problem
from cctl.core.rule.match import STATES, state
from cctl.core.rule.rule import ACTIONS, OF_CALL, OF_SESSION, OF_UNIT, Rule
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

_NUMBERS = ("cost_above", "burn_above", "context_above")
_FLAGS = ("last_error", "file_conflict")
_NAMES = (*OF_UNIT, *OF_CALL, *OF_SESSION)
KEYS: tuple[str, ...] = (
    "name", "action", "message",
    *OF_UNIT, *(f"match_{name}" for name in _NAMES), *(f"unless_{name}" for name in _NAMES),
)  # fmt: skip
_MOST = 400  # rules in one file; beyond it something else than a person wrote them


class Known(NamedTuple):
    """What words a rule may use: effects of the matrix, classes of paths."""

    effects: frozenset[str]
    classes: frozenset[str]


class Source(NamedTuple):
    """One rule file."""

    layer: str  # team, user, project
    origin: str  # path, or revision and path
    text: str
    tables: Mapping[str, Any]


def read(source: Source, known: Known) -> tuple[list[Rule], list[Problem]]:
    """The rules under `rules` of one file."""
    reading = _Reading(source, known)
    declared = source.tables.get("rules", {})
    entries: list[tuple[str, Any]] = []
    if isinstance(declared, Mapping):
        entries = [(str(name), each) for name, each in declared.items()]
    elif isinstance(declared, list):
        entries = [(f"rule {at}", each) for at, each in enumerate(declared, 1)]
    else:
        reading.wrong(0, "rules: expected [[rules]] or [rules.name]")
    if len(entries) > _MOST:
        reading.wrong(0, f"rules: {len(entries)} of them; at most {_MOST} are read")
        entries = []
    for at, (name, each) in enumerate(entries):
        reading.rule(at, name, each)
    return reading.rules, reading.problems


class _Reading:
    """One file being read."""

    def __init__(self, source: Source, known: Known) -> None:
        self.source, self.known = source, known
        self.rules: list[Rule] = []
        self.problems: list[Problem] = []
        self._lines = lines_of(source.text)

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.source.origin, line, message))

    def rule(self, at: int, name: str, table: Any) -> None:
        """One rule; its conditions by name, with every problem noted."""
        lines = self._lines[at] if at < len(self._lines) else {}
        head = lines.get("", 0)
        if not isinstance(table, Mapping):
            self.wrong(head, f"{name}: expected a table")
            return
        given = table.get("name", name)
        name = given if isinstance(given, str) and given else name
        if any(rule.name == name for rule in self.rules):
            self.wrong(lines.get("name", head), f'two rules are called "{name}"')
        when: dict[str, tuple[str, ...]] = {}
        unless: dict[str, tuple[str, ...]] = {}
        for key, raw in table.items():
            if key in ("name", "action", "message"):
                if not isinstance(raw, str):
                    self.wrong(lines.get(key, head), f"{name}: {key}: expected a text")
                continue
            into = unless if key.startswith("unless_") else when
            plain = key.removeprefix("unless_").removeprefix("match_")
            if key not in KEYS:
                self.wrong(lines.get(key, head), f'{name}: unknown key "{key}"{near(key, KEYS)}')
                continue
            values, problem = convert(plain, raw, self.known)
            if problem:
                self.wrong(lines.get(key, head), f"{name}: {key}: {problem}")
            into[plain] = values
        action = self._action(name, table.get("action"), lines, head)
        if action == "allow" and (vague := _vague(when)):
            self.wrong(lines.get(f"match_{vague}", head), f"{name}: {_VAGUE.format(vague)}")
        message = table.get("message", "")
        if action:
            layer, origin = self.source.layer, self.source.origin
            self.rules.append(Rule(name, action, when, unless, str(message), layer, origin, head))

    def _action(self, name: str, given: Any, lines: Mapping[str, int], head: int) -> str:
        if given is None:
            self.wrong(head, f"{name}: has no action: one of {', '.join(sorted(ACTIONS))}")
            return ""
        action = ACTIONS.get(given.lower(), "") if isinstance(given, str) else ""
        if not action:
            self.wrong(lines.get("action", head), f'{name}: unknown action "{given}"{near(str(given), tuple(ACTIONS))}')
        elif self.source.layer == "team" and action not in ("deny", "ask"):
            self.wrong(lines.get("action", head), f"{name}: a team's policy may only deny or ask, not {given}")
            return ""
        return action


_VAGUE = "an approving rule can't look for a text (match_{}): whoever writes the call can put it there; name programs"


def _vague(when: Mapping[str, tuple[str, ...]]) -> str:
    """The condition by which an approving rule would follow a text anywhere in a call."""
    if "text" in when:
        return "text"
    fields = [value.partition("=")[0] for value in when.get("input", ())]
    return "input" if any(field in ("command", "cmd", "input") for field in fields) else ""


def convert(name: str, raw: Any, known: Known) -> tuple[tuple[str, ...], str]:
    """A condition's values as texts, and what is wrong with them."""
    if name in _FLAGS:
        return (str(raw).lower(),), "" if isinstance(raw, bool) else f"expected true or false, not {raw!r}"
    if name in _NUMBERS:
        fine = isinstance(raw, int | float) and not isinstance(raw, bool)
        return (repr(float(raw)) if fine else "inf",), "" if fine else f"expected a number, not {raw!r}"
    if name == "input":
        return _patterns(raw)
    values = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, list) else ()
    if not values or not all(isinstance(value, str) and value for value in values):
        return (), "expected a text or a list of texts, none of them empty"
    return values, next((wrong for value in values if (wrong := _unknown(name, value, known))), "")


def _patterns(raw: Any) -> tuple[tuple[str, ...], str]:
    if not isinstance(raw, Mapping) or not raw:
        return (), 'expected a table of patterns by field, such as { file_path = "\\\\.sql$" }'
    for field, text in raw.items():
        try:
            re.compile(text if isinstance(text, str) else "(")
        except re.error as problem:
            return (), f"{field}: not a regular expression: {problem}"
    return tuple(f"{field}={text}" for field, text in raw.items()), ""


def _unknown(name: str, value: str, known: Known) -> str:
    """Why a word means nothing; "" when it does."""
    if name == "status" and not state(value):
        return f'no state is called "{value}"{near(value, STATES.split())}'
    if name == "effect" and value not in known.effects and not any(e.startswith(f"{value}(") for e in known.effects):
        return f'no effect is called "{value}"{near(value, tuple(known.effects))}'
    if name == "path_class" and value not in known.classes:
        return f'no class of paths is called "{value}"{near(value, tuple(known.classes))}'
    return ""


def near(word: str, words: Sequence[str]) -> str:
    """` (did you mean "…"?)` when one of the words is close."""
    import difflib  # noqa: PLC0415 -- 5 ms that only a mistake pays

    close = difflib.get_close_matches(word, sorted(words), 1, 0.5)
    return f' (did you mean "{close[0]}"?)' if close else ""


_HEADER = pattern(r"\s*(\[\[?)\s*rules\s*(?:\.\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+)))?\s*\]\]?\s*(?:#.*)?$")
_KEY = pattern(r"\s*(?:\"([\w-]+)\"|'([\w-]+)'|([\w-]+))\s*=")


def lines_of(text: str) -> list[dict[str, int]]:
    """For each rule in order, the lines of its keys; its header stands under the empty key."""
    found: list[dict[str, int]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            header = _HEADER.match(line)
            if header and (header[1] == "[[" or any(header.group(2, 3, 4))):
                inside = True
                found.append({"": number})
            elif line.strip()[:1] == "[" and "=" not in line:
                inside = False
        elif inside and (key := _KEY.match(line)):
            found[-1].setdefault(key[1] or key[2] or key[3], number)
    return found


def strays(source: Source, allowed: Iterable[str]) -> list[Problem]:
    """Top-level keys of a rule file that mean nothing there."""
    known = tuple(allowed)
    return [
        Problem(source.origin, _top(source.text, key), f'unknown key "{key}"{near(key, known)}')
        for key in source.tables
        if key not in known
    ]


def _top(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[*\s*\"?{re.escape(key)}\"?\s*[\]=.]", line):
            return number
    return 0
