"""`cctl rules explain`: why is a call judged as it is, and what would have to be said for it to be otherwise?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source(
    "rules explain",
    adds=("rule_step",),
    status=("bad_config", "no_input"),
    columns=("step", "decision", "program", "effect", "rule", "text"),
)
@click.argument("command", nargs=-1, required=True, metavar="COMMAND|-")
@click.option("--rules", multiple=True, type=click.Path(dir_okay=False), help="Rule file to use instead of the user's.")
@click.option("--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Instead of the one configured.")
def cli(run: Run, command: tuple[str, ...], rules: tuple[str, ...], policy: str | None) -> Iterator[Record]:
    """Show every step to a verdict: effects, rules that match or why they don't, and the verdict.

    COMMAND is judged as a shell call in the working folder; `-` reads calls from standard input.

    \b
    Examples:
      cctl rules explain 'git push --force' --format table
      cctl rules explain --policy readonly 'npm install left-pad'
      cctl cat 6f1c | cctl rules explain -
    """
    from cctl.core.rule.tell import steps  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.calls import typed  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import decider  # noqa: PLC0415 -- see above

    judge = decider(run, rules, policy)
    for call in typed(run, command):
        for step in steps(judge, call.record, call.facts, call.resolve, call.session):
            record: Record = {"type": "rule_step", "v": 1, "ts": call.record.get("ts") or run.world.now()}
            yield record | step
