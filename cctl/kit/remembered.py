"""The memory of what was done, brought up to date for a verb; without it the transcripts answer, and that is said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.host import db, walk
from cctl.host.activity import store
from cctl.host.activity.schema import COMPONENT
from cctl.kit.progress import Progress
from cctl.kit.spending import is_stream
from cctl.records.errors import NoInput

if TYPE_CHECKING:
    import sqlite3

    from cctl.core.activity.deed import Watcher
    from cctl.core.redact import Redactor
    from cctl.kit.run import Run
    from cctl.records.schema import Record

_TEXTS = 10_000  # redacted and remembered: the same paths are named again and again


def remembered(run: Run) -> sqlite3.Connection:
    """The memory, up to date."""
    progress = Progress("reading transcripts", quiet=run.shared.quiet)
    try:
        if not run.setting("ledger.use"):
            return _anew(run, progress)
        try:
            connection = store.opened(run.world)
            with db.explained(store.path_of(run.world)):
                store.update(connection, run.world, lambda: watcher(run), progress)
        except db.Unusable as problem:
            run.say.warn(f"{problem}; answering from the transcripts, what they no longer hold is missing")
            return _anew(run, progress)
        return connection
    finally:
        progress.close()


def _anew(run: Run, progress: Progress) -> sqlite3.Connection:
    connection = db.in_memory([COMPONENT])
    store.update(connection, run.world, lambda: watcher(run), progress)
    return connection


def told_by(run: Run, files: Sequence[str]) -> sqlite3.Connection:
    """A memory of some transcripts alone, as long as the process lasts; streams are heard by whoever reads them."""
    from cctl.host import transcript  # noqa: PLC0415 -- only where files are named
    from cctl.host.activity.read import Todo  # noqa: PLC0415 -- see above

    connection = db.in_memory([COMPONENT])
    todo = []
    for each in transcript.named(run.world, [name for name in files if not is_stream(name)]):
        try:
            size = os.stat(each.path).st_size  # noqa: PTH116 -- pathlib costs 9 ms
        except OSError as problem:
            raise NoInput(f"{each.path}: {problem.strerror}") from None
        todo.append(Todo(each.path, each.agent, "", each.origin, size, 0, 0, b"", whole=True))
    store.bring(connection, todo, watcher(run))
    return connection


@contextmanager
def heard_by(run: Run, memory: sqlite3.Connection | None) -> Iterator[Callable[[Record], None] | None]:
    """What takes the records of streams into a memory of some transcripts, until they are over; None without one."""
    if memory is None:
        yield None
        return
    from cctl.kit.hearing import Hearing  # noqa: PLC0415 -- only where files or streams are named

    hearing = Hearing(run, memory, watcher(run))
    yield hearing.hear
    hearing.over()


def watcher(run: Run) -> Watcher:
    """What takes in what is new; most runs find nothing new, and don't load it."""
    from functools import lru_cache  # noqa: PLC0415 -- see above

    from cctl.core.activity.command import Runners  # noqa: PLC0415 -- see above
    from cctl.core.activity.deed import Watcher  # noqa: PLC0415 -- see above
    from cctl.host.data import shipped  # noqa: PLC0415 -- see above
    from cctl.records import codec  # noqa: PLC0415 -- see above

    return Watcher(Runners(codec.decode(shipped("test-runners.json"))), lru_cache(_TEXTS)(redactor(run).text))


def redactor(run: Run) -> Redactor:
    """What takes secrets and people out of what is stored."""
    from cctl.core.redact import Redactor  # noqa: PLC0415 -- 3 ms that only what stores or shows texts pays

    user = run.world.env.get("USER") or run.world.env.get("LOGNAME") or ""
    return Redactor(home=run.world.home, user=user)


def roots(run: Run) -> list[str]:
    """The homes that are configured now."""
    return [home.path for home in walk.homes(agents().values(), run.world.env, run.world.home)]
