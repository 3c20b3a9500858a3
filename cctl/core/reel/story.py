"""Records → moments: one pass over a session that remembers what went wrong until it is put right.

A moment is scored when it happens and again when a later record gives it a meaning: an error counts little until it
is fixed, an edit more once the failing test passes. While a long transcript is read only the best are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from cctl.core.money.paid import Cost
from cctl.core.reel import command as shell
from cctl.core.reel.choose import mixed
from cctl.core.reel.patch import counted, patches
from cctl.core.reel.tally import Tally
from cctl.core.reel.taste import Taste
from cctl.core.reel.telling import outcome, window
from cctl.records.schema import Record

_EDITS = frozenset(("Edit", "MultiEdit", "Write", "NotebookEdit", "apply_patch", "update_file", "create_file"))
_LOOKS = frozenset(("Read", "Grep", "Glob", "LS", "NotebookRead", "WebFetch", "WebSearch", "ToolSearch", "view_image"))
_AGENTS = frozenset(("Agent", "Task", "spawn_agent"))
_SILENT = frozenset(("TodoWrite", "TaskCreate", "TaskUpdate", "TaskList", "TaskOutput", "update_plan", "ExitPlanMode"))
_PEOPLE = frozenset(("human", "sdk", "", "command"))


class Story:
    """The moments of one session, in the order in which they happened."""

    def __init__(self, taste: Taste, cost: Cost | None = None, *, keep_all: bool = False) -> None:
        self._taste = taste
        self._most = 0 if keep_all else taste.limit["moments"]
        self._moments: list[Record] = []
        self._calls: dict[str, Record] = {}
        self._open: dict[tuple[str, str], Record] = {}  # errors that nothing has put right yet
        self._since: dict[tuple[str, str], list[Record]] = {}  # edits since each of them
        self._files: set[str] = set()
        self._part = 0
        self._words: Record | None = None  # the agent's last words so far
        self._count = 0
        self.tally = Tally(cost)
        self.sessions: set[str] = set()

    def feed(self, record: Record) -> None:
        """Take one record of the session; what is no part of a story is passed over."""
        take = _TAKEN.get(record.get("type", ""))
        self.tally.see(record)
        if take and not record.get("agent_id") and not record.get("replayed_copy"):
            self.sessions.add(str(record.get("session", "")))
            take(self, record)

    def moments(self) -> list[Record]:
        """What happened so far, prompts included; titles and counters come from `tally`."""
        if self._words is not None:
            self._tag(self._words, "last")
        return self._moments

    def _turn(self, record: Record) -> None:
        if record.get("source", "") not in _PEOPLE or not str(record.get("prompt", "")).strip():
            return
        if self._words is not None:
            self._tag(self._words, "last")
            self._words = None
        self._part += 1
        text, _ = window(str(record["prompt"]), most=self._taste.limit["kept_bytes"], longest=2000, failed=False)
        self._add(record, "prompt", text.strip())
        self.tally.add(record, "prompts")

    def _message(self, record: Record) -> None:
        text = str(record.get("text", "")).strip()
        if text:
            kept, _ = window(text, most=self._taste.limit["kept_bytes"], longest=2000, failed=False)
            self._words = self._add(record, "text", kept)

    def _call(self, record: Record) -> None:
        key = str(record.get("id", ""))
        if key:
            self._calls[key] = record
        self.tally.add(record, "calls")

    def _result(self, record: Record) -> None:
        call = self._calls.pop(str(record.get("call", "")), None)
        if call is None:
            return
        tool = str(call.get("tool", ""))
        failed = bool(record.get("error"))
        if failed:
            self.tally.add(record, "errors")
        given = call["input"] if isinstance(call.get("input"), dict) else {}
        if tool in shell.SHELLS:
            if "*** Begin Patch" in shell.command_line(given):
                self._edited(call, record, patches({"input": {"patch": shell.command_line(given)}}, record), failed)
            else:
                self._ran(call, record, given, failed)
        elif record.get("patches") or tool in _EDITS:
            self._edited(call, record, patches(call, record), failed)
        elif tool in _AGENTS:
            what = str(given.get("description") or given.get("prompt") or given.get("message") or "")[:400]
            agent = str(given.get("subagent_type") or given.get("agent_type") or "agent")
            quiet = {**record, "text": ""} if record.get("background") else record  # it only says that it started
            self._output(call, quiet, "subagent", f"{agent}: {what}", failed)
            self.tally.add(record, "subagents")
        elif failed:
            self._failure(call, record, ("tool", tool), f"{tool} {_subject(given)}".strip())
        elif tool not in _SILENT:
            self._mended(("tool", tool), None)
            self._add(call, "look", f"{tool} {_subject(given)}".strip())

    def _ran(self, call: Record, result: Record, given: Record, failed: bool) -> None:
        ran = shell.read(given, self._taste.commands)
        text = str(result.get("text", ""))
        self.tally.add(result, "commands")
        if not ran.line:
            return
        tags = [ran.kind] if ran.kind in ("check", "trivial") else []
        made = shell.committed(text) if ran.kind == "commit" or "git commit" in ran.line else None
        if result.get("denied"):
            self._failure(call, result, ("command", ran.key), ran.line, kind="command")
            return
        if made:
            self.tally.add(result, "commits")
            self._output(call, result, "commit", f"{made[0]} {made[1]}", failed)
            return
        key = ("command", ran.key)
        if ran.kind == "test" and not result.get("background"):
            ended = outcome(text, failed)
            self.tally.add(result, f"tests_{ended}" if ended else "commands", 1 if ended else 0)
            moment = self._output(call, result, "test", ran.line, ended == "red", [ended] if ended == "red" else [])
            if ended == "red":
                self._stands_open(key, moment)
            elif ended == "green" and key in self._open:
                self._mended(key, moment, "green")
            return
        moment = self._output(call, result, "command", ran.line, failed, tags)
        if failed and ran.kind != "trivial":
            self._stands_open(key, moment)
        elif not failed and key in self._open:
            self._mended(key, moment)

    def _edited(self, call: Record, result: Record, changed: list[Record], failed: bool) -> None:
        paths = [str(each.get("path", "")) for each in changed]
        name = _inside(paths[0] if paths else _subject(call.get("input") or {}), str(call.get("cwd", "")))
        if failed or result.get("denied"):
            self._failure(call, result, ("edit", name), f"{call.get('tool', '')} {name}".strip())
            return
        added, removed = (sum(each) for each in zip(*map(counted, changed), strict=True)) if changed else (0, 0)
        tags = ["large"] if added + removed >= self._taste.limit["large_diff"] else []
        if not set(paths) & self._files:
            tags.append("first")
        self._files.update(paths)
        moment = self._add(call, "edit", name + (f" and {len(paths) - 1} more" if len(paths) > 1 else ""), tags=tags)
        moment["patches"] = [_trimmed(each, self._taste.limit["line_bytes"]) for each in changed[:6]]
        for field, amount in (("edits", 1), ("added", added), ("removed", removed)):
            self.tally.add(result, field, amount)
        for path in paths:
            self.tally.touch(result, path)
        for edits in self._since.values():
            edits.append(moment)
            del edits[:-3]
        self._mended(("edit", name), moment)

    def _failure(self, call: Record, result: Record, key: tuple[str, str], title: str, *, kind: str = "error") -> None:
        denied = result.get("denied")
        tags = ["denied"] if denied else []
        if denied:
            self.tally.add(result, "denied")
        moment = self._output(call, result, kind, title, True, tags)
        if isinstance(denied, dict):
            said = str(denied.get("reason") or "")
            reason = {"reason": said[:400]} if said and not said.startswith(_CANNED) else {}
            moment["data"] = {"denied_by": str(denied.get("by", "unknown")), **reason}
        else:
            self._stands_open(key, moment)

    def _notice(self, record: Record) -> None:
        kind, data = record.get("kind", ""), record.get("data")
        data = data if isinstance(data, dict) else {}
        title = _NOTICES.get(kind, "")
        if title:
            detail = next((str(data[key]) for key in ("message", "error", "reason", "trigger") if data.get(key)), "")
            self._add(record, "notice", f"{title}: {detail[:200]}" if detail else title)
            self.tally.add(record, kind)

    def _stands_open(self, key: tuple[str, str], moment: Record) -> None:
        self._open[key] = moment
        self._since[key] = []
        if len(self._open) > 64:
            oldest = next(iter(self._open))
            del self._open[oldest], self._since[oldest]

    def _mended(self, key: tuple[str, str], by: Record | None, tag: str = "fix") -> None:
        error = self._open.pop(key, None)
        edits = self._since.pop(key, [])
        if error is None:
            return
        self._tag(error, "fixed")
        for edit in edits:
            self._tag(edit, "fix")
        if by is not None:
            self._tag(by, tag if tag == "green" or not edits else "fixed")
        for each in (error, *edits, *([by] if by else ())):
            each.setdefault("arc", error["id"])

    def _output(
        self, call: Record, result: Record, kind: str, title: str, failed: bool, tags: Iterable[str] = ()
    ) -> Record:
        limit = self._taste.limit
        said = "" if result.get("denied") else _unwrapped(str(result.get("text", "")))  # a refusal's words are canned
        text, lines = window(said, most=limit["kept_bytes"], longest=limit["line_bytes"], failed=failed)
        moment = self._add(call, kind, title[:2000], tags=tags, text=text, lines=lines)
        if failed:
            moment["failed"] = True
            if isinstance(result.get("exit_code"), int):
                moment["data"] = {"exit_code": result["exit_code"]}
        if isinstance(result.get("duration_s"), int | float):
            moment["duration_s"] = round(result["duration_s"], 1)
        return moment

    def _add(
        self, record: Record, kind: str, title: str, *, tags: Iterable[str] = (), text: str = "", lines: int = 0
    ) -> Record:
        self._count += 1
        own = str(record.get("id") or f"{record.get('ts', '')}-{self._count}")
        moment: Record = {
            "type": "moment",
            "v": 1,
            "ts": str(record.get("ts", "")),
            "session": record.get("session", ""),
        }
        moment |= {"agent": record.get("agent", ""), "id": f"{kind}:{own}", "kind": kind, "title": title}
        moment |= {"part": self._part, "tags": [], "score": 0.0}
        if text:
            moment |= {"text": text, "omitted": lines}  # the number of lines until the telling ones are chosen
        if record.get("src"):
            moment["src"] = record["src"]
        self._tag(moment, *tags)
        self._moments.append(moment)
        if self._most and len(self._moments) > self._most:
            self._forget()
        return moment

    def _tag(self, moment: Record, *tags: str) -> None:
        moment["tags"] += [tag for tag in tags if tag not in moment["tags"]]
        moment["score"] = self._taste.worth(moment["kind"], moment["tags"])

    def _forget(self) -> None:
        """Drop the lower half; what may still gain a meaning stays."""
        pending = {id(each) for each in self._open.values()} | {
            id(each) for all_ in self._since.values() for each in all_
        }
        kept = set(mixed(self._moments)[: self._most // 2])
        self._moments = [each for at, each in enumerate(self._moments) if at in kept or id(each) in pending]


_CANNED = "The user doesn't want to proceed with this tool use"  # the client's words for a plain no


def _inside(path: str, folder: str) -> str:
    return path[len(folder) + 1 :] if folder and path.startswith(folder.rstrip("/") + "/") else path


def _unwrapped(text: str) -> str:
    """What was printed, without the frame that the client puts around errors."""
    text = text.removeprefix("<tool_use_error>").removesuffix("</tool_use_error>")
    return re.sub(r"\AExit code \d+\n?", "", text)


def _subject(given: Record) -> str:
    for key in ("file_path", "notebook_path", "path", "pattern", "query", "url", "prompt", "skill", "description"):
        if isinstance(given.get(key), str) and given[key]:
            return str(given[key])[:200]
    return ""


def _trimmed(patch: Record, longest: int) -> Record:
    """A patch with as much as can ever be shown: a file of a megabyte must not be kept for sixteen lines."""
    hunks, left = [], 120
    for hunk in patch.get("hunks") or []:
        lines = hunk.get("lines") if isinstance(hunk, dict) else None
        if left > 0 and isinstance(lines, list):
            hunks.append({**hunk, "lines": [str(line)[:longest] for line in lines[:left]]})
            left -= len(lines)
    added, removed = counted(patch)
    return {**patch, "hunks": hunks, "added": added, "removed": removed}


_NOTICES = {
    "compaction": "context compacted",
    "interrupt": "interrupted",
    "api_error": "the model's API failed",
}
_TAKEN: dict[str, Callable[[Story, Record], Any]] = {
    "turn": Story._turn,
    "message": Story._message,
    "call": Story._call,
    "result": Story._result,
    "notice": Story._notice,
}
