"""The sections about money: by day, model, project, hour, and against budgets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cctl.core.report.field import ROWS, Frame, Gathered, columns, mapping, mappings, number, of_type, pictures, text
from cctl.core.report.page import Fact, Section, Table, Value
from cctl.records.schema import Record

_SUMS = ("cost_usd:spent:usd", "tokens:tokens:tokens", "responses:responses:count")


def facts(given: Gathered) -> tuple[Fact, ...]:
    """The numbers of note."""
    total = given.total or {}
    before = mapping(total.get("previous"))

    def summed(key: str) -> Value:
        return sum(int(number(each.get(key)) or 0) for each in given.sessions) or None

    def both(key: str) -> tuple[Value, Value]:
        return number(total.get(key)), number(before.get(key))

    tokens = (number(mapping(each.get("tokens")).get("total")) for each in (total, before))
    cost, responses = both("cost_usd"), both("responses")
    found = [
        Fact("cost_usd", "spent", cost[0], "usd", cost[1]),
        Fact("tokens", "tokens", next(tokens), "tokens", next(tokens)),
        Fact("responses", "responses", responses[0], "count", responses[1]),
        Fact("sessions", "sessions", len(given.sessions) or number(total.get("sessions")), "count"),
        Fact("projects", "projects", len({text(each, "project") for each in given.sessions}) or None, "count"),
        Fact("errors", "failed calls", summed("errors"), "count"),
        Fact("denied", "refused calls", summed("denied"), "count"),
        Fact("findings", "findings", len(of_type(given.others, "finding")) or None, "count"),
        Fact("unpriced", "without a price", number(total.get("unpriced")) or None, "count"),
    ]
    return tuple(fact for fact in found if fact.value is not None)


def sums(row: Record) -> tuple[float | None, float | None, float | None]:
    """Dollars, tokens, responses of one record of stats."""
    return number(row.get("cost_usd")), number(mapping(row.get("tokens")).get("total")), number(row.get("responses"))


def spend(given: Gathered, frame: Frame) -> Section | None:
    """By day, with the budget where there is one."""
    if not given.by_day:
        return None
    budgets = [each for each in of_type(given.others, "budget") if each.get("scope") == "day"]
    drawn = pictures([*given.by_day, *budgets], frame)
    drawn += pictures(given.by_day, frame, y="tokens", by="class", title="Tokens by day and class")
    return Section("spend", "Spend", drawn, (_added_up(given.by_day, "day"),))


def models(given: Gathered, _frame: Frame) -> Section | None:
    """By model."""
    return Section("models", "Models", (), (_added_up(given.by_day, "model"),)) if given.by_day else None


def _added_up(rows: Sequence[Record], key: str) -> Table:
    """Stats by two keys as sums by one of them: days in their order, models by their cost."""
    added: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in rows:
        name = text(mapping(row.get("key")), key)
        for at, value in enumerate(sums(row)):
            added[name][at] += value or 0.0
    order = sorted(added) if key == "day" else sorted(added, key=lambda name: -added[name][0])
    return Table(columns(key, *_SUMS), tuple((name, *added[name]) for name in order))


def projects(given: Gathered, frame: Frame) -> Section | None:
    """By project, the dearest first."""
    if not given.by_project:
        return None
    ordered = sorted(given.by_project, key=lambda row: -(number(row.get("cost_usd")) or 0.0))
    rows = tuple(
        (text(mapping(row.get("key")), "project"), *sums(row), number(row.get("sessions"))) for row in ordered[:ROWS]
    )
    table = Table(columns("project", *_SUMS, "sessions:sessions:count"), rows, max(0, len(ordered) - ROWS))
    return Section("projects", "Projects", pictures(ordered[:12], frame), (table,))


def habits(given: Gathered, frame: Frame) -> Section | None:
    """By weekday and hour."""
    drawn = pictures(given.by_hour, frame, kind="heat") if given.by_hour else ()
    return Section("habits", "When", drawn) if drawn else None


def budget(given: Gathered, _frame: Frame) -> Section | None:
    """How budgets stand, and what gates said."""
    latest = {(text(each, "scope"), text(each, "key")): each for each in of_type(given.others, "budget")}
    rows = tuple(
        (*key, *(number(each.get(name)) for name in ("spent_usd", "limit_usd", "ratio")), text(each, "mark"))
        for key, each in sorted(latest.items())
    )
    heads = columns("scope", "key:of", "spent_usd:spent:usd", "limit_usd:limit:usd", "ratio:share:ratio", "mark")
    tables = [Table(heads, rows[:ROWS], max(0, len(rows) - ROWS))] if rows else []
    gates = of_type(given.others, "gate")
    if gates:
        tables.append(Table(columns("passed", "exit:exit:count", "breaches"), tuple(map(_gate, gates[:ROWS]))))
    return Section("budget", "Budgets and gates", (), tuple(tables)) if tables else None


def _gate(each: Record) -> tuple[Value, ...]:
    limits = ", ".join(text(breach, "limit") for breach in mappings(each.get("breaches")))
    return "yes" if each.get("passed") else "no", number(each.get("exit")), limits
