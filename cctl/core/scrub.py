"""Making records fit to be given away: secrets and people are redacted, projects, branches and names get stand-ins.

A stand-in is the same for the same thing throughout a stream, so that what a transcript shows (two sessions in one
folder, a fork, a loop) still shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from cctl.core.redact import Redactor
from cctl.records.schema import Record

_PLACES = ("project", "cwd")
_NAMES = {"branch": "branch", "name": "name", "title": "title"}


class Scrubber:
    """Records in, records that tell nothing of whose they were out."""

    def __init__(self, redactor: Redactor, words: Iterable[str] = ()) -> None:
        self._redactor = redactor
        self._stand: dict[str, str] = {word: f"word-{i}" for i, word in enumerate(words, 1) if word}
        self._counts: dict[str, int] = {}
        self._pattern: re.Pattern[str] | None = None

    def __call__(self, record: Record) -> Record:
        """One record."""
        for field in _PLACES:
            if isinstance(record.get(field), str) and record[field]:
                self._learn(record[field], "/project-{}")
        self._learn_names(record)
        data = record.get("data")
        if record.get("kind") == "title" and isinstance(data, dict):
            self._learn_names(data)  # it is told here before a session record carries it
        src = record.get("src")
        if isinstance(src, dict) and isinstance(src.get("path"), str):
            record = record | {"src": src | {"path": f"/transcript-{self._number(src['path'], 'file')}.jsonl"}}
        return self._redactor.record(_mapped(record, self._replaced))

    def _learn_names(self, told: Record) -> None:
        for field, noun in _NAMES.items():
            value = told.get(field)
            if isinstance(value, str) and len(value) > 3 and value not in ("main", "master", "HEAD"):
                self._learn(value, noun + "-{}")

    def _learn(self, value: str, shape: str) -> None:
        if value not in self._stand and value not in ("/", "."):
            self._stand[value] = shape.format(self._number(value, shape))
            self._pattern = None

    def _number(self, value: str, kind: str) -> int:
        key = f"{kind}\0{value}"
        if key not in self._counts:
            self._counts[key] = sum(1 for other in self._counts if other.startswith(kind + "\0")) + 1
        return self._counts[key]

    def _replaced(self, text: str) -> str:
        if not self._stand:
            return text
        if self._pattern is None:
            longest = sorted(self._stand, key=len, reverse=True)
            self._pattern = re.compile("|".join(re.escape(each) for each in longest))
        return self._pattern.sub(lambda found: self._stand[found[0]], text)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _mapped(each, change) if key not in ("type", "ts", "src") else each for key, each in value.items()}
    return value
