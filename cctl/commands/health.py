"""`cctl health`: what is wrong with the sessions of a stream: loops, stalls, spikes, worn caches, full contexts.

No rules to write: each check has thresholds with a name, and each finding shows the numbers and the lines it rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

SEVERITIES = ("info", "warning", "critical")


@filter_verb(
    "health",
    reads=("turn", "call", "result", "spend", "notice", "session", "heartbeat", "finding", "end"),
    adds=("finding",),
    status=("unhealthy",),
    columns=("ts", "severity", "check", "session", "message", "cost_usd"),
)
@click.option("--check", "only", multiple=True, metavar="NAME", help="Only this check (repeatable).")
@click.option("--severity", type=click.Choice(SEVERITIES), default="warning", help="From which --exit-code says 13.")
@click.option("--alone", is_flag=True, help="Only the findings; the other records are left out.")
def cli(run: Run, only: tuple[str, ...], severity: str, alone: bool) -> Filter:
    """Find what is wrong with sessions, as findings with their evidence.

    A finding follows the record that shows it, once, with an id that is the same wherever the record is read.
    Thresholds are the settings `health.*`; a repository may only tighten them.

    \b
    Examples:
      cctl watch | cctl health | cctl notify --desktop
      cctl cat 6f1c | cctl health --alone --format table
      cctl cat run.jsonl | cctl health --exit-code --severity critical
    """
    from cctl.core.health.check import checks  # noqa: PLC0415 -- not for `--help`

    names = [check.name for check in checks()]
    unknown = [name for name in only if name not in names]
    if unknown:
        raise click.UsageError(f"no check is called {unknown[0]!r}: one of {', '.join(names)}")
    if alone:
        run.meta = run.meta._replace(reads=("*",))  # what is left out must come by
    return _Judging(run, frozenset(only), severity, alone)


class _Judging(Filter):
    """The filter over `core.health`."""

    def __init__(self, run: Run, only: frozenset[str], severity: str, alone: bool) -> None:
        from cctl.core.health.judge import LATER, LOOKS_AT, Health  # noqa: PLC0415 -- not for `--help`
        from cctl.core.health.threshold import thresholds  # noqa: PLC0415 -- see above
        from cctl.kit.prices import price_table  # noqa: PLC0415 -- see above

        table = price_table(run)
        limits = {each.name: float(run.setting(f"health.{each.name}")) for each in thresholds()}
        self._health = Health(limits, table.cost, lambda model: table.context(model) or 0, only=only)
        self._severity, self._alone = severity, alone
        self.looks_at, self.later = LOOKS_AT, LATER

    def feed(self, record: Record) -> list[Record] | None:
        answer = self._health.feed(record)
        if not self._alone or record.get("type") == "end":
            return answer
        found = [record] if answer is None else answer
        return [each for each in found if each.get("type") in ("finding", "error")]

    def status(self) -> int:
        worst = self._health.worst
        return 13 if worst and SEVERITIES.index(worst) >= SEVERITIES.index(self._severity) else 0
