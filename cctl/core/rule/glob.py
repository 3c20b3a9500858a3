"""Patterns of paths, hosts and words, matched without regular expressions (loading them costs 3 ms, a verdict less).

`*` is any text without a slash, `**` any text, `?` one character. Matching takes time in proportion to pattern × text
at worst, so a hostile name can't hold a verdict up.
"""

from __future__ import annotations


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is of the pattern."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    states = _skip(pattern, {0})
    for char in text:
        found = set()
        for at in states:
            if at == len(pattern):
                continue
            want = pattern[at]
            if want == "*":
                if char != "/" or pattern[at : at + 2] == "**":
                    found.add(at)
            elif want == char or (want == "?" and char != "/"):
                found.add(at + 1)
        states = _skip(pattern, found)
        if not states:
            return False
    return len(pattern) in states


def _skip(pattern: str, states: set[int]) -> set[int]:
    """The states reached without a character: stars may stand for nothing, and `/**/` for one slash."""
    waiting = list(states)
    while waiting:
        at = waiting.pop()
        if pattern[at : at + 1] != "*":
            continue
        after = at + 2 if pattern[at : at + 2] == "**" else at + 1
        reached = [after]
        if pattern[at : at + 3] == "**/" and (at == 0 or pattern[at - 1] == "/"):
            reached.append(at + 3)
        for each in reached:
            if each not in states:
                states.add(each)
                waiting.append(each)
    return states


def anchored(pattern: str, *, home: str | None, project: str | None) -> str:
    """A path pattern made absolute: `~/…` below the home, what has no root in the project; "" when it can't be."""
    if pattern[:1] == "~":
        return home + pattern[1:] if home else ""
    if pattern[:1] == "/" or pattern[:2] == "**":
        return pattern
    return f"{project}/{pattern.removeprefix('./')}" if project else ""


def could_be(pattern: str, path: str) -> bool:
    """Whether a path, which may itself be a shell pattern, could be one of a rule's pattern."""
    if matches(pattern, path) or (pattern.endswith("/**") and path == pattern[:-3]):
        return True
    return ("*" in path or "?" in path) and matches(path, pattern)


def must_be(pattern: str, path: str) -> bool:
    """Whether a path is of a rule's pattern, whatever a shell pattern in it becomes."""
    first = min((at for at in map(path.find, "*?[{") if at >= 0), default=-1)
    if first < 0:
        return matches(pattern, path) or (pattern.endswith("/**") and path == pattern[:-3])
    folder = path[:first].rpartition("/")[0]
    return pattern.endswith("/**") and "/.." not in path[first:] and matches(pattern, f"{folder}/x")


def host_matches(pattern: str, host: str) -> bool:
    """Whether a host is the one named; `*.example.org` covers the names below it, not itself."""
    host, pattern = host.lower().rstrip("."), pattern.lower()
    if pattern[:2] == "*.":
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return matches(pattern, host)
