"""`cctl brain learn`: fold the log into what the hook may spend: signatures and certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "brain learn",
    adds=("done", "certificate"),
    status=("bad_data", "cannot_write"),
    columns=("status", "dry_run", "target", "reason", "tier", "held", "missing"),
)
@click.option("-n", "--dry-run", is_flag=True, help="Only show what would be learned.")
def cli(run: Run, dry_run: bool) -> Iterator[Record]:
    """Learn from the answers in the log; the same log always gives the same memory.

    First looks into transcripts for calls that were rejected in a dialog, which no hook is told of. A signature counts
    after five approvals from three sessions on two days; what a tier's signatures may allow needs a certificate:
    200, 400 or 800 answers without an error for 5, 2 or 1 %. A log whose chain is broken teaches nothing. Run it daily,
    by hand or from cron: a denial that it has not seen yet takes all of the memory back until then.

    What is learned are signatures, not weights of a model: only what was itself approved is ever allowed, so no call
    gets through by being like others, and one denial takes back exactly what was denied. A local model's allows have
    to earn certificates of their own, one for each model and prompt.

    \b
    Examples:
      cctl brain learn
      # in a crontab: 17 6 * * *  cctl brain learn >/dev/null
      cctl brain learn --dry-run | jq -c 'select(.type == "certificate")'
    """
    from cctl.core.brain.score import standing  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.learning import learn  # noqa: PLC0415 -- see above
    from cctl.kit.brain import Brain, done  # noqa: PLC0415 -- see above
    from cctl.kit.late import late  # noqa: PLC0415 -- see above

    brain = Brain(run)
    found = late(run, brain)
    if found and not dry_run:
        brain.log.append(found, run.world.now(), patience_s=5.0)
    made = learn(brain.folder, brain.tables[1], run.world.now_ms(), run.world.now(), dry=dry_run)
    counted = made.counted
    answers = counted["labels"] - counted["implied"]
    told = f"{answers} answers, {counted['denials']} of them no, {counted['stamps']} too quick to count"
    told += f"; {counted['implied']} implied" if counted["implied"] else ""
    told += f"; {len(made.learnt())} signatures" + (f"; {len(found)} rejections from transcripts" if found else "")
    yield done(run, "learn", brain.folder, "ok", told, **({"dry_run": True} if dry_run else {}))
    for ladder in made.ladders.values():
        yield {"type": "certificate", "v": 1, "ts": run.world.now()} | standing(ladder, brain.terms, run.world.now_ms())
