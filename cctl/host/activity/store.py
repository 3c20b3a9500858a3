"""Keeping the memory of what was done up to date: only new bytes of changed transcripts are read.

A reading that is cut off at any moment leaves a file's rows and its offset together or not at all, and reading twice
changes nothing, since every deed has an id of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cctl.core.activity.deed import Deed, Fact, Outcome, Watcher
from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.host import db, paths, walk
from cctl.host.activity.schema import COMPONENT
from cctl.host.scan import blocks, mark
from cctl.host.transcript import of_home
from cctl.host.world import World

if TYPE_CHECKING:
    import sqlite3

_INSERT = f"""
    INSERT INTO deed({", ".join(Deed._fields)}, copy, root) VALUES ({", ".join("?" * (len(Deed._fields) + 2))})
    ON CONFLICT(id) DO UPDATE SET session = excluded.session, agent_id = excluded.agent_id, copy = excluded.copy
    WHERE (excluded.copy, excluded.session, excluded.agent_id) < (copy, session, agent_id)
"""
_FACT = """
    INSERT INTO fact(session, name, value, first, ms, first_ms) VALUES (?1, ?2, ?3, ?3, ?4, ?4)
    ON CONFLICT(session, name) DO UPDATE SET
        value = CASE WHEN excluded.ms >= ms THEN excluded.value ELSE value END,
        first = CASE WHEN excluded.ms < first_ms THEN excluded.value ELSE first END,
        ms = max(ms, excluded.ms), first_ms = min(first_ms, excluded.ms)
"""


class Todo(NamedTuple):
    """A transcript with something new in it."""

    path: str
    agent: str
    root: str
    origin: Origin
    size: int
    offset: int
    lines: int
    mark: bytes


class Told(NamedTuple):
    """How far a transcript was read."""

    offset: int
    lines: int
    mark: bytes
    dev: int
    ino: int
    size: int
    mtime_ns: int


def path_of(world: World) -> str:
    """Where the memory lies."""
    return f"{paths.state(world.env, world.home)}/activity.sqlite"


def opened(world: World) -> sqlite3.Connection:
    """The memory, made when it isn't there; raises `db.Unusable`."""
    return db.connect(path_of(world), [COMPONENT])


def update(
    connection: sqlite3.Connection, world: World, watcher: Watcher, progress: Callable[[int, int], None] | None = None
) -> int:
    """Read what is new; the number of transcripts that had something."""
    todo = sorted(changed(connection, world), key=lambda each: each.path)
    total, done = sum(each.size - each.offset for each in todo), 0
    for each in todo:
        take(connection, each, watcher)
        done += each.size - each.offset
        if progress:
            progress(done, total)
    return len(todo)


def changed(connection: sqlite3.Connection, world: World) -> Iterator[Todo]:
    """Transcripts that aren't as they were when they were read."""
    columns = "path, dev, ino, size, mtime_ns, offset, lines, mark"
    known = {row[0]: row[1:] for row in connection.execute(f"SELECT {columns} FROM file")}
    for home in walk.homes(agents().values(), world.env, world.home):
        for folder, entries in walk.listing(home):
            for name, *stat in entries:
                if not name.endswith(walk.TRANSCRIPT):
                    continue
                path = f"{home.path}/{folder}/{name}"
                had = known.get(os.fsencode(path))
                if had and list(had[:4]) == stat:
                    continue
                origin = of_home(home.agent.name, home.path, f"{folder}/{name}")
                if origin:
                    offset, lines, seen = had[4:] if had else (0, 0, b"")
                    yield Todo(path, home.agent.name, home.path, origin, stat[2], offset, lines, seen)


def take(connection: sqlite3.Connection, todo: Todo, watcher: Watcher) -> None:
    """Read one transcript's new lines and keep what they tell."""
    try:
        descriptor = os.open(todo.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return  # gone or closed to us; it will be asked for again
    try:
        for seen, told in read(descriptor, todo, watcher):
            with db.writing(connection):
                keep(connection, todo, seen, told)
    except OSError:
        return
    finally:
        os.close(descriptor)


def read(descriptor: int, todo: Todo, watcher: Watcher) -> Iterator[tuple[list[Deed | Outcome | Fact], Told]]:
    """What a transcript's new lines tell, block by block."""
    stat = os.fstat(descriptor)
    offset, number = todo.offset, todo.lines
    if offset > stat.st_size or (offset and mark(descriptor, offset) != todo.mark):
        offset, number = 0, 0
    reader = agents()[todo.agent].open(todo.origin)
    for block in blocks(descriptor, offset, stat.st_size):
        seen: list[Deed | Outcome | Fact] = []
        lines = block.data.split(b"\n")[:-1]
        for line in lines:
            number += 1
            for record in reader.read(line, number):
                seen += watcher.see(record)
        number += block.skipped
        told = Told(block.end, number, mark(descriptor, block.end), stat.st_dev, stat.st_ino, block.end, 0)
        offset = block.end
        yield seen, told
    yield [], Told(offset, number, mark(descriptor, offset), stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)


def keep(connection: sqlite3.Connection, todo: Todo, seen: list[Deed | Outcome | Fact], told: Told) -> None:
    """Write what one block told, and how far it came, together."""
    root = os.fsencode(todo.root)
    facts = [each for each in seen if isinstance(each, Fact)]
    copy = int(_forked(connection, facts, todo))
    before = connection.execute("SELECT coalesce(max(number), 0) FROM deed").fetchone()[0]
    connection.executemany(_INSERT, [(*each, copy, root) for each in seen if isinstance(each, Deed)])
    connection.execute(
        "INSERT INTO words(rowid, text, paths) SELECT number, text, paths FROM deed WHERE number > ?", (before,)
    )
    outcomes = [(each.error, each.exit_code, each.denied, each.call) for each in seen if isinstance(each, Outcome)]
    connection.executemany("UPDATE deed SET error = ?, exit_code = ?, denied = ? WHERE id = ?", outcomes)
    connection.executemany(_FACT, [(each.session, each.name, each.value, each.ms) for each in facts])
    origin = todo.origin
    place = (os.fsencode(todo.path), todo.agent, root, origin.session, origin.agent_id)
    stood = (told.dev, told.ino, told.size, told.mtime_ns, told.offset, told.lines, told.mark)
    connection.execute(f"INSERT OR REPLACE INTO file VALUES ({', '.join('?' * 12)})", place + stood)


def _forked(connection: sqlite3.Connection, facts: list[Fact], todo: Todo) -> bool:
    if any(fact.name == "forked_from" for fact in facts):
        return True
    session = todo.origin.session
    row = connection.execute("SELECT 1 FROM fact WHERE session = ? AND name = 'forked_from'", (session,)).fetchone()
    return row is not None
