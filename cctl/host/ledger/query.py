"""Answers from the ledger: the database adds sums up; responses are looked at only where sums are too coarse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from cctl.core.spend.ask import (
    DIMENSIONS,
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
from cctl.core.spend.cell import QUARTER_S, Cell, Response
from cctl.core.spend.fold import Cells, Price, book
from cctl.core.spend.merge import ACCOUNT, FAR_MS, MS, Account
from cctl.host.db import Connection

_FAR_S = FAR_MS // 1000
_COLUMNS = ("responses", "input", "output", "write_5m", "write_1h", "read", "cost", "unpriced", "estimated")
_SUMS = [f"sum(cell.{name})" for name in _COLUMNS]
_EDGES = (
    "WITH edge AS MATERIALIZED (SELECT start, stop FROM "
    "(SELECT value AS start, lead(value) OVER (ORDER BY key) AS stop FROM json_each(?)) WHERE stop > start) "
)
_MOST_RUNS = 12
_ROOTS = """
    WITH RECURSIVE reach(roots) AS (
        SELECT min(roots) FROM account
        UNION ALL
        SELECT (SELECT min(account.roots) FROM account WHERE account.roots > reach.roots)
        FROM reach WHERE reach.roots IS NOT NULL
    )
    SELECT roots FROM reach WHERE roots IS NOT NULL
"""
_NEAR = """
    FROM (SELECT DISTINCT account FROM cell WHERE start >= ? AND start < ?) AS near
    CROSS JOIN response ON response.account = near.account
        AND response.disputed IN (0, 1, 2) AND response.ms >= ? AND response.ms < ?
    CROSS JOIN account ON account.id = near.account
