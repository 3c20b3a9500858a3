"""`cctl brain mode`: how much the judge may do: `on`, `auto`, `off`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_TOLD = {
    "on": "policy and rules judge; nothing that was learned allows",
    "auto": "what is certified may be allowed, too",
    "off": "only the team's policy and self-protection judge",
}


@action(
    "brain mode",
    adds=("done",),
    status=("not_permitted", "bad_config", "cannot_write"),
    columns=("status", "target", "reason"),
)
@click.argument("mode", required=False, type=click.Choice(("on", "auto", "off")))
def cli(run: Run, mode: str | None) -> Iterator[Record]:
    """Say how much the judge may do, or change it in the user's configuration.

    `on`: policy and rules. `auto`: also what certificates cover. `off`: the team's policy and self-protection alone.
    No mode passes over a rule, a policy or a bound. A change is written into the log; refused in an agent's session.

    \b
    Examples:
      cctl brain mode
      cctl brain mode auto
    """
    from cctl.kit.brain import done  # noqa: PLC0415 -- not for `--help`

    held = str(run.setting("brain.mode"))
    if mode is None:
        yield done(run, "mode", held, "ok", _TOLD[held])
        return
    from cctl.host.brain.switch import set_mode  # noqa: PLC0415 -- see above
    from cctl.kit import human  # noqa: PLC0415 -- see above

    human.demand(run, "brain mode")
    changed = set_mode(run.world, mode, run.world.now())
    yield done(run, "mode", mode, "ok" if changed else "notneeded", _TOLD[mode])
