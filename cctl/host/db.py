"""The one place that opens databases: how they are locked, kept, versioned, and what can be wrong with them.

A database is a convenience of the reader or a memory, never a reason to fail: every way in which it can't be used is a
`Reason`, so that a caller can answer without it and say so in one line. Network file systems are refused, since their
locks are not to be trusted. Each part of cctl that stores something declares a `Component` and its migrations.
"""
# ruff: noqa: PTH120 -- pathlib costs 9 ms that no verb may pay before its first read

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

from cctl.host import paths
from cctl.records.errors import BadDatabase, CannotWrite
from cctl.records.named import NamedTuple

MARK = 0x6363746C  # "cctl", in the header: another program's database is never touched
BUSY_S = 5.0

Connection = sqlite3.Connection
Damage = sqlite3.DatabaseError


class Reason(StrEnum):
    """Why a database can't be used."""

    CORRUPT = "damaged"
    FOREIGN = "not a database of cctl"
    NEWER = "written by a newer cctl"
    LOCKED = "locked by another process"
    READ_ONLY = "not writable"
    FULL = "out of disk space"
    NETWORK = "on a network file system"
    FAILED = "can't be read"


_EXITS = {Reason.LOCKED: ("locked", 75), Reason.FULL: ("cannot_write", 73), Reason.READ_ONLY: ("cannot_write", 73)}


class Unusable(BadDatabase):
    """A database can't be used; `reason` says why."""

    def __init__(self, path: str, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{path}: {reason}" + (f" ({detail})" if detail else ""))
        self.path = path
        self.reason = reason
        self.code, self.exit = _EXITS.get(reason, (self.code, self.exit))


class Component(NamedTuple):
    """Tables that belong together, and how each version of them is made from the one before."""

    name: str
    migrations: tuple[str, ...]  # SQL scripts; the version is how many have been run


def connect(path: str, components: Sequence[Component], *, busy_s: float = BUSY_S) -> sqlite3.Connection:
    """Open a database for this user alone, with its components at their newest version; raises `Unusable`.

    Transactions are the caller's: nothing is begun or committed behind its back.
    """
    with explained(path):
        _prepare(path)
        connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None)
        try:
            _check(connection, path, components)
            connection.execute("PRAGMA synchronous = NORMAL")
            _migrate(connection, path, components)
        except BaseException:
            connection.close()
            raise
    return connection


def in_memory(components: Sequence[Component]) -> sqlite3.Connection:
    """A database that lasts as long as its process, for when the one on disk can't be used."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for each in components:
        for script in each.migrations:
            for statement in _statements(script):
                connection.execute(statement)
    return connection


def salvaging(path: str) -> sqlite3.Connection:
    """Open a damaged database to read what it still gives, without touching it; `Damage` may come at any row."""
    from urllib.parse import quote  # noqa: PLC0415 -- only a salvage pays

    return sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", uri=True, isolation_level=None)


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what SQLite and the system say into `Unusable`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours
    except sqlite3.Error as problem:
        raise Unusable(path, reason(problem), str(problem)) from problem
    except CannotWrite as problem:
        raise Unusable(path, Reason.READ_ONLY, str(problem)) from problem
    except OSError as problem:
        kind = Reason.FULL if problem.errno in (28, 122) else Reason.READ_ONLY  # ENOSPC, EDQUOT
        raise Unusable(path, kind, problem.strerror or "") from problem


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the write lock from its start: no other process writes between its reads and writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction in which all reads see the same moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def to_disk(connection: sqlite3.Connection, path: str) -> None:
    """Wait until the disk has all that was written: what is about to be deleted elsewhere must outlive a crash here."""
    with explained(path):
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
    if busy:
        raise Unusable(path, Reason.LOCKED)


def reason(problem: sqlite3.Error) -> Reason:
    """What an error of SQLite means for whoever wanted the database."""
    kind = (getattr(problem, "sqlite_errorcode", None) or 0) & 0xFF
    match kind:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return Reason.LOCKED
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_FORMAT | sqlite3.SQLITE_MISMATCH:
            return Reason.CORRUPT
        case sqlite3.SQLITE_NOTADB:
            return Reason.CORRUPT
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return Reason.READ_ONLY
        case sqlite3.SQLITE_FULL:
            return Reason.FULL
        case sqlite3.SQLITE_ERROR:  # no such table or column: not what the version says it is
            return Reason.CORRUPT
        case _:
            return Reason.FAILED


def healthy(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's own check finds wrong; empty when nothing."""
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    except sqlite3.DatabaseError as problem:
        if reason(problem) is not Reason.CORRUPT:
            raise
        return [str(problem)]
    return [] if found == ["ok"] else found


def _prepare(path: str) -> None:
    folder = os.path.dirname(path)
    paths.private_folder(folder)
    kind = paths.networked(folder)
    if kind:
        raise Unusable(path, Reason.NETWORK, kind)
    os.close(paths.private_file(path))


def _check(connection: sqlite3.Connection, path: str, components: Sequence[Component]) -> None:
    """Look at whose database it is and how new, before anything is changed."""
    # The schema is asked for first: whoever makes the database meanwhile commits both at once.
    made = connection.execute("PRAGMA schema_version").fetchone()[0]
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark == MARK:
        known = versions(connection)
        newer = [each.name for each in components if known.get(each.name, 0) > len(each.migrations)]
        if newer:
            raise Unusable(path, Reason.NEWER, ", ".join(newer))
    elif mark or made:
        raise Unusable(path, Reason.FOREIGN)


def versions(connection: sqlite3.Connection) -> dict[str, int]:
    """The version of each component; without its table, none was ever made."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'component'").fetchone():
        return {}
    return {str(name): int(version) for name, version in connection.execute("SELECT name, version FROM component")}


def _migrate(connection: sqlite3.Connection, path: str, components: Sequence[Component]) -> None:
    if all(versions(connection).get(each.name) == len(each.migrations) for each in components):
        return
    _use_wal(connection)
    with writing(connection):
        _check(connection, path, components)  # another process may have been quicker
        connection.execute(f"PRAGMA application_id = {MARK}")
        connection.execute("CREATE TABLE IF NOT EXISTS component(name TEXT PRIMARY KEY, version INTEGER NOT NULL)")
        known = versions(connection)
        for each in components:
            for script in each.migrations[known.get(each.name, 0) :]:
                for statement in _statements(script):
                    connection.execute(statement)
            connection.execute("INSERT OR REPLACE INTO component VALUES (?, ?)", (each.name, len(each.migrations)))


def _use_wal(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once; SQLite doesn't wait by itself when two processes ask at the same time."""
    give_up = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if reason(problem) is not Reason.LOCKED or time.monotonic() > give_up:
                raise
        time.sleep(0.01)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: `executescript` would commit the transaction it runs in."""
    statement = ""
    for part in script.split(";")[:-1]:
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