"""


class SqlSpend:
    """What the ledger knows of the roots that were asked for; None for all of them."""

    def __init__(self, connection: Connection, price: Price, roots: Collection[int] | None) -> None:
        self._connection = connection
        self._price = price
        self._roots = roots
        self._paths: dict[int, str] = {}

    def extent(self) -> tuple[int, int] | None:
        """Epoch seconds at which the first quarter with spend starts and the last one ends."""
        where = self._where()
        join = "JOIN account ON account.id = cell.account" if where else ""
        first, last = self._connection.execute(
            f"SELECT min(cell.start), max(cell.start) FROM cell {join} WHERE true {where}"
        ).fetchone()
        return None if first is None else (first, last + QUARTER_S)

    def sums(self, ask: Ask) -> list[Sum]:
        """Sums by what was asked, with the number of sessions in each."""
        if "tool" in ask.by or "tool" in ask.keep:
            return total(by_tool(self._asked(ask), ask, self._price), ask)
        if ask.keep or ragged(ask):
            return total(self._entries(ask), ask)
        return self._summed(ask)

    def cells(self, ask: Ask) -> Iterator[Cell]:
        """The same sums, without counting sessions."""
        return (line.cell for line in self.sums(ask))

    def responses(self, ask: Ask) -> Iterator[Response]:
        """The responses in question, by time and id."""
        asked = sorted(self._asked(ask), key=lambda each: (each[0][MS], each[0][0]))
        return (response(known, account, self._path(known[3])) for known, account in asked)

    def sessions(self, ask: Ask) -> Iterator[SessionSpend]:
        """The sessions with spend in question, by id."""
        asked: dict[str, list[Cell]] = {}
        for line in self.sums(ask._replace(by=ask.by | {"session"})):
            asked.setdefault(line.cell.session, []).append(line.cell)
        lifetimes = {
            line.cell.session: line.cell for line in self.sums(Ask(by=frozenset({"session"}), edges=(0, _FAR_S)))
        }
        spans = self._spans()
        for session in sorted(asked):
            accounts = [account for account, _, _ in spans[session]]
            yield SessionSpend(
                session,
                min(account.agent for account in accounts),
                min(first for _, first, _ in spans[session]),
                max(last for _, _, last in spans[session]),
                projects=spread(accounts, "project"),
                branches=spread(accounts, "branch"),
                cwds=spread(accounts, "cwd"),
                models=spread(accounts, "model"),
                agent_ids=spread(accounts, "agent_id"),
                lifetime=lifetimes[session]._replace(session=""),
                cells=tuple(asked[session]),
            )

    def _summed(self, ask: Ask) -> list[Sum]:
        """Whole quarters of everything: added up by the database."""
        if not ask.edges:
            return self._grouped(ask, "0" if ask.edges is not None else "cell.start", *middle(ask))
        runs = list(even(ask.edges))
        if len(runs) > _MOST_RUNS:  # months, blocks: a join with the edges is slower than arithmetic, not than this
            source = "edge CROSS JOIN cell ON cell.start >= edge.start AND cell.start < edge.stop"
            return self._grouped(ask, "edge.start", *middle(ask), source=source, given=(str(list(ask.edges)),))
        found: list[Sum] = []
        first, stop = middle(ask)
        for begin, end, step in runs:
            start = f"{begin} + (cell.start - {begin}) / {step} * {step}"
            found += self._grouped(ask, start, max(first, begin), min(stop, end))
        return found

    def _grouped(
        self, ask: Ask, start: str, first: int, stop: int, *, source: str = "cell", given: tuple[str, ...] = ()
    ) -> list[Sum]:
        """Sums of the cells from one moment up to another, by what `start` says and what is asked."""
        names = [name for name in DIMENSIONS if name in ask.by]
        fields = [f"account.{name}" for name in names]
        key = ", ".join(map(str, range(1, len(fields) + 2)))
        rows = self._connection.execute(
            f"""
            {_EDGES if given else ""} SELECT {", ".join([start, *fields, *_SUMS])}, count(DISTINCT account.session)
            FROM {source} JOIN account ON account.id = cell.account
            WHERE cell.start >= ? AND cell.start < ? {self._where()}
            GROUP BY {key} ORDER BY {key}
            """,
            (*given, first, stop),
        )
        end = 1 + len(names)
        return [
            Sum(cell(row[0], dict(zip(names, row[1:end], strict=True)), row[end:-1]), row[-1])
            for row in rows
            if any(row[end:-1])
        ]

    def _entries(self, ask: Ask) -> Iterator[Entry]:
        first, stop = middle(ask)
        where = self._where()
        accounts = {
            row[0]: Account(*row[1:])
            for row in self._connection.execute(
                "SELECT account.* FROM (SELECT DISTINCT account FROM cell WHERE start >= ? AND start < ?) AS near "
                f"JOIN account ON account.id = near.account WHERE true {where}",
                (first, stop),
            )
        }
        kept = {number: account for number, account in accounts.items() if wanted(account, ask)}
        for start, account, *sums in self._connection.execute(
            "SELECT * FROM cell WHERE start >= ? AND start < ?", (first, stop)
        ):
            if account in kept:
                yield start, kept[account], "", sums
        for since, until in ragged(ask):
            for known, told in self._asked(ask._replace(since_ms=since, until_ms=until)):
                alone: Cells = {}
                book(alone, known, told, self._price)
                ((start, _), figures), *_ = alone.items()
                yield max(start, (ask.since_ms or 0) // 1000), told, "", figures

    def _asked(self, ask: Ask) -> Iterator[tuple[Sequence[Any], Account]]:
        since, until = window(ask)
        first, stop = since // 1000 // QUARTER_S * QUARTER_S, -(-until // 1000)
        rows = self._connection.execute(
            f"SELECT response.*, account.* {_NEAR} WHERE true {self._where()}", (first, stop, since, until)
        )
        accounts: dict[int, Account | None] = {}
        for row in rows:
            number = row[ACCOUNT]
            if number not in accounts:
                account = Account(*row[15:])
                accounts[number] = account if wanted(account, ask) else None
            told = accounts[number]
            if told is not None:
                yield row[:14], told

    def _spans(self) -> dict[str, list[tuple[Account, int, int]]]:
        """The accounts of each session, with the times of the first and the last response booked to them."""
        found: dict[str, list[tuple[Account, int, int]]] = {}
        for row in self._connection.execute(
            f"""
            SELECT account.*, near.first, near.last
            FROM (SELECT account, min(ms) AS first, max(ms) AS last FROM response GROUP BY account) AS near
            JOIN account ON account.id = near.account WHERE true {self._where()}
            """
        ):
            account = Account(*row[1:14])
            found.setdefault(account.session, []).append((account, row[14], row[15]))
        return found

    def _where(self) -> str:
        """A condition that leaves out what was only seen in roots that weren't asked for; "" when that is nothing."""
        if self._roots is None:
            return ""
        reach = [str(row[0]) for row in self._connection.execute(_ROOTS)]
        asked = {str(root) for root in self._roots}
        within = [roots for roots in reach if asked.intersection(roots.split(","))]
        if len(within) == len(reach):
            return ""
        listed = ", ".join(f"'{roots}'" for roots in within if roots.replace(",", "").isdigit())
        return f"AND account.roots IN ({listed})"

    def _path(self, file: int) -> str:
        if not self._paths:
            from os import fsdecode  # noqa: PLC0415 -- only who asks for responses asks for paths

            rows = self._connection.execute(
                "SELECT file.id, root.path, file.path FROM file JOIN root ON root.id = file.root"
            )
            self._paths = {number: f"{fsdecode(root)}/{fsdecode(path)}" for number, root, path in rows}
        return self._paths.get(file, "")


def even(edges: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Stretches of equal periods: start, end and length of each. Days are equal but for where clocks are changed."""
    begin = 0
    for place in range(1, len(edges)):
        step = edges[begin + 1] - edges[begin]
        last = place == len(edges) - 1
        if last or edges[place + 1] - edges[place] != step:
            if step > 0:
                yield edges[begin], edges[place], step
            begin = place
