"""Who a thread is: its session, whether it is a sub-agent, and what it grew out of, as its first line says.

A thread that another one spawned belongs to the session of the one that a person started, whatever file it is in.
"""

from __future__ import annotations

from typing import Any

from cctl.core.agent.codex.kind import named
from cctl.core.moment import epoch_ms
from cctl.records.named import NamedTuple


class Identity(NamedTuple):
    """What the first line of a rollout says of its thread."""

    thread: str
    session: str  # that pays: the thread itself, or the session that spawned it
    agent_id: str  # the thread again, when it is a sub-agent
    subagent: str  # its type
    parent: str  # thread that spawned it
    forked_from: str
    forebears: list[str]  # threads whose records the file may open with, the nearest first
    born: int  # epoch ms
    first: int  # ordinal of its first own record, -1 when the file does not say
    project: str
    branch: str
    version: str
    entrypoint: str


def identity(line: dict[str, Any], fallback: str) -> Identity:
    """The identity in a `session_meta` line; `fallback` is what the name of the file says."""
    payload = line["payload"]
    source = payload.get("source")
    spawned = _spawned(source)
    thread = named(payload.get("id")) or named(payload.get("session_id")) or fallback
    forked_from = named(payload.get("forked_from_id"))
    parent = named(spawned.get("parent_thread_id")) or named(payload.get("parent_thread_id"))
    session, agent_id, subagent = thread, "", ""
    if "kind" in spawned or payload.get("thread_source") == "subagent":
        shared = named(payload.get("session_id"))  # newer versions name the session of the whole tree here
        session = (shared if shared != thread else "") or parent or forked_from or thread
        agent_id = thread if session != thread else ""
        subagent = named(payload.get("agent_role")) or named(spawned.get("agent_role")) or named(spawned.get("kind"))
    git = payload.get("git")
    return Identity(
        thread=thread,
        session=session,
        agent_id=agent_id,
        subagent=subagent or ("default" if agent_id else ""),
        parent=parent,
        forked_from=forked_from,
        forebears=[each for each in dict.fromkeys((forked_from, parent)) if each and each != thread],
        born=epoch_ms(payload.get("timestamp")),
        first=_first(payload, line.get("ordinal")),
        project=named(payload.get("cwd")),
        branch=named(git.get("branch")) if isinstance(git, dict) else "",
        version=named(payload.get("cli_version")),
        entrypoint="subagent" if isinstance(source, dict) else named(source) or named(payload.get("originator")),
    )


def numbered(version: str) -> tuple[int, int]:
    """The first two numbers of a version, `(0, 0)` when it has none."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    if not (major.isdecimal() and minor.isdecimal() and len(version) < 100):
        return 0, 0
    return int(major), int(minor)


def _spawned(source: object) -> dict[str, Any]:
    """What `source` says of a sub-agent: `{"subagent": "review"}` or `{"subagent": {"thread_spawn": {…}}}`."""
    if source == "subagent":
        return {"kind": ""}
    inner = source.get("subagent") if isinstance(source, dict) else None
    if isinstance(inner, str):
        return {"kind": inner}
    if not isinstance(inner, dict) or not inner:
        return {}
    kind, details = next(iter(inner.items()))
    if isinstance(details, dict):
        return {**details, "kind": ""}
    return {"kind": details if isinstance(details, str) else kind}


def _first(payload: dict[str, Any], ordinal: object) -> int:
    start = payload.get("subagent_history_start_ordinal")
    if type(start) is int and start > 0:
        return start
    # A fork by reference goes on with its parent's numbers. Where numbering starts anew this one counts the parent's
    # lines and says nothing about this file.
    exclusive = payload.get("forked_from_ordinal_exclusive")
    if type(exclusive) is int and type(ordinal) is int and ordinal >= exclusive > 0:
        return exclusive
    return -1
