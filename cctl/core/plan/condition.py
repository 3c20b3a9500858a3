"""`when`: comparisons of outcomes, joined by `and`, `or`, `not` and parentheses, and nothing else.

    build.state == "failed"        lint.exit_code != 0 and build.state == "completed"

A task's name may hold dots; the last part of a word is what is asked of it. There is no way to call anything, to reach
a file or to compare what an agent wrote: that would let an output decide what is run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from cctl.records.pattern import pattern

FIELDS: Final = ("state", "exit_code", "attempts", "cost_usd", "duration_s")
_TOKEN = pattern(
    r'\s*(?:(?P<op>==|!=|<=|>=|<|>|\(|\))|"(?P<text>[^"]*)"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)(?![\w.])'
    r"|'(?P<single>[^']*)'|(?P<word>[A-Za-z0-9_][A-Za-z0-9._-]*))"
)
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": lambda one, two: bool(one == two),
    "!=": lambda one, two: bool(one != two),
    "<": lambda one, two: bool(one < two),
    ">": lambda one, two: bool(one > two),
    "<=": lambda one, two: bool(one <= two),
    ">=": lambda one, two: bool(one >= two),
}
_STATES: Final = ("completed", "failed", "skipped", "aborted")
_QUOTED: Final = ", ".join(f'"{state}"' for state in _STATES)
_DEEPEST: Final = 50

Outcomes = Mapping[str, Mapping[str, Any]]
_Test = Callable[[Outcomes], bool]


class Unclear(ValueError):
    """The condition can't be understood."""


class Condition:
    """One condition."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self.names: set[str] = set()
        self._known = names
        self._tokens = _tokens(text)
        self._at = self._depth = 0
        self._test = self._either()
        if self._at < len(self._tokens):
            raise Unclear(f"{self._tokens[self._at][1]!r} wasn't expected there")

    def holds(self, outcomes: Outcomes) -> bool:
        """Whether it holds for what the tasks came to; what isn't known makes no comparison true."""
        return self._test(outcomes)

    def _either(self) -> _Test:
        tests = [self._both()]
        while self._next("word", "or"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda known: any(test(known) for test in tests)

    def _both(self) -> _Test:
        tests = [self._one()]
        while self._next("word", "and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda known: all(test(known) for test in tests)

    def _one(self) -> _Test:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unclear("nested too deeply")
        try:
            if self._next("word", "not"):
                test = self._one()
                return lambda known: not test(known)
            if self._next("op", "("):
                inner = self._either()
                if not self._next("op", ")"):
                    raise Unclear("a parenthesis isn't closed")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> _Test:
        kind, word = self._take("an outcome such as build.state")
        name, _, field = str(word).rpartition(".")
        if kind != "word" or field not in FIELDS:
            raise Unclear(f"{word!r} is no outcome; say TASK.{'|'.join(FIELDS)}")
        if name not in self._known:
            raise Unclear(f"no task {name!r}")
        self.names.add(name)
        kind, sign = self._take("a comparison")
        if kind != "op" or sign not in _COMPARE:
            raise Unclear(f"{sign!r} is no comparison; say == != < > <= >=")
        kind, value = self._take("a value")
        if field == "state":
            if kind == "word" or sign not in ("==", "!=") or value not in _STATES:
                raise Unclear(f"a state is compared by == or != with one of {_QUOTED}")
        elif kind != "number":
            raise Unclear(f"{field} is compared with a number")
        compare = _COMPARE[sign]

        def test(known: Outcomes) -> bool:
            found = known.get(name, {}).get(field)
            return found is not None and compare(found, value)

        return test

    def _next(self, kind: str, value: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at] == (kind, value):
            self._at += 1
            return True
        return False

    def _take(self, expected: str) -> tuple[str, Any]:
        if self._at >= len(self._tokens):
            raise Unclear(f"it ends where {expected} was expected")
        self._at += 1
        return self._tokens[self._at - 1]


def _tokens(text: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unclear(f"{text[at : at + 20].strip()!r} isn't understood")
        kind, value = match.lastgroup, match[match.lastgroup]
        if kind == "number":
            found.append((kind, float(value) if "." in value else int(value)))
        else:
            found.append(("text" if kind == "single" else kind, value))
        at = match.end()
    return found
