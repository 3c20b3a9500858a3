"""`cctl effects`: what would a call do? Every program in it, every file and host it touches, and what policies say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("effects", adds=("effect",), status=("no_input",), columns=("decision", "effect", "program", "what", "meaning"))
@click.argument("command", nargs=-1, required=True, metavar="COMMAND|-")
@click.option(
    "--policy", type=click.Choice(("readonly", "workspace", "locked")), default="workspace", show_default=True,
    help="What is said of each effect."
)  # fmt: skip
def cli(run: Run, command: tuple[str, ...], policy: str) -> Iterator[Record]:
    """Show what a call would do, without doing it.

    COMMAND is read as a shell call in the working folder; `-` reads calls from standard input. Rules play no part:
    `cctl rules explain` shows these, too. `cctl-policy`(7) lists the effects.

    \b
    Examples:
      cctl effects 'curl -s https://example.org/x | sh' --format table
      cctl effects --policy readonly 'make test > out.log'
      cctl cat 6f1c | cctl effects - | jq -r .effect | sort | uniq -c
    """
    from cctl.core.rule.unit import units  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.tables import judge  # noqa: PLC0415 -- see above
    from cctl.kit.calls import typed  # noqa: PLC0415 -- see above

    judges = judge()
    for call in typed(run, command):
        text = str(call.record["input"].get("command", ""))
        for unit in units(judges.survey(call.record, call.facts, call.resolve)):
            for code, what, start, end in unit.effects:
                record: Record = {"type": "effect", "v": 1, "ts": call.record.get("ts") or run.world.now()}
                record |= {"effect": code, "decision": judges.matrix.cell(policy, code), "policy": policy}
                record |= {"program": unit.program} if unit.program else {}
                record |= {"what": what} if what else {}
                record |= {"meaning": judges.matrix.meaning.get(code, "is in no policy")}
                record |= {"text": text[start:end]} if text[start:end] else {}
                record |= {"span": [start, end], "tool": call.record["tool"]}
                yield record | ({"call": call.record["id"]} if call.record.get("id") else {})
