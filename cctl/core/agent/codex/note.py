"""Notices: rests, interrupts, compactions, failures, changes of model, quotas, sub-agents."""

from __future__ import annotations

from typing import Any

from cctl.core.agent.codex.kind import named
from cctl.core.agent.codex.maker import Maker
from cctl.core.agent.codex.prompt import Told
from cctl.records.schema import Record

_GOING_ON = frozenset(("interacted", "resumed", "waiting", "pending_init", "running"))


class Note:
    """What else happened in a session."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._told = Told()
        self._model = ""
        self._using: object = None
        self._window: int | None = None
        self._limits: object = None

    def model(self, payload: dict[str, Any]) -> list[Record]:
        """Another model, effort or size of context than before, told with the first turn that uses it."""
        model, effort = self._maker.meter.model, named(payload.get("effort"))
        using = (model, effort, self._window)
        if using == self._using:
            return []
        before, self._model, self._using = self._model, model, using
        was = before if before != model else None
        return [self._maker.notice("model", **{"from": was}, to=model, effort=effort, context_window=self._window)]

    def started(self, payload: dict[str, Any]) -> list[Record]:
        """The start of a turn tells the size of the context."""
        window = payload.get("model_context_window")
        self._window = window if type(window) is int else self._window
        return []

    def rest(self, payload: dict[str, Any]) -> list[Record]:
        """The end of a turn; it comes after a failed one, too, and then says why."""
        failure = payload.get("error")
        failed = self._failure(failure, "end", "event", final=True) if isinstance(failure, dict) else []
        took = payload.get("duration_ms")
        seconds = took / 1000 if type(took) is int and 0 <= took < 10**12 else None
        cause = "api_error" if isinstance(failure, dict) else "task_complete"
        return [
            *failed,
            self._maker.notice("rest", cause=cause, turn=named(payload.get("turn_id")), duration_s=seconds),
        ]

    def failed(self, payload: dict[str, Any]) -> list[Record]:
        """A failure that ends the turn."""
        return self._failure(payload, "event", "end", final=True)

    def retried(self, payload: dict[str, Any]) -> list[Record]:
        """A failure after which the client tries again."""
        return self._failure(payload, "retry", "", final=False)

    def interrupt(self, payload: dict[str, Any]) -> list[Record]:
        """A turn that was stopped."""
        turn, reason = named(payload.get("turn_id")), named(payload.get("reason"))
        return [
            self._maker.notice("interrupt", turn=turn, reason=reason),
            self._maker.notice("rest", cause="interrupt", turn=turn),
        ]

    def compacted(self, payload: dict[str, Any]) -> list[Record]:
        """A compaction, from the line that holds what is left of the context."""
        return self._compaction("line", "event", named(payload.get("compaction_response_id")))

    def compaction(self, _payload: dict[str, Any]) -> list[Record]:
        """The same from the event, which some versions write beside it."""
        return self._compaction("event", "line", "")

    def quotas(self, payload: dict[str, Any]) -> list[Record]:
        """Quotas, when a whole percent of one has gone: they come with every response."""
        limits = payload.get("rate_limits")
        if not isinstance(limits, dict):
            return []
        windows = [limits.get("primary"), limits.get("secondary")]
        used = [_percent(each.get("used_percent")) for each in windows if isinstance(each, dict)]
        mark = (used, limits.get("rate_limit_reached_type"))
        if not used or mark == self._limits:
            return []
        self._limits = mark
        return [self._maker.notice("other", what="rate_limits", rate_limits=limits)]

    def agent(self, payload: dict[str, Any]) -> list[Record]:
        """What a sub-agent that this session spawned does."""
        item = payload.get("item", payload)
        thread, doing = named(item.get("agent_thread_id")), named(item.get("kind"))
        status = "running" if doing in _GOING_ON else doing
        return [self._maker.notice("task", task=thread, kind="agent", call=named(item.get("id")), status=status)]

    def agents(self, payload: dict[str, Any]) -> list[Record]:
        """The same in another version: a call about sub-agents tells the state that each is in."""
        item = payload["item"]
        states, call = item.get("agents_states"), named(item.get("id"))
        records = []
        for thread, state in states.items() if isinstance(states, dict) else ():
            doing = next(iter(state), "") if isinstance(state, dict) else named(state)  # {"completed": "its answer"}
            spawned = item.get("tool") == "spawn_agent"
            status = "started" if spawned else "running" if doing in _GOING_ON else doing
            records.append(self._maker.notice("task", task=thread, kind="agent", call=call, status=status))
        return records

    def other(self, payload: dict[str, Any]) -> list[Record]:
        """What has no kind of its own, under its own name."""
        item = payload.get("item")
        data = item if isinstance(item, dict) else payload
        what = named(data.get("type"))
        return [self._maker.notice("other", what=what, **{k: v for k, v in data.items() if k not in ("type", "what")})]

    def _failure(self, failure: dict[str, Any], by: str, other: str, *, final: bool) -> list[Record]:
        message, info = named(failure.get("message")), failure.get("codex_error_info")
        if not self._told.is_news(f"failure {message}", by, other):
            return []
        return [self._maker.notice("api_error", message=message, info=info, final=final)]

    def _compaction(self, by: str, other: str, response: str) -> list[Record]:
        if not self._told.is_news("compaction", by, other):
            return []
        return [self._maker.notice("compaction", response=response)]


def _percent(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) and 0 <= value < 1e6 else -1
