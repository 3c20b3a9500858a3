"""Spend held in the memory of one process: for `--no-ledger`, and for files and streams from elsewhere.

It takes the same batches as the ledger and gives the same answers, without a disk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import add
from typing import Any

from cctl.core.spend.ask import (
    Ask,
    Entry,
    SessionSpend,
    Sum,
    by_tool,
    cell,
    middle,
    ragged,
    response,
    spread,
    total,
    wanted,
    window,
)
from cctl.core.spend.book import Kept, apply, settle, unsettled
from cctl.core.spend.cell import QUARTER_S, Cell, Response
from cctl.core.spend.fold import Batch, Cells, Price, book
from cctl.core.spend.merge import ACCOUNT, DISPUTED, FILE, MS, Account, Claims, number


class Memory:
    """A store that is its own answer."""

    def __init__(self, price: Price) -> None:
        self._price = price
        self._accounts: dict[int, Account] = {}
        self._paths: dict[int, str] = {}
        self._known: dict[str, Sequence[Any]] = {}
        self._claims: dict[str, Claims] = {}
        self._cells: Cells = {}
        self._unsettled: set[str] = set()

    # -- taking in

    def take(self, batch: Batch) -> None:
        """Take in a batch."""
        self._unsettled |= apply(batch, self, self._price)

    def settle(self) -> None:
        """Work out who paid for what several sessions claim; once, when all is read and something is asked."""
        settle(self._unsettled, self, self._price)
        self._unsettled.clear()

    def name(self, paths: Mapping[int, str]) -> None:
        """Remember the paths of files."""
        self._paths.update(paths)

    def account(self, number: int) -> Account:
        """The account of that number."""
        return self._accounts[number]

    def learn(self, account: Account) -> int:
        """The number of an account, which is remembered."""
        found = number(account)
        self._accounts[found] = account
        return found

    def teach(self, accounts: Mapping[int, tuple[Any, ...]]) -> None:
        """Remember accounts by their numbers."""
        for found, account in accounts.items():
            if found not in self._accounts:
                self._accounts[found] = Account(*account)

    def path(self, file: int) -> str:
        """The path of a file."""
        return self._paths.get(file, "")

    def fetch(self, ids: Collection[str]) -> dict[str, Kept]:
        """Those of the responses that are known already."""
        known, claims = self._known, self._claims
        return {id: (known[id], claims.get(id)) for id in known.keys() & ids}

    def put(self, responses: Iterable[Sequence[Any]], claims: Mapping[str, Claims]) -> None:
        """Keep responses, in place of what was kept of them."""
        self._known.update((known[0], known) for known in responses)
        self._claims.update(claims)

    def add(self, cells: Iterable[Sequence[int]]) -> None:
        """Add to the sums; a cell that is left without responses is dropped."""
        for start, account, *sums in cells:
            key = (start, account)
            held = self._cells.get(key)
            self._cells[key] = sums if held is None else [*map(add, held, sums)]
            if not self._cells[key][0]:
                del self._cells[key]

    def earliest(self, sessions: Collection[str]) -> dict[str, int]:
        """When the first response was that each session alone claims."""
        theirs = {number for number, account in self._accounts.items() if account.session in sessions}
        return unsettled((known for known in self._known.values() if known[ACCOUNT] in theirs), self)

    def disputed(self, sessions: Collection[str]) -> dict[str, Kept]:
        """Responses that several sessions claim, one of these among them."""
        return {
            id: (self._known[id], claims)
            for id, claims in self._claims.items()
            if self._known[id][DISPUTED] > 1 and any(session in sessions for session, _ in claims)
        }

    # -- answering

    def extent(self) -> tuple[int, int] | None:
        """Epoch seconds at which the first quarter with spend starts and the last one ends."""
        starts = [start for start, _ in self._cells]
        return (min(starts), max(starts) + QUARTER_S) if starts else None

    def sums(self, ask: Ask) -> list[Sum]:
        """Sums by what was asked, with the number of sessions in each."""
        if "tool" in ask.by or "tool" in ask.keep:
            return total(by_tool(self._asked(ask), ask, self._price), ask)
        return total(self._entries(ask), ask)

    def cells(self, ask: Ask) -> Iterator[Cell]:
        """The same sums, without counting sessions."""
        return (line.cell for line in self.sums(ask))

    def responses(self, ask: Ask) -> Iterator[Response]:
        """The responses in question, by time and id."""
        asked = sorted(self._asked(ask), key=lambda each: (each[0][MS], each[0][0]))
        return (response(known, account, self.path(known[FILE])) for known, account in asked)

    def sessions(self, ask: Ask) -> Iterator[SessionSpend]:
        """The sessions with spend in question, by id."""
        asked: dict[str, list[Cell]] = {}
        self.settle()
        for line in self.sums(ask._replace(by=ask.by | {"session"})):
            asked.setdefault(line.cell.session, []).append(line.cell)
        held: dict[str, list[tuple[Sequence[Any], Account]]] = {}
        for known in self._known.values():
            account = self._accounts[known[ACCOUNT]]
            if account.session in asked:
                held.setdefault(account.session, []).append((known, account))
        for session in sorted(asked.keys() & held.keys()):  # of one that a stream only summed up no response is known
            yield self._session(session, held[session], asked[session])

    def _session(self, session: str, held: list[tuple[Sequence[Any], Account]], cells: list[Cell]) -> SessionSpend:
        sums: Cells = {}
        for known, account in held:
            book(sums, (known[0], 0, 0, *known[3:]), account, self._price)
        times = [known[MS] for known, _ in held]
        accounts = {account for _, account in held}
        return SessionSpend(
            session,
            min(account.agent for account in accounts),
            min(times),
            max(times),
            projects=spread(accounts, "project"),
            branches=spread(accounts, "branch"),
            cwds=spread(accounts, "cwd"),
            models=spread(accounts, "model"),
            agent_ids=spread(accounts, "agent_id"),
            lifetime=cell(0, {}, next(iter(sums.values()))),
            cells=tuple(cells),
        )

    def _asked(self, ask: Ask) -> Iterator[tuple[Sequence[Any], Account]]:
        self.settle()
        since, until = window(ask)
        for known in self._known.values():
            if since <= known[MS] < until:
                account = self._accounts[known[ACCOUNT]]
                if wanted(account, ask):
                    yield known, account

    def _entries(self, ask: Ask) -> Iterator[Entry]:
        self.settle()
        first, stop = middle(ask)
        for (start, place), sums in self._cells.items():
            if first <= start < stop and wanted(self._accounts[place], ask):
                yield start, self._accounts[place], "", sums
        for since, until in ragged(ask):
            for known, account in self._asked(ask._replace(since_ms=since, until_ms=until)):
                alone: Cells = {}
                book(alone, known, account, self._price)
                ((start, _), figures), *_ = alone.items()
                yield max(start, (ask.since_ms or 0) // 1000), account, "", figures
