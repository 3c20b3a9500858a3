"""`cctl brain import`: what past transcripts imply: a call that was to be asked about, and ran, was let through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import action
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "brain import",
    adds=("done",),
    status=("not_permitted", "no_input", "cannot_write", "no_evidence"),
    columns=("status", "dry_run", "target", "reason"),
)
@click.argument("files", nargs=-1, metavar="[SESSION|FILE|-]...")
@window_options("90d")
@click.option("-y", "--yes", is_flag=True, help="Do it; without, only show how many there are.")
def cli(run: Run, files: tuple[str, ...], since: str, until: str, yes: bool) -> Iterator[Record]:
    """Add the answers that transcripts imply to the log.

    Where a client says who let a call run, only a human counts; of what older ones ran, that it ran. They rank
    proposals and start no certificate. Without SESSION, of every transcript on this machine; a call counts once,
    however often it is imported. Refused in an agent's session.

    \b
    Examples:
      cctl brain import --since 90d
      cctl brain import --since 90d --yes
    """
    from cctl.kit import human  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.brain import Brain, done  # noqa: PLC0415 -- see above
    from cctl.kit.implied import implied  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    if yes:
        human.demand(run, "brain import")
    window = None if files and not since else asked_window(run, since or "90d", until, asked_zone(run, None))
    brain = Brain(run)
    found = implied(run, brain, files, window)
    told = f"{len(found)} answers, {sum(each['answer'] == 'deny' for each in found)} of them no"
    if not yes:
        yield done(run, "import", brain.folder, "ok", told, dry_run=True)
        run.say.warn("nothing was added; --yes does it")
        return
    for at in range(0, len(found), 500):
        problem = brain.log.append(found[at : at + 500], run.world.now(), patience_s=5.0)
        if problem:
            raise CannotWrite(problem)
    yield done(run, "import", brain.folder, "ok" if found else "notneeded", told)
