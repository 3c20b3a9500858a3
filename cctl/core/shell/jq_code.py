"""What a jq filter can reach besides its input.

jq has no way to write or to run anything, but it can see the environment.
"""

from __future__ import annotations

from cctl.core.shell.character import NAME, NAME_START_SET, run_length
from cctl.core.shell.fact import LONGEST, Fact, unknown

_LOADING = frozenset(["import", "include", "modulemeta", "get_search_list"])
_OPEN = {"(": ")", "[": "]", "{": "}"}


def read_jq(filter_text: str) -> tuple[Fact, ...]:
    """The facts of a filter: which part of the environment it reads; `unknown` if it loads modules."""
    if len(filter_text) > LONGEST:
        return unknown("limit of text")
    text, i, n = filter_text, 0, len(filter_text)
    found: list[Fact] = []
    stack: list[str] = []
    while i < n:
        c = text[i]
        if stack and stack[-1] == '"':
            # Inside a string: only an interpolation leads back to code.
            if text.startswith("\\(", i):
                stack.append(")")
                i += 2
            elif c == '"':
                stack.pop()
                i += 1
            else:
                i += 2 if c == "\\" else 1
        elif c == '"':
            stack.append('"')
            i += 1
        elif c == "#":
            end = text.find("\n", i)
            i = n if end < 0 else end
        elif c in _OPEN:
            stack.append(_OPEN[c])
            i += 1
        elif c in ")]}":
            if not stack or stack.pop() != c:
                return unknown("brackets")
            i += 1
        elif c in NAME_START_SET:
            size = run_length(text, i, n, NAME)
            fact = _word(text, i, i + size)
            if fact is not None:
                found.append(fact)
            i += size
        else:
            i += 1
    return unknown("unclosed string or bracket") if stack else tuple(found)


def _word(text: str, start: int, end: int) -> Fact | None:
    """What a name means: a field behind a dot is none of ours."""
    name = text[start:end]
    before = text[start - 1 : start] if start else ""
    if name in _LOADING and before not in (".", "$"):
        return Fact("unknown", "modules")
    if (name == "env" and before not in (".", "$")) or (name == "ENV" and before == "$"):
        if not text.startswith(".", end):
            return Fact("env", "")
        size = run_length(text, end + 1, len(text), NAME)
        return Fact("env", text[end + 1 : end + 1 + size])
    return None
