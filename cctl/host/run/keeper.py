"""The keeper of one run: starts the command, holds its limits, writes down what happens, ends it.

It is a process of its own in a session of its own, so that the caller's death, a closed terminal or a broken pipe takes
neither the limits nor the evidence away. What the agent is about to do is refused first, where its client asks; only
an agent that goes on all the same is interrupted, and then ended.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.run.again import passing, pause_s, resumed
from cctl.core.run.limit import status
from cctl.core.run.reply import Asked
from cctl.core.run.summary import Summary
from cctl.host.process import Identity, Processes
from cctl.host.run import evidence, family
from cctl.host.run import folder as place
from cctl.host.run.bounds import Bounds, Shared
from cctl.host.run.door import Door, Visit
from cctl.host.run.leave import LATE_S, Leave
from cctl.host.run.link import Files, Link
from cctl.host.run.plan import Plan, first
from cctl.host.run.stop import Stop
from cctl.host.run.tell import Teller, now, now_ms
from cctl.records import codec
from cctl.records.exits import worst
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.run.follow import Follow
    from cctl.host.run.git import Repository

TICK_S = 0.1  # between looks at what the command wrote
_QUICK_S = 0.01  # the same while somebody waits for leave
_TREE_S = 2.0  # between looks at its processes
_KEEP_S = 1.0  # between writings of the record while it runs
_YIELD_S = 0.6  # for an agent whose next call is refused to end by itself
_AWAY_S = 5.0  # the same once a call was refused: it is on its way out, but at a terminal only its turn is over


class Keeper:
    """One run."""

    def __init__(
        self,
        plan: Plan,
        folder: place.Folder,
        processes: Processes,
        follow: Follow | None,
        told: Callable[[], None],
        link: Callable[[Callable[[Record], None]], Link] | None = None,
        shared: Shared | None = None,
    ) -> None:
        self._plan, self._folder, self._processes, self._follow = plan, folder, processes, follow
        self._teller = Teller(folder, told, plan.events)
        self._link: Link = link(self._passed_on) if link else Files(folder, plan.stdin)
        self._ending = Stop(processes, self._link, plan.grace_s, self._wait)
        self._family = family.Family(processes, self._ending.killer)
        self._bounds = Bounds(plan, follow, self._family, shared)
        self._pulse, self._summary = family.Pulse(), Summary()
        self._door: Door | None = None
        self._asks_back = plan.command.agent == "codex"  # its model what to do about a refusal, and pays for the answer
        self._leave = Leave(follow.calls if follow else (), self._forbidden, LATE_S if self._asks_back else 0.0)
        self._asked = self._cause = ""  # who ends it; why it must end
        self._written, self._tries, self._blind = 0, 0, False
        self._looked = self._kept = self._waited = 0.0
        self._ended: tuple[int, Any] | None = None
        self._child: Identity | None = None
        self.record: Record = first(plan, now())

    def keep(self) -> int:
        """Run it to its end; the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        family.adopt()
        self.record["supervisor"] = family.identity(self._processes, os.getpid())._asdict()
        self._keep(now=True)  # should we die before its start, this tells
        before = git.look() if (git := evidence.repository(self._plan, self._folder)) else {}
        cause, message, code = "failed", "", 125
        try:
            if self._follow:
                self._follow.begin(now_ms(), self._plan.command.parent)
            if message := self._bounds.begin():
                cause, code = "budget", status("budget")
            else:
                self._bounds.start = self._bounds.active = time.monotonic()
                message, code = self._spawn(self._plan.command.argv)
            if not message:
                cause, code = self._watch()
                message = self._bounds.full if cause == "budget" else ""
        except Exception as problem:  # whatever breaks, the command must not run on without its limits
            cause, message, code = "failed", f"{type(problem).__name__}: {problem}", 125
            self._blind = True
            self._stop()
        return self._finish(cause, message, code, git, before)

    # -- the life of the command

    def _spawn(self, argv: Sequence[str]) -> tuple[str, int]:
        """Start it; why that can't be done, with the exit status for it."""
        plan = self._plan
        self._door = self._door or Door(self._folder.path)
        try:
            pid = self._link.start(argv, plan.cwd, plan.env, plan.nice)
        except FileNotFoundError as problem:
            return f"{problem.filename}: not found", 127
        except OSError as problem:
            return f"{problem.filename}: can't be executed ({problem.strerror})", 126
        self._pulse.follow(pid)
        self._child = self._family.child = family.identity(self._processes, pid)
        self.record |= {"status": "running", "pid": pid, "process_start": self._child.start}
        self.record["started"] = self.record.get("started") or now()
        self._keep(now=True)
        self._teller.tell(self.record)
        return "", 0

    def _watch(self) -> tuple[str, int]:
        """Until it has ended or must be ended: the cause and the exit status."""
        while True:
            gone = self._pause(TICK_S)
            self._look()
            if gone and not self._goes_on():
                return self._by_itself()
            for finding in self._bounds.warnings(self.record.get("session", ""), now()):
                self._teller.tell(finding)
            reached = self._bounds.barred if self._leave.refused and self._asks_back else self._bounds.passed
            self._cause = self._asked or self._cause or reached()
            if self._cause and self._child:
                self._ending.begin(self._child, everything=self._plan.kill_orphans)
            if self._cause and not self._yields():
                killed = self._stop()
                self._look()
                if self._child and self._ended is None:
                    return self._cause, worst(status(self._cause), 137)
                return self._cause, worst(status(self._cause), 137 if killed else 0)
            self._keep()

    def _by_itself(self) -> tuple[str, int]:
        """The end of a command that nobody ended: of itself, or because its next call was refused."""
        assert self._ended is not None
        if self._leave.refused:
            cause = self._cause or self._bounds.barred()
            self._stop()  # what it ran when the limit was reached
            return cause, status(cause)
        code = os.waitstatus_to_exitcode(self._ended[0])
        return "child", code if code >= 0 else 128 - code

    def _goes_on(self) -> bool:
        """Wait until the API that broke it off may answer again, and start it anew; whether that was done."""
        plan, session = self._plan, str(self.record.get("session", ""))
        left = plan.wait_s - self._waited
        if left <= 0 or self._asked or self._leave.refused or not passing(self._summary.failure):
            return False
        self._ended = self._child = None
        self._pulse.forget()
        wait_s = min(left, pause_s(self._tries))
        self._waited, self._tries = self._waited + wait_s, self._tries + 1
        self.record |= {"waited_s": round(self._waited, 3), "tries": self._tries}
        self._teller.tell(self.record | {"state": "waiting_api", "ts": now()})
        end = time.monotonic() + wait_s
        while time.monotonic() < end and not (self._asked or self._bounds.passed()):
            self._pause(min(TICK_S, max(0.0, end - time.monotonic())))
            self._bounds.active = time.monotonic()
        return bool(self._asked or self._bounds.passed()) or not self._spawn(resumed(plan.command.argv, session))[0]

    def _yields(self) -> bool:
        """Whether an agent at its limit may still end in its own way, its next call being refused."""
        if self._asked or not self._plan.hook or self._cause in ("timeout", "idle", "memory"):
            return False
        if self._leave.refused and self._asks_back:
            return False
        return self._ending.yields(_AWAY_S if self._leave.refused and self._plan.mode != "pty" else _YIELD_S)

    def _pause(self, seconds: float) -> bool:
        """Wait a moment, attend to who comes; whether the command has ended."""
        seconds = min(seconds, _QUICK_S) if self._leave.waiting else seconds
        if self._reap():
            return True
        door = self._door.descriptors() if self._door else []
        ready = self._pulse.wait([*door, *self._link.descriptors()], seconds)
        self._link.attend(ready)
        for visit in self._door.visits(ready) if self._door else ():
            self._visited(visit)
        if self._leave.waiting:
            self._look()
            self._leave.settle(time.monotonic())
        return self._reap()

    def _reap(self) -> bool:
        if self._ended is None and self._child is not None:
            found, code, use = os.wait4(self._child.pid, os.WNOHANG)
            if found:
                self._ended = (code, use)
        return self._ended is not None

    def _visited(self, visit: Visit) -> None:
        if visit.request.get("do") == "ask":
            session = self._leave.take(visit, time.monotonic()).session
            if self._follow:
                self._follow.also(session, now_ms())
        elif self._family.holds(visit.pid):
            visit.answer(codec.encode({"problem": "nobody in a run answers for it"}))
        elif not self._link.asked(visit):
            visit.answer(codec.encode({"problem": f"a run in {self._plan.mode} mode has no such thing"}))

    def _passed_on(self, record: Record) -> None:
        """What the link tells; the run's record says so first, for whoever then asks."""
        self._keep(now=True)
        self._teller.tell(record)

    def _look(self) -> None:
        """Take in everything that it wrote since the last look; nothing more once that has failed."""
        if self._blind:
            return
        moment = time.monotonic()
        written = self._bounds.written = self._link.written()
        if written != self._written:
            self._written, self._active = written, moment
        if self._follow:
            for record in self._follow.look(now_ms(), self._family.open_files):
                self._bounds.active = moment
                self._summary.take(record)
                self._teller.tell(record)
                if record.get("type") == "result" and not self._leave.asked and self._plan.hook:
                    self._unasked()
            if self._follow.session and self._follow.session != self.record.get("session"):
                self.record["session"] = self._follow.session
        if moment - self._looked >= _TREE_S and self._child and self._ended is None:
            self._looked = moment
            self._family.note(moment)
            if self._follow:
                self._follow.join(self._family.pids, now_ms())

    # -- leave for what comes next

    def _unasked(self) -> None:
        """Codex has made a call without asking: whatever its settings say, its calls can only be stopped."""
        if self._asks_back:
            self._plan = self._plan._replace(hook=False)
            self.record |= {"enforcement": "stop", "unasked": "Codex made a call without asking its hook: see `/hooks`"}

    def _forbidden(self, question: Asked) -> str:
        """Why what is asked for must not be done, "" when it may."""
        cause = self._asked or self._cause or self._bounds.barred()
        return self._bounds.why(cause) if cause else ""

    # -- the stop

    def _stop(self) -> bool:
        """End it with its whole tree, or what it left; whether the command itself had to be killed."""
        if self._child is None:
            return False
        self._family.note(time.monotonic())
        killed = self._ending.end(self._child, gone=self._ended is not None)
        self.record |= {"steps": self._ending.steps} if self._ending.steps else {}
        return killed

    def _wait(self, seconds: float) -> bool:
        """A moment in which everything else goes on; whether the command has ended."""
        self._leave.release()
        ended = self._pause(seconds)
        self._look()
        return ended

    def _ask(self, number: int, _frame: object) -> None:
        if self._asked:
            self._ending.hurry = True
        self._asked = self._asked or ("user" if number == signal.SIGINT else "signal")

    # -- the end

    def _finish(self, cause: str, message: str, code: int, git: Repository | None, before: dict[str, Any]) -> int:
        if self._door:
            self._door.close()
        self._link.close()
        self.record |= {"status": "ended", "ended": now()}
        self.record["duration_s"] = round(time.monotonic() - self._bounds.start, 3)
        self.record |= {"cause": cause, "exit": code} | ({"message": message} if message else {})
        self.record |= self._bounds.usage() | evidence.of_child(self._ended)
        self.record |= evidence.of_family(self._family, kill=self._plan.kill_orphans)
        self.record |= {"refused": self._leave.refused} if self._leave.refused else {}
        self.record |= {"summary": done} if (done := self._summary.record()) else {}
        if git:
            self.record["git"] = git.between(before, git.look())
        self._teller.keep(self.record)
        self._teller.tell(self.record | {"ts": now()})
        self._teller.end(now(), code, self._follow.skipped if self._follow else {})
        return code

    def _keep(self, *, now: bool = False) -> None:
        if now or time.monotonic() - self._kept >= _KEEP_S:
            self._kept = time.monotonic()
            self._teller.keep(self.record | self._bounds.usage() | self._link.fields())
