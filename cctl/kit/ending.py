"""Finding the process of a session, and ending it: what `kill` and `act` share.

Only a process that an agent's registry names, or that holds a transcript open, counts as a session's, and only while
its start time is the one that was told and it looks like an agent; a pid on the command line is looked up there, never
believed.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.notify.message import plain
from cctl.core.state.fold import Fold
from cctl.host import process
from cctl.host.kill import Grace, Killer, Outcome
from cctl.host.live.files import Files
from cctl.host.live.now import Now
from cctl.host.process import Identity
from cctl.host.registry import Entry
from cctl.host.whose import is_agent, strays

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
        alive = {(entry.session, entry.data["pid"]): entry for entry in reversed(found) if entry.life == "alive"}
        return list(alive.values())[::-1]

    def find(self, word: str) -> list[Entry]:
        """The sessions that a word means: an id, the beginning of one, a name, or the pid of an agent."""
        entries = self.entries()
        exact = [each for each in entries if word in (each.session, str(each.data["pid"]), each.data.get("name"))]
        return exact or [each for each in entries if len(word) >= 4 and each.session.startswith(word)]

    def stop(self, entry: Entry, grace: Grace, *, dry: bool = False) -> Outcome:
        """End the agent and what it runs; what its tools left behind long ago is named and left alone."""
        if why := self._stranger(entry):
            return Outcome("impossible", why)
        outcome = self._killer.stop(_identity(entry), grace, dry=dry)
        if dry or not outcome.steps:
            return outcome
        known = {each.pid for each in outcome.remained}
        left = [each for each in strays(self._now.processes, entry.session, os.getpid()) if each.pid not in known]
        if not left:
            return outcome
        reason = "ended; some of what it ran did not" if outcome.status == "ok" else outcome.reason
        return outcome._replace(reason=reason, remained=(*outcome.remained, *left))

    def end(self, entry: Entry, grace: Grace) -> list[tuple[Entry, Outcome]]:
        """End every process that runs a session: one that was resumed twice has two, and its registry shows one."""
        outcomes: list[tuple[Entry, Outcome]] = []
        seen: set[int] = set()
        following: Entry | None = entry
        while following:
            seen.add(following.data["pid"])
            outcome = self.stop(following, grace)
            outcomes.append((following, outcome))
            if outcome.status not in ("ok", "notneeded"):
                break
            rest = [each for each in self.entries() if each.session == entry.session]
            following = next((each for each in rest if each.data["pid"] not in seen), None)
        return outcomes

    def interrupt(self, entry: Entry, *, dry: bool = False) -> Outcome:
        """Have it stop what it does, and stay."""
        if why := self._stranger(entry):
            return Outcome("impossible", why)
        if dry:
            refusal = self._killer.refusal(_identity(entry))
            return Outcome("impossible", refusal) if refusal else Outcome("ok", "would be interrupted")
        return self._killer.interrupt(_identity(entry))

    def _stranger(self, entry: Entry) -> str:
        """Why the process of an entry is no agent's, "" if it may be one: a registry is believed no further."""
        if self._killer.refusal(_identity(entry)):
            return ""  # it has another reason
        seen = self._now.processes.find(entry.data["pid"])
        arguments = self._now.processes.arguments(entry.data["pid"])
        if seen is None or not arguments or is_agent(seen, arguments):
            return ""
        return f"process {seen.pid} is no agent's, whatever a registry says: {plain(seen.name)}"


def _identity(entry: Entry) -> Identity:
    return Identity(entry.data["pid"], str(entry.data.get("start", "")))
