"""The keeper of one run: starts the command, holds its limits, writes down what happens, ends it.

It is a process of its own in a session of its own, so that the caller's death, a closed terminal or a broken pipe takes
neither the limits nor the evidence away. The command's output goes to files and never through a pipe: it can't block on
a reader that is slow or gone.
"""
# ruff: noqa: PTH116 -- pathlib costs 9 ms, a tenth of what a run may add

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cctl.core.digest import digest
from cctl.core.moment import stamp
from cctl.core.money.paid import CLASSES
from cctl.core.run.command import Prepared
from cctl.core.run.limit import Limits, Used, passed, status, usage, warnings
from cctl.host.kill import Grace, Killer
from cctl.host.process import Identity, Processes
from cctl.host.run import family
from cctl.host.run import folder as place
from cctl.host.run.follow import Follow
from cctl.host.run.git import Repository
from cctl.records import codec
from cctl.records.exits import worst
from cctl.records.schema import Record

TICK_S = 0.1  # between looks at what the command wrote
_TREE_S = 2.0  # between looks at its processes
_KEEP_S = 1.0  # between writings of the record while it runs


class Plan(NamedTuple):
    """What is to be run, and how."""

    run: str
    command: Prepared
    cwd: str
    env: Mapping[str, str]
    limits: Limits
    stdin: int  # descriptor
    warn: list[float]
    grace: Grace
    facts: Record  # name, tags and such, passed into the record as they are
    estimates: bool = False
    kill_orphans: bool = False
    git: bool = True
    nice: int = 0


