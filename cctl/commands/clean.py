"""`cctl clean`: make room without losing anything that counts; a preview unless told `--yes`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import Size
from cctl.kit.verb import action
from cctl.records.errors import CannotWrite
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.clean import Choice
    from cctl.kit.run import Run


@action("clean", adds=("done",), status=("partial",), columns=("status", "dry_run", "target", "bytes", "reason"))
@click.option("--older-than", metavar="DURATION", help="Sessions unchanged for so long: 30d, 2w, 12h.")
@click.option("--finished", is_flag=True, help="Only sessions whose last turn came to its end.")
@click.option("-p", "--project", multiple=True, metavar="GLOB", help="Only these projects (path, name or pattern).")
@click.option("--keep-last", type=click.IntRange(0), default=0, metavar="N", help="Keep the N newest of each project.")
@click.option("--max-bytes", type=Size(), metavar="SIZE", help="Only as much as brings all transcripts below SIZE.")
@click.option(
    "--archive", type=click.Path(file_okay=False), metavar="DIR", help="Pack them away there first; `cat` reads it."
)
@click.option("--runs", is_flag=True, help="Not transcripts: runs that ended, and what plans wrote that began anew.")
@click.option("-y", "--yes", is_flag=True, help="Do it; without, only show what would go.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would go, whatever else is said.")
def cli(run: Run, yes: bool, dry_run: bool, runs: bool, **asked: object) -> Iterator[Record]:
    """Delete transcripts of old sessions, each with its sub-agents.

    Never a session that is alive or was changed within the hour, never what the ledger has not read to its end, never
    anything outside of the agents' own folders; links are not followed. Says at least one of --older-than, --finished,
    --max-bytes. With --runs, what `run` and `tasks run` have kept: never of one that is alive, nor what --resume needs.

    \b
    Examples:
      cctl clean --older-than 30d --format table
      cctl clean --older-than 30d --archive ~/transcripts --yes
      cctl clean --max-bytes 2G --keep-last 5
      cctl clean --runs --older-than 90d
    """
    really = yes and not dry_run
    if runs:
        from cctl.kit.clearing import cleared  # noqa: PLC0415 -- not for `--help`

        yield from cleared(run, asked, really=really)
    else:
        yield from _transcripts(run, asked, really)
    if not really:
        run.say.warn("nothing was deleted; --yes does it")


def _transcripts(run: Run, asked: dict[str, object], really: bool) -> Iterator[Record]:
    from cctl.core.clean import choose  # noqa: PLC0415 -- not for `--help`
    from cctl.host.clean import units  # noqa: PLC0415 -- see above
    from cctl.kit.cleaning import Stands, to_disk, wish_of  # noqa: PLC0415 -- see above

    wish, stands = wish_of(asked), Stands(run)
    choices = choose(units(stands.homes), stands, wish, run.world.now_ms())
    if really and any(choice.goes for choice in choices):
        to_disk(run)  # what goes is known nowhere else from then on
    for choice in choices:
        yield _carry_out(run, choice, str(asked["archive"] or ""), really)


def _carry_out(run: Run, choice: Choice, archive: str, really: bool) -> Record:
    from cctl.core.clean import size  # noqa: PLC0415 -- not for `--help`
    from cctl.host import clean  # noqa: PLC0415 -- see above

    unit = choice.unit
    record: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "delete", "status": "ok"}
    record |= {"target": f"{unit.home}/{unit.files[0][0]}", "session": unit.session, "agent": unit.agent}
    record |= {"reason": choice.reason, "bytes": size(unit), "files": len(unit.files)}
    if not choice.goes:
        return record | {"status": "impossible", "bytes": 0}
    if not really:
        return record | {"dry_run": True}
    try:
        if archive:
            record["archived_bytes"] = clean.archive(unit, archive)
        clean.delete(unit)
    except (CannotWrite, OSError) as problem:
        run.status = CODES["partial"]
        return record | {"status": "error", "reason": str(problem), "bytes": 0}
    return record
