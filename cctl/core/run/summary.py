"""What an agent did in one run, told in a few figures and lines: the same for the same records, no model asked."""

from __future__ import annotations

from typing import Any, Final

from cctl.records.schema import Record

PROMPT_MOST: Final = 300
SAID_MOST: Final = 2000
FILES_MOST: Final = 100
_EDITS: Final = frozenset(("Edit", "Write", "MultiEdit", "NotebookEdit", "apply_patch"))
_PATHS: Final = ("file_path", "notebook_path", "path")


class Summary:
    """Takes the records of a run as they come."""

    def __init__(self) -> None:
        self._prompts = 0
        self._first = self._last = ""
        self._tools: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._calls: set[str] = set()
        self._errors: set[str] = set()
        self._denied: set[str] = set()
        self._agents: set[str] = set()
        self.failure: dict[str, Any] = {}  # of the API, when that was the last thing that happened

    def take(self, record: Record) -> None:
        """One record."""
        kind = record.get("type")
        if record.get("agent_id"):
            self._agents.add(str(record["agent_id"]))
        if kind == "turn":
            self._prompts += 1
            self._first = self._first or _short(str(record.get("prompt", "")), PROMPT_MOST)
            self.failure = {}
        elif kind == "message" and not record.get("agent_id"):
            self._last = _short(str(record.get("text", "")), SAID_MOST)
        elif kind == "call":
            self._call(record)
        elif kind == "result":
            self._result(record)
        elif kind == "spend":
            self.failure = {}
        elif kind == "notice" and record.get("kind") == "api_error":
            data = record.get("data")
            self.failure = dict(data) if isinstance(data, dict) else {"cause": "unknown"}

    def record(self) -> Record:
        """As a field of the run's record; empty when nothing was done."""
        found: Record = {"prompts": self._prompts, "prompt": self._first, "message": self._last}
        found |= {"calls": sum(self._tools.values()), "errors": len(self._errors), "denied": len(self._denied)}
        found |= {"tools": dict(sorted(self._tools.items(), key=lambda item: (-item[1], item[0])))}
        found |= {"files": sorted(self._files)[:FILES_MOST], "files_edited": len(self._files)}
        found |= {"subagents": len(self._agents)}
        return {name: value for name, value in found.items() if value}

    def _call(self, record: Record) -> None:
        id = str(record.get("id", ""))
        if id and id in self._calls:
            return
        self._calls.add(id)
        tool = str(record.get("tool", ""))
        self._tools[tool] = self._tools.get(tool, 0) + 1
        given = record.get("input")
        if tool not in _EDITS or not isinstance(given, dict):
            return
        for name in _PATHS:
            if isinstance(path := given.get(name), str):
                self._files[path] = self._files.get(path, 0) + 1

    def _result(self, record: Record) -> None:
        call = str(record.get("call", ""))
        if record.get("denied"):
            self._denied.add(call)
        elif record.get("error"):
            self._errors.add(call)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
