"""Short record streams written by hand: `Stream` keeps a clock and hands out ids."""

from __future__ import annotations

from typing import Any

from cctl.core.moment import epoch_ms, stamp
from cctl.records.schema import Record

START = "2026-06-01T10:00:00.000Z"


class Stream:
    """Builds the records of one session."""

    def __init__(self, session: str = "s1", at: str = START, agent: str = "claude") -> None:
        self.session, self.agent = session, agent
        self.ms = epoch_ms(at)
        self.records: list[Record] = []
        self._ids = 0

    def wait(self, seconds: float) -> Stream:
        """Let time pass."""
        self.ms += int(seconds * 1000)
        return self

    def put(self, kind: str, /, **fields: Any) -> Record:
        """A record of now."""
        record: Record = {"type": kind, "v": 1, "ts": stamp(self.ms), "session": self.session, "agent": self.agent}
        record |= {key: value for key, value in fields.items() if value is not None}
        record["src"] = {"path": f"/t/{self.session}.jsonl", "line": len(self.records) + 1}
        self.records.append(record)
        return record

    def id(self, word: str) -> str:
        """A new id."""
        self._ids += 1
        return f"{word}{self._ids}"

    def start(self, **fields: Any) -> Record:
        return self.put("session", **{"project": "/p", "cwd": "/p", "entrypoint": "cli", **fields})

    def turn(self, prompt: str = "do it", **fields: Any) -> Record:
        return self.put("turn", **{"id": self.id("turn"), "prompt": prompt, "source": "human", **fields})

    def call(self, tool: str = "Bash", call: str = "", **fields: Any) -> str:
        call = call or self.id("call")
        self.put("call", **{"id": call, "tool": tool, "input": {"command": "make"}, **fields})
        return call

    def result(self, call: str, **fields: Any) -> Record:
        return self.put("result", **{"call": call, "error": False, "text": "ok", **fields})

    def spend(self, cost: float | None = 0.01, response: str = "", **fields: Any) -> str:
        response = response or self.id("msg")
        tokens = {"input": 10, "output": 100, "cache_write_5m": 1000, "cache_write_1h": 0, "cache_read": 9000}
        tokens |= fields.pop("tokens", {})
        values = {"id": response, "model": "m1", "tokens": tokens, "tools": [], "cost_usd": cost}
        self.put("spend", **{**values, **fields})
        return response

    def notice(self, kind: str, data: dict[str, Any] | None = None, **fields: Any) -> Record:
        return self.put("notice", kind=kind, data=data or {}, **fields)

    def evidence(self, kind: str, /, **data: Any) -> Record:
        return self.put("evidence", kind=kind, data=data)

    def alive(self, **data: Any) -> Record:
        return self.evidence("process", **{"pid": 7, "start": "55", "life": "alive", **data})

    def registry(self, status: str | None, **data: Any) -> Record:
        values = {"pid": 7, "start": "55", "status": status, "status_ms": self.ms, **data}
        return self.evidence("registry", **{key: value for key, value in values.items() if value is not None})

    def hook(self, event: str, /, **data: Any) -> Record:
        return self.evidence("hook", event=event, **data)
