"""Which projects, models, sessions are meant by the words of a flag."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate

from cctl.records.pattern import pattern

Test = Callable[[str], bool]

_GLOB = pattern(r"[*?\[]")


def paths(words: Sequence[str]) -> Test:
    """Folders: a pattern is held against the whole path and against its last part, a plain word against either."""

    def one(word: str) -> Test:
        plain = word.rstrip("/") or word
        if not _GLOB.search(plain):
            return lambda path: path == plain or path.rpartition("/")[2] == plain
        fits = re.compile(translate(plain)).match
        return lambda path: bool(fits(path) or fits(path.rpartition("/")[2]))

    return _any([one(word) for word in words])


def names(words: Sequence[str]) -> Test:
    """Models, branches, agents: a pattern is held against the whole name, a plain word is looked for in it."""

    def one(word: str) -> Test:
        if not _GLOB.search(word):
            return lambda name: word in name
        fits = re.compile(translate(word)).match
        return lambda name: bool(fits(name))

    return _any([one(word) for word in words])


def beginnings(words: Sequence[str]) -> Test:
    """Ids: the beginning is enough."""
    wanted = tuple(words)
    return lambda id: id.startswith(wanted)


def _any(tests: Sequence[Test]) -> Test:
    return lambda text: any(test(text) for test in tests)
