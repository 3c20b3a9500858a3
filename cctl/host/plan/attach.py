"""Going on after a crash: what an earlier `tasks run` had begun is found again, by what its minder wrote.

An intent that no minder heard of was never carried out, and is now. One that has ended is taken in. One that runs is
waited for. Where the minder itself was killed nobody can say how it ended: that attempt is lost, and what follows from
that is for the policy to say.
"""

# ruff: noqa: PTH208 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cctl.host.kill import Grace, Killer
from cctl.host.plan.bench import judge
from cctl.host.plan.hands import Attempt
from cctl.host.plan.minders import Told, Traces, traces
from cctl.host.process import Identity

if TYPE_CHECKING:
    from cctl.host.plan.engine import Engine

_CLOSED_S = 5.0
_LOOK_S = 0.01


def attach(engine: Engine) -> None:
    """Find what was begun, and go on with it."""
    files: dict[str, tuple[dict[str, Traces], bool, Told]] = {}
    folder = engine.place.generation(engine.board.generation)
    for name, standing in engine.board.standings.items():
        attempt = Attempt(engine.board.tasks[name], standing.attempts, standing)
        if standing.state == "verifying":
            _clear(engine, folder, attempt)
            judge(engine, attempt)
        elif standing.state == "running":
            if standing.minder not in files:
                files[standing.minder] = _told(f"{folder}/{standing.minder}")
            found, alive, told = files[standing.minder]
            _go_on(engine, attempt, found.get(attempt.key, Traces()), told if alive else None)


def _clear(engine: Engine, folder: str, attempt: Attempt) -> None:
    """End the checks of a judging that was cut off: it begins again, in the same place."""
    killer = Killer(engine.processes, os.getpid(), time.monotonic, time.sleep)
    for name in sorted(os.listdir(folder)):
        if name.startswith("minder-") and (told := Told(f"{folder}/{name}")).alive():
            for key, seen in traces(told.lines()).items():
                if key.startswith(f"{attempt.key}.c") and seen.gone is None and seen.pid:
                    killer.stop(Identity(seen.pid, seen.start), Grace(0.0, 1.0, 1.0))


def recover(engine: Engine, minder: str, keys: Sequence[str]) -> None:
    """The minder of this very run was killed: what its second goes on with is waited for, what had not begun begins."""
    folder = engine.place.generation(engine.board.generation)
    found, alive, told = _told(f"{folder}/{minder}")
    for key in keys:
        running, seen = engine.running.pop(key), found.get(key, Traces())
        if running.judging is None:
            _go_on(engine, running.attempt, seen, told if alive else None)
            continue
        running.told = told
        engine.running[key] = running
        if seen.gone is not None or not (alive and seen.starting):
            engine.line(seen.gone or {"e": "gone", "k": key, "cause": "lost"})
        else:
            engine.old[minder] = told


def _told(path: str) -> tuple[dict[str, Traces], bool, Told]:
    """What a minder has written; all of it, once it has understood that nobody gives it orders any more."""
    told = Told(path)
    lines = told.lines()
    end = time.monotonic() + _CLOSED_S
    while told.alive() and not _closed(lines) and time.monotonic() < end:
        time.sleep(_LOOK_S)
        lines += told.lines()
    alive = told.alive()
    lines += told.lines()
    return traces(lines), alive, told


def _closed(lines: list[dict[str, Any]]) -> bool:
    return any(line.get("e") == "closed" for line in lines)


def _go_on(engine: Engine, attempt: Attempt, seen: Traces, told: Told | None) -> None:
    from cctl.host.plan.engine import Running  # noqa: PLC0415 -- the two know each other

    running = Running(attempt, told)
    if not seen.starting:
        engine.begin(attempt.task.name, reserve=attempt.standing.reserve, number=attempt.number)
    elif seen.gone is not None:
        engine.gone(running, seen.gone)
    elif told is not None:
        running.identity = Identity(seen.pid, seen.start)
        engine.running[attempt.key] = running
        engine.old[attempt.standing.minder] = told
    else:
        line = engine.hands.adrift(attempt)
        if line == {}:
            engine.adrift.append(running)
            return
        if line is None and seen.pid:
            killer = Killer(engine.processes, os.getpid(), time.monotonic, time.sleep)
            killer.stop(Identity(seen.pid, seen.start), Grace(1.0, 1.0, 1.0))
        engine.gone(running, line or {"cause": "lost", "s": 0.0})
