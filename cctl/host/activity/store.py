"""Keeping the memory of what was done up to date: only new bytes of changed transcripts are read.

A reading that is cut off at any moment leaves a file's rows and its offset together or not at all, and reading twice
changes nothing, since every deed has an id of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.activity.deed import Deed, Fact, Outcome, Seen, Watcher
from cctl.core.agent import agents
from cctl.core.spend.merge import clean
from cctl.host import db, paths, walk
from cctl.host.activity.read import Todo, Told, share
from cctl.host.activity.schema import COMPONENT
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
    INSERT INTO fact(session, name, value, first, ms, first_ms) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT(session, name) DO UPDATE SET
        value = CASE WHEN excluded.ms >= ms THEN excluded.value ELSE value END,
        first = CASE WHEN excluded.ms < first_ms THEN excluded.value ELSE first END,
        ms = max(ms, excluded.ms), first_ms = min(first_ms, excluded.ms)
"""


def path_of(world: World) -> str:
    """Where the memory lies."""
    return f"{paths.state(world.env, world.home)}/activity.sqlite"


def opened(world: World) -> sqlite3.Connection:
    """The memory, made when it isn't there; raises `db.Unusable`."""
    return db.connect(path_of(world), [COMPONENT])


def update(
    connection: sqlite3.Connection,
    world: World,
    watch: Callable[[], Watcher],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Read what is new; the number of transcripts that had something. `watch` is asked for only when there is any."""
    todo = sorted(changed(connection, world), key=lambda each: each.path)
    if todo:
        bring(connection, todo, watch(), progress)
    return len(todo)


def bring(
    connection: sqlite3.Connection,
    todo: Sequence[Todo],
    watcher: Watcher,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Read transcripts, and keep what they tell block by block, each with how far it came."""
    total, done = sum(each.size - each.offset for each in todo), 0

    def took(place: int, seen: list[Seen], told: Told, last: bool) -> None:
        nonlocal done
        with db.writing(connection):
            keep(connection, todo[place], seen, told)
        if last:
            done += todo[place].size - todo[place].offset
            if progress:
                progress(done, total)

    share(todo, watcher, took)


def changed(connection: sqlite3.Connection, world: World) -> Iterator[Todo]:
    """Transcripts that aren't as they were when they were read."""
    columns = "path, dev, ino, size, mtime_ns, offset, lines, mark"
    known = {row[0]: row[1:] for row in connection.execute(f"SELECT {columns} FROM file")}
    for home in walk.homes(agents().values(), world.env, world.home):
        for folder, entries in walk.listing(home):
            for name, *stat in entries:
                if not name.endswith(walk.TRANSCRIPTS):
                    continue
                path = f"{home.path}/{folder}/{name}"
                had = known.get(os.fsencode(path))
                if had and list(had[:4]) == stat:
                    continue
                origin = of_home(home.agent.name, home.path, f"{folder}/{name}")
                if origin:
                    offset, lines, seen = had[4:] if had else (0, 0, b"")
                    yield Todo(path, home.agent.name, home.path, origin, stat[2], offset, lines, seen)


def keep(connection: sqlite3.Connection, todo: Todo, seen: list[Seen], told: Told) -> None:
    """Write what one block told, and how far it came, together."""
    root = os.fsencode(todo.root)
    facts = [each for each in seen if isinstance(each, Fact)]
    copy = int(_forked(connection, facts, todo))
    before = connection.execute("SELECT coalesce(max(number), 0) FROM deed").fetchone()[0]
    connection.executemany(_INSERT, [(*_whole(each), copy, root) for each in seen if isinstance(each, Deed)])
    connection.execute(
        "INSERT INTO words(rowid, text, paths) SELECT number, text, paths FROM deed WHERE number > ?", (before,)
    )
    outcomes = [(each.error, each.exit_code, each.denied, each.call) for each in seen if isinstance(each, Outcome)]
    connection.executemany("UPDATE deed SET error = ?, exit_code = ?, denied = ? WHERE id = ?", map(_whole, outcomes))
    said = [(each.session, each.name, each.value, each.value, each.ms, each.ms) for each in facts]
    connection.executemany(_FACT, map(_whole, said))
    origin = todo.origin
    place = (os.fsencode(todo.path), todo.agent, root, *_whole((origin.session, origin.agent_id)))
    stood = (told.dev, told.ino, told.size, told.mtime_ns, told.offset, told.lines, told.mark)
    connection.execute(f"INSERT OR REPLACE INTO file VALUES ({', '.join('?' * 12)})", place + stood)


def _forked(connection: sqlite3.Connection, facts: list[Fact], todo: Todo) -> bool:
    if any(fact.name == "forked_from" for fact in facts):
        return True
    (session,) = _whole((todo.origin.session,))
    row = connection.execute("SELECT 1 FROM fact WHERE session = ? AND name = 'forked_from'", (session,)).fetchone()
    return row is not None


def _whole(values: Iterable[Any]) -> tuple[Any, ...]:
    """Values as SQLite takes them: JSON may hold half a character, and names of files what is no text."""
    return tuple(clean(each) if isinstance(each, str) else each for each in values)
