"""Calls that wait for a human: which they are, how they are answered, what is written down of them."""

from __future__ import annotations

from typing import Any, Literal

from cctl.core.run.control import Request
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

State = Literal["needs_input", "allowed", "denied"]


class Held(NamedTuple):
    """One call that waits."""

    request: Request
    verdict: dict[str, Any]
    since: str
    until_s: float  # on the keeper's clock; endless without --answer-timeout


class Holds:
    """The calls of a run that wait for an answer."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def __bool__(self) -> bool:
        return bool(self._held)

    def add(self, held: Held) -> None:
        """One more."""
        self._held[held.request.call or held.request.id] = held

    def find(self, call: str) -> Held | str:
        """The call that is meant: by its id or the end of it, or the only one; else why there is none."""
        if not self._held:
            return "no call waits for an answer"
        fits = [name for name in self._held if name == call] or [name for name in self._held if name.endswith(call)]
        if len(fits) == 1:
            return self._held[fits[0]]
        told = ", ".join(self._held)
        return f"{call or 'it'} is none of the calls that wait: {told}" if not fits else f"which of them: {told}"

    def take(self, held: Held) -> None:
        """It waits no longer."""
        self._held.pop(held.request.call or held.request.id, None)

    def late(self, now_s: float) -> list[Held]:
        """Those that nobody has answered in time."""
        return [held for held in self._held.values() if held.until_s <= now_s]

    def told(self) -> list[dict[str, Any]]:
        """As the run's record has them."""
        return [
            {"call": held.request.call, "tool": held.request.tool, "input": held.request.input, "since": held.since}
            for held in self._held.values()
        ]


def permission(run: str, session: str, request: Request, state: State, verdict: dict[str, Any], ts: str) -> Record:
    """The record of a request for permission and of its answer."""
    found: Record = {"type": "permission", "v": 1, "ts": ts, "session": session, "agent": "claude", "run": run}
    found |= {"call": request.call, "tool": request.tool, "input": request.input, "state": state, "verdict": verdict}
    return found | ({"agent_id": request.agent_id} if request.agent_id else {})
