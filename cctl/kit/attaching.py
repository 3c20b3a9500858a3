"""The caller's side of a run in a terminal: keys and sizes go in; the screen comes from the keeper itself.

The caller's own terminal is raw for that time. It is put back when this ends in whatever way: here for everything that
a process can notice, and by the keeper when this one is killed.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from cctl.host.process import Identity, Processes
from cctl.host.run import folder as place
from cctl.host.run.terminal import COLUMNS, ROWS, resize, size_of
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

LEAVE = b"\x1c"  # Ctrl-\
_HUNG_UP = 128 + signal.SIGHUP
_TAIL = 1 << 16  # bytes of the screen that one who comes later is shown


def fronted(run: Run, folder: place.Folder, pid: int, woken: int, master: int) -> Iterator[Record]:
    """Be the caller's side until the run ends or is left; its status is ours."""
    from cctl.host.process import processes  # noqa: PLC0415 -- the keeper is started without it

    table = processes()
    seen = table.find(pid)
    run.quiet_output = True  # standard output is the program's
    how = _between(master, woken, Identity(pid, seen.start if seen else ""), table)
    if how != "ended":
        _told(run, folder, how)
        return
    run.status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    record = folder.record()
    if run.status < 0:
        from cctl.kit.following import orphaned  # noqa: PLC0415 -- only where a keeper was killed

        record = next(orphaned(run, folder, table))
        run.status = CODES["run_failed"]
    if record.get("message") or record.get("cause") != "child":
        run.say.warn(f"{record.get('cause')}: {record.get('message') or 'the run was ended'}")
    yield from ()


def attached(run: Run, record: Record) -> None:
    """Come to a run that is under way, and stay until it ends or is left."""
    from cctl.host.process import processes  # noqa: PLC0415 -- not for the caller of a run
    from cctl.kit.answering import asked  # noqa: PLC0415 -- see above
    from cctl.kit.launching import runs_of  # noqa: PLC0415 -- see above

    folder = runs_of(run).folder(record["run"])
    theirs, leash = os.pipe()
    _show(folder)
    _, (master, *_) = asked(run, record, {"do": "attach"}, (1, theirs))
    os.close(theirs)
    keeper = record["supervisor"]
    size = size_of(1) or (ROWS, COLUMNS)
    resize(master, (size[0], max(1, size[1] - 1)))  # a change of size makes full-screen programs draw anew
    how = _between(master, -1, Identity(int(keeper["pid"]), str(keeper["start"])), processes())
    os.close(leash)
    if how != "ended":
        _told(run, folder, how)


def _show(folder: place.Folder) -> None:
    """The end of what the screen has shown so far."""
    for name in (place.SCREEN_END, place.SCREEN):
        with suppress(OSError):
            descriptor = os.open(folder.file(name), os.O_RDONLY | os.O_CLOEXEC)
            size = os.fstat(descriptor).st_size
            data = os.pread(descriptor, _TAIL, max(0, size - _TAIL))
            os.close(descriptor)
            if data:
                os.write(1, data)
                return


def _told(run: Run, folder: place.Folder, how: str) -> None:
    name = folder.path.rpartition("/")[2]
    run.status = _HUNG_UP if how == "hung up" else 0
    with suppress(OSError):
        run.say.warn(f"{how}; the run goes on: `cctl run attach {name}`")


def _between(master: int, woken: int, keeper: Identity, table: Processes) -> str:
    """Pass keys and sizes on; how it came to an end: ended, left, hung up."""
    hung_up: list[int] = []

    def resized(_number: int, _frame: object) -> None:
        if size := size_of(1) or size_of(0):
            resize(master, size)

    def passed_on(number: int, _frame: object) -> None:
        table.signal(keeper, number)

    handlers: dict[int, Any] = {signal.SIGWINCH: resized, signal.SIGINT: passed_on, signal.SIGTERM: passed_on}
    handlers[signal.SIGHUP] = lambda number, _frame: hung_up.append(number)
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        with raw(0):
            resized(0, None)
            return _keys(master, woken, lambda: bool(hung_up), lambda: table.find(keeper.pid) is not None)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _keys(master: int, woken: int, hung_up: Callable[[], bool], alive: Callable[[], bool]) -> str:
    typed = [0] if os.isatty(0) else []
    while not hung_up():
        ready, _, _ = select.select([*typed, *([woken] if woken >= 0 else [])], [], [], 0.5)
        if woken in ready and not os.read(woken, 4096):
            return "ended"
        if 0 in ready:
            try:
                data = os.read(0, 4096)
            except OSError:
                data = b""
            if not data:
                return "hung up"
            head, leave, _ = data.partition(LEAVE)
            with suppress(OSError):
                os.write(master, head)
            if leave:
                return "left"
        if woken < 0 and not alive():
            return "ended"
    return "hung up"


@contextmanager
def raw(descriptor: int) -> Iterator[None]:
    """Every key as it is pressed; the terminal is put back however this ends."""
    before = attributes(descriptor)
    if before is None:
        yield
        return
    import tty  # noqa: PLC0415 -- only at a terminal

    try:
        tty.setraw(descriptor)
        yield
    finally:
        with suppress(termios.error):  # it may have been closed
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        sys.stdout.flush()


def attributes(descriptor: int) -> list[Any] | None:
    """How a terminal is set, None for what is none."""
    try:
        return termios.tcgetattr(descriptor)
    except termios.error:
        return None
