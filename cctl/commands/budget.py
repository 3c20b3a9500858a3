"""`cctl budget`: limits on what sessions, projects, days and blocks may spend, held over a stream as it goes by.

Spend counts once, sub-agents count for their session, and what was spent before the stream began comes from the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb
from cctl.records.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.budget.budget import Budgets
    from cctl.kit.budgeting import Standings
    from cctl.kit.run import Run


@filter_verb(
    "budget",
    reads=("spend", "finding", "budget", "heartbeat", "end"),
    adds=("budget", "finding"),
    status=("over_budget",),
    columns=("ts", "type", "scope", "key", "mark", "ratio", "spent_usd", "limit_usd", "breaks", "message"),
)
@click.option("--limit", "limits", multiple=True, metavar="SCOPE=AMOUNT", help="session=5usd, run=2usd, "
              "project=20usd/week, branch=…, day=50usd, week=…, block=2Mtokens (repeatable).")  # fmt: skip
@click.option("--enforce-estimates", is_flag=True, help="Let estimates and unpriced spend stop sessions, too.")
@click.option("--ledger/--no-ledger", "use_ledger", default=True, help="Add what was spent before the stream began.")
@click.option("--alone", is_flag=True, help="Only what is found; the other records are left out.")
def cli(run: Run, limits: tuple[str, ...], enforce_estimates: bool, use_ledger: bool, alone: bool) -> Filter:
    """Hold spend against limits.

    At a share of a limit (`budget.warn_ratio`) and past it, a `budget` record says how it stands and when it breaks,
    and a finding says whose spend passed the mark: critical if it is sure, a warning that stops nothing if it rests on
    estimates or unpriced responses. The forecast counts what running `run`s have reserved as spent.

    Standings are kept for the hook and shared by all processes. The hook adds nothing up itself: limits on sessions
    that `cctl run` did not start hold while `watch | budget` goes on, and stand still as it left them once it ends. Run
    it as a service (cctl-pipelines(7)), or every minute over `watch --once`.

    \b
    Examples:
      cctl watch | cctl budget --limit session=5usd --limit day=50usd | cctl act --on budget:critical --do deny
      cctl cat run.jsonl | cctl budget --limit session=2usd --no-ledger --exit-code
    """
    from cctl.kit import budgeting, reserving  # noqa: PLC0415 -- not for `--help`

    if alone:
        run.meta = run.meta._replace(reads=("*",))  # what is left out must come by
    asked = budgeting.asked_limits(run, limits)
    held = reserving.reserved(run) if use_ledger else None
    made = budgeting.budgets(run, asked, ledger=use_ledger, enforce=enforce_estimates, reserved=held)
    return _Holding(made, budgeting.Standings(run, made) if use_ledger else None, alone)


class _Holding(Filter):
    """The filter over `core.budget`."""

    def __init__(self, budgets: Budgets, standings: Standings | None, alone: bool) -> None:
        self._budgets, self._standings, self._alone = budgets, standings, alone

    def feed(self, record: Record) -> list[Record] | None:
        answer = self._budgets.feed(record)
        if self._standings:
            self._standings.keep(answer or ())
        if not self._alone or record.get("type") == "end":
            return answer
        found = [record] if answer is None else answer
        return [each for each in found if each.get("type") in ("finding", "budget", "error")]

    def finish(self) -> Iterator[Record]:
        yield from self._budgets.finish()
        if self._standings:
            self._standings.keep(now=True)

    def status(self) -> int:
        return 11 if self._budgets.breached else 0
