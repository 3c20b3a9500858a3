"""From the flags of `stats` to its question, and from the answer to records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.money.charge import charge
from cctl.core.money.price import Table
from cctl.core.spend.ask import Ask, Spend
from cctl.core.stats import match
from cctl.core.stats.answer import Question, answer
from cctl.core.stats.key import keys_of
from cctl.host import ahead
from cctl.kit.moment import asked_week_start, asked_window, asked_zone
from cctl.kit.prices import price_table
from cctl.kit.spending import spending
from cctl.records import codec
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
    begun = ahead.taken()
    if begun and (asked["files"] or run.shared.files0_from):
        begun.forget()
        begun = None
    run.quiet_output = bool(asked["compat"])  # one document of the peer's
    held = spending(
        run, asked["files"], table,
        use_ledger=asked["use_ledger"], all_roots=asked["all_roots"], ahead=begun,
    )  # fmt: skip
    if asked["compat"]:
        _ccusage(run, question, held.spend, table)
        return
    found = answer(question, held.spend)
    if found.left_out:
        run.say.detail(f"{found.left_out} records left out by --limit")
    yield from found.records
    if asked["burn"]:
        yield _burn(question, held.spend, table)
    if asked["audit"]:
        from cctl.kit.audit import audited  # noqa: PLC0415 -- a full pass, only where asked for

        yield from audited(run, run.inputs(asked["files"]), held.spend, table)
    if asked["periods"]:
        from cctl.core.stats.forecast import forecast  # noqa: PLC0415 -- only where asked for
    for period in asked["periods"]:
        expected = forecast(period, held.spend, now=question.now, zone=question.zone, week_start=question.week_start,
                            keep=question.keep)  # fmt: skip
        if expected:
            yield expected


def _burn(question: Question, spend: Spend, table: Table) -> Record:
    from cctl.core.stats import burn  # noqa: PLC0415 -- only where asked for

    since = question.now - int(burn.REACH_S * 1000)
    asked = Ask(since_ms=since, until_ms=question.now + 1, keep=question.keep)
    moments = (
        burn.Moment(
            each.ms, charge(table, each).nano, each.input + each.output + each.write_5m + each.write_1h + each.read
        )
        for each in spend.responses(asked)
    )
    return burn.record(burn.burn(moments, question.now), question.now)


def _ccusage(run: Run, question: Question, spend: Spend, table: Table) -> None:
    """The peer's document instead of records."""
    from cctl.core.compat import ccusage  # noqa: PLC0415 -- only where asked for

    (by,) = question.by if len(question.by) == 1 else ("",)
    asked = Ask(since_ms=question.window.start, until_ms=question.window.stop, keep=question.keep)
    made = ccusage(by, spend.responses(asked), lambda each: charge(table, each), zone=question.zone, now=question.now)
    run.out.raw(codec.encode(made))
