"""Records → deeds, outcomes and facts: each carries the id of what it tells, so that reading twice changes nothing.

A fork's transcript starts with a copy of its parent's; a resumed one did so in old versions. The copies keep the ids of
prompts and calls, so one deed is kept once however many files tell of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cctl.core.activity.command import Runners
from cctl.core.digest import digest
from cctl.core.moment import epoch_ms
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

PROMPT_MOST = 2000  # characters of a prompt that are kept
COMMAND_MOST = 500

EDITS = frozenset(("Edit", "Write", "MultiEdit", "NotebookEdit", "apply_patch"))
_PATHS = ("file_path", "notebook_path", "path")
_FACTS = ("title", "name", "version", "entrypoint", "forked_from", "parent", "project", "cwd", "branch", "model")
_PATCHED = ("*** Update File: ", "*** Add File: ", "*** Delete File: ")


class Deed(NamedTuple):
    """Something done in a session."""

    id: str
    session: str
    agent: str
    agent_id: str
    ms: int
    kind: str  # turn, call, title, summary, rest, interrupt, api_error, compaction, denial
    tool: str
    mark: str  # edit, test, commit, or the source of a turn
    text: str  # prompt, command or message, redacted
    paths: str  # files, one a line, redacted
    cwd: str
    branch: str


class Outcome(NamedTuple):
    """What came of a call."""

    call: str
    error: int  # 0, 1
    exit_code: int  # -1 when it isn't told
    denied: str  # who refused it, "" when nobody did


class Fact(NamedTuple):
    """Something that a transcript says of its session; the latest holds."""

    session: str
    agent: str
    name: str
    value: str
    ms: int


Seen = Deed | Outcome | Fact


class Watcher:
    """Takes the records of transcripts and tells what was done; nothing leaves it unredacted."""

    def __init__(self, runners: Runners, hide: Callable[[str], str]) -> None:
        self._runners, self._hide = runners, hide
        self._tell: dict[str, Callable[[Record, int], Iterator[Seen]]] = {
            "session": self._session,
            "turn": self._turn,
            "call": self._call,
            "result": self._result,
            "notice": self._notice,
        }

    def see(self, record: Record) -> Iterator[Seen]:
        """What one record tells."""
        tell = self._tell.get(record["type"])
        return tell(record, epoch_ms(record.get("ts"))) if tell else iter(())

    def _session(self, record: Record, ms: int) -> Iterator[Seen]:
        for name in _FACTS:
            value = record.get(name)
            if isinstance(value, str) and value:
                shown = self._hide(value) if name in ("title", "name") else value
                yield Fact(record["session"], record["agent"], name, shown, ms)

    def _turn(self, record: Record, ms: int) -> Iterator[Seen]:
        text = self._hide(str(record.get("prompt", ""))[:PROMPT_MOST])
        yield self._deed(record, ms, "turn", mark=str(record.get("source", "")), text=text)

    def _call(self, record: Record, ms: int) -> Iterator[Seen]:
        given = record.get("input")
        given = given if isinstance(given, dict) else {}
        command = given.get("command") if record.get("tool") == "Bash" else None
        mark, text = "", ""
        if isinstance(command, str):
            about = self._runners.about(command)
            mark = about.mark
            text = self._hide(about.text or command[:COMMAND_MOST])
        elif record.get("tool") in EDITS:
            mark = "edit"
        else:
            text = self._hide(_telling(given)[:COMMAND_MOST])
        paths = "\n".join(self._hide(path) for path in _paths(given))
        yield self._deed(record, ms, "call", tool=str(record.get("tool", "")), mark=mark, text=text, paths=paths)

    def _result(self, record: Record, ms: int) -> Iterator[Seen]:
        code, denied = record.get("exit_code"), record.get("denied")
        who = str(denied.get("by", "unknown")) if isinstance(denied, dict) else ""
        yield Outcome(
            str(record.get("call", "")), int(bool(record.get("error"))), code if type(code) is int else -1, who
        )

    def _notice(self, record: Record, ms: int) -> Iterator[Seen]:
        kind, data = record.get("kind"), record.get("data")
        data = data if isinstance(data, dict) else {}
        if kind == "other" and data.get("what") == "summary" and isinstance(data.get("text"), str):
            yield self._deed(record, ms, "summary", text=self._hide(data["text"][:PROMPT_MOST]))
        elif kind == "title":
            yield from self._titled(record, data, ms)
        elif kind == "recorded_cost" and data.get("cost_usd") is not None:
            yield Fact(record["session"], record["agent"], "recorded_cost_usd", repr(data["cost_usd"]), ms)
        elif kind in ("rest", "interrupt", "api_error", "compaction", "denial"):
            said = data.get("cause") or data.get("message") or ""
            yield self._deed(record, ms, kind, text=self._hide(str(said)[:COMMAND_MOST]))

    def _titled(self, record: Record, data: Record, ms: int) -> Iterator[Seen]:
        """A title or a name: what the session is called from here on, and something that can be searched for."""
        for name in ("title", "name"):
            if isinstance(data.get(name), str) and data[name]:
                shown = self._hide(data[name][:COMMAND_MOST])
                if name == "title":
                    yield Fact(record["session"], record["agent"], name, shown, ms)
                named = record | {"id": f"{record['session']}:title:{digest(shown)}"}
                yield self._deed(named, ms, "title", text=shown)

    def _deed(self, record: Record, ms: int, kind: str, **told: str) -> Deed:
        id = str(record.get("id") or "") or f"{record['session']}:{record.get('agent_id', '')}:{kind}:{ms}"
        common: dict[str, Any] = {"tool": "", "mark": "", "text": "", "paths": ""} | told
        return Deed(
            id=id, session=record["session"], agent=record["agent"], agent_id=str(record.get("agent_id", "")), ms=ms,
            kind=kind, cwd=str(record.get("cwd", "")), branch=str(record.get("branch", "")), **common,
        )  # fmt: skip


def _paths(given: Record) -> Iterator[str]:
    for name in _PATHS:
        if isinstance(given.get(name), str) and given[name]:
            yield given[name]
    patch = given.get("input")
    if isinstance(patch, str):
        for line in patch.splitlines():
            for lead in _PATCHED:
                if line.startswith(lead):
                    yield line[len(lead) :].strip()


def _telling(given: Record) -> str:
    """The part of an input that says what a call was for."""
    for name in ("pattern", "query", "url", "description", "skill", "prompt"):
        if isinstance(given.get(name), str):
            return str(given[name])
    return ""
