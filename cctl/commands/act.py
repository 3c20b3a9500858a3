"""`cctl act`: do something about what a stream shows, by a table that the user wrote; else only show what it would do.

To deny the next call comes first: nothing is lost, and the agent is told why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb
from cctl.records.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.kit.acting import Acting
    from cctl.kit.run import Run


@filter_verb(
    "act",
    reads=("finding", "session", "call", "gate", "done", "error", "end"),
    adds=("done",),
    status=("partial",),
    columns=("ts", "status", "dry_run", "action", "session", "reason"),
)
@click.option("--on", multiple=True, metavar="WHAT", help="When: loop:critical, budget:breached, needs_input … "
              "(each with a --do).")  # fmt: skip
@click.option("--do", "do", multiple=True, metavar="ACTION", help="Then: deny, interrupt, terminate, notify, "
              "record:FILE.")  # fmt: skip
@click.option("--lift", "lift", multiple=True, metavar="SESSION", help="Let a session go on that was refused.")
@click.option("--weak", is_flag=True, help="Let weak evidence stop sessions, too.")
@click.option("--max-age", metavar="TIME", default="10m", help="What is older stops nothing; `all`: whatever its age.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would be done.")
def cli(run: Run, on: tuple[str, ...], do: tuple[str, ...], lift: tuple[str, ...], weak: bool, max_age: str,
        dry_run: bool) -> Filter:  # fmt: skip
    """Carry out what a table says, each occasion once.

    The table is `[[act]]` in the configuration (on, do, cooldown, for, grace, reason, command, file) and --on with
    --do; without either, what is suggested is only shown. Everything passes on; each act adds a `done` record with its
    evidence. Weak evidence and old records stop nothing.

    \b
    Examples:
      cctl watch | cctl health | cctl act
      cctl watch | cctl budget --limit session=5usd | cctl act --on budget:breached --do deny
      cctl act --lift 6f1c2d3e </dev/null
    """
    from cctl.core.act import table  # noqa: PLC0415 -- not for `--help`
    from cctl.core.act.judge import Judge  # noqa: PLC0415 -- see above
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- see above
    from cctl.kit.acting import Acting, lifted  # noqa: PLC0415 -- see above
    from cctl.kit.telling import known_checks  # noqa: PLC0415 -- see above

    known = known_checks()
    rows = [*table.of_flags(on, do, known), *table.of_config(run.setting("act"), known)]
    age_ms = 0 if max_age == "all" else int(seconds(max_age) * 1000)
    judge = Judge(rows or table.suggested(known), weak=weak, max_age_ms=age_ms)
    return _Acting(Acting(run, judge, dry=dry_run), [lifted(run, session) for session in lift])


class _Acting(Filter):
    """The filter around the acts."""

    def __init__(self, acting: Acting, first: list[Record]) -> None:
        self._acting, self._first = acting, first

    def feed(self, record: Record) -> list[Record] | None:
        first, self._first = self._first, []
        done = list(self._acting.act(record))
        return [*first, record, *done] if first or done else None

    def finish(self) -> Iterator[Record]:
        yield from self._first

    def status(self) -> int:
        return 3 if self._acting.failed else 0
