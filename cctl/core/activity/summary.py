"""What was done in a stretch of time, per project: for a stand-up, and for whoever comes back to five agents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from cctl.core.activity.deed import Deed, Outcome
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

_PROMPTS_MOST = 50
_FILES_MOST = 100


class Done(NamedTuple):
    """A deed with what came of it."""

    deed: Deed
    project: str
    outcome: Outcome | None


class _Tally:
    """One project's figures while they are counted."""

    def __init__(self) -> None:
        self.sessions: set[str] = set()
        self.prompts: deque[Deed] = deque(maxlen=_PROMPTS_MOST)
        self.files: dict[str, int] = {}
        self.commits: list[Record] = []
        self.counts = dict.fromkeys(
            ("turns", "calls", "commands", "errors", "denied", "interrupts", "compactions", "api_errors"), 0
        )
        self.tests = {"runs": 0, "passed": 0, "failed": 0}
        self.last_test = ""
        self.first = self.last = 0

    def take(self, done: Done, stamp: Any) -> None:
        deed = done.deed
        self.sessions.add(deed.session)
        self.first = min(self.first or deed.ms, deed.ms)
        self.last = max(self.last, deed.ms)
        if deed.kind == "turn":
            if deed.mark not in ("system", "task_notification"):
                self.counts["turns"] += 1
                self.prompts.append(deed)
        elif deed.kind == "call":
            self._call(done, stamp)
        else:
            noun = {"interrupt": "interrupts", "compaction": "compactions", "api_error": "api_errors"}.get(deed.kind)
            if noun:
                self.counts[noun] += 1

    def _call(self, done: Done, stamp: Any) -> None:
        deed, outcome = done.deed, done.outcome
        failed = outcome is not None and outcome.error == 1
        self.counts["calls"] += 1
        self.counts["commands"] += deed.tool == "Bash"
        self.counts["errors"] += failed and not (outcome and outcome.denied)
        self.counts["denied"] += bool(outcome and outcome.denied)
        if deed.mark == "edit" and not failed:
            for path in deed.paths.splitlines():
                self.files[path] = self.files.get(path, 0) + 1
        elif deed.mark == "test" and outcome is not None and not outcome.denied:
            self.tests["runs"] += 1
            self.tests["failed" if failed else "passed"] += 1
            self.last_test = "failed" if failed else "passed"
        elif deed.mark == "commit" and outcome is not None and not failed:
            self.commits.append({"ts": stamp(deed.ms), "session": deed.session, "message": _line(deed.text)})


def summaries(done: Iterable[Done], cost: dict[str, Record], stamp: Any) -> list[Record]:
    """One record per project, the costliest first; `cost` brings each project's spend, also of those without deeds."""
    tallies: dict[str, _Tally] = {}
    for each in done:
        tallies.setdefault(each.project, _Tally()).take(each, stamp)
    for project in cost:
        tallies.setdefault(project, _Tally())
    records = [_record(project, tally, cost.get(project, {}), stamp) for project, tally in tallies.items()]
    return sorted(records, key=lambda record: (-record.get("cost_usd", 0), record["project"]))


def _record(project: str, tally: _Tally, cost: Record, stamp: Any) -> Record:
    files = sorted(tally.files.items(), key=lambda item: (-item[1], item[0]))
    record: Record = {"type": "summary", "v": 1, "ts": stamp(tally.last), "project": project}
    if tally.first:
        record["start"] = stamp(tally.first)
    record |= {"sessions": max(len(tally.sessions), cost.get("sessions", 0))} | tally.counts
    record["prompts"] = [
        {"ts": stamp(deed.ms), "session": deed.session, "text": _line(deed.text)} for deed in tally.prompts
    ]
    record["files"] = [{"path": path, "edits": edits} for path, edits in files[:_FILES_MOST]]
    record["files_edited"] = len(files)
    record["tests"] = tally.tests | ({"last": tally.last_test} if tally.last_test else {})
    record["commits"] = tally.commits
    return record | {name: value for name, value in cost.items() if name != "sessions"}


def markdown(records: Iterable[Record], title: str) -> str:
    """The same for people: a page that can be read out in a meeting."""
    lines = [f"# {_md(title)}", ""]
    for record in records:
        cost = f", ${record['cost_usd']:.2f}" if "cost_usd" in record else ""
        unpriced = f" ({record['unpriced']} responses without a known price)" if record.get("unpriced") else ""
        lines += [f"## {_md(record['project'] or '(no project)')}", ""]
        lines.append(f"{_n(record['sessions'], 'session')}, {_n(record['turns'], 'prompt')}{cost}{unpriced}")
        lines.append("")
        lines += [f"- asked: {_md(prompt['text'])}" for prompt in record["prompts"][-8:] if prompt["text"]]
        lines += [f"- committed: {_md(commit['message'] or '(message not told)')}" for commit in record["commits"]]
        if record["files_edited"]:
            names = ", ".join(f"`{_code(each['path'])}`" for each in record["files"][:8])
            more = record["files_edited"] - 8
            lines.append(
                f"- edited {_n(record['files_edited'], 'file')}: {names}{f' and {more} more' if more > 0 else ''}"
            )
        tests = record["tests"]
        if tests["runs"]:
            lines.append(f"- tests: {_n(tests['runs'], 'run')}, {tests['failed']} failed, the last one {tests['last']}")
        for noun, word in (("errors", "failed call"), ("denied", "refused call"), ("api_errors", "API error")):
            if record[noun]:
                lines.append(f"- {_n(record[noun], word)}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _line(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= 200 else first[:199] + "…"


def _md(text: str) -> str:
    """Text that Markdown shows as it is: it came from a transcript."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return "".join("\\" + char if char in "\\`*_{}[]<>#|!&" else char for char in shown)


def _code(text: str) -> str:
    return "".join(char if char.isprintable() and char != "`" else "?" for char in text)
