"""Deliveries beside the pipe: a thread that waits for slow services, so that records never do.

The queue is bounded. When it is full the oldest is let go and told of, unless a spool keeps it for the next run.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from cctl.core.notify.message import message
from cctl.host.notify.spool import Spool
from cctl.records.errors import CannotWrite
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

WAITING = 1000

Send = Callable[[Record], str]  # "" when it was taken, else why not


class Delivery(NamedTuple):
    """What came of one message."""

    to: str
    record: Record
    problem: str
    kept: bool  # in the spool, for the next run


class Courier:
    """Delivers to one place."""

    def __init__(self, to: str, send: Send, spool: Spool | None = None, *, waiting: int = WAITING) -> None:
        self._to, self._send, self._spool = to, send, spool
        self._queue: deque[tuple[str, Record]] = deque()
        self._most = waiting
        self._done: deque[Delivery] = deque()
        self._wake = threading.Condition()
        self._ending = False
        self._under_way: tuple[str, Record] | None = None
        self.stopping = threading.Event()  # a pause between attempts ends when this is set
        self._thread = threading.Thread(target=self._work, name=f"cctl-{to}", daemon=True)
        self._thread.start()
        for name, record in spool.left() if spool else ():
            self._put(name, record)

    def deliver(self, key: str, record: Record) -> None:
        """Take a record on; returns at once."""
        name = ""
        if self._spool:
            try:
                name = self._spool.put(key, record)
            except CannotWrite as problem:
                self._done.append(Delivery(self._to, record, f"not kept: {problem}", kept=False))
        self._put(name, record)

    def finished(self) -> list[Delivery]:
        """What has come of deliveries since the last call."""
        found = []
        while self._done:
            found.append(self._done.popleft())
        return found

    def close(self, seconds: float) -> list[Delivery]:
        """Wait for what is under way, and give up what takes longer: the spool keeps it, or it is told as lost."""
        with self._wake:
            self._wake.wait_for(lambda: not self._queue and self._under_way is None, timeout=seconds)
            self._ending = True
            left, self._queue = list(self._queue), deque()
            self._wake.notify_all()
        self.stopping.set()
        self._thread.join(timeout=1.0)
        with self._wake:
            if self._under_way is not None:
                left.insert(0, self._under_way)
                self._under_way = None
        for name, record in left:
            self._done.append(Delivery(self._to, record, "not delivered in time", kept=bool(name)))
        return self.finished()

    def _put(self, name: str, record: Record) -> None:
        with self._wake:
            if len(self._queue) >= self._most:
                old_name, old = self._queue.popleft()
                self._done.append(Delivery(self._to, old, "too many are waiting", kept=bool(old_name)))
            self._queue.append((name, record))
            self._wake.notify_all()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._queue or self._ending)
                if not self._queue:
                    return
                name, record = self._under_way = self._queue.popleft()
            problem = self._tried(record)
            if name and self._spool and not problem:
                self._spool.take(name)
            with self._wake:
                if self._under_way is not None:  # else it was given up meanwhile
                    self._done.append(Delivery(self._to, record, problem, kept=bool(name and problem)))
                self._under_way = None
                self._wake.notify_all()

    def _tried(self, record: Record) -> str:
        try:
            return self._send(record)
        except Exception as problem:
            return f"{type(problem).__name__}: {message(record).title}"
