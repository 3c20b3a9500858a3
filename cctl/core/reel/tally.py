"""The counters of a session, kept with their times so that a stretch of it can be counted too."""

from __future__ import annotations

from typing import Any

from cctl.core.money import paid
from cctl.core.money.paid import Cost
from cctl.records.schema import Record

FIELDS = (
    *("prompts", "calls", "commands", "edits", "added", "removed", "errors", "denied", "tests_red", "tests_green"),
    *("commits", "subagents", "compaction", "interrupt", "api_error"),
)


class Tally:
    """What is told on the title card and the end card."""

    def __init__(self, cost: Cost | None = None) -> None:
        self._cost = cost  # of responses that don't say their cost
        self._entries: list[tuple[str, str, int]] = []
        self._files: list[tuple[str, str]] = []
        self._spent: dict[str, Record] = {}
        self._card: dict[str, str] = {}
        self._models: list[str] = []
        self.first = self.last = ""

    def see(self, record: Record) -> None:
        """Take what any record says of its session."""
        ts = record.get("ts", "")
        kind = record.get("type")
        if kind in ("turn", "message", "call", "result") and isinstance(ts, str) and ts:
            self.first = min(self.first or ts, ts)
            self.last = max(self.last, ts)
        if kind == "spend":
            self._spend(record, str(ts))
        elif kind in ("session", "turn", "notice"):
            self._know(record)

    def _spend(self, record: Record, ts: str) -> None:
        """Sightings of one response are one: the largest count of each class, the first time."""
        key = str(record.get("id", ""))
        old = self._spent.get(key)
        if old:
            counts = [max(pair) for pair in zip(paid.tokens(old), paid.tokens(record), strict=True)]
            given = max((each.get("cost_usd", -1.0) for each in (old, record)), default=-1.0)
            record = {**record, "tokens": dict(zip(paid.CLASSES, counts, strict=True)), "ts": min(str(old["ts"]), ts)}
            record |= {"cost_usd": given} if given >= 0 else {}
        kept = ("ts", "model", "tokens", "cost_usd", "speed", "geo", "web_searches", "estimated")
        self._spent[key] = {field: record[field] for field in kept if field in record} | {"ts": record.get("ts", ts)}
        model = record.get("model")
        if isinstance(model, str) and model and model not in self._models and len(self._models) < 8:
            self._models.append(model)

    def _know(self, record: Record) -> None:
        for key in ("project", "cwd", "branch", "name", "title", "version", "model"):
            value = record.get(key)
            if isinstance(value, str) and value and (record.get("type") == "session" or key not in self._card):
                self._card[key] = value[:400]
        for key in ("session", "agent"):
            self._card.setdefault(key, str(record.get(key, "")))
        data = record.get("data")
        if record.get("kind") == "title" and isinstance(data, dict) and isinstance(data.get("title"), str):
            self._card["title"] = data["title"][:400]

    def add(self, record: Record, field: str, amount: int = 1) -> None:
        """Count something at the time of a record; what counts is part of the session, so its time is, too."""
        if amount:
            ts = str(record.get("ts", ""))
            self._entries.append((ts, field, amount))
            self.last = max(self.last, ts)

    def touch(self, record: Record, path: str) -> None:
        """Count a file as changed."""
        self._files.append((str(record.get("ts", "")), path))

    def paths(self) -> list[str]:
        """Folders that the session worked in: they tell whose home it is."""
        return [self._card[key] for key in ("project", "cwd") if key in self._card]

    def counters(self, start: str = "", end: str = "") -> dict[str, Any]:
        """The sums between two times, both taken in; only what was counted is there."""
        stop = end or "~"
        sums = dict.fromkeys(FIELDS, 0)
        for ts, field, amount in self._entries:
            if start <= ts <= stop:
                sums[field] += amount
        found: dict[str, Any] = {key: value for key, value in sums.items() if value}
        files = {path for ts, path in self._files if start <= ts <= stop}
        if files:
            found["files"] = len(files)
        spent = [each for each in self._spent.values() if start <= str(each["ts"]) <= stop]
        if spent:
            costs = [paid.nano(each, self._cost) for each in spent]
            priced = [nano for nano in costs if nano != paid.UNPRICED]
            found["tokens"] = sum(sum(paid.tokens(each)) for each in spent)
            found["responses"] = len(spent)
            if priced:
                found["cost_usd"] = sum(priced) / 1e9
            if any(each.get("estimated") for each in spent):
                found["estimated"] = True
            if len(priced) < len(spent):
                found["unpriced"] = len(spent) - len(priced)
        return found

    def card(self) -> dict[str, Any]:
        """What the title card says: project, branch, model, client, start and end."""
        found: dict[str, Any] = {key: self._card[key] for key in sorted(self._card)}
        if self._models:
            found["models"] = list(self._models)
        found |= {"start": self.first, "last": self.last}
        return {key: value for key, value in found.items() if value}
