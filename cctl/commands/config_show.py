"""`cctl config show`: what holds, and who says so: the first question when a value surprises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("config show", adds=("setting",), columns=("name", "value", "layer", "origin", "line"))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--origin", is_flag=True, help="Say for each value where it comes from.")
@click.option("--changed", is_flag=True, help="Only what differs from the default.")
def cli(run: Run, names: tuple[str, ...], origin: bool, changed: bool) -> Iterator[Record]:
    """Show the configuration that holds.

    Flags lie over CCTL_ variables, these over the project's .cctl.toml, that over the user's file, that over the
    defaults. A project's file may only tighten.

    \b
    Examples:
      cctl config show --origin --format table
      cctl config show stats.since | jq -r 'select(.type=="setting").value'
    """
    from cctl.kit.configured import Configuration  # noqa: PLC0415 -- not for `--help`

    values, problems = Configuration(run.world, run.shared.config).all()
    for name in names:
        if name not in values:
            raise NoInput(f"no setting {name!r}", hint="`cctl config show` lists them")
    for problem in problems:
        yield run.error("bad_config", problem.message, path=problem.origin, line=problem.line)
    for name in names or sorted(values):
        held = values[name]
        if changed and held.layer == "default":
            continue
        record: Record = {"type": "setting", "v": 1, "ts": run.world.now(), "name": name, "value": held.value}
        if origin:
            record |= {"default": held.setting.default, "layer": held.layer}
            record |= {"origin": held.origin, "line": held.line} if held.origin else {}
            record |= {"doc": held.setting.doc, "kind": held.setting.kind, "tightens": held.setting.tightens}
        yield record
