"""Spend in a block of transcript lines, at a speed near that of reading them.

Nothing is split: the search jumps from one marker to the next, cuts that line out and lets the typed decoder pass over
all that isn't spend. Most bytes of a transcript are never looked at twice. A line that is unusual in any way goes to
`sighting`, so that the speed rests on the usual shape and the result doesn't.
"""

from __future__ import annotations

from sys import intern
from typing import Any, Final

from cctl.core.agent.claude.line import MARKER, decoded, stripped, unknown
from cctl.core.agent.claude.place import Start
from cctl.core.agent.claude.sighting import (
    CALLS,
    SYNTHETIC,
    UNNAMED,
    Bad,
    call,
    geo,
    recorded,
    sighted,
    speed,
    subagent,
)
from cctl.core.agent.claude.wire import Block, Line, Usage, decode
from cctl.core.agent.spec import Origin, Scan, Skip, lines
from cctl.core.moment import EPOCH, MILLISECOND

_QUIET: Final = frozenset(("", "no_response", "no_usage", "no_message", "synthetic"))
"""What isn't worth a word unless all is asked for: nothing was spent there."""


def scan(block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
    """The sightings in a block that starts at byte `base` of its file, and what was passed over."""
    found = _Scanning(origin, base, state)
    if audit:
        for at, line in lines(block):
            found.start(block, at + len(line))
            found.audited(line, base + at)
    else:
        found.candidates(block)
    found.start(block, len(block))
    return Scan(found.rows, found.skips, found.begun.state())


class _Scanning:
    __slots__ = ("_base", "_from", "_kept", "_origin", "_said", "begun", "rows", "skips")

    def __init__(self, origin: Origin, base: int, state: bytes) -> None:
        self._base = base
        self._from = 0
        self._origin = origin
        self._said: tuple[object, ...] = ()
        self._kept: tuple[str, ...] = ()
        self.begun = Start(origin.folder, state)
        self.rows: list[tuple[object, ...]] = []
        self.skips: list[Skip] = []

    def start(self, block: bytes, stop: int) -> None:
        """Look, up to a line's end, for the first `cwd` of the file: it says where the session was started."""
        while not self.begun.looked:
            at = block.find(b'"cwd"', self._from, stop)
            if at < 0:
                self._from = stop
                return
            end = block.find(b"\n", at)
            self._from = len(block) if end < 0 else end
            record = decoded(stripped(block[block.rfind(b"\n", 0, at) + 1 : self._from]))
            if isinstance(record, dict) and type(record.get("cwd")) is str:
                self._said = ()  # the same words may mean another project from here on
                self.begun.see(record["cwd"])

    def candidates(self, block: bytes) -> None:
        """Read the lines that hold the marker, and no others."""
        find, rfind, base, begun = block.find, block.rfind, self._base, self.begun
        start, hit = 0, find(MARKER)
        while hit >= 0:
            start = rfind(b"\n", start, hit) + 1 or start
            stop = find(b"\n", hit)
            if stop < 0:
                stop = len(block)
            line = block[start:stop]
            if not begun.looked:
                self.start(block, stop)
            if not self._typed(line, base + start):
                self._unusual(line, base + start)
            start = stop + 1
            hit = find(MARKER, start)

    def audited(self, line: bytes, at: int) -> None:
        """Read any line and name what is passed over."""
        if stripped(line):
            self._unusual(line, at, audit=True)

    def _typed(self, line: bytes, at: int) -> bool:
        """Read a line by its type alone; False when it must be looked at as it is."""
        try:
            seen = decode(line)
        except (ValueError, RecursionError):
            return False
        message, moment = seen.message, seen.timestamp
        if seen.type != "assistant":
            return seen.type != "progress"
        if message is None or moment is None:
            return False
        usage, model, ms = message.usage, message.model, (moment - EPOCH) // MILLISECOND
        if usage is None or ms < 0 or not message.id or not model or model == SYNTHETIC:
            return False
        cache, server, content = usage.cache_creation, usage.server_tool_use, message.content
        tools = _calls(content) if type(content) is list else ""
        if tools is None:
            return False
        said = (seen.cwd, seen.sessionId, seen.gitBranch, model, usage.speed, usage.inference_geo,
                seen.requestSessionId, seen.agentId, seen.attributionAgent, seen.isSidechain)  # fmt: skip
        if said != self._said:  # lines of one file say mostly the same
            self._said, self._kept = said, self._keep(seen, model, usage)
        model, fast, region, session, payer, agent_id, subagent, project, cwd, branch = self._kept
        row = (
            message.id,
            ms,
            model,
            usage.input_tokens or 0,
            usage.output_tokens or 0,
            (cache.ephemeral_5m_input_tokens if cache else usage.cache_creation_input_tokens) or 0,
            (cache.ephemeral_1h_input_tokens if cache else 0) or 0,
            usage.cache_read_input_tokens or 0,
            (server.web_search_requests if server else 0) or 0,
            fast,
            region,
            session,
            payer,
            agent_id,
            subagent,
            project,
            cwd,
            branch,
            tools,
            at,
            -1 if seen.costUSD is None else recorded(seen.costUSD),
        )
        self.rows.append(row)
        return True

    def _keep(self, seen: Line, model: str, usage: Usage) -> tuple[str, ...]:
        """What a line says of the session and the model, each text kept once."""
        origin, cwd = self._origin, intern(seen.cwd or "")
        agent_id = seen.agentId or origin.agent_id or (UNNAMED if seen.isSidechain else "")
        said = seen.attributionAgent or origin.subagent
        return (
            intern(model),
            speed(usage.speed) if usage.speed else "",
            geo(usage.inference_geo) if usage.inference_geo else "",
            intern(seen.sessionId or origin.session),
            seen.requestSessionId or "",
            agent_id,
            subagent(said, agent_id) if agent_id else said,
            self.begun.project(cwd),
            cwd,
            intern(seen.gitBranch or ""),
        )

    def _unusual(self, line: bytes, at: int, *, audit: bool = False) -> None:
        self._said = ()  # see `start`
        record = decoded(stripped(line))
        kind = "" if isinstance(record, str) else record.get("type")
        if isinstance(record, str):
            self._skip(record, at)
            if audit and MARKER in line:  # what is broken may be nothing that spend needs
                self._typed(line, at)
        elif kind in ("assistant", "progress"):
            reason = self._sight(record, at) if MARKER in line else "no_usage" if kind == "assistant" else ""
            if (audit and reason != "no_response") or reason not in _QUIET:
                self._skip(reason, at)
        elif audit:
            self._skip(unknown(record), at)

    def _sight(self, record: dict[str, Any], at: int) -> str:
        try:
            self.rows.append(tuple(sighted(record, self._origin, self.begun, at)))
        except Bad as problem:
            return str(problem)
        return ""

    def _skip(self, reason: str, at: int) -> None:
        if reason:
            self.skips.append(Skip(reason, at))


def _calls(content: list[Block]) -> str | None:
    """The calls among the blocks; None when one has no id to be told by."""
    if len(content) == 1:  # as since 2.0: one block a line
        block = content[0]
        if block.type not in CALLS:
            return ""
        return call(block.name, block.id) if block.id else None
    made = [block for block in content if block.type in CALLS]
    return " ".join(call(block.name, block.id) for block in made) if all(block.id for block in made) else None
