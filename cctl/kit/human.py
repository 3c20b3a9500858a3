"""Some commands are for humans: what corrects, trusts or switches the judge may not be run by whom it judges.

The hook refuses such a command already. This is the second lock, for an agent that found a way to run it all the same:
it looks at what the environment says and at who started this process. It is a lock and no wall: an agent that may run
anything as this user can write the files themselves, which only a sandbox prevents.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cctl.host.process import Processes, ancestors
from cctl.host.process import processes as process_table
from cctl.records.errors import NotPermitted

if TYPE_CHECKING:
    from cctl.kit.run import Run

MARKS = ("CLAUDECODE", "CLAUDE_CODE_SESSION_ID", "CLAUDE_PID", "CODEX_SANDBOX", "CODEX_THREAD_ID", "AI_AGENT")
CLIENTS = ("claude", "codex")


def demand(run: Run, what: str, processes: Processes | None = None) -> None:
    """Refuse to go on in an agent's session."""
    found = within(run.world.env, processes or process_table(), os.getpid())
    if found:
        raise NotPermitted(f"{what}: not from an agent's session ({found})", hint="run it in a terminal of your own")


def within(env: Mapping[str, str], processes: Processes, pid: int) -> str:
    """What says that this is an agent's session; "" when nothing does."""
    mark = next((name for name in MARKS if name in env), "")
    if mark:
        return f"${mark} is set"
    table = processes.all()
    for above in ancestors(table, pid):
        if _is_client(table[above].name if above in table else "", processes.arguments(above)):
            return f"started by {table[above].name}, process {above}"
    return ""


def _is_client(name: str, arguments: list[str]) -> bool:
    words = [word.rpartition("/")[2] for word in arguments[:2]]
    return any(word.removesuffix(".js").removesuffix(".exe") in CLIENTS for word in (name, *words))
