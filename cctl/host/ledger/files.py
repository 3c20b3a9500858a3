"""The ledger's rows of the files under one root: which file is which, however it was moved, replaced or rewritten."""

from __future__ import annotations

import os
from collections.abc import Iterable

from cctl.core.agent.spec import Origin
from cctl.core.spend.merge import clean
from cctl.host.db import Connection
from cctl.host.scan import subagent_type
from cctl.host.walk import Found
from cctl.records.named import NamedTuple

_UNREAD = -1  # size of a file of which nothing is known, or not all was read


class Row(NamedTuple):
    """A file as the ledger knows it."""

    id: int
    path: bytes
    dev: int
    ino: int
    size: int
    mtime_ns: int
    offset: int
    mark: bytes
    state: bytes
    origin: str


_SELECT = f"SELECT {', '.join(Row._fields)} FROM file WHERE root = ?"


class Files:
    """The rows of one root, inside a transaction."""

    def __init__(self, connection: Connection, root: int, home: str) -> None:
        self._connection = connection
        self._root = root
        self._home = home
        self._empty = not connection.execute("SELECT 1 FROM file WHERE root = ? LIMIT 1", (root,)).fetchone()
        self._next = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM file").fetchone()[0]
        self._new: list[Row] = []
        self._changed: list[Row] = []

    def row(self, found: Found) -> tuple[Row, Origin, bool]:
        """The row of a file that a walk found, what its place tells, and whether it must be read from its start.

        It must when another file took its place, or when its place tells something else than it did.
        """
        place = found.place
        meta = subagent_type(f"{self._home}/{place.meta}") if found.meta else ""
        origin = Origin(f"{self._home}/{found.path}", place.session, place.agent_id, meta, place.folder)
        told = clean("\n".join(origin[1:]))
        path, identity = os.fsencode(found.path), found.entry[1:3]
        row = None if self._empty else self._known(path) or self._moved(path, identity)
        if row is None:
            row = Row(self._next, path, *identity, _UNREAD, 0, 0, b"", b"", told)
            self._next += 1
            self._new.append(row)
        anew = row.origin != told or (row.dev, row.ino) != identity
        if row.origin != told:
            self._changed.append(row._replace(origin=told))
        return row, origin, anew

    def keep(self) -> None:
        """Write down files that are new, were moved, or mean something else now."""
        self._connection.executemany(
            "INSERT INTO file(id, path, dev, ino, size, mtime_ns, offset, mark, state, origin, root, skipped) "
            f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {self._root}, 0)",
            self._new,
        )
        self._connection.executemany(
            "UPDATE file SET path = ?, origin = ? WHERE id = ?",
            [(row.path, row.origin, row.id) for row in self._changed],
        )

    def gone(self, paths: Iterable[str]) -> None:
        """Files that are there no more: nobody can look at the lines in them that couldn't be used."""
        self._connection.executemany(
            "UPDATE file SET skipped = 0 WHERE root = ? AND path = ? AND skipped > 0",
            [(self._root, os.fsencode(path)) for path in paths],
        )

    def _known(self, path: bytes) -> Row | None:
        found = self._connection.execute(f"{_SELECT} AND path = ?", (self._root, path)).fetchone()
        return Row(*found) if found else None

    def _moved(self, path: bytes, identity: tuple[int, int]) -> Row | None:
        """The row of a file that was at another path before; not while that path is still there (a hard link)."""
        taken = {row.id for row in self._changed}
        home = os.fsencode(self._home)
        for found in self._connection.execute(f"{_SELECT} AND dev = ? AND ino = ?", (self._root, *identity)):
            row = Row(*found)
            if row.id not in taken and not os.path.lexists(b"%b/%b" % (home, row.path)):
                row = row._replace(path=path)
                self._changed.append(row)
                return row
        return None
