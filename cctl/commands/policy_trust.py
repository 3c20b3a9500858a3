"""`cctl policy trust`: let a project's rules allow, for exactly the text that was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "policy trust",
    adds=("done",),
    status=("not_permitted", "no_input", "bad_config", "cannot_write"),
    columns=("status", "dry_run", "target", "reason"),
)
@click.argument("rule_files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--remove", is_flag=True, help="Take the trust back.")
@click.option("-y", "--yes", is_flag=True, help="Do it; without, only show which rules would hold.")
def cli(run: Run, rule_files: tuple[str, ...], remove: bool, yes: bool) -> Iterator[Record]:
    """Trust the rules in a project's file as they are now.

    A cloned repository must not be able to allow itself anything, so its rules only tighten until its user has read
    them. Any change of the file ends the trust. They may allow what may be learned, never more. Refused in an agent's
    session.

    \b
    Examples:
      cctl policy trust .cctl/rules.toml
      cctl policy trust .cctl/rules.toml --yes
      cctl policy trust .cctl/rules.toml --remove --yes
    """
    from cctl.host.brain.trust import set_trust  # noqa: PLC0415 -- not for `--help`
    from cctl.kit import human  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import allowing, here  # noqa: PLC0415 -- see above

    if yes:
        human.demand(run, "policy trust")
    place = here(run)
    for name in rule_files:
        path, rules = allowing(name)
        told = ", ".join(rule.name for rule in rules) or "no allowing rules"
        record: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "distrust" if remove else "trust"}
        record |= {"target": path, "reason": told}
        if not yes:
            yield record | {"status": "ok", "dry_run": True}
            continue
        yield record | {"status": "ok" if set_trust(place, path, remove=remove) else "notneeded"}
    if not yes:
        run.say.warn("nothing was changed; --yes does it")
