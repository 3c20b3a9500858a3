"""`cctl run answer`: allow or refuse a call that a run holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("target", "status", "call", "tool", "reason")


@action("run answer", adds=("done",), status=("no_input", "unavailable"), columns=_COLUMNS)
@click.argument("name", metavar="RUN")
@click.argument("call", metavar="[CALL]", default="")
@click.option("--allow", "decision", flag_value="allow", help="It may be made.")
@click.option("--deny", "decision", flag_value="deny", help="It may not.")
@click.option("--message", metavar="TEXT", default="", help="What the agent is told with a refusal.")
def cli(run: Run, name: str, call: str, decision: str | None, message: str) -> Iterator[Record]:
    """Answer a call that a run under --control holds for a human; CALL (or its end) only where several wait.

    \b
    Examples:
      cctl run show nightly | jq '.held'
      cctl run answer nightly --allow
      cctl run answer nightly toolu_01A --deny --message 'use the staging database'
    """
    from cctl.kit.answering import answered  # noqa: PLC0415 -- not for `--help`

    yield answered(run, name, call, decision, message)
