"""Spend that comes down a pipe: `spend` records, and `session` records that carry theirs, as one store of spend.

The same response may be told many times (streamed lines, forks, two sources joined), so spend records go through the
same merging as transcripts do. What a session record carries counts only where the stream has none of that session's
spend, so that `cat` and `history` of one session don't add up to twice what it cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from cctl.core.moment import epoch_ms
from cctl.core.money.exact import nano
from cctl.core.spend.ask import Ask, Entry, Sum, by_tool, total, wanted
from cctl.core.spend.cell import CLASSES, QUARTER_S, Cell
from cctl.core.spend.fold import Fold, Price
from cctl.core.spend.memory import Memory
from cctl.core.spend.merge import ACCOUNT, Account
from cctl.core.stats.carry import carried
from cctl.core.stats.record import figures
from cctl.records.schema import Record

READS: Final = ("spend", "session")
_BATCH: Final = 20_000
_NEVER: Final = -1
_TEXTS: Final = ("model", "speed", "geo", "agent_id", "subagent", "project", "cwd", "branch")


class Heard(Memory):
    """Spend from a stream of records; `feed` them all, then ask."""

    def __init__(self, price: Price) -> None:
        super().__init__(price)
        self._skips: dict[str, int] = {}
        self._fold = Fold()
        self._source = ("", "")  # agent and file that rows come from
        self._rows: list[tuple[Any, ...]] = []
        self._files: dict[str, int] = {}
        self.guessed: set[str] = set()  # models whose cost came as an estimate that can't be worked out here
        self._carried: dict[str, tuple[tuple[str, int], list[Cell]]] = {}  # by session: which telling, and its cells

    def feed(self, record: Record) -> None:
        """Take in one record; types that hold no spend are passed over."""
        kind = record.get("type")
        if kind == "spend":
            self.spend(record)
        elif kind == "session" and "spend" in record:
            self._take_session(record)

    @property
    def skips(self) -> dict[str, int]:
        """What could not be counted so far, by reason."""
        self._fold_rows()
        return self._skips

    # -- taking in

    def spend(self, record: Record) -> None:
        """Take in one spend record."""
        row = sighting(record, self._price)
        if row is None:
            self._skip("bad_spend")
            return
        if row[1] < 0:
            self._skip("no_time")
        if record.get("estimated") is True and row[-1] != _NEVER:
            self.guessed.add(row[2])
        src, agent = record.get("src"), record.get("agent")
        path = _text(src.get("path")) if isinstance(src, dict) else ""
        source = (agent if isinstance(agent, str) else "", path)
        if source != self._source or len(self._rows) >= _BATCH:
            self._fold_rows()
            self._source = source
        self._rows.append(row)

    def _fold_rows(self) -> None:
        """Merge the rows that came one after another from one file."""
        if self._rows:
            agent, path = self._source
            file = self._files.setdefault(path, len(self._files))
            for skip in self._fold.add(self._rows, agent=agent, root=0, file=file, path=path):
                self._skip(skip.reason)
            self._rows = []
        if len(self._fold) >= _BATCH:
            self._flush()

    def _take_session(self, record: Record) -> None:
        cells = []
        for cell in carried(record):
            if cell is None:
                self._skip("bad_spend_cell")
            else:
                cells.append(cell)
        session = _text(record.get("session"))
        telling = (_text(record.get("ts")), sum(cell.responses for cell in cells))
        held = self._carried.get(session)
        if held is None or (telling, cells) > held:  # of several tellings the latest, whatever order they come in
            self._carried[session] = (telling, cells)

    def _skip(self, reason: str) -> None:
        self._skips[reason] = self._skips.get(reason, 0) + 1

    def _flush(self) -> None:
        self.name({number: path for path, number in self._files.items()})
        self.take(self._fold.take(self._price))

    def settle(self) -> None:
        """Work out who paid for what, once all is heard."""
        self._fold_rows()
        if len(self._fold):
            self._flush()
        super().settle()

    # -- answering

    def extent(self) -> tuple[int, int] | None:
        """Epoch seconds at which the first quarter with spend starts and the last one ends."""
        self.settle()
        quarters = {cell.start_s // QUARTER_S * QUARTER_S for cell in self._cells_carried()}
        ends = (*(super().extent() or ()), *quarters, *(quarter + QUARTER_S for quarter in quarters))
        return (min(ends), max(ends)) if ends else None

    def sums(self, ask: Ask) -> list[Sum]:
        """Sums by what was asked, with the number of sessions in each."""
        self.settle()
        if "tool" in ask.by or "tool" in ask.keep:
            own = by_tool(self._asked(ask), ask, self._price)
        else:
            own = self._entries(ask)
        lines = total(chain(own, self._told(ask)), ask)
        return [self._marked(line) for line in lines] if self.guessed else lines

    def _marked(self, line: Sum) -> Sum:
        """A sum that may hold an estimate from elsewhere says so, though it can't say how many."""
        cell = line.cell
        if cell.model and cell.model not in self.guessed:
            return line
        return line._replace(cell=cell._replace(estimated=max(cell.estimated, 1)))

    def _told(self, ask: Ask) -> Iterator[Entry]:
        """Entries of what session records carry; a cell that begins before the window is not in it."""
        since, until = (ask.since_ms or 0) // 1000, ask.until_ms
        tool = ask.keep.get("tool")
        for cell in self._cells_carried():
            account = _account(cell)
            if (
                cell.start_s >= since
                and (until is None or cell.start_s * 1000 < until)
                and wanted(account, ask)
                and (tool is None or tool(cell.tool))
            ):
                yield cell.start_s, account, cell.tool, figures(cell)

    def _cells_carried(self) -> Iterator[Cell]:
        paid = {self.account(known[ACCOUNT]).session for known in self._known.values()} if self._carried else set()
        for session, (_telling, cells) in self._carried.items():
            if session not in paid:
                yield from cells


