"""Whose a process is: an agent's, as its command line says, or a session's, as its environment does.

A registry is a file that any program of the user may write, agents included: what it names is ended only if it also
looks like an agent, or a forged line would turn `kill` against an editor. The other way round, what a tool left behind
and init has adopted can't be found by descent any more; but it still carries the mark that the agent gives its tools.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from cctl.host.process import Process, Processes, ancestors

CLIENTS = ("claude", "codex")
_HOSTS = ("node", "bun", "deno", "python", "ruby", "npx", "npm", "tsx")  # what runs a client that is no binary
_MARKS = ("CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID")
_MOST = 1 << 20  # bytes of an environment


def is_agent(process: Process, arguments: Sequence[str]) -> bool:
    """Whether a process looks like an agent: by its name, its program, or what an interpreter was told to run."""
    words = [process.name, *(word.rpartition("/")[2] for word in arguments[:1])]
    if any(word.startswith(CLIENTS) for word in words):
        return True
    program = words[-1]
    return program.startswith(_HOSTS) and any(
        client in word for word in arguments[1:8] if not word.startswith("-e") for client in CLIENTS
    )


def strays(processes: Processes, session: str, me: int, root: str = "/proc") -> list[Process]:
    """What still runs with the mark of a session; not this process, what started it, nor what it started."""
    table = processes.all()
    spared = {me, *ancestors(table, me)}
    wanted = [f"{mark}={session}".encode() for mark in _MARKS]
    return [
        each
        for each in table.values()
        if each.pid not in spared
        and each.parent != me
        and not each.zombie
        and _marked(f"{root}/{each.pid}/environ", wanted)
    ]


def _marked(path: str, wanted: Iterable[bytes]) -> bool:
    return any(line in wanted for line in _lines(path))


def _lines(path: str) -> Iterator[bytes]:
    with suppress(OSError):  # gone, or another user's
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            data = os.read(descriptor, _MOST)
        finally:
            os.close(descriptor)
        yield from data.split(b"\0")
