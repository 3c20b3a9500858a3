"""From the flags of `stats` to its question, and from the answer to records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.stats import match
from cctl.core.stats.answer import Question, answer
from cctl.core.stats.key import keys_of
from cctl.kit.moment import asked_week_start, asked_window, asked_zone
from cctl.kit.prices import price_table
from cctl.kit.spending import spending
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_TESTS: Mapping[str, Callable[[Sequence[str]], Callable[[str], bool]]] = {
    "project": match.paths,
    "model": match.names,
    "branch": match.names,
    "agent": match.names,
    "session": match.beginnings,
}


def keep(asked: Mapping[str, Any]) -> dict[str, Callable[[str], bool]]:
    """Which spend counts, by the flags that choose."""
    return {name: test(asked[name]) for name, test in _TESTS.items() if asked.get(name)}


def question_of(run: Run, asked: Mapping[str, Any]) -> Question:
    """The question that the flags ask."""
    zone, week_start = asked_zone(run, asked["timezone"]), asked_week_start(run, asked["week_start"])
    since = asked["since"] or str(run.setting("stats.since"))
    return Question(
        now=run.world.now_ms(),
        by=keys_of(asked["keys"]),
        window=asked_window(run, since, asked["until"], zone, week_start),
        zone=zone,
        week_start=week_start,
        keep=keep(asked),
        total=asked["total"],
        zero_days=asked["zero_days"],
        compare=bool(asked["compare"]),
        sort=asked["sort"],
        limit=asked["limit"],
    )


def stats_records(run: Run, asked: Mapping[str, Any]) -> Iterator[Record]:
    """The records of `stats`."""
    question = question_of(run, asked)
    table = price_table(run)
    held = spending(run, asked["files"], table, use_ledger=asked["use_ledger"], all_roots=asked["all_roots"])
    found = answer(question, held.spend)
    if found.left_out:
        run.say.detail(f"{found.left_out} records left out by --limit")
    yield from found.records
