"""What people ask of a plan while it runs or rests: approve, retry, cancel, drain; the journal carries it over."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.core.plan.board import BUSY, Board
from cctl.core.plan.task import OVER
from cctl.host.kill import Grace, Killer
from cctl.host.plan.minders import Told, traces
from cctl.host.plan.place import Place
from cctl.host.plan.stop import LOOK_S, Stop
from cctl.host.process import Identity, processes
from cctl.kit.planning import now_ms, plans_of
from cctl.kit.plans import kept, known
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_GRACE = Grace(5.0, 5.0, 2.0)


def asked(run: Run, action: str, name: str, tasks: tuple[str, ...]) -> Iterator[Record]:
    """Approve, retry or cancel tasks; without any, all that wait for somebody (or, to cancel, all that aren't over)."""
    place = plans_of(run).find(name)
    plan, board, _ = kept(place)
    known(plan, tasks)
    wanted = tasks or tuple(each for each in board.standings if _meant(action, board, each))
    running = place.locked()
    events, failed = [], 0
    for each in wanted:
        done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": action, "target": each}
        if reason := _refusal(action, board, each):
            failed += 1
            yield done | {"status": "impossible", "reason": reason}
            continue
        events.append({"e": "human", "t": each, "do": action, "by": _who(), "at": now_ms()})
        reason = "the running `tasks run` has been told" if running else "`cctl tasks run --resume` goes on with it"
        if action == "cancel" and not running:
            reason = _ended(place, board, each)
        yield done | {"status": "ok", "reason": reason}
    place.journal.add(events)
    run.status = CODES["partial"] if failed else 0


def drained(run: Run, name: str, *, off: bool) -> Record:
    """Have a running plan start nothing more."""
    place = plans_of(run).find(name)
    done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "drain", "target": place.id}
    if not place.locked():
        return done | {"status": "notneeded", "reason": "nobody runs this plan"}
    place.journal.add([{"e": "drain", "on": not off, "by": _who(), "at": now_ms()}])
    return done | {"status": "ok", "reason": "it starts tasks again" if off else "it ends when what runs has ended"}


def _meant(action: str, board: Board, name: str) -> bool:
    """Whether a task is meant when none is named."""
    return not _refusal(action, board, name) and not (action == "retry" and board.standings[name].state == "completed")


def _refusal(action: str, board: Board, name: str) -> str:
    state = board.standings[name].state
    if action == "approve":
        return "" if state == "needs_human" else f"it is {state}; only what needs somebody can be approved"
    if action == "retry":
        return "" if state in OVER or state == "needs_human" else f"it is {state}"
    return f"it is {state}" if state in OVER else ""


def _ended(place: Place, board: Board, name: str) -> str:
    """Nobody runs the plan: end what an earlier `tasks run` left running of a task."""
    standing = board.standings[name]
    if standing.state not in BUSY:
        return "nobody runs this plan; it will not be started"
    told = Told(f"{place.path}/{board.generation}/{standing.minder}")
    seen = traces(told.lines()).get(f"{name}#{standing.attempts}")
    if seen is None or not seen.pid or seen.gone is not None:
        return "it had ended"
    table = processes()
    killer = Killer(table, os.getpid(), time.monotonic, time.sleep)
    alone = bool(board.tasks[name].agent)
    stop = Stop(Identity(seen.pid, seen.start), _GRACE, killer, table, alone=alone)
    while not stop.look(time.monotonic()):
        time.sleep(LOOK_S)
    return "it did not end" if stop.left() else "ended"


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