def sighting(record: Mapping[str, Any], price: Price) -> tuple[Any, ...] | None:
    """A spend record as a reader's row (`agent.spec.Row`); None when it isn't one."""
    get = record.get
    tokens, id, session = get("tokens"), get("id"), get("session")
    if not isinstance(tokens, dict) or not isinstance(id, str) or not id or not isinstance(session, str):
        return None
    counts = [tokens.get(name, 0) for name in CLASSES]
    counts.append(get("web_searches", 0))
    for count in counts:
        if type(count) is not int or count < 0:
            return None
    texts = [get(name, "") for name in _TEXTS]
    for text in texts:
        if type(text) is not str:
            texts = [*map(_text, texts)]
            break
    model, speed, geo, *place = texts
    ms = epoch_ms(get("ts"))
    told = get("cost_usd", get("recorded_cost_usd"))
    cost = None if told is None else nano(told)
    known = get("estimated") is True and price.cost(model, ms, 0, 0, 0, 0, 0, 0, speed, geo) is not None
    if cost is None or known:
        cost = _NEVER  # an estimate is worked out again, and marked again if it is still one
    return (
        id, ms, model, *counts, speed, geo, session, session if get("paid_by") == "recorded" else "",
        *place, tools_of(get("tools")), _line(record), cost,
    )  # fmt: skip


def tools_of(names: object) -> str:
    """Tools as readers tell them, `Name:mark Name:mark`; the mark tells a tool's first call from its second."""
    if not isinstance(names, list) or not names:
        return ""
    try:
        return _marked(tuple(names))
    except TypeError:  # what can't be hashed is no name
        return _marked(tuple(name for name in names if isinstance(name, str)))


@lru_cache(4096)
def _marked(names: tuple[Any, ...]) -> str:
    seen: dict[str, int] = {}
    marked = []
    for name in names:
        if not isinstance(name, str) or not name:
            continue
        word = "_".join(name.split()) or "_"
        seen[word] = seen.get(word, 0) + 1
        marked.append(f"{word}:{word.replace(':', '_')}#{seen[word]}")
    return " ".join(marked)


def _line(record: Mapping[str, Any]) -> int:
    src = record.get("src")
    line = src.get("line") if isinstance(src, dict) else 0
    return line if type(line) is int and 0 <= line < 1 << 40 else 0


def _account(cell: Cell) -> Account:
    return Account(
        cell.agent, cell.session, "", cell.subagent, cell.project, cell.cwd, cell.branch, cell.model, "", "", "", 0, 0
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
