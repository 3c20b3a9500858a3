"""Ending what a plan runs: on request, on a second and less patient one, when the minder died, when all else fails."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from cctl.host.kill import Grace, Killer
from cctl.host.plan.attach import recover
from cctl.host.plan.stop import Stop

if TYPE_CHECKING:
    from cctl.host.plan.engine import Engine

_AGENT = Grace(15.0, 5.0, 2.0)  # its own keeper has steps to go through first


class Stops:
    """The ends that are under way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._killer = Killer(engine.processes, os.getpid(), time.monotonic, time.sleep)
        self._hurried = False
        self._dropped: set[str] = set()

    def hurry(self) -> None:
        """Leave out the waiting, also for those that are still to come."""
        self._hurried = True
        for running in self._engine.running.values():
            if running.stop:
                running.stop.hurry()

    def busy(self) -> bool:
        """Whether something is being ended."""
        return any(each.stop for each in self._engine.running.values())

    def look(self) -> None:
        """Begin what is wanted, do what is due."""
        engine, now = self._engine, time.monotonic()
        for running in list(engine.running.values()):
            wanted = engine.cause or running.attempt.standing.requests == "cancel"
            if wanted and running.identity and running.stop is None:
                agent = bool(running.attempt.task.agent)
                grace = _AGENT if agent else engine.terms.grace
                running.stop = Stop(running.identity, grace, self._killer, engine.processes, alone=agent)
                if self._hurried:
                    running.stop.hurry()
            if running.stop:
                running.stop.look(now)
            elif wanted and running.ordered and running.identity is None:
                self._take_back("" if engine.cause else running.attempt.key)

    def _take_back(self, key: str) -> None:
        """What waits at the minder for its turn is not begun any more."""
        if key not in self._dropped:
            self._dropped.add(key)
            self._engine.own.drop(key)

    def lost_minder(self) -> None:
        """Somebody killed the minder: another takes its place, and what it had started is found again."""
        engine = self._engine
        minder, keys = engine.own.name, engine.unheard(None)
        engine.own.start()
        recover(engine, minder, keys)

    def halt(self) -> None:
        """Something broke: have the minder end what runs; the journal may be what broke."""
        self._engine.own.end()
