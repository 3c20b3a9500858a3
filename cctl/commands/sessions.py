"""`cctl sessions`: the sessions that are alive or were a moment ago, and what each is doing.

What it says is a fold over evidence (process, registry, hooks, transcript, clock), and each record names the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from cctl.kit.select import select_options, selection
from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("session", "name", "state", "since", "because", "project", "model", "context_ratio", "cost_usd",
            "burn_usd_per_h", "turns", "pid", "cpu_ratio")  # fmt: skip


@source("sessions", adds=("session",), status=("no_input",), columns=_COLUMNS)
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option("--recent", metavar="AGE", default="", help="Also those that wrote within this time (default: 15m).")
@click.option("--all", "everything", is_flag=True, help="All sessions that have a transcript.")
@select_options
def cli(run: Run, files: tuple[str, ...], recent: str, everything: bool, **chosen: Any) -> Iterator[Record]:
    """Show the sessions that are alive or were a moment ago.

    Each has its state with `since` and `because` (process, registry, hook, transcript, clock), what it waits for, its
    pending calls, background tasks and sub-agents, context, cache, cost and burn. With `-` or FILE, the same fold over
    records: the answer at the time of the last of them.

    \b
    Examples:
      cctl sessions --format table
      cctl sessions --state needs-input | jq -r '.name + ": " + .waiting_for.tool'
      cctl watch --replay run.jsonl | cctl sessions -
    """
    wanted = selection(run, chosen)
    made = _streamed(run, files) if files else _machine(run, recent, everything)
    for record in made:
        if wanted.who(record) and wanted.what(record):
            yield record


def _machine(run: Run, recent: str, everything: bool) -> Iterable[Record]:
    from cctl.kit.alive import machine, snapshot  # noqa: PLC0415 -- not for `--help`

    now_ms = run.world.now_ms()
    since = 0 if everything else now_ms - _age_ms(recent or str(run.setting("watch.recent")))
    return snapshot(machine(run), now_ms, since, usage=True)


def _streamed(run: Run, files: tuple[str, ...]) -> Iterator[Record]:
    from cctl.core.state.decide import Limits, decide  # noqa: PLC0415 -- not for `--help`
    from cctl.core.state.fold import Fold  # noqa: PLC0415 -- see above
    from cctl.core.state.show import session  # noqa: PLC0415 -- see above
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- see above
    from cctl.kit.transcripts import heard  # noqa: PLC0415 -- see above

    table = price_table(run)
    limits = Limits(*(float(run.setting(f"state.{name}")) for name in Limits._fields))
    fold = Fold(lambda model: table.context(model) or 0, table.cost)
    run.reads_stdin = "-" in files
    for record in chain.from_iterable(heard(run, name) for name in run.inputs(files)):
        if record.get("type") == "error":
            yield record
        elif record.get("type") != "end":  # its time is that of the command that read the file
            fold.add(record)
    for standing in fold.standings.values():
        decision = decide(standing, fold.now_ms, limits)
        contested = fold.contest.of(
            standing, fold.now_ms, lambda other: decide(other, fold.now_ms, limits).state == "finished"
        )
        conflicts = contested if decision.state != "finished" else []
        yield session(standing, decision, fold.now_ms, conflicts=conflicts)


def _age_ms(text: str) -> int:
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- not for `--help`

    return int(seconds(text) * 1000)
