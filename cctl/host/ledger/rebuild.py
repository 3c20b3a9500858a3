"""Making the ledger anew from the transcripts, without losing what only it remembers."""
# ruff: noqa: PTH104, PTH108 -- all paths here are text

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from cctl.core.spend.book import settle
from cctl.core.spend.fold import Price
from cctl.core.spend.merge import Account
from cctl.core.spend.state import State
from cctl.host import db
from cctl.host.db import Connection
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.move import counted, join_in, states, take
from cctl.host.ledger.schema import INDEX
from cctl.host.ledger.store import SqlStore
from cctl.host.scan import Reading
from cctl.host.walk import Home
from cctl.records.named import NamedTuple


class Rebuilt(NamedTuple):
    """What a rebuild did."""

    responses: int
    kept: int  # of them that no transcript holds any more
    aside: str  # where the damaged ledger lies now, "" when it was whole


def rebuild(path: str, homes: Sequence[Home], reading: Reading) -> Rebuilt:
    """Read all transcripts anew, and keep what they no longer hold; a damaged ledger is laid aside and salvaged."""
    try:
        ledger = Ledger(path)
    except db.Unusable as problem:
        if problem.reason is not db.Reason.CORRUPT:
            raise
        return _anew(path, homes, reading)
    with db.explained(path):
        if db.healthy(ledger.connection):
            ledger.close()
            return _anew(path, homes, reading)
        return _again(ledger, homes, reading)


def _anew(path: str, homes: Sequence[Home], reading: Reading) -> Rebuilt:
    """A new ledger in the place of a damaged one, with what that still gives."""
    aside = _aside(path)
    ledger = Ledger(path)
    ledger.update(homes, reading)
    with db.explained(path):
        new = take(ledger.connection, salvaged(aside, ledger.connection), {}, reading.price)
        return Rebuilt(counted(ledger.connection), new, aside)


def _again(ledger: Ledger, homes: Sequence[Home], reading: Reading) -> Rebuilt:
    """Read into a ledger beside the old one, and put what that holds into the old one, in one transaction."""
    place = f"{ledger.path}.new"
    _remove(place)
    connection = ledger.connection
    with db.writing(connection):
        fresh = Ledger(place)
        fresh.connection.executemany(
            "INSERT INTO root(id, path, agent) VALUES (?, ?, ?)",
            connection.execute("SELECT id, path, agent FROM root").fetchall(),
        )
        fresh.connection.executemany(
            "INSERT INTO file VALUES (?, ?, ?, ?, ?, -1, 0, 0, x'', x'', '', 0)",
            connection.execute("SELECT id, root, path, dev, ino FROM file").fetchall(),
        )
        fresh.update(homes, reading)
        kept = _replaced(connection, fresh.connection, reading.price)
        responses = counted(connection)
    fresh.close()
    _remove(place)
    return Rebuilt(responses, kept, "")


def _replaced(connection: Connection, fresh: Connection, price: Price) -> int:
    """Let what was read anew take the place of what was known, but for what rests on files that weren't read."""
    read = {number for (number,) in fresh.execute("SELECT id FROM file WHERE size >= 0")}
    found = {id for (id,) in fresh.execute("SELECT id FROM response")}
    known = {id for (id,) in connection.execute("SELECT id FROM response")}
    evidence = connection.execute("SELECT id, file FROM response UNION SELECT id, file FROM claim")
    resting = {id for id, file in evidence if file not in read}
    gone = [(id,) for id in known & found - resting]
    connection.executemany("DELETE FROM response WHERE id = ?", gone)
    connection.executemany("DELETE FROM claim WHERE id = ?", gone)
    connection.execute("DELETE FROM file")
    for table in ("root", "file"):
        rows = fresh.execute(f"SELECT * FROM {table}").fetchall()
        marks = ", ".join("?" * len(rows[0])) if rows else ""
        connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
    files = {
        f"{os.fsdecode(root)}/{os.fsdecode(path)}": number
        for number, root, path in connection.execute(
            "SELECT file.id, root.path, file.path FROM file JOIN root ON root.id = file.root"
        )
    }
    store = SqlStore(connection)
    join_in(store, states(fresh, SqlStore(fresh)), files, price)
    connection.execute(
        "DELETE FROM account WHERE id NOT IN (SELECT account FROM response) AND id NOT IN (SELECT account FROM claim)"
    )
    store.forget()
    connection.execute(INDEX)
    settle(store.rivals(), store, price)
    store.reprice(price)
    return len(known - found)


def salvaged(aside: str, connection: Connection) -> Iterator[State]:
    """What a damaged ledger still gives, from its beginning and from its end; its roots are those of `connection`."""
    damaged = db.salvaging(aside)
    try:
        roots = _roots(damaged, connection)
        seen: set[str] = set()
        for backwards in (False, True):
            try:
                for each in states(damaged, SqlStore(damaged), backwards=backwards):
                    if each.known[0] in seen:
                        break
                    seen.add(each.known[0])
                    yield each._replace(account=_moved(each.account, roots))
            except (db.Damage, TypeError, ValueError):
                continue
    finally:
        damaged.close()


def _roots(damaged: Connection, connection: Connection) -> dict[str, str]:
    """Numbers of roots there and here."""
    roots: dict[str, str] = {}
    try:
        for number, path, agent in damaged.execute("SELECT id, path, agent FROM root").fetchall():
            connection.execute("INSERT OR IGNORE INTO root(path, agent) VALUES (?, ?)", (path, agent))
            (here,) = connection.execute("SELECT id FROM root WHERE path = ?", (path,)).fetchone()
            roots[str(number)] = str(here)
    except db.Damage:
        pass
    return roots


def _moved(account: Account, roots: dict[str, str]) -> Account:
    """The account under the roots' new numbers; what was seen in roots that nobody remembers is an import's."""
    numbers = sorted({int(roots[root]) for root in account.roots.split(",") if root in roots})
    return account._replace(roots=",".join(map(str, numbers)) or "0")


def _aside(path: str) -> str:
    """Move a damaged ledger out of the way, with the log that belongs to it."""
    number = 1
    while os.path.lexists(f"{path}.damaged-{number}"):
        number += 1
    aside = f"{path}.damaged-{number}"
    for ending in ("", "-wal"):
        if os.path.lexists(path + ending):
            os.rename(path + ending, aside + ending)
    if os.path.lexists(f"{path}-shm"):
        os.unlink(f"{path}-shm")
    return aside


def _remove(path: str) -> None:
    for ending in ("", "-wal", "-shm", ".turn"):
        if os.path.lexists(path + ending):
            os.unlink(path + ending)
