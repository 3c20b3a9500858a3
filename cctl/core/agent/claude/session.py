"""What is known of the sessions in a stream of lines, said again only when a fact changes that people go by."""

from __future__ import annotations

from typing import Any, Final

_FACTS: Final = ("project", "cwd", "branch", "name", "title", "version", "entrypoint", "model", "forked_from")
_TELLING: Final = ("name", "title", "model", "branch", "cwd", "forked_from")
_SESSIONS_KEPT: Final = 256  # a stream may hold many; one file holds one
_TITLES_KEPT: Final = 64
_LEAVES_KEPT: Final = 64  # the summaries of a file stand right behind what they sum up


class Sessions:
    """The facts of each session, and what was last said of them."""

    def __init__(self) -> None:
        self._facts: dict[str, dict[str, Any]] = {}
        self._said: dict[str, tuple[Any, ...]] = {}
        self._titles: dict[str, str] = {}
        self._leaves: list[tuple[str, str]] = []  # uuid and session of the latest lines, one written over another
        self._lines = 0

    def note(self, session: str, facts: dict[str, str]) -> None:
        """Remember facts; an empty one says nothing."""
        if session not in self._facts and len(self._facts) >= _SESSIONS_KEPT:
            oldest = next(iter(self._facts))
            del self._facts[oldest]
            self._said.pop(oldest, None)
        known = self._facts.setdefault(session, {})
        known.update((name, value) for name, value in facts.items() if value)

    def fact(self, session: str, name: str) -> str:
        """One fact, "" when unknown."""
        said = self._facts.get(session, {}).get(name, "")
        return said if isinstance(said, str) else ""

    def news(self, session: str) -> dict[str, Any] | None:
        """All facts of a session if one that tells has changed since they were last said, else None."""
        facts = self._facts.get(session, {})
        telling = tuple(facts.get(name) for name in _TELLING)
        if self._said.get(session) == telling:
            return None
        self._said[session] = telling
        return {name: facts[name] for name in _FACTS if name in facts}

    def titled(self, leaf: str, title: str) -> str:
        """Take note of an old summary; the session that it names, when its leaf stands just before in this file.

        Old releases opened a file with the summaries of *other* sessions of the project: a title counts only when the
        line that it sums up is in the same file.
        """
        session = next((session for uuid, session in self._leaves if uuid == leaf), None)
        if session is None and len(self._titles) < _TITLES_KEPT:
            self._titles[leaf] = title
        return session or ""

    def passed(self, uuid: str, session: str) -> str:
        """Take note of a line; the title of a summary that was waiting for it, else ""."""
        if len(self._leaves) < _LEAVES_KEPT:
            self._leaves.append((uuid, session))
        else:
            self._leaves[self._lines % _LEAVES_KEPT] = uuid, session
        self._lines += 1
        return self._titles.pop(uuid, "") if self._titles else ""
