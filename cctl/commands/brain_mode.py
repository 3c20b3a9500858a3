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
    What `auto` may spend is what `brain learn` has made of the answers: run that daily.

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
    if mode == "auto" and (missing := unspent(run)):
        run.say.warn(missing)


def unspent(run: Run) -> str:
    """Why nothing is allowed by what was learned, "" when something is; what is stale has been said by then."""
    from cctl.kit.judging import Asked, Deciders  # noqa: PLC0415 -- not for `--help`

    memory = Deciders(run, Asked(None, mode="auto")).of(None).memory
    if memory is None:
        return "nothing is learned yet; `cctl brain learn` does it"
    return (
        ""
        if memory.stale or memory.certified
        else "nothing is certified yet; `cctl brain stats` tells how many answers are missing"
    )
