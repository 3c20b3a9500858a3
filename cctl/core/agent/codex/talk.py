"""Sessions, prompts and answers."""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.codex.kind import named
from cctl.core.agent.codex.maker import Maker
from cctl.core.agent.codex.prompt import Told, texts, typed
from cctl.core.moment import stamp
from cctl.records.schema import Record

_UNATTENDED: Final = frozenset(("exec", "mcp", "codex_exec"))


class Talk:
    """What was said in a session, and by whom."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._told = Told()
        self._mode = ""
        self._name = ""
        self._facts: dict[str, Any] = {}

    def session(self, payload: dict[str, Any]) -> list[Record]:
        """The session, from the first line of its own; the first lines of forebears are copies."""
        who = self._maker.meter.who
        return (
            self._known() if who and named(payload.get("id") or payload.get("session_id")) in ("", who.thread) else []
        )

    def turn(self, payload: dict[str, Any]) -> list[Record]:
        """The settings of the turns to come, which may be other facts of the session."""
        self._mode = named(payload.get("approval_policy")) or self._mode
        return self._known()

    def renamed(self, payload: dict[str, Any]) -> list[Record]:
        """A name for the session."""
        self._name = named(payload.get("thread_name") or payload.get("name"))
        notice = self._maker.notice("title", name=self._name, by="thread_name_updated")
        return [notice, *self._known()] if self._name else []

    def _known(self) -> list[Record]:
        """What is known of the session, when it is news. Sub-agents are part of another one and say nothing of it."""
        meter = self._maker.meter
        who = meter.who
        if who is None or who.agent_id:
            return []
        facts = {
            "project": who.project,
            "cwd": meter.cwd,
            "branch": who.branch,
            "name": self._name,
            "version": who.version,
            "entrypoint": who.entrypoint,
            "model": meter.model,
            "parent": who.parent,
            "forked_from": who.forked_from,
            "start": self._facts.get("start") or stamp(self._maker.ms),
        }
        if facts == self._facts:
            return []
        self._facts = facts
        return [self._maker.make("session", **facts)]

    def message(self, payload: dict[str, Any]) -> list[Record]:
        """A message as the model has it: a prompt, an answer, or what the client tells the model."""
        if payload.get("role") == "user":
            return self._prompt(typed(payload), named(payload.get("id")), "item", "event")
        if payload.get("role") == "assistant":
            return self._answer("".join(texts(payload.get("content"))), named(payload.get("id")), "item", "event")
        return []

    def user_event(self, payload: dict[str, Any]) -> list[Record]:
        """A prompt as the screen had it."""
        return self._prompt("\n".join(texts(payload.get("message"))), "", "event", "item")

    def user_item(self, payload: dict[str, Any]) -> list[Record]:
        """The same in newer versions."""
        item = payload["item"]
        return self._prompt("\n".join(texts(item.get("content"))), named(item.get("id")), "event", "item")

    def agent_event(self, payload: dict[str, Any]) -> list[Record]:
        """An answer as the screen had it."""
        return self._answer("".join(texts(payload.get("message"))), "", "event", "item")

    def agent_item(self, payload: dict[str, Any]) -> list[Record]:
        """The same in newer versions."""
        item = payload["item"]
        return self._answer("".join(texts(item.get("content"))), named(item.get("id")), "event", "item")

    def _prompt(self, text: str, ident: str, by: str, other: str) -> list[Record]:
        if not text.strip() or not self._told.is_news(text, f"user {by}", f"user {other}"):
            return []
        meter = self._maker.meter
        return [
            self._maker.make(
                "turn",
                id=ident or self._ident(),
                prompt=text,
                source=self._source(),
                cwd=meter.cwd,
                branch=meter.branch,
                mode=self._mode,
            )
        ]

    def _answer(self, text: str, ident: str, by: str, other: str) -> list[Record]:
        if not text.strip() or not self._told.is_news(text, f"agent {by}", f"agent {other}"):
            return []
        return [self._maker.make("message", id=ident or self._ident(), text=text)]

    def _ident(self) -> str:
        """Older versions give a message no id: its place is one."""
        who = self._maker.meter.who
        return f"{who.thread if who else self._maker.session}:{self._maker.number}"

    def _source(self) -> str:
        who = self._maker.meter.who
        if self._maker.agent_id:
            return "system"  # the agent that spawned this one
        return "sdk" if who and who.entrypoint in _UNATTENDED else "human"
