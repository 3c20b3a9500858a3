"""`cctl init`: wire the hook into the agents' settings, check it, or take it out again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.errors import UsageError
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run
    from cctl.kit.wiring import Wiring


@action("init", adds=("done", "check"), status=("partial", "breach", "bad_config", "cannot_write", "locked"),
        columns=("action", "status", "target", "agent", "dry_run", "name", "message", "todo", "reason"))  # fmt: skip
@click.option("--scope", type=click.Choice(("user", "project")), help="Whose settings (default: the user's).")
@click.option("--agent", "chosen", multiple=True, type=click.Choice(("claude", "codex")),
              help="Only these agents (default: Claude Code, and Codex if it is there).")  # fmt: skip
@click.option("--plugin", type=click.Path(file_okay=False), metavar="DIR",
              help="Write a plugin folder with hooks and slash commands instead.")  # fmt: skip
@click.option("--check", "checks", is_flag=True, help="Say what isn't as it should be; changes nothing. Ends with 10.")
@click.option("--remove", is_flag=True, help="Take out again what was put in, and nothing else.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would change.")
def cli(
    run: Run, scope: str | None, chosen: tuple[str, ...], plugin: str | None, checks: bool, remove: bool, dry_run: bool
) -> Iterator[Record]:
    """Wire the hook into the settings of Claude Code and Codex, so that every call meets the gate.

    Settings are changed in their own style and nothing else in them; a file with comments or mistakes is refused and
    left alone. The commands name the interpreter and a launcher by their full paths and run it isolated: no variable
    of the environment and no package beside cctl counts. Claude Code is told to block when the hook fails. `--check`
    and `doctor` notice what changes later; `cctl hook verify` proves that calls are really stopped.

    Codex runs a hook only once its user has trusted it: start Codex and confirm. Project settings are those that
    are not shared: `.claude/settings.local.json`.

    \b
    Examples:
      cctl init --dry-run | jq -r '.diff // empty'
      cctl init && cctl hook verify
      cctl init --check --format table
      cctl init --remove
    """
    from cctl.kit.wiring import Wiring  # noqa: PLC0415 -- not for `--help`

    if checks and (remove or dry_run):
        raise UsageError("--check changes nothing; say it alone")
    wiring = Wiring(run)
    if checks:
        yield from _checked(run, wiring, chosen, scope)
        return
    with wiring.alone(really=not dry_run):
        if plugin is not None:
            from pathlib import Path  # noqa: PLC0415 -- 9 ms that `--help` needn't pay

            yield from wiring.plugin(Path(plugin).absolute(), really=not dry_run, remove=remove)
        elif remove:
            listed = wiring.recorded(chosen, scope or "") or wiring.targets(chosen, scope or "user")
            yield from wiring.unwire(listed, really=not dry_run)
        else:
            targets = wiring.targets(chosen, scope or "user")
            yield from wiring.wire(targets, really=not dry_run)
            if any(each.agent == "codex" for each in targets):
                run.say.warn("Codex runs the hook once it is trusted: start Codex and confirm it")
    if dry_run:
        run.say.warn("nothing was changed (--dry-run)")


def _checked(run: Run, wiring: Wiring, chosen: tuple[str, ...], scope: str | None) -> Iterator[Record]:
    from cctl.kit import drift  # noqa: PLC0415 -- see above

    targets = wiring.recorded(chosen, scope or "") or (wiring.targets(chosen, scope) if scope else [])
    for check in drift.checks(wiring, targets):
        if check.status == "problem":
            run.status = CODES["breach"]
        record: Record = {"type": "check", "v": 1, "ts": run.world.now(), "name": check.name, "status": check.status}
        yield record | {"message": check.message} | ({"todo": check.todo} if check.todo else {})
