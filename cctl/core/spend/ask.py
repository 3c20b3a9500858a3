"""Questions about spend, and what answers them: the ledger, or the memory of one process.

Both give the same answers to the same questions; a property test holds them to it. Time is cut by the asker: `edges`
are the starts of days, weeks or hours in the zone of the question, which no store has to know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from cctl.core.spend.cell import QUARTER_S, Cell, Response
from cctl.core.spend.fold import Cells, Price, book
from cctl.core.spend.merge import FAR_MS, MS, TOOLS, Account, calls
from cctl.records.named import NamedTuple

DIMENSIONS = ("agent", "session", "model", "project", "branch", "cwd", "subagent", "tool")
NO_TOOL = "(none)"
QUARTER_MS = QUARTER_S * 1000


class Ask(NamedTuple):
    """What is asked."""

    by: frozenset[str] = frozenset()  # of `DIMENSIONS`; what isn't named is summed over, and "" in the answer
    edges: tuple[int, ...] | None = None  # epoch seconds, rising, quarters: starts of periods and the end of the last
    since_ms: int | None = None  # from here
    until_ms: int | None = None  # until before here
    keep: Mapping[str, Callable[[str], bool]] = {}  # by dimension or `agent_id`, which values are wanted


class Sum(NamedTuple):
    """One line of an answer."""

    cell: Cell
    sessions: int  # different ones in it


class SessionSpend(NamedTuple):
    """One session: what was asked of it, and what it ever spent."""

    session: str
    agent: str
    first_ms: int
    last_ms: int
    projects: tuple[str, ...]
    branches: tuple[str, ...]
    cwds: tuple[str, ...]
    models: tuple[str, ...]
    agent_ids: tuple[str, ...]
    lifetime: Cell  # without dimensions; starts with its first quarter
    cells: tuple[Cell, ...]  # as asked, of this session


class Spend(Protocol):
    """Holds spend and answers for it."""

    def extent(self) -> tuple[int, int] | None:
        """Epoch seconds at which the first quarter with spend starts and the last one ends, None without any."""
        ...

    def sums(self, ask: Ask) -> list[Sum]:
        """Sums by what was asked, with the number of sessions in each.

        With `edges`, spend outside of them is left out, and a sum starts where its period does; `()` is one period
        for all, which starts at 0. Without, quarters of an hour are told apart. Sorted by start and dimensions.
        """
        ...

    def cells(self, ask: Ask) -> Iterator[Cell]:
        """The same sums, without counting sessions."""
        ...

    def responses(self, ask: Ask) -> Iterator[Response]:
        """The responses in question, by time and id; `by` and `edges` don't matter."""
        ...

    def sessions(self, ask: Ask) -> Iterator[SessionSpend]:
        """The sessions with spend in question, by id."""
        ...


Entry = tuple[int, Account, str, Sequence[int]]  # start, account, tool, sums as in `fold.Cells`


def window(ask: Ask) -> tuple[int, int]:
    """From and until in milliseconds."""
    return ask.since_ms or 0, FAR_MS if ask.until_ms is None else ask.until_ms


def middle(ask: Ask) -> tuple[int, int]:
    """Starts of the first whole quarter and of the first that isn't whole any more, in seconds."""
    since, until = window(ask)
    first = -(-since // QUARTER_MS) * QUARTER_S
    return first, max(first, until // QUARTER_MS * QUARTER_S)


def ragged(ask: Ask) -> list[tuple[int, int]]:
    """The stretches of time, in milliseconds, that are no whole quarters: responses answer for them."""
    since, until = window(ask)
    first, stop = middle(ask)
    if until <= first * 1000:
        return [(since, until)] if since < until else []
    return [(start, end) for start, end in ((since, first * 1000), (stop * 1000, until)) if start < end]


def wanted(account: Account, ask: Ask) -> bool:
    """Whether spend of an account is asked for."""
    return all(name == "tool" or keep(getattr(account, name)) for name, keep in ask.keep.items())


def split(known: Sequence[Any], account: Account, price: Price) -> Iterator[tuple[str, list[int]]]:
    """A response's sums by tool: split evenly over its calls in whole numbers, the remainder to the first call."""
    cells: Cells = {}
    book(cells, known, account, price)
    sums = next(iter(cells.values()))
    names = calls(known[TOOLS]) or (NO_TOOL,)
    even = [figure // len(names) for figure in sums]
    first = [figure - part * (len(names) - 1) for figure, part in zip(sums, even, strict=True)]
    for place, name in enumerate(names):
        yield name, even if place else first


def by_tool(responses: Iterable[tuple[Sequence[Any], Account]], ask: Ask, price: Price) -> Iterator[Entry]:
    """Entries by tool: only responses know their tools."""
    keep = ask.keep.get("tool")
    floor = (ask.since_ms or 0) // 1000
    for known, account in responses:
        start = max(known[MS] // QUARTER_MS * QUARTER_S, floor)
        for tool, sums in split(known, account, price):
            if keep is None or keep(tool):
                yield start, account, tool, sums


def total(entries: Iterable[Entry], ask: Ask) -> list[Sum]:
    """Add entries up as asked."""
    names = [name for name in DIMENSIONS if name in ask.by]
    fields = [name for name in names if name != "tool"]
    places = {account_field: Account._fields.index(account_field) for account_field in fields}
    picked = list(places.values())
    with_tool = "tool" in ask.by
    groups: dict[tuple[Any, ...], tuple[list[int], set[str]]] = {}
    for start, account, tool, sums in entries:
        period = _period(start, ask.edges)
        if period is None:
            continue
        key = (period, *[account[place] for place in picked], *((tool,) if with_tool else ()))
        group = groups.get(key)
        if group is None:
            groups[key] = (list(sums), {account.session})
            continue
        held = group[0]
        for place, figure in enumerate(sums):
            held[place] += figure
        group[1].add(account.session)
    return [
        Sum(cell(key[0], dict(zip(names, key[1:], strict=True)), sums), len(sessions))
        for key, (sums, sessions) in sorted(groups.items(), key=lambda item: item[0])
        if any(sums)
    ]


def cell(start: int, dimensions: Mapping[str, str], sums: Sequence[int]) -> Cell:
    """A cell from its parts."""
    told: Iterable[Any] = (dimensions.get(name, "") for name in DIMENSIONS)
    return Cell(start, *told, *sums)


def _period(start: int, edges: tuple[int, ...] | None) -> int | None:
    if edges is None:
        return start
    if not edges:
        return 0
    place = bisect_right(edges, start)
    return edges[place - 1] if 0 < place < len(edges) else None


def spread(accounts: Iterable[Account], name: str) -> tuple[str, ...]:
    """The different values of one field."""
    return tuple(sorted({getattr(account, name) for account in accounts} - {""}))


def response(known: Sequence[Any], account: Account, path: str) -> Response:
    """A response as it is handed out."""
    id, ms, _, _, at, input, output, write_5m, write_1h, read, web, tools, recorded, _ = known
    return Response(
        id, ms, account.agent, account.model, input, output, write_5m, write_1h, read, web, account.speed, account.geo,
        account.session, account.agent_id, account.subagent, account.project, account.cwd, account.branch,
        calls(tools), recorded, path, at,
    )  # fmt: skip
