"""Calls that tell whether they ran, and harm nothing if they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cctl.records.named import NamedTuple


class Canary(NamedTuple):
    """One call."""

    name: str
    tool: str
    input: dict[str, Any]
    expected: str  # allow, ask, deny: what a policy says of it; "" for whatever the wired command says
    file: str = ""  # what exists if it ran
    path: str = ""  # what the stub is asked for if it ran
    shows: str = ""  # what its result holds if it ran


def canaries(state: str, project: str, mark: str) -> list[Canary]:
    """What every policy denies, what is asked about, what is allowed; `{address}` becomes the stub's."""
    own = f"{state}/wiring/canary-{mark}"
    return [
        Canary("deny", "Bash", _bash(f"touch {own}"), "deny", own),
        Canary("deny another tool", "Write", {"file_path": f"{own}.txt", "content": "x"}, "deny", f"{own}.txt"),
        Canary("ask", "Bash", _bash(f"curl -s -d {mark} {{address}}/asked"), "", path="/asked"),
        Canary("allow", "Bash", _bash(f"touch {project}/allowed"), "", f"{project}/allowed"),
        Canary("look", "Bash", _bash(f"cat {project}/given"), "", shows=mark),
        Canary("fail", "Bash", _bash(f"cat {project}/not-there"), "", shows="not-there"),
    ]


def faulty(project: str) -> list[Canary]:
    """Calls whose hook fails in some way; the client's own rules would let them run."""
    return [Canary(name, "Bash", _bash(f"touch {project}/{name}"), "deny", f"{project}/{name}") for name in FAULTS]


def ran(canary: Canary, hits: list[str], result: str) -> bool:
    """Whether a call has left its mark."""
    marked = bool(canary.file) and Path(canary.file).exists()
    return marked or (bool(canary.path) and canary.path in hits) or (bool(canary.shows) and canary.shows in result)


def turn(canary: Canary, call: str) -> dict[str, Any]:
    """The turn in which the stub makes the call."""
    return {"text": canary.name, "tools": [{"id": call, "name": canary.tool, "input": canary.input}]}


FAULTS = {
    "crash": "    raise RuntimeError('fault')\n",
    "hang": "    while True:\n        pass\n",
    "rubbish": "    print('{\"permissionDecision\":')\n    os.write(1, b'rubbish')\n    sys.stdout.flush()\n",
    "killed": "    os.kill(os.getpid(), 9)\n",
}


def sabotaged() -> str:
    """A module that stands in for the one that answers, and fails as the call's words say."""
    lines = ["import os", "import sys", "", "def serve(watch, places):", "    text = os.read(0, 1 << 20).decode()"]
    for name, body in FAULTS.items():
        lines.append(f"    if {'/' + name!r} in text:")
        lines.append("".join(f"    {line}\n" for line in body.splitlines()).rstrip())
    return "\n".join([*lines, ""])


def _bash(command: str) -> dict[str, Any]:
    return {"command": command, "description": "a canary of cctl hook verify"}
