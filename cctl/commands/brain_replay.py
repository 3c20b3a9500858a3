"""`cctl brain replay`: make every decision again; with other rules, what would have been otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.brain.label import Label
    from cctl.core.brain.replay import Replayed
    from cctl.kit.brain import Brain, Event
    from cctl.kit.run import Run

_COLUMNS = (
    "same", "recorded.decision", "recomputed.decision", "first_difference", "answer", "opinion.now", "skipped", "id",
    "message",
)  # fmt: skip


@source(
    "brain replay",
    adds=("replay", "check"),
    status=("breach", "no_evidence", "bad_config", "no_input"),
    columns=_COLUMNS,
)
@window_options("all")
@click.option("--rules", multiple=True, type=click.Path(dir_okay=False), help="With the rules of this file instead.")
@click.option("--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Under this policy instead.")
@click.option("--ask-model", is_flag=True, help="Ask the model of now, with the prompt of now, about what was asked.")
@click.option("--changed", is_flag=True, help="Only decisions that come out otherwise.")
def cli(
    run: Run, since: str, until: str, rules: tuple[str, ...], policy: str | None, ask_model: bool, changed: bool
) -> Iterator[Record]:
    """Judge every decision of the log once more and compare to the byte.

    With the rules and tables of then all are the same; with --rules or --policy it shows what these would change, and
    what its human had answered. What no replay can make again (what had been learned at the time, a deadline, what a
    model said) is taken as it was, unless --ask-model asks anew; calls that were cut or redacted in a way that matters
    are skipped and said. The last record adds up. Ends with 10 if any differs (with other rules: if any would be
    decided otherwise), with 20 if there was none to judge.

    \b
    Examples:
      cctl brain replay >/dev/null && echo "all as recorded"
      cctl brain replay --rules new.toml --changed --format table
      cctl brain replay --policy readonly --since 7d | jq -s 'map(select(.answer == "deny"))'
    """
    from cctl.core.brain.replay import replayed  # noqa: PLC0415 -- not for `--help`
    from cctl.core.brain.whatif import Sum  # noqa: PLC0415 -- see above
    from cctl.kit.brain import Brain  # noqa: PLC0415 -- see above
    from cctl.kit.judging import places  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above

    brain = Brain(run)
    places(run.world, None, rules)  # a file that isn't there ends the run, whatever the log holds
    answers, total = brain.answers(), Sum(asking=bool(rules or policy))
    opinion = _opinions(run, brain) if ask_model else None
    for event in brain.decisions(asked_window(run, since or "all", until, asked_zone(run, None))):
        made = replayed(event, lambda event, memory: brain.decider(event, memory, rules, policy))
        said = answers.get(str(event.get("id", "")))
        total.add(made, "" if said is None else "allow" if said.allow else "deny")
        if made.now is None:
            run.skip("cut_or_redacted")
        told = opinion(event) if opinion and made.now is not None else {}
        if not changed or made.changed:
            yield _record(made, said) | ({"opinion": told} if told else {})
    run.status = CODES["breach"] if total.differ else 0 if total.judged else CODES["no_evidence"]
    status = "problem" if total.differ else "ok" if total.judged else "skipped"
    told = {"name": "replay", "status": status, "message": total.message}
    yield {"type": "check", "v": 1, "ts": run.world.now()} | told


def _opinions(run: Run, brain: Brain) -> Callable[[Event], Record]:
    """What the model thinks now of a decision that one was asked about, beside what was said then."""
    from cctl.kit.advice import Advice  # noqa: PLC0415 -- only --ask-model pays

    before = brain.opinions()
    advice = Advice(run) if before else None

    def asked(event: Event) -> Record:
        then = before.get(str(event.get("id", "")))
        return {"recorded": then, "now": advice.again(brain, event)} if advice and then else {}

    return asked


def _record(made: Replayed, said: Label | None) -> Record:
    brief = ("decision", "by", "policy", "rule")
    record: Record = {"type": "replay", "v": 1, "ts": made.event["ts"]}
    record |= {"id": made.event["id"]} if made.event.get("id") else {}
    record |= {"seq": made.event["seq"], "same": made.same}
    full = made.now is not None and not made.same
    for name, verdict in (("recorded", made.then), ("recomputed", made.now)):
        if verdict is not None:
            record[name] = dict(verdict) if full else {key: verdict[key] for key in brief if key in verdict}
    record |= {"first_difference": made.difference} if full else {}
    record |= {"answer": "allow" if said.allow else "deny"} if said else {}
    return record | ({"skipped": made.skipped} if made.skipped else {})
