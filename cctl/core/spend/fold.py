"""Folds what readers see in files into batches that a ledger, or memory, takes in as they are.

This is the hot loop of a first reading: it runs once for each line with usage, in worker processes, so what can be
worked out here (merging, costs, sums by quarter of an hour) is not left to the one process that writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import mul
from typing import Any, Protocol

from cctl.core.agent.spec import Skip
from cctl.core.spend.cell import QUARTER_S
from cctl.core.spend.merge import (
    ACCOUNT,
    AT,
    DEAREST,
    FAR_MS,
    FILE,
    LIMIT,
    MS,
    RECORDED,
    TOKENS,
    TOOLS,
    Account,
    Claims,
    clean,
    join,
    number,
    unite,
)
from cctl.records.named import NamedTuple

QUARTER_MS = QUARTER_S * 1000
TIME, PLACE = 10**15, 10**10  # added to times and offsets, so that their digits sort as text

Cells = dict[tuple[int, int], list[int]]  # by start and account: responses, five token classes, cost, unpriced, guessed


class Price(Protocol):
    """What a response cost."""

    @property
    def digest(self) -> str:
        """Of the prices: costs of equal digests may be added."""
        ...

    def cost(  # noqa: PLR0913, PLR0917 -- a response's fields, positional because this runs once for each
        self,
        model: str,
        ms: int,
        input: int,
        output: int,
        write_5m: int,
        write_1h: int,
        read: int,
        web: int = 0,
        speed: str = "",
        geo: str = "",
    ) -> int | None:
        """Nano-dollars, None when the model's price isn't known."""
        ...

    def flat(
        self, model: str, since_ms: int, until_ms: int, speed: str = "", geo: str = ""
    ) -> tuple[int, int, int, int, int, int, int] | None:
        """1, then nano-dollars a token by class and a search, where that is all there is to a cost; else None."""
        ...

    def estimated(self, model: str, ms: int, speed: str = "", geo: str = "") -> bool:
        """Whether that is a guess."""
        ...


class Batch(NamedTuple):
    """What some stretches of some files hold; nested tuples and lists of plain values, so that it can be marshalled."""

    accounts: dict[int, tuple[Any, ...]]
    known: list[list[Any]]  # `Known`s
    claims: list[tuple[Any, ...]]  # id, session, paid, account, file, at
    cells: list[tuple[int, ...]]  # start, account, then the sums


def book(cells: Cells, known: Sequence[Any], account: Account, price: Price, sign: int = 1) -> None:
    """Add a response to the cell that it belongs to, or take it out again."""
    _, ms, place, _, _, input, output, write_5m, write_1h, read, web, _, cost, _ = known
    unpriced = guessed = 0
    if cost < 0:
        named, speed, geo = account.model, account.speed, account.geo
        priced = price.cost(named, ms, input, output, write_5m, write_1h, read, web, speed, geo)
        if priced is None:
            cost, unpriced = 0, 1
        else:
            cost, guessed = priced, int(price.estimated(named, ms, speed, geo))
    key = (ms // QUARTER_MS * QUARTER_S, place)
    sums = cells.get(key)
    if sums is None:
        cells[key] = [sign * figure for figure in (1, input, output, write_5m, write_1h, read, cost, unpriced, guessed)]
        return
    if sign < 0:
        input, output, write_5m, write_1h, read = -input, -output, -write_5m, -write_1h, -read
        cost, unpriced, guessed = -cost, -unpriced, -guessed
    sums[0] += sign
    sums[1] += input
    sums[2] += output
    sums[3] += write_5m
    sums[4] += write_1h
    sums[5] += read
    sums[6] += cost
    sums[7] += unpriced
    sums[8] += guessed


class Fold:
    """Merges sightings until they are taken out as a batch."""

    def __init__(self) -> None:
        self._known: dict[str, list[Any]] = {}
        self._claims: dict[str, Claims] = {}
        self._accounts: dict[int, Account] = {}
        self._numbers: dict[tuple[str, int], dict[tuple[str, ...], int]] = {}
        self._paths: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._known)

    def account(self, number: int) -> Account:
        """The account of that number."""
        return self._accounts[number]

    def learn(self, account: Account) -> int:
        """The number of an account."""
        found = number(account)
        self._accounts[found] = account
        return found

    def path(self, file: int) -> str:
        """The path of a file."""
        return self._paths[file]

    def add(  # noqa: PLR0912 -- the hot loop is in one piece
        self, rows: Iterable[tuple[Any, ...]], *, agent: str, root: int, file: int, path: str
    ) -> list[Skip]:
        """Take in sightings of one file, in order; those with impossible figures are handed back, named."""
        skips: list[Skip] = []
        known, claims = self._known, self._claims
        numbers = self._numbers.setdefault((agent, root), {})
        self._paths[file] = path
        last: tuple[str, ...] | None = None
        booked = 0
        for row in rows:
            (
                id, ms, model, input, output, write_5m, write_1h, read, web, speed, geo,
                session, payer, agent_id, subagent, project, cwd, branch, tools, at, recorded,
            ) = row  # fmt: skip
            if not 0 <= (input | output | write_5m | write_1h | read | web) <= LIMIT or recorded > DEAREST:
                skips.append(Skip("impossible_figures", at))
                continue
            told = (session, payer, agent_id, subagent, project, cwd, branch, model, speed, geo)
            if told != last:
                last = told
                booked = numbers.get(told, 0)
                if not booked:
                    booked = numbers[told] = self._book(told, agent, root)
            if not 0 <= ms < FAR_MS:
                ms = 0
            if tools:
                tools = f"{TIME + ms}.{PLACE + at} {tools}"
            if not id.isascii():
                id = clean(id)
            sum = known.get(id)
            if sum is None:
                known[id] = [
                    id, ms, booked, file, at, input, output, write_5m, write_1h, read, web, tools, recorded, 0
                ]  # fmt: skip
            elif sum[ACCOUNT] == booked and sum[FILE] == file and id not in claims:
                if ms < sum[MS] or not sum[MS]:
                    sum[MS] = ms or sum[MS]
                if at < sum[AT]:  # noqa: PLR1730 -- an `if` is three times as fast
                    sum[AT] = at
                if output > sum[6]:  # noqa: PLR1730 -- see above; this is what placeholders have wrong
                    sum[6] = output
                if input != sum[5] or read != sum[9] or write_5m != sum[7] or write_1h != sum[8] or web != sum[10]:
                    sum[TOKENS] = map(max, sum[TOKENS], (input, output, write_5m, write_1h, read, web))
                if tools:
                    sum[TOOLS] = f"{sum[TOOLS]}\n{tools}" if sum[TOOLS] else tools
                if recorded != sum[RECORDED]:
                    sum[RECORDED] = max(sum[RECORDED], recorded)
            else:
                figures = (input, output, write_5m, write_1h, read, web)
                other = (id, ms, booked, file, at, *figures, tools, recorded, 0)
                known[id], more = join(sum, other, claims.get(id), None, self)
                if more:
                    claims[id] = more
        return skips

    def take(self, price: Price) -> Batch:
        """All that was merged, and forget it."""
        groups: dict[tuple[int, int], list[list[Any]]] = {}
        for known in self._known.values():
            key = (known[MS] // QUARTER_MS * QUARTER_S, known[ACCOUNT])
            if key in groups:
                groups[key].append(known)
            else:
                groups[key] = [known]
            if "\n" in known[TOOLS]:
                known[TOOLS] = unite((known[TOOLS],))
        batch = Batch(
            {number: tuple(account) for number, account in self._accounts.items()},
            list(self._known.values()),
            [
                (id, session, paid, *evidence)
                for id, claims in self._claims.items()
                for (session, paid), evidence in claims.items()
            ],
            [(*key, *_sums(group, self._accounts[key[1]], price)) for key, group in groups.items()],
        )
        self.__init__()  # type: ignore[misc]  # as new
        return batch

    def _book(self, told: tuple[str, ...], agent: str, root: int) -> int:
        """The number of the account that a sighting names."""
        session, payer, agent_id, subagent, project, cwd, branch, model, speed, geo = map(clean, told)
        return self.learn(
            Account(
                agent,
                payer or session,
                agent_id,
                subagent,
                project,
                cwd,
                branch,
                model,
                speed,
                geo,
                str(root),
                int(bool(payer)),
                int(bool(payer) and payer != session),
            )
        )


def _sums(group: list[list[Any]], account: Account, price: Price) -> list[int]:
    """What `book` would add up for the responses of one cell, a column at a time."""
    _, times, _, _, _, input, output, write_5m, write_1h, read, web, _, recorded, _ = zip(*group, strict=True)
    model, speed, geo = account.model, account.speed, account.geo
    start = times[0] // QUARTER_MS * QUARTER_MS
    tokens = [sum(column) for column in (input, output, write_5m, write_1h, read)]
    costs: list[int | None]
    if flat := price.flat(model, start, start + QUARTER_MS, speed, geo):
        costs = [sum(map(mul, (*tokens, sum(web)), flat[1:]))]
    else:
        classes = (input, output, write_5m, write_1h, read, web)
        costs = list(map(price.cost, repeat(model), times, *classes, repeat(speed), repeat(geo)))
    if None in costs or max(recorded) >= 0:
        cells: Cells = {}
        for known in group:
            book(cells, known, account, price)
        return next(iter(cells.values()))
    guessed = len(group) if price.estimated(model, times[0], speed, geo) else 0
    return [len(group), *tokens, sum(filter(None, costs)), 0, guessed]
