"""`cctl brain forget`: take decisions out of the log for good, and what was learned from them out of the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.errors import CannotWrite, UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "brain forget",
    adds=("done",),
    status=("not_permitted", "cannot_write", "bad_data"),
    columns=("status", "dry_run", "target", "reason"),
)
@click.option("-p", "--project", default="", metavar="PATH", help="Of this project.")
@click.option("--before", default="", metavar="WHEN", help="Older than this: 90d, 2026-06-20.")
@click.option("--all", "everything", is_flag=True, help="All of it.")
@click.option("-y", "--yes", is_flag=True, help="Do it; without, only show how much would go.")
def cli(run: Run, project: str, before: str, everything: bool, yes: bool) -> Iterator[Record]:
    """Forget decisions with all that belongs to them: answers, outcomes, and what was learned.

    What stays is put into a new chain, whose first line says when and how much was forgotten and how the old chain
    ended. Says at least one of --project, --before, --all. Refused in an agent's session.

    \b
    Examples:
      cctl brain forget --before 365d
      cctl brain forget --project ~/work/site --yes
    """
    from cctl.core.brain.forget import kept  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.learning import forget, learn  # noqa: PLC0415 -- see above
    from cctl.kit import human  # noqa: PLC0415 -- see above
    from cctl.kit.brain import Brain, done  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    if not (project or before or everything):
        raise UsageError("say what: --project PATH, --before WHEN or --all")
    brain = Brain(run)
    until = asked_window(run, before, "", asked_zone(run, None)).start if before else None
    path = run.world.home + project[1:] if project[:1] == "~" else project.rstrip("/")
    if yes:
        human.demand(run, "brain forget")
        brain.log.append([], run.world.now(), patience_s=5.0)  # what waits beside the log is forgotten, too
    events = list(brain.events())
    stays = [] if everything else kept(events, project=path, before_ms=until)
    gone = len(events) - len(stays)
    told = f"{gone} of {len(events)} lines"
    if not yes:
        yield done(run, "forget", brain.folder, "ok", told, dry_run=True)
        run.say.warn("nothing was forgotten; --yes does it")
        return
    try:
        forget(brain.log, stays, gone, run.world.now())
    except OSError as problem:
        raise CannotWrite(f"{brain.folder}: {problem.strerror}") from None
    learn(brain.folder, brain.tables[1], run.world.now_ms(), run.world.now())
    yield done(run, "forget", brain.folder, "ok" if gone else "notneeded", told)
