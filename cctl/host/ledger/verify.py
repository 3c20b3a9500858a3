"""Holding the ledger against itself and against the files: is all of it as it must be."""

from __future__ import annotations

import os
from collections.abc import Iterator

from cctl.core.spend.book import unsettled
from cctl.core.spend.fold import Cells, Price, book
from cctl.core.spend.merge import ACCOUNT, payer
from cctl.host import db
from cctl.host.db import Connection
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.store import SqlStore
from cctl.host.scan import mark
from cctl.records.named import NamedTuple

_MOST_FAULTS = 100
_ORPHANS = """
    SELECT id FROM response WHERE account NOT IN (SELECT id FROM account)
    UNION ALL SELECT id FROM claim WHERE id NOT IN (SELECT id FROM response)
"""


class Verified(NamedTuple):
    """What a look at everything found."""

    faults: tuple[str, ...]  # what must not be
    responses: int
    files: int
    vanished: int  # files that the agent has deleted; the ledger remembers what they held
    changed: int  # files that are not as they were when they were read: the next update reads them


def verify(ledger: Ledger, price: Price) -> Verified:
    """Hold sums against responses, payers against claims, and what was read against the files."""
    connection = ledger.connection
    with db.explained(ledger.path), db.reading(connection):
        faults = [f"database: {each}" for each in db.healthy(connection)]
        if faults:
            return Verified(tuple(faults), 0, 0, 0, 0)  # nothing that it says can be trusted
        store = SqlStore(connection)
        orphans = [f"response {id}: belongs to nothing" for (id,) in connection.execute(_ORPHANS)]
        faults += orphans[:_MOST_FAULTS]
        if not orphans:
            faults += list(_payers(connection, store))[:_MOST_FAULTS]
            faults += list(_sums(connection, store, price))[:_MOST_FAULTS]
        responses = int(connection.execute("SELECT count(*) FROM response").fetchone()[0])
        files, vanished, changed = _files(connection)
    return Verified(tuple(faults), responses, files, vanished, changed)


def _sums(connection: Connection, store: SqlStore, price: Price) -> Iterator[str]:
    cells: Cells = {}
    for known in connection.execute("SELECT * FROM response"):
        book(cells, known, store.account(known[ACCOUNT]), price)
    same = store.priced_by() == price.digest  # else the next question works costs out anew
    for start, account, *sums in connection.execute("SELECT * FROM cell"):
        told = cells.pop((start, account), None)
        if told is None or (sums != told if same else sums[:6] != told[:6]):
            yield f"sums of {start}, account {account}: {sums} for {told}"
    for (start, account), told in cells.items():
        yield f"sums of {start}, account {account}: none for {told}"


def _payers(connection: Connection, store: SqlStore) -> Iterator[str]:
    if connection.execute("SELECT 1 FROM meta WHERE key = 'unsettled'").fetchone():
        return  # an update was interrupted, or is at work: the next one settles it
    disputed = store.fetch([id for (id,) in connection.execute("SELECT id FROM response WHERE disputed > 0")])
    earliest = unsettled(connection.execute("SELECT * FROM response"), store)
    for id, (known, claims) in disputed.items():
        paid = store.account(known[ACCOUNT]).session
        if not claims or len(claims) < 2:
            yield f"response {id}: disputed, but by nobody"
        elif payer(claims, earliest) != paid:
            yield f"response {id}: paid by {payer(claims, earliest)}, booked to {paid}"


def _files(connection: Connection) -> tuple[int, int, int]:
    files = vanished = changed = 0
    for root, path, size, offset, known in connection.execute(
        "SELECT root.path, file.path, size, offset, mark FROM file JOIN root ON root.id = file.root"
    ):
        files += 1
        try:
            descriptor = os.open(root + b"/" + path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            vanished += 1
            continue
        try:
            grown = os.fstat(descriptor).st_size
            changed += grown != size or (offset > 0 and mark(descriptor, offset) != known)
        finally:
            os.close(descriptor)
    return files, vanished, changed
