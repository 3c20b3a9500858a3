"""A home with transcripts, a registry and processes of its own, and the engine over it with a clock by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cctl.core.agent import agents
from cctl.core.moment import stamp
from cctl.core.state.fold import Fold
from cctl.host.live.feed import Feed
from cctl.host.live.files import Files
from cctl.host.live.gather import Gather
from cctl.host.live.keep import Kept
from cctl.host.live.live import Live, Options
from cctl.host.live.now import Now
from cctl.host.tail import Tail
from cctl.host.watcher import Changes, Watcher, watcher
from cctl.records.schema import Record
from tests.host.processes_fake import Table

PID = 4_190_007  # no such process is ever there
S1 = "00000000-0000-4000-8000-000000000001"
S2 = "00000000-0000-4000-8000-000000000002"


class Home:
    """~/.claude and what runs in it."""

    def __init__(self, root: Path, *, registry: bool = True, ms: int = 1_780_308_000_000) -> None:
        self.root = root
        self.claude = root / ".claude"
        self.projects = self.claude / "projects" / "-p"
        self.projects.mkdir(parents=True)
        if registry:
            (self.claude / "sessions").mkdir()
        self.spool = root / "spool"
        self.spool.mkdir()
        self.processes = Table()
        self.ms, self.second = ms, 100.0
        self._count = 0

    def wait(self, seconds: float) -> Home:
        """Let time pass."""
        self.ms += int(seconds * 1000)
        self.second += seconds
        return self

    def line(self, kind: str, session: str = S1, **fields: Any) -> bytes:
        """A transcript line of now."""
        self._count += 1
        base = {"type": kind, "uuid": f"u{self._count}", "timestamp": stamp(self.ms), "sessionId": session}
        base |= {"cwd": "/p", "version": "2.1.328", "gitBranch": "main", "entrypoint": "cli", "isSidechain": False}
        return json.dumps(base | fields).encode() + b"\n"

    def prompt(self, text: str = "go", session: str = S1, **fields: Any) -> bytes:
        message = {"role": "user", "content": text}
        return self.line("user", session, message=message, promptSource="typed", turnOrigin="human", **fields)

    def answer(self, *blocks: dict[str, Any], session: str = S1, stop: str = "tool_use", **fields: Any) -> bytes:
        self._count += 1
        usage = {"input_tokens": 12, "output_tokens": 100, "cache_creation_input_tokens": 2000}
        usage |= {"cache_read_input_tokens": 10000}
        message = {"id": f"msg_{self._count}", "role": "assistant", "model": "claude-opus-5-5", "usage": usage}
        message |= {"type": "message", "content": list(blocks), "stop_reason": stop}
        return self.line("assistant", session, message=message, requestId=f"req_{self._count}", **fields)

    def call(self, tool: str = "Bash", call: str = "t1", session: str = S1, **given: Any) -> bytes:
        block = {"type": "tool_use", "id": call, "name": tool, "input": given or {"command": "make"}}
        return self.answer(block, session=session)

    def result(self, call: str = "t1", text: str = "ok", session: str = S1) -> bytes:
        block = {"type": "tool_result", "tool_use_id": call, "content": text}
        return self.line("user", session, message={"role": "user", "content": [block]})

    def rest(self, session: str = S1) -> bytes:
        return self.answer({"type": "text", "text": "done"}, session=session, stop="end_turn")

    def write(self, *lines: bytes, session: str = S1) -> Path:
        """Append lines to a session's transcript."""
        path = self.projects / f"{session}.jsonl"
        with path.open("ab") as file:
            file.write(b"".join(lines))
        return path

    def register(self, pid: int, session: str = S1, **more: Any) -> Path:
        """Write a registry file."""
        entry = {
            "pid": pid,
            "sessionId": session,
            "cwd": "/p",
            "procStart": "100",
            "startedAt": self.ms,
            "version": "2",
        }
        path = self.claude / "sessions" / f"{pid}.json"
        path.write_text(json.dumps(entry | {"statusUpdatedAt": self.ms} | more))
        return path

    def hook(self, event: str, session: str = S1, **more: Any) -> None:
        """Leave a hook event."""
        with (self.spool / f"{session}.jsonl").open("a") as file:
            file.write(json.dumps({"ts": stamp(self.ms), "session": session, "event": event, **more}) + "\n")

    def now(self, price: Callable[..., int | None] | None = None) -> Now:
        """What there is to know beside the transcripts."""
        files = Files({"claude": agents()["claude"]}, {}, str(self.root))
        return Now(files, self.processes, Fold(lambda model: 200_000, price))


class Watching:
    """The engine over a home."""

    def __init__(
        self, home: Home, *, watch: Watcher | None = None, kept: dict[str, Kept] | None = None, **how: Any
    ) -> None:
        self.home = home
        self.now = home.now()
        feed, self.tail = Feed(agents(), self.now.files), Tail(backfill=64 << 10)
        self.gather = Gather(self.now.fold, feed, self.tail, kept or {})
        options = Options(**{"spool": str(home.spool), "recent_ms": 1 << 50, **how})
        self.live = Live(self.now, feed, self.tail, self.gather, watch or watcher(), options)

    def start(self, **places: Any) -> list[Record]:
        """The snapshot."""
        return list(self.live.start(self.home.ms, self.home.second, **places))

    def step(self, seconds: float = 0.0, *, lost: bool = False) -> list[Record]:
        """What has happened in some seconds."""
        self.home.wait(seconds)
        changes = self.live.watcher.wait(0)
        if lost:
            changes = Changes(set(), set(), set(), lost=True)
        return list(self.live.step(changes, self.home.ms, self.home.second))


def states(records: list[Record]) -> list[tuple[str, str]]:
    """State and change of the session records among them."""
    return [(each["state"], each["change"]) for each in records if each["type"] == "session" and "change" in each]
