"""`cctl policy show`: the one matrix: what each built-in policy says of each effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.errors import UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("effect", "readonly", "workspace", "locked", "lower", "meaning")


@source("policy show", adds=("policy",), columns=_COLUMNS)
@click.argument("effects", nargs=-1, metavar="[EFFECT]...")
def cli(run: Run, effects: tuple[str, ...]) -> Iterator[Record]:
    """Show what the built-in policies say of each effect.

    `learnable` is an ask that rules and what was learned may turn into an allow. `lower` says who may speak otherwise:
    `learn` (both), `user` (a rule of the user's own, which must name it where it is denied), `none`.

    \b
    Examples:
      cctl policy show --format table
      cctl policy show WRITE DELETE | jq -c '[.effect, .workspace]'
    """
    from cctl.core.rule.match import is_effect  # noqa: PLC0415 -- not for `--help`
    from cctl.core.rule.read import near  # noqa: PLC0415 -- see above
    from cctl.host.brain.tables import judge  # noqa: PLC0415 -- see above

    matrix = judge().matrix
    for wanted in effects:
        if not any(is_effect(wanted, code) for code in matrix.lower):
            raise UsageError(f'no effect is called "{wanted}"{near(wanted, tuple(matrix.lower))}')
    for code in matrix.lower:
        if not effects or any(is_effect(wanted, code) for wanted in effects):
            record: Record = {"type": "policy", "v": 1, "ts": run.world.now(), "effect": code}
            record |= {name: matrix.cell(name, code) for name in matrix.policies}
            yield record | {"lower": matrix.ceiling(code), "meaning": matrix.meaning[code]}
