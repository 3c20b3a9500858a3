"""What a ledger knows, out of it and into another one: export and import, and salvage from a damaged one.

An import is a root of its own, named after the ledger that it comes from, and joined like any reading: importing twice,
or a newer export of the same ledger over an older one, adds only what is new.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from cctl.core.moment import stamp
from cctl.core.spend.book import apply, claims_by_id, settle
from cctl.core.spend.fold import Price
from cctl.core.spend.merge import ACCOUNT, AT, FILE, Account, Claims
from cctl.core.spend.state import Malformed, State, pack, record, state
from cctl.host import db
from cctl.host.db import Connection
from cctl.host.ledger.schema import INDEX
from cctl.host.ledger.store import SqlStore
from cctl.records.errors import BadData
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

HEADER = "ledger"
VERSION = 1
_TOGETHER = 4096


class Imported(NamedTuple):
    """What an import did."""

    ledger: str  # id of the ledger that it came from
    responses: int  # that the export holds
    new: int  # of them that weren't known
    skipped: int  # lines that are no responses
    missing: int  # responses that its first line promises, and that it does not hold


def identity(connection: Connection) -> str:
    """The ledger's id; made up by the database when it is asked for first."""
    connection.execute("INSERT OR IGNORE INTO meta VALUES ('id', lower(hex(randomblob(16))))")
    return str(connection.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()[0])


def export(connection: Connection, now_ms: int) -> Iterator[Record]:
    """Everything a ledger knows: a header, then one `spend` record for each response."""
    source = identity(connection)
    with db.reading(connection):
        count = counted(connection)
        yield {"type": HEADER, "v": VERSION, "ts": stamp(now_ms), "ledger": source, "responses": count}
        for each in states(connection, SqlStore(connection)):
            yield record(each)


def absorb(connection: Connection, records: Iterable[Record], price: Price) -> Imported:
    """Join what another ledger exported, as a root of its own; raises `BadData` when it is no export."""
    left = iter(records)
    header = next(left, {})
    source = header.get("ledger")
    if header.get("type") != HEADER or not isinstance(source, str) or not source.isalnum():
        raise BadData(
            "not an export of a ledger: its first line is no `ledger` record", hint="see `cctl ledger export`"
        )
    if header.get("v") != VERSION:
        raise BadData(f"an export of version {header.get('v')}; this cctl knows {VERSION}")
    root = _root(connection, f"import:{source}")
    skipped = count = 0

    def told() -> Iterator[State]:
        nonlocal skipped, count
        for each in left:
            if each.get("type") == "spend":
                try:
                    found = state(each, str(root))
                except Malformed:
                    skipped += 1
                else:
                    count += 1
                    yield found

    new = take(connection, told(), {}, price)
    promised = header.get("responses")
    missing = max(promised - count, 0) if type(promised) is int else 0
    return Imported(source, count, new, skipped, missing)


def take(connection: Connection, found: Iterable[State], files: Mapping[str, int], price: Price) -> int:
    """Join states into a ledger, some thousand in each transaction; says how many responses were new."""
    store = SqlStore(connection)
    new = 0
    left = iter(found)
    while part := list(islice(left, _TOGETHER)):
        with db.writing(connection):
            if store.priced_by() != price.digest:
                store.reprice(price)
            connection.execute(INDEX)
            known = counted(connection)
            settle(join_in(store, part, files, price), store, price)
            new += counted(connection) - known
    return new


def join_in(store: SqlStore, found: Iterable[State], files: Mapping[str, int], price: Price) -> set[str]:
    """Join states in the caller's transaction; the sessions that are handed back have to be settled."""
    sessions: set[str] = set()
    left = iter(found)
    while part := list(islice(left, _TOGETHER)):
        for each in _rounds(part):
            sessions |= apply(pack(each, files, price), store, price)
    return sessions


def states(connection: Connection, store: SqlStore, *, backwards: bool = False) -> Iterator[State]:
    """Every response with its claims, by id."""
    claims: dict[str, Claims] = claims_by_id(connection.execute("SELECT * FROM claim"))
    for known in connection.execute(f"SELECT * FROM response ORDER BY id {'DESC' if backwards else ''}"):
        account = store.account(known[ACCOUNT])
        held = claims.get(known[0])
        evidence = list(held.values()) if held else [(known[ACCOUNT], known[FILE], known[AT])]
        yield State(
            tuple(known),
            account,
            tuple((_bare(store.account(each)), store.path(file), at) for each, file, at in evidence),
        )


def _bare(account: Account) -> Account:
    return account._replace(model="", speed="", geo="", roots="")


def _rounds(part: list[State]) -> list[list[State]]:
    """A batch holds each response once; where two exports were put one behind the other, more batches are needed."""
    rounds: list[dict[str, State]] = []
    for each in part:
        id = each.known[0]
        free = next((held for held in rounds if id not in held), None)
        if free is None:
            rounds.append({id: each})
        else:
            free[id] = each
    return [list(held.values()) for held in rounds]


def counted(connection: Connection) -> int:
    """How many responses a ledger knows."""
    return int(connection.execute("SELECT count(*) FROM response").fetchone()[0])


def _root(connection: Connection, name: str) -> int:
    path = os.fsencode(name)
    connection.execute("INSERT OR IGNORE INTO root(path, agent) VALUES (?, '')", (path,))
    return int(connection.execute("SELECT id FROM root WHERE path = ?", (path,)).fetchone()[0])
