"""Finding the process of a session, and ending it: what `kill` and `act` share.

Only a process that an agent's registry names, or that holds a transcript open, counts as a session's, and only while
its start time is the one that was told; a pid on the command line is looked up there, never believed.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.state.fold import Fold
from cctl.host import process
from cctl.host.kill import Grace, Killer, Outcome
from cctl.host.live.files import Files
from cctl.host.live.now import Now
from cctl.host.process import Identity
from cctl.host.registry import Entry

if TYPE_CHECKING:
    from cctl.kit.run import Run


class Ending:
    """The processes of this machine's sessions."""

    def __init__(self, run: Run) -> None:
        self._now = Now(Files(agents(), run.world.env, run.world.home), process.processes(), Fold())
        self._killer = Killer(self._now.processes, os.getpid(), time.monotonic, time.sleep)

    def entries(self) -> list[Entry]:
        """Every session that a living process runs, as things are now."""
        table = self._now.processes.all()
        found = [*self._now.registries().values(), *self._now.holders(table).values()]
        return [entry for entry in found if entry.life == "alive"]

    def find(self, word: str) -> list[Entry]:
        """The sessions that a word means: an id, the beginning of one, a name, or the pid of an agent."""
        entries = self.entries()
        exact = [each for each in entries if word in (each.session, str(each.data["pid"]), each.data.get("name"))]
        return exact or [each for each in entries if len(word) >= 4 and each.session.startswith(word)]

    def stop(self, entry: Entry, grace: Grace, *, dry: bool = False) -> Outcome:
        """End the agent and what it runs."""
        return self._killer.stop(_identity(entry), grace, dry=dry)

    def interrupt(self, entry: Entry, *, dry: bool = False) -> Outcome:
        """Have it stop what it does, and stay."""
        if dry:
            refusal = self._killer.refusal(_identity(entry))
            return Outcome("impossible", refusal) if refusal else Outcome("ok", "would be interrupted")
        return self._killer.interrupt(_identity(entry))


def _identity(entry: Entry) -> Identity:
    return Identity(entry.data["pid"], str(entry.data.get("start", "")))