class Keeper:
    """One run."""

    def __init__(
        self, plan: Plan, folder: place.Folder, processes: Processes, follow: Follow | None, told: Callable[[], None]
    ) -> None:
        self._plan, self._folder, self._processes, self._follow, self._told = plan, folder, processes, follow, told
        self._killer = Killer(processes, os.getpid(), time.monotonic, self._sleep)
        self._events = os.open(folder.file(place.EVENTS), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._family = family.Family(processes, self._killer)
        self._asked, self._hurry = "", False
        self._count = self._sizes = 0
        self._active = self._looked = self._kept = 0.0
        self._said: set[str] = set()
        self._ended: tuple[int, Any] | None = None
        self._child: Identity | None = None
        self._start = time.monotonic()
        self.record: Record = first(plan, _now())

    def keep(self) -> int:
        """Run it to its end; the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        family.adopt()
        git = Repository(self._plan.cwd, self._folder.file("git"), self._plan.env) if self._plan.git else None
        before = git.look() if git else {}
        cause, message, code = "child", "", 125
        try:
            if self._follow:
                self._follow.begin(_ms(), self._plan.command.parent)
            self._spawn()
            cause, code = self._watch()
        except FileNotFoundError as problem:
            cause, message, code = "failed", f"{problem.filename}: not found", 127
        except PermissionError as problem:
            cause, message, code = "failed", f"{problem.filename}: can't be executed", 126
        except Exception as problem:  # whatever breaks, the command must not run on without its limits
            cause, message = "failed", f"{type(problem).__name__}: {problem}"
            self._stop()
        return self._finish(cause, message, code, git, before)

    # -- the life of the command

    def _spawn(self) -> None:
        plan, flags = self._plan, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        out, err = (os.open(self._folder.file(name), flags, 0o600) for name in (place.OUT, place.ERR))
        self._start = self._active = time.monotonic()
        try:
            process = subprocess.Popen(
                plan.command.argv, cwd=plan.cwd, env=dict(plan.env), stdin=plan.stdin, stdout=out, stderr=err,
                start_new_session=True,
            )  # fmt: skip
        finally:
            os.close(out)
            os.close(err)
        process.returncode = 0  # `wait4` below reaps it, which tells what it used as well
        seen = self._processes.find(process.pid)
        self._child = self._family.child = Identity(process.pid, seen.start if seen else "")
        if plan.nice:
            os.setpriority(os.PRIO_PROCESS, process.pid, plan.nice)
        me = self._processes.find(os.getpid())
        self.record |= {"status": "running", "pid": process.pid, "process_start": self._child.start}
        self.record |= {"supervisor": {"pid": os.getpid(), "start": me.start if me else ""}, "started": _now()}
        self._keep(now=True)
        self._tell(self.record)

    def _watch(self) -> tuple[str, int]:
        """Until it has ended or must be ended: the cause and the exit status."""
        while True:
            gone = self._gone(TICK_S)
            self._look()
            if gone:
                return "child", self._child_code()
            cause = self._asked or self._limit()
            if cause:
                killed = self._stop()
                self._look()
                if self._ended is None:
                    return cause, worst(status(cause), 137)
                return cause, worst(status(cause), 137 if killed else 0)
            self._keep()

    def _gone(self, seconds: float) -> bool:
        """Whether the command has ended, waiting for it for a moment."""
        if self._ended is None and self._child is not None:
            pid = self._child.pid
            if not self._reap(pid):
                family.wait(pid, seconds)
                self._reap(pid)
        return self._ended is not None

    def _reap(self, pid: int) -> bool:
        if self._ended is None:
            found, code, use = os.wait4(pid, os.WNOHANG)
            if found:
                self._ended = (code, use)
        return self._ended is not None

    def _child_code(self) -> int:
        assert self._ended is not None
        code = os.waitstatus_to_exitcode(self._ended[0])
        return code if code >= 0 else 128 - code

    def _look(self) -> None:
        """Take in everything that it wrote since the last look."""
        now = time.monotonic()
        sizes = sum(os.stat(self._folder.file(name)).st_size for name in (place.OUT, place.ERR))
        if sizes != self._sizes:
            self._sizes, self._active = sizes, now
        if self._follow:
            for record in self._follow.look(_ms(), self._family.open_files):
                self._active = now
                self._tell(record)
            if self._follow.session and self._follow.session != self.record.get("session"):
                self.record["session"] = self._follow.session
        if now - self._looked >= _TREE_S and self._child and self._ended is None:
            self._looked = now
            self._family.note(now)

    def _limit(self) -> str:
        now = time.monotonic()
        used, amounts = self._amounts(now)
        session = self.record.get("session", "")
        for text in warnings(self._plan.limits, amounts, self._plan.warn, self._said) if session else ():
            found: Record = {"type": "finding", "v": 1, "ts": _now(), "session": session, "check": "budget"}
            found |= {"agent": self._plan.command.agent, "id": digest([self._plan.run, text]), "severity": "warning"}
            self._tell(found | {"message": text, "evidence": {"run": self._plan.run, **amounts}})
        return passed(self._plan.limits, amounts, used, estimates=self._plan.estimates)

    def _amounts(self, now: float) -> tuple[Used, dict[str, float]]:
        used = self._follow.used() if self._follow else Used()
        amounts = used.amounts() if self._follow else {}
        amounts |= {"timeout_s": round(now - self._start, 3), "idle_s": round(now - self._active, 3)}
        return used, amounts | {"rss_bytes": self._family.rss_bytes}

    def _stop(self) -> bool:
        """The stop sequence over the whole tree; whether the command itself had to be killed."""
        if self._child is None or self._ended is not None:
            return False
        self._family.note(time.monotonic())
        killed = False
        for grace in (self._plan.grace, Grace(0.0, 0.5, 2.0)):
            try:
                outcome = self._killer.stop(self._child, grace)
            except _Hurried:
                continue
            steps = [
                {"signal": step.signal, "pids": list(step.pids), "after_s": step.after_s} for step in outcome.steps
            ]
            self.record["steps"] = steps
            killed = any(step.signal == "SIGKILL" and self._child.pid in step.pids for step in outcome.steps)
            break
        self._gone(1.0)
        return killed

    def _sleep(self, seconds: float) -> None:
        """The killer's pause: reap, read on, and hear a second request to stop."""
        self._gone(seconds)
        self._look()
        if self._hurry:
            self._hurry = False
            raise _Hurried

    def _ask(self, number: int, _frame: object) -> None:
        if self._asked:
            self._hurry = True
        self._asked = self._asked or ("user" if number == signal.SIGINT else "signal")

    # -- the end

    def _finish(self, cause: str, message: str, code: int, git: Repository | None, before: dict[str, Any]) -> int:
        now = time.monotonic()
        self.record |= {"status": "ended", "ended": _now(), "duration_s": round(now - self._start, 3), "cause": cause}
        self.record |= {"exit": code} | ({"message": message} if message else {}) | self._usage(now)
        if self._ended is not None:
            child = os.waitstatus_to_exitcode(self._ended[0])
            self.record |= {"exit_code": child} if child >= 0 else {"signal": -child}
            self.record["cpu_s"] = round(self._ended[1].ru_utime + self._ended[1].ru_stime, 3)
        if self._family.peak_bytes:
            self.record["peak_rss_bytes"] = self._family.peak_bytes
        if left := self._family.left(end=self._plan.kill_orphans):
            self.record["orphans"] = [{"pid": row.pid, "start": row.start, "name": row.name} for row in left]
        if git:
            self.record["git"] = git.between(before, git.look())
        self._folder.keep(self.record)
        self._tell(self.record | {"ts": _now()})
        end: Record = {"type": "end", "v": 1, "ts": _now(), "of": "run", "records": self._count, "errors": 0}
        if self._follow and self._follow.skipped:
            end["skipped"] = dict(sorted(self._follow.skipped.items()))
        self._tell(end | {"exit": code})
        return code

    def _usage(self, now: float) -> Record:
        used, amounts = self._amounts(now)
        if self._follow is None:
            return {"used": {name: amounts[name] for name in self._plan.limits.set() if name in amounts}}
        tokens = dict(zip(CLASSES, self._follow.tokens(), strict=True))
        return usage(self._plan.limits, used, amounts, tokens)

    # -- telling

    def _keep(self, *, now: bool = False) -> None:
        second = time.monotonic()
        if now or second - self._kept >= _KEEP_S:
            self._kept = second
            self._folder.keep(self.record | self._usage(second))

    def _tell(self, record: Record) -> None:
        self._count += 1
        data = codec.encode(record) + b"\n"
        while data:
            data = data[os.write(self._events, data) :]
        self._told()


class _Hurried(Exception):
    """A second request to stop."""


def first(plan: Plan, ts: str) -> Record:
    """The record of a run before its start."""
    command = plan.command
    record: Record = {"type": "run", "v": 1, "ts": ts, "run": plan.run, "status": "planned", "argv": command.argv}
    record |= {"cwd": plan.cwd, "limits": plan.limits.set(), "usage": "none" if command.unknown else "exact"}
    record |= {"agent": command.agent} if command.agent else {}
    record |= {"session": command.session} if command.session else {}
    return record | plan.facts


def _ms() -> int:
    return time.time_ns() // 1_000_000


def _now() -> str:
    return stamp(_ms())
