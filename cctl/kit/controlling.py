"""`run --control` from its options: the command that speaks the protocol, its prompt, the judge of its requests."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.run.control import controlled
from cctl.core.when.grammar import seconds
from cctl.host.run import folder as place
from cctl.host.run.plan import Plan
from cctl.host.run.talk import Talk
from cctl.host.run.tell import now
from cctl.kit.judging import Asked, Judging
from cctl.records.errors import UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_MOST = 10 << 20  # bytes of a prompt; the client takes no more


def control(run: Run, plan: Plan, asked: Mapping[str, Any]) -> Plan:
    """The plan of a run whose permission requests are answered."""
    argv, prompt = controlled(plan.command.argv)
    if not prompt and asked["stdin"]:
        with os.fdopen(os.dup(plan.stdin), "rb") as file:
            prompt = file.read(_MOST).decode("utf-8", "replace")
    if not prompt.strip():
        raise UsageError("--control needs a prompt: on the command line, or from --stdin")
    judging = Judging(run, Asked(asked["policy"], tuple(asked["rules"]), log=True))
    answer_s = seconds(asked["answer_timeout"]) if asked["answer_timeout"] else None
    command = plan.command._replace(argv=argv)
    return plan._replace(command=command, prompt=prompt, judge=judging.verdict, answer_s=answer_s)


def talk(folder: place.Folder, plan: Plan) -> Callable[[Callable[[Record], None]], Talk]:
    """What joins the keeper to the client."""
    return lambda tell: Talk(folder, plan, tell, now)
