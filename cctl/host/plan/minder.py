"""The minder: a small process that starts what a plan runs, and writes down how each ended, whoever else dies.

`tasks run` may be killed at any moment. What it started must then neither be lost sight of nor be started again, and
only a parent learns how its child ended. So the children belong to the minder, which survives in a session of its own,
notes every start before and after it, every end with its status, and leaves when the last is gone. Orders come as
lines on a socket; what it has to say goes to a file that a later `tasks run` can read. It holds a lock on that file: as
long as nobody else gets it, the minder lives. Time limits are held here too, for the same reason.
"""

from __future__ import annotations

import contextlib
import heapq
import os
import select
import shutil
import signal
import socket
import time
from collections import deque
from typing import Any

from cctl.host.kill import Grace, Killer
from cctl.host.plan.slate import Entry, Slate
from cctl.host.plan.stop import LOOK_S, Stop
from cctl.host.process import Identity, Processes, tree
from cctl.records import codec
from cctl.records.named import NamedTuple

_OUT = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_CLEAR = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGQUIT, signal.SIGCHLD, signal.SIGXFSZ)


class Child(NamedTuple):
    """What was started and has not ended."""

    key: str
    identity: Identity  # its start "" until it has lived for a moment: nobody else can have its pid before we reap it
    begun: float
    grace: Grace
    alone: bool = False  # whether it is asked to end before what it runs is


_MOMENT_S = 0.02
_GONE = Child("", Identity(0, ""), 0.0, Grace())


