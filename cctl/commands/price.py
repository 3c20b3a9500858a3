"""`cctl price`: fill in what spend records cost, at the price of their day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from cctl.kit.verb import Filter, filter_verb

if TYPE_CHECKING:
    from cctl.kit.run import Run


@filter_verb("price", reads=("spend",), adds=("cost_usd",))
@click.option("--reprice", is_flag=True, help="Also where a cost is told already.")
def cli(run: Run, reprice: bool) -> Filter:
    """Price spend records that have no cost yet.

    A model without a known price stays without one, and is said once.

    \b
    Examples:
      cctl cat run.jsonl | cctl price | jq -s 'map(.cost_usd // 0) | add'
      cctl cat run.jsonl | cctl price --reprice | cctl gate --max-usd 5
    """
    return Pricing(run, reprice)


class Pricing(Filter):
    """Fills in costs."""

    def __init__(self, run: Run, reprice: bool) -> None:
        from cctl.core.money.fill import filled  # noqa: PLC0415 -- not for `--help`
        from cctl.kit.prices import price_table  # noqa: PLC0415 -- see above

        self._run, self._reprice, self._filled, self._table = run, reprice, filled, price_table(run)

    def feed(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        """One spend record."""
        priced = self._filled(record, self._table, again=self._reprice)
        if priced is None and "cost_usd" not in record:
            model = str(record.get("model", ""))
            self._run.say.once(model, f"no price for {model!r}: its spend stays unpriced")
        return [priced] if priced else None
