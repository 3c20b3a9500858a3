"""`cctl brain correct`: tell the judge that it was wrong; the strongest answer there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "brain correct",
    adds=("done",),
    status=("not_permitted", "no_input", "cannot_write"),
    columns=("status", "target", "reason"),
)
@click.argument("call", metavar="ID")
@click.argument("answer", type=click.Choice(("allow", "deny")))
@click.option("--why", default="", metavar="TEXT", help="A note for whoever reads the log.")
def cli(run: Run, call: str, answer: str, why: str) -> Iterator[Record]:
    """Correct a decision of the log: what should have been said to the call ID (a beginning will do).

    A `deny` takes back at once whatever was learned of calls like it. An `allow` is one more approval; it lifts no
    ceiling and no rule. Refused in an agent's session.

    \b
    Examples:
      cctl brain log --decision allow --since 1h --format table
      cctl brain correct toolu_01A deny --why 'that was production'
    """
    from cctl.core.brain.event import happened  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.record import hidden  # noqa: PLC0415 -- see above
    from cctl.kit import human  # noqa: PLC0415 -- see above
    from cctl.kit.brain import Brain, done  # noqa: PLC0415 -- see above

    human.demand(run, "brain correct")
    brain = Brain(run)
    event = brain.named(call)
    said = {"answer": answer} | ({"why": hidden(why[:500])} if why else {})
    made = happened("correction", str(event["id"]), str(event.get("session", "")), **said)
    problem = brain.log.append([made], run.world.now(), patience_s=2.0)
    if problem and "aside" not in problem:
        raise CannotWrite(problem)
    verdict, ceiling = event["verdict"], brain.tables[0].matrix.ceiling
    told = f"was {verdict.get('decision')}, should be {answer}: {event.get('sign') or 'no signature'}"
    never = [code for code in map(str, verdict.get("effects") or ()) if ceiling(code) != "learn"]
    if answer == "allow" and never:
        told += f"; {never[0]} is never learned" + ("" if ceiling(never[0]) == "none" else ", but a rule may allow it")
    yield done(run, "correct", str(event["id"]), "ok", told)
