"""What all records share: `type`, `v`, `ts`, and where a record was read."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict


class Src(TypedDict):
    """Where a record was read: a human finds the evidence with it."""

    path: Annotated[str, "file, absolute"]
    line: Annotated[int, "line number, from 1"]


class Base(TypedDict):
    """Every record."""

    type: Annotated[str, "what kind of record this is"]
    v: Annotated[int, "version of this type"]
    ts: Annotated[str, "when it happened: RFC 3339, UTC, milliseconds, `Z`"]


class OfSession(Base):
    """A record that belongs to a session."""

    session: Annotated[str, "the agent's own id of the session that this belongs to (for spend: the one that paid)"]
    agent: Annotated[str, "`claude`, `codex` or another lower-case word"]
    agent_id: NotRequired[Annotated[str, "the sub-agent, when one did it"]]
    src: NotRequired[Annotated[Src, "where it was read"]]
    replayed: NotRequired[Annotated[bool, "true on a record that `watch` replays from before it was started"]]