class Minder:
    """The process's own side."""

    def __init__(self, orders: socket.socket, told: int, processes: Processes, slate: Slate) -> None:
        self._orders, self._told, self._processes, self._slate = orders, told, processes, slate
        self._killer = Killer(processes, os.getpid(), time.monotonic, time.sleep)
        self._children: dict[int, Child] = {}
        self._deadlines: list[tuple[float, int, str]] = []
        self._fresh: deque[int] = deque()
        self._stops: dict[int, Stop] = {}
        self._rest = b""
        self._open, self._ending = True, False
        self._env = dict(os.environ)
        self._queue: deque[dict[str, Any]] = deque()  # told ahead, so that no slot waits for the next order
        self._slots = 1
        self._cwd = ""

    def mind(self) -> None:
        """Until nobody gives orders any more and the last child is gone."""
        woken, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.signal(signal.SIGTERM, lambda _number, _frame: self._end_all())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
        while self._open or self._children:
            sources = [woken, *([self._orders.fileno()] if self._open else [])]
            ready, _, _ = select.select(sources, [], [], self._pause())
            if woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(woken, 4096)
            if self._open and self._orders.fileno() in ready:
                self._take()
            self._reap()
            self._fill()
            self._identify()
            self._limits()
        self._say([{"e": "orphans", "left": left}] if (left := self._adopted()) else [])

    # -- starting

    def _take(self) -> None:
        try:
            data = self._orders.recv(1 << 20)
        except OSError:
            data = b""
        *whole, self._rest = (self._rest + data).split(b"\n")
        now: list[dict[str, Any]] = []
        for order in (codec.decode(line) for line in whole if line):
            if "slots" in order:
                self._slots = int(order["slots"])
            elif "drop" in order:
                self._drop(str(order["drop"]))
            else:
                (now if order.get("now") else self._queue).append(order)
        self._begin(now)
        if not data:
            self._open = False
            self._queue.clear()
            self._say([{"e": "closed"}])

    def _fill(self) -> None:
        """Start as much of what waits as there is room for."""
        room = self._slots - len(self._children)
        if room > 0 and self._queue:
            self._begin([self._queue.popleft() for _ in range(min(room, len(self._queue)))])

    def _begin(self, orders: list[dict[str, Any]]) -> None:
        self._say([{"e": "starting", "k": order["k"]} for order in orders])
        self._say([line for order in orders if (line := self._start(order))])

    def _drop(self, key: str) -> None:
        """Forget what waits: all, or one attempt."""
        dropped = [order for order in self._queue if key in ("", order["k"])]
        self._queue = deque(order for order in self._queue if order not in dropped)
        self._say([{"e": "gone", "k": order["k"], "cause": "signal", "s": 0.0} for order in dropped])
        if dropped:
            self._wake()

    def _start(self, order: dict[str, Any]) -> dict[str, Any] | None:
        """Start one; what there is to say when that fails."""
        key = str(order["k"])
        begun = time.monotonic()
        until = begun + order["timeout_s"] if order.get("timeout_s") else 0.0
        grace, alone = Grace(*order.get("grace", ())), bool(order.get("alone"))
        slot = self._slate.about(Entry(0, key, begun, until, grace, alone))
        try:
            if order["cwd"] != self._cwd:
                os.chdir(order["cwd"])
                self._cwd = order["cwd"]
            pid = self._spawned(order)
        except OSError as problem:
            code = {2: 127, 13: 126, 8: 126, 7: 126}.get(problem.errno or 0, 125)
            named = order["cwd"] if problem.filename == order["cwd"] else order["argv"][0]
            self._slate.failed(slot)
            self._wake()
            return {"e": "gone", "k": key, "code": code, "s": 0.0, "message": f"{named}: {problem.strerror}"}
        self._slate.begun(slot, pid)
        self._mind(Entry(pid, key, begun, until, grace, alone))
        return None

    def _mind(self, entry: Entry) -> None:
        child = Child(entry.key, Identity(entry.pid, ""), entry.begun, Grace(*entry.grace), entry.alone)
        self._children[entry.pid] = child
        self._fresh.append(entry.pid)
        if entry.until:
            heapq.heappush(self._deadlines, (entry.until, entry.pid, entry.key))

    def _identify(self) -> None:
        """Tell of those that have lived for a moment; most of many small ones are over before, and cost no look."""
        before, lines = time.monotonic() - _MOMENT_S, []
        while self._fresh and (child := self._children.get(self._fresh[0], _GONE)).begun <= before:
            pid = self._fresh.popleft()
            if child is not _GONE and (seen := self._processes.find(pid)):
                self._children[pid] = child._replace(identity=Identity(pid, seen.start))
                lines.append({"e": "began", "k": child.key, "pid": pid, "start": seen.start})
        self._say(lines)

    def _spawned(self, order: dict[str, Any]) -> int:
        argv, own = order["argv"], order.get("env")
        env = {**self._env, **own} if own else self._env
        program = shutil.which(argv[0], path=own["PATH"]) or argv[0] if own and "PATH" in own else argv[0]
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, order.get("stdin") or os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, order["out"], _OUT, 0o600),
            (os.POSIX_SPAWN_OPEN, 2, order["err"], _OUT, 0o600),
        ]
        return os.posix_spawnp(program, argv, env, file_actions=actions, setpgroup=0, setsigdef=_CLEAR, setsigmask=())

    # -- ending

    def _reap(self) -> None:
        gone, over = [], []
        while pid := self._next_gone():
            _, status, use = os.wait4(pid, 0)
            child = self._children.pop(pid, None)
            if child is not None:  # else one that was re-parented to us
                gone.append(self._gone(child, status, use))
                over.append(pid)
        self._say(gone)
        for pid in over:
            self._slate.over(pid)
        if gone:
            self._wake()

    def _next_gone(self) -> int:
        """A child that has ended, its status noted before it is reaped; 0 without one."""
        try:
            seen = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return 0
        if seen is None:
            return 0
        self._slate.ended(seen.si_pid, seen.si_status if seen.si_code == os.CLD_EXITED else -seen.si_status)
        return seen.si_pid

    def _gone(self, child: Child, status: int, use: Any) -> dict[str, Any]:
        code = os.waitstatus_to_exitcode(status)
        found = {"e": "gone", "k": child.key, **({"code": code} if code >= 0 else {"signal": -code})}
        found |= {"s": round(time.monotonic() - child.begun, 3), "cpu_s": round(use.ru_utime + use.ru_stime, 3)}
        if stop := self._stops.pop(child.identity.pid, None):
            stop.finish()
            found["cause"] = "signal" if self._ending else "timeout"
        with contextlib.suppress(OSError):
            os.killpg(child.identity.pid, 0)  # nobody there is the usual case, and costs no look at the table
            rows = [each for each in self._processes.all().values() if each.group == child.identity.pid]
            found["left"] = [
                {"pid": each.pid, "start": each.start, "name": each.name} for each in rows if not each.zombie
            ]
        return found

    def _limits(self) -> None:
        now = time.monotonic()
        while self._deadlines and self._deadlines[0][0] <= now:
            _, pid, key = heapq.heappop(self._deadlines)
            if (child := self._children.get(pid)) is not None and child.key == key:
                self._end(pid, child)
        for stop in list(self._stops.values()):
            stop.look(now)

    def _end_all(self) -> None:
        self._ending = True
        for pid, child in self._children.items():
            self._end(pid, child)

    def _end(self, pid: int, child: Child) -> None:
        if pid not in self._stops and (seen := self._processes.find(pid)):
            self._stops[pid] = Stop(seen.identity, child.grace, self._killer, self._processes, alone=child.alone)

    def _pause(self) -> float | None:
        if self._stops:
            return LOOK_S
        if self._fresh:
            return _MOMENT_S
        return max(self._deadlines[0][0] - time.monotonic(), 0.0) + 0.001 if self._deadlines else None

    def _adopted(self) -> list[dict[str, Any]]:
        """What descends from tasks, has left them, and lives on."""
        rows = [
            each for each in tree(self._processes.all(), os.getpid()) if each.pid != os.getpid() and not each.zombie
        ]
        return [{"pid": each.pid, "start": each.start, "name": each.name} for each in rows]

    # -- telling

    def _say(self, lines: list[dict[str, Any]]) -> None:
        data = b"".join(codec.encode(line) + b"\n" for line in lines)
        with contextlib.suppress(OSError):  # a full disk: the ends are lost, and so they will be told
            while data:
                data = data[os.write(self._told, data) :]

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._orders.send(b".", socket.MSG_DONTWAIT)
