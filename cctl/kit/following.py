"""A run as seen from outside its keeper: its records as they come, and its end."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.host.kill import Killer, Outcome
from cctl.host.process import Identity, Processes, processes
from cctl.host.run import folder as place
from cctl.kit.launching import runs_of
from cctl.kit.say import ReaderGone
from cctl.records import codec
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_LOOK_S = 0.1


def passed_on(run: Run, folder: place.Folder, pid: int, woken: int, *, tee: bool) -> Iterator[Record]:
    """The keeper's records as they come; signals to us are for it, and go on to it."""
    table = processes()
    seen = table.find(pid)
    keeper = Identity(pid, seen.start if seen else "")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: table.signal(keeper, got) and None)
    events, outputs = Grown(folder.file(place.EVENTS)), [folder.file(place.OUT), folder.file(place.ERR)]
    copies = [Grown(name) for name in outputs] if tee else []
    over = whole = False
    try:
        while not over:
            over = _woken(woken)
            for copy in copies:
                copy.copy(2)
            for line in events.lines():
                record = codec.decode(line)
                if record["type"] == "end":
                    run.status, whole = int(record["exit"]), True
                yield record
            run.out.flush()
    except GeneratorExit:  # whoever read our records is gone
        table.signal(keeper, signal.SIGTERM)
        raise
    finally:
        os.close(woken)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code < 0:
        yield from orphaned(run, folder, table)
    elif not whole:  # a full disk: the keeper held the limits to the end and could not tell of it
        run.status = code
        yield run.error("cannot_write", "not every record of the run could be written", path=folder.path)
        yield _end_record(run, code)


def orphaned(run: Run, folder: place.Folder, table: Processes) -> Iterator[Record]:
    """The keeper was killed: nobody holds the limits any more, so the command is ended."""
    record = folder.record()
    outcome = _end(record, table)
    run.status = CODES["run_failed"]
    lost = {
        "status": "lost",
        "cause": "lost",
        "exit": run.status,
        "message": f"its keeper was killed; {outcome.reason}",
    }
    folder.keep(record | lost)
    yield record | lost
    yield _end_record(run, run.status)


def _end_record(run: Run, code: int) -> Record:
    return {"type": "end", "v": 1, "ts": run.world.now(), "of": "run", "records": 1, "errors": 0, "exit": code}


def stopped(run: Run, name: str, *, dry: bool) -> Record:
    """End a run: its keeper is told to, or where there is none, its command is ended; the `done` record."""
    record, table = runs_of(run).find(name), processes()
    done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "terminate", "target": record["run"]}
    if record["status"] == "ended":
        return done | {"status": "notneeded", "reason": "it has ended"}
    if dry:
        return done | {"status": "ok", "dry_run": True}
    if record["status"] in ("planned", "running"):
        keeper = record.get("supervisor") or {}
        told = table.signal(Identity(int(keeper.get("pid") or 0), str(keeper.get("start") or "")), signal.SIGTERM)
        return done | {"status": "ok" if told else "notneeded", "reason": "its keeper ends it" if told else "gone"}
    outcome = _end(record, table)
    run.status = CODES["partial"] if outcome.status in ("error", "impossible") else 0
    return done | {"status": outcome.status, "reason": outcome.reason}


def _end(record: Record, table: Processes) -> Outcome:
    child = Identity(int(record.get("pid") or 0), str(record.get("process_start") or ""))
    return Killer(table, os.getpid(), time.monotonic, time.sleep).stop(child)


def started(run: Run, folder: place.Folder, woken: int) -> Iterator[Record]:
    """The record of the start; the rest is for `run ls` and `run wait`."""
    os.read(woken, 1)
    os.close(woken)
    record = folder.record()
    run.status = int(record.get("exit") or 0)
    yield record


def reported(run: Run, record: Record, junit: str, *, github: bool) -> None:
    """Write the end of a run for CI."""
    from cctl.core.run import report  # noqa: PLC0415 -- only CI pays
    from cctl.host.target import written  # noqa: PLC0415 -- see above

    if junit:
        written(junit, [report.junit(record).encode()], force=True)
    if github:
        sys.stderr.write("".join(line + "\n" for line in report.github(record)))
        if path := run.world.env.get("GITHUB_STEP_SUMMARY"):
            with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 -- pathlib costs 9 ms
                file.write(report.markdown(record))


def shown(run: Run, record: Record, what: str, *, follow: bool) -> None:
    """Write what a run's command wrote, with `follow` until it has ended."""
    runs = runs_of(run)
    folder = runs.folder(record["run"])
    names: tuple[str, ...] = {"stderr": (place.ERR,), "events": (place.EVENTS,)}.get(what, (place.OUT,))
    if record.get("mode") == "pty" and what == "stdout":
        names = (place.SCREEN, place.SCREEN_PAST, place.SCREEN_END)
    files = [Grown(folder.file(name)) for name in names]
    while True:
        over = not follow or runs.judged(folder.record())["status"] not in ("planned", "running")
        for each in files:
            try:
                each.copy(1)
            except BrokenPipeError:
                raise ReaderGone from None
        if over:
            return
        time.sleep(_LOOK_S)


class Grown:
    """A file that grows, read from where it was read to."""

    def __init__(self, path: str) -> None:
        self._path, self._file, self._rest = path, -1, b""

    def pieces(self) -> Iterator[bytes]:
        """What it has gained, a piece at a time."""
        if self._file < 0:
            try:
                self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                return
        while part := os.read(self._file, 1 << 20):
            yield part

    def copy(self, descriptor: int) -> None:
        """Write what it has gained to another."""
        for part in self.pieces():
            data = part
            while data:
                data = data[os.write(descriptor, data) :]

    def lines(self) -> list[bytes]:
        """The whole lines that it has gained."""
        *whole, self._rest = (self._rest + b"".join(self.pieces())).split(b"\n")
        return whole


def _woken(pipe: int) -> bool:
    """Wait for the keeper to say something; whether it has ended."""
    ready, _, _ = select.select([pipe], [], [], 1.0)
    return bool(ready) and not os.read(pipe, 4096)
