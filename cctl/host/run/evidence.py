"""What is known of a run at its end: what was used, how its command ended, what its processes took."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.core.money.paid import CLASSES
from cctl.core.run.limit import Limits, Used, usage
from cctl.host.kill import Outcome
from cctl.host.run import folder as place
from cctl.host.run.family import Family
from cctl.host.run.plan import Plan
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.run.follow import Follow
    from cctl.host.run.git import Repository


def repository(plan: Plan, folder: place.Folder) -> Repository | None:
    """The repository that it works in, where that is to be looked at."""
    if not plan.git:
        return None
    from cctl.host.run.git import Repository  # noqa: PLC0415 -- starting programs takes 3 ms to load

    return Repository(plan.cwd, folder.file("git"), plan.env)


def of_usage(limits: Limits, follow: Follow | None, used: Used, amounts: dict[str, float]) -> Record:
    """What was used of the limits, and what an agent spent."""
    if follow is None:
        found: Record = {"used": {name: amounts[name] for name in limits.set() if name in amounts}}
        return found | ({"tokens": {"guessed": used.tokens}, "estimated": True} if used.guessed else {})
    return usage(limits, used, amounts, dict(zip(CLASSES, follow.tokens(), strict=True)))


def of_child(ended: tuple[int, Any] | None) -> Record:
    """How the command ended, and the processor time of it and of the children that it waited for."""
    if ended is None:
        return {}
    code, use = os.waitstatus_to_exitcode(ended[0]), ended[1]
    found: Record = {"exit_code": code} if code >= 0 else {"signal": -code}
    found["cpu_s"] = round(use.ru_utime + use.ru_stime, 3)
    blocks = {"read_bytes": use.ru_inblock * 512, "written_bytes": use.ru_oublock * 512}
    return found | {name: count for name, count in blocks.items() if count}


def of_steps(outcome: Outcome) -> list[dict[str, Any]]:
    """What was sent to stop it."""
    return [{"signal": step.signal, "pids": list(step.pids), "after_s": step.after_s} for step in outcome.steps]


def of_family(family: Family, *, kill: bool = False) -> Record:
    """The most memory and the most processes that were seen at once, and what lives on; with `kill`, not for long."""
    found: Record = {}
    if family.peak_bytes:
        found["peak_rss_bytes"] = family.peak_bytes
    if family.peak_processes > 1:
        found["peak_processes"] = family.peak_processes
    if left := family.left(end=kill):
        found["orphans"] = [{"pid": row.pid, "start": row.start, "name": row.name} for row in left]
    return found
