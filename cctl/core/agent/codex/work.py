"""Calls and their results."""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.codex.kind import named
from cctl.core.agent.codex.maker import Maker
from cctl.core.agent.codex.outcome import Outcome, came, noted
from cctl.core.agent.codex.patch import asked_for
from cctl.core.agent.codex.tool import asked
from cctl.core.digest import digest
from cctl.records.schema import Record

_SHOWN: Final = 8192  # bytes of what came back that a record holds
_KEPT: Final = 2000  # calls whose outcome is not complete


class Work:
    """What was done: an outcome is told by up to two lines, the client's note first, then the text for the model."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._noted: dict[str, Outcome] = {}
        self._wanted: dict[str, list[Record]] = {}  # patches, by call
        self._running: dict[str, str] = {}  # call -> process, of commands that go on
        self._tools: dict[str, str] = {}  # by call

    def call(self, payload: dict[str, Any]) -> list[Record]:
        """A call of a tool."""
        call, meter = asked(payload), self._maker.meter
        _keep(self._tools, call.id, call.tool)
        if call.tool == "apply_patch":
            _keep(self._wanted, call.id, asked_for(call.input.get("input")))
        folder = call.folder if call.folder.startswith("/") or not call.folder else f"{meter.cwd}/{call.folder}"
        return [
            self._maker.make(
                "call",
                id=call.id,
                tool=call.tool,
                tool_raw=call.raw if call.raw != call.tool else "",
                input=call.input,
                options=call.options or None,
                input_hash=digest([call.tool, call.input]),
                cwd=folder or meter.cwd,
                branch=meter.branch,
            )
        ]

    def output(self, payload: dict[str, Any]) -> list[Record]:
        """What the model was given for a call."""
        call = named(payload.get("call_id"))
        outcome = came(payload.get("output")).beside(self._noted.pop(call, Outcome()))
        wanted = self._wanted.pop(call, None)
        if outcome.patches is None and not outcome.error:
            outcome = outcome._replace(patches=wanted)
        if outcome.running:
            _keep(self._running, call, outcome.running)
        return [self._result(call, outcome), *self._denial(call, outcome)]

    def item(self, payload: dict[str, Any]) -> list[Record]:
        """What the client noted of a command, a patch or a server's tool, in newer versions."""
        return self._note(named(payload["item"].get("id")), payload["item"])

    def event(self, payload: dict[str, Any]) -> list[Record]:
        """The same in older versions."""
        return self._note(named(payload.get("call_id")), payload)

    def left(self) -> list[Record]:
        """Outcomes that were noted and never shown to the model, as when it was stopped."""
        noted_only, self._noted = self._noted, {}
        return [self._result(call, outcome) for call, outcome in noted_only.items()]

    def _note(self, call: str, item: dict[str, Any]) -> list[Record]:
        if item.get("source") in ("user_shell", "userShell"):
            return []  # a person's own command
        outcome = noted(item)
        process = self._running.pop(call, "")
        if not process:
            _keep(self._noted, call, outcome)
            return []
        code, took = outcome.exit_code, outcome.duration_s
        status = "failed" if outcome.error else "completed"
        ended = {
            "task": process,
            "kind": "shell",
            "call": call,
            "status": status,
            "exit_code": code,
            "duration_s": took,
        }
        return [self._maker.notice("task", **ended)]

    def _denial(self, call: str, outcome: Outcome) -> list[Record]:
        tool = self._tools.pop(call, "")
        if not outcome.denied:
            return []
        return [self._maker.notice("denial", of="call", call=call, tool=tool, **outcome.denied)]

    def _result(self, call: str, outcome: Outcome) -> Record:
        text = outcome.text or ""
        whole = text.encode("utf-8", "replace")
        return self._maker.make(
            "result",
            call=call,
            error=outcome.error,
            text=whole[:_SHOWN].decode("utf-8", "ignore"),
            bytes=len(whole),
            hash=digest(text),
            exit_code=outcome.exit_code,
            duration_s=outcome.duration_s,
            denied=outcome.denied,
            interrupted=outcome.interrupted or None,
            background=outcome.running,
            patches=outcome.patches or None,
        )


def _keep(kept: dict[str, Any], name: str, value: Any) -> None:
    """Remember, but never without bound: calls that are never answered must not fill the memory."""
    if len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
    kept[name] = value
