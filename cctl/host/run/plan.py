"""What is to be run and how: all that the keeper is told by whoever starts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from cctl.core.run.command import Prepared
from cctl.core.run.limit import Limits
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

Mode = Literal["headless", "pty", "control"]


class Plan(NamedTuple):
    """What is to be run, and how."""

    run: str
    command: Prepared
    cwd: str
    env: Mapping[str, str]
    limits: Limits
    stdin: int  # descriptor
    warn: list[float]
    grace_s: float  # from the reason to end until SIGKILL
    facts: Record  # name, tags and such, passed into the record as they are
    mode: Mode = "headless"
    estimates: bool = False
    guess: bool = False  # tokens of a program by the length of its output
    kill_orphans: bool = False
    git: bool = True
    nice: int = 0
    hook: bool = False  # whether the client asks us before each call
    shared: bool = False  # whether it spends of limits that others share
    events: int = -1  # descriptor of a second place for the records
    record: int = -1  # descriptor of a cast of the screen
    wait_s: float = 0.0  # for which a failing API is waited out, in all
    prompt: str = ""  # under control: what the agent is told
    judge: Callable[[Record], dict[str, Any]] | None = None  # under control: the verdict on a call
    answer_s: float | None = None  # under control: how long a call is held before it is refused


def first(plan: Plan, ts: str) -> Record:
    """The record of a run before its start."""
    command = plan.command
    record: Record = {"type": "run", "v": 1, "ts": ts, "run": plan.run, "status": "planned", "argv": command.argv}
    record |= {"cwd": plan.cwd, "mode": plan.mode, "limits": plan.limits.set()}
    record["usage"] = "estimated" if plan.guess else "none" if command.unknown else "exact"
    if plan.limits.spending() or plan.shared:
        record["enforcement"] = "refuse" if plan.hook or plan.mode == "control" else "stop"
    record |= {"agent": command.agent} if command.agent else {}
    record |= {"session": command.session} if command.session else {}
    return record | plan.facts
