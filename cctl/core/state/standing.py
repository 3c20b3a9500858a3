"""What is known of one session while its records go by: plain values only, so that a host can keep them on disk.

Sums are integers (nano-dollars, milliseconds, tokens). Nothing here judges; `decide` does, from these facts alone.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

RECENT = 64  # responses kept to merge later sightings into


class Pending(Struct):
    """A call without a result."""

    tool: str
    input: dict[str, Any]
    ms: int
    agent_id: str = ""


class Task(Struct):
    """A background task that runs."""

    kind: str  # `shell`, `agent`, or what the agent calls it
    ms: int
    call: str = ""
    tool: str = ""


class SubAgent(Struct):
    """A sub-agent that has been seen."""

    kind: str = ""
    first_ms: int = 0
    last_ms: int = 0
    tokens: int = 0
    cost_nano: int = 0
    done: bool = False


class Response(Struct):
    """An API response as far as its sightings tell; later sightings only add."""

    ms: int
    tokens: list[int]
    cost_nano: int = -1  # -1: no known price
    agent_id: str = ""


class Asked(Struct):
    """A permission that a hook saw asked for; once answered it stays, so that its line read again asks nothing."""

    tool: str
    input: dict[str, Any]
    ms: int
    answered: bool = False
    digest: str = ""  # of tool and input, as the hook has it


class Written(Struct):
    """A file that a session wrote, or is about to."""

    since_ms: int
    last_ms: int
    how: str
    call: str  # the latest that wrote it
    done: bool = False


class Standing(Struct):
    """One session."""

    id: str
    agent: str = ""
    texts: dict[str, str] = field(default_factory=dict)  # project, cwd, branch, name, title, version, entrypoint …
    texts_ms: dict[str, int] = field(default_factory=dict)  # when each was said
    model: str = ""
    start_ms: int = 0
    last_ms: int = 0  # latest record of any kind but evidence
    result_ms: int = 0  # latest result of a call of the main thread
    main_ms: int = 0  # latest record of the main thread: sub-agents talk on while it waits
    phase: str = ""  # prompt, work, rest, interrupted, failed
    phase_ms: int = 0
    turn_ms: int = 0
    turns: int = 0
    calls: int = 0
    errors: int = 0
    edits: int = 0
    responses: int = 0
    unpriced: int = 0
    estimated: bool = False
    tokens: list[int] = field(default_factory=lambda: [0, 0, 0, 0, 0])
    cost_nano: int = 0
    pending: dict[str, Pending] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    subagents: dict[str, SubAgent] = field(default_factory=dict)
    recent: dict[str, Response] = field(default_factory=dict)
    context_tokens: int = 0
    context_before: int = 0
    window: int = 0
    compactions: int = 0
    compacted_ms: int = 0
    cache_s: int = 0
    cache_ms: int = 0  # when the cache was last touched
    burn: list[tuple[int, int]] = field(default_factory=list)  # (ms, nano-dollars) of the last minutes
    process: dict[str, Any] = field(default_factory=dict)
    process_ms: int = 0
    ended_ms: int = 0  # first sight of its death
    registry: dict[str, Any] = field(default_factory=dict)
    registry_ms: int = 0
    waits: list[int] = field(default_factory=list)  # when the registry began to say that somebody is waited for
    hook: dict[str, Any] = field(default_factory=dict)
    hook_ms: int = 0
    asked: list[Asked] = field(default_factory=list)
    settled_ms: int = 0  # all that was asked before is answered: a prompt, an interrupt, a stop
    clock_ms: int = 0
    written: dict[str, Written] = field(default_factory=dict)  # by path, the latest last

    def say(self, name: str, value: object, ms: int) -> None:
        """Take a text unless a later one is known, so that old lines read again bring nothing back."""
        if type(value) is str and value and ms >= self.texts_ms.get(name, 0):
            self.texts[name], self.texts_ms[name] = value, ms

    @property
    def total(self) -> int:
        """Tokens of all classes."""
        return sum(self.tokens)

    @property
    def headless(self) -> bool:
        """Whether nobody sits before it: such a session is never asked anything on a screen."""
        return self.texts.get("entrypoint", "").startswith("sdk") or self.texts.get("entrypoint") in ("exec", "print")
