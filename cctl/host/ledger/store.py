"""The ledger as a `Store`: where batches of responses are taken in, in one transaction each."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec.json import encode

from cctl.core.spend.book import Kept, claims_by_id
from cctl.core.spend.fold import Cells, Price, book
from cctl.core.spend.merge import Account, Claims, number
from cctl.host.db import Connection

_PUT = f"INSERT OR REPLACE INTO response VALUES ({', '.join('?' * 14)})"
_CLAIM = "INSERT OR REPLACE INTO claim VALUES (?, ?, ?, ?, ?, ?)"
_ACCOUNT = f"INSERT OR IGNORE INTO account VALUES ({', '.join('?' * 14)})"
_SUMS = ("responses", "input", "output", "write_5m", "write_1h", "read", "cost", "unpriced", "estimated")
_ADD = f"INSERT INTO cell VALUES ({', '.join('?' * 11)}) ON CONFLICT(start, account) DO UPDATE SET " + ", ".join(
    f"{name} = {name} + excluded.{name}" for name in _SUMS
)
_AT_ONCE = 4096
_MOST_ALONE = 400_000  # 60 MB


class SqlStore:
    """Responses, accounts and sums in the ledger's database; transactions are the caller's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._accounts: dict[int, Account] = {}
        self._taught: set[int] = set()
        self._paths: dict[int, str] = {}
        self._alone: set[str] | None = None  # ids of all responses there are, while that is known without asking
        self._pulse = 0

    def begin_empty(self) -> None:
        """Nothing is known yet: as long as no other process writes, what was put in here is all there is."""
        if not self._connection.execute("SELECT 1 FROM response LIMIT 1").fetchone():
            self._connection.execute("DROP INDEX IF EXISTS response_account")
            self._alone, self._pulse = set(), self.pulse()

    def pulse(self) -> int:
        """A number that changes whenever another process has written."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def forget(self) -> None:
        """Trust nothing that was remembered: a transaction was rolled back."""
        self._taught.clear()
        self._accounts.clear()
        self._paths.clear()
        self._alone = None

    def account(self, number: int) -> Account:
        """The account of that number."""
        found = self._accounts.get(number)
        if found is None:
            row = self._connection.execute("SELECT * FROM account WHERE id = ?", (number,)).fetchone()
            found = self._accounts[number] = Account(*row[1:])
        return found

    def learn(self, account: Account) -> int:
        """The number of an account, which is remembered."""
        found = number(account)
        self.teach({found: account})
        return found

    def teach(self, accounts: Mapping[int, tuple[Any, ...]]) -> None:
        """Remember accounts by their numbers."""
        new = [(found, *account) for found, account in accounts.items() if found not in self._taught]
        self._connection.executemany(_ACCOUNT, new)
        self._taught.update(accounts)

    def path(self, file: int) -> str:
        """The path of a file, "" when the ledger never knew it (an import)."""
        if file not in self._paths:
            row = self._connection.execute(
                "SELECT root.path, file.path FROM file JOIN root ON root.id = file.root WHERE file.id = ?", (file,)
            ).fetchone()
            self._paths[file] = f"{os.fsdecode(row[0])}/{os.fsdecode(row[1])}" if row else ""
        return self._paths[file]

    def fetch(self, ids: Collection[str]) -> dict[str, Kept]:
        """Those of the responses that are known already."""
        if self._alone is not None:
            if self._pulse != self.pulse() or len(self._alone) > _MOST_ALONE:
                self._alone = None
            else:
                new = self._alone.intersection(ids)
                self._alone.update(ids)
                ids = new
        found: dict[str, Sequence[Any]] = {}
        some: set[str] = set()
        left = iter(ids)
        while part := list(islice(left, _AT_ONCE)):
            for row in self._connection.execute(
                "SELECT response.* FROM json_each(?) AS asked JOIN response ON response.id = asked.value",
                (_json(part),),
            ):
                found[row[0]] = row
                if row[13]:
                    some.add(row[0])
        claims = self._claims(some) if some else {}
        return {id: (row, claims.get(id)) for id, row in found.items()}

    def put(self, responses: Iterable[Sequence[Any]], claims: Mapping[str, Claims]) -> None:
        """Keep responses, in place of what was kept of them."""
        self._connection.executemany(_PUT, responses)
        self._connection.executemany(
            _CLAIM, ((id, *key, *evidence) for id, held in claims.items() for key, evidence in held.items())
        )

    def add(self, cells: Iterable[Sequence[int]]) -> None:
        """Add to the sums; a cell that is left without responses is dropped."""
        cells = list(cells)
        self._connection.executemany(_ADD, cells)
        gone = [(start, account) for start, account, responses, *_ in cells if responses <= 0]
        self._connection.executemany("DELETE FROM cell WHERE start = ? AND account = ? AND responses = 0", gone)

    def earliest(self, sessions: Collection[str]) -> dict[str, int]:
        """When the first response was that each session alone claims; those without any are left out."""
        return {
            session: ms
            for session, ms in self._connection.execute(
                """
                SELECT account.session, min(response.ms)
                FROM json_each(?) AS asked
                JOIN account ON account.session = asked.value
                JOIN response ON response.account = account.id
                WHERE response.disputed < 2 AND response.ms > 0
                GROUP BY account.session
                """,
                (_json(list(sessions)),),
            )
        }

    def disputed(self, sessions: Collection[str]) -> dict[str, Kept]:
        """Responses that several sessions claim, one of these among them."""
        rows = self._connection.execute(
            """
            SELECT DISTINCT response.*
            FROM json_each(?) AS asked
            JOIN claim ON claim.session = asked.value
            JOIN response ON response.id = claim.id
            WHERE response.disputed = 2
            """,
            (_json(list(sessions)),),
        ).fetchall()
        claims = self._claims({row[0] for row in rows}) if rows else {}
        return {row[0]: (row, claims.get(row[0])) for row in rows}

    def rivals(self) -> set[str]:
        """All sessions that claim what others claim as well."""
        rows = self._connection.execute(
            "SELECT DISTINCT session FROM claim JOIN response ON response.id = claim.id WHERE response.disputed = 2"
        )
        return {str(row[0]) for row in rows}

    def _claims(self, ids: Collection[str]) -> dict[str, Claims]:
        return claims_by_id(
            self._connection.execute(
                "SELECT claim.* FROM json_each(?) AS asked JOIN claim ON claim.id = asked.value", (_json(list(ids)),)
            )
        )

    def reprice(self, price: Price) -> None:
        """Work all sums out anew from the responses, by these prices."""
        cells: Cells = {}
        for row in self._connection.execute("SELECT * FROM response"):
            book(cells, row, self.account(row[2]), price)
        self._connection.execute("DELETE FROM cell")
        self._connection.executemany(_ADD, [(*key, *sums) for key, sums in cells.items()])
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('prices', ?)", (price.digest,))

    def priced_by(self) -> str:
        """Digest of the prices that the sums go by, "" when there are none yet."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'prices'").fetchone()
        return str(row[0]) if row else ""


def _json(values: object) -> str:
    """A list as SQLite takes it; msgspec is loaded by whoever writes records, `json` by nobody else here."""
    return encode(values).decode()
