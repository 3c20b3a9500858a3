"""`cctl price show`: what a model costs on a day, and who says so: the first question when a total surprises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.errors import NoInput, UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("model", "from", "until", "usd_per_mtok.input", "usd_per_mtok.output", "usd_per_mtok.cache_write_5m",
            "usd_per_mtok.cache_write_1h", "usd_per_mtok.cache_read", "source", "as_of")  # fmt: skip


@source("price show", adds=("price",), status=("no_input",), columns=_COLUMNS)
@click.argument("models", nargs=-1, metavar="[MODEL]...")
@click.option("--on", metavar="DATE", help="The price of that day (default: today).")
def cli(run: Run, models: tuple[str, ...], on: str | None) -> Iterator[Record]:
    """Show the price of models on a day, with its source.

    Without MODEL, of all models that have one.

    \b
    Examples:
      cctl price show claude-opus-5-5 | jq .usd_per_mtok
      cctl price show --format table
      cctl price show claude-sonnet-5-5 --on 2026-10-01
    """
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- not for `--help`

    table, at = price_table(run), _day(on) if on else run.world.now_ms()
    for model in models or table.models():
        record = table.show(model, at)
        if record is None and models:
            raise NoInput(
                f"no price for {model!r}", hint="it would count as unpriced; [prices] in the configuration adds one"
            )
        if record:
            yield record


def _day(text: str) -> int:
    from datetime import UTC, datetime  # noqa: PLC0415 -- only with --on

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on {text!r}: expected a date such as 2026-10-07") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
