"""`cctl rules diff`: what would other rules have changed? Yesterday's calls are the test, and CI can refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.rule.compare import Change
    from cctl.kit.run import Run


@source(
    "rules diff",
    adds=("rule_change",),
    status=("breach", "no_evidence", "bad_config", "no_input"),
    columns=("before", "after", "tool", "input.command", "reason"),
)
@click.argument("old", type=click.Path(), metavar="OLD")
@click.argument("new", type=click.Path(), metavar="NEW")
@click.argument("files", nargs=-1, metavar="[SESSION|FILE|-]...")
@window_options("30d")
@click.option("--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Under both (default: the "
              "configured one).")  # fmt: skip
@click.option("--loosened", is_flag=True, help="End with 10 on anything milder, not only on denied to allowed.")
def cli(run: Run, old: str, new: str, files: tuple[str, ...], since: str, until: str, policy: str | None,
        loosened: bool) -> Iterator[Record]:  # fmt: skip
    """Judge the calls of the past by two rule files and show where they differ.

    Without SESSION, the calls of every transcript on this machine. Ends with 10 if a call that OLD denies would run
    under NEW, and with 20 if there was no call to judge: an empty history proves nothing.

    \b
    Examples:
      cctl rules diff rules.toml new.toml --format table
      cctl rules diff rules.toml new.toml --since 7d --loosened >/dev/null
      cctl cat 6f1c | cctl rules diff rules.toml new.toml -
    """
    from cctl.core.rule.compare import Comparison  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.calls import calls, judged_by  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import decider  # noqa: PLC0415 -- see above

    window = None if files and not since else asked_window(run, since or "30d", until, asked_zone(run, None))
    comparison = Comparison(decider(run, (old,), policy), decider(run, (new,), policy))
    for call in judged_by(calls(run, files, window)):
        change = comparison.see(call.record, call.facts, call.resolve, call.session)
        if change is not None:
            yield _record(run, change)
    if not comparison.calls:
        run.status = CODES["no_evidence"]
    elif comparison.opened or (loosened and comparison.loosened):
        run.status = CODES["breach"]
        run.say.warn(f"{comparison.opened} denied calls would run, {comparison.loosened} would be judged milder")
    run.say.detail(f"{comparison.calls} calls: {comparison.loosened} milder, {comparison.tightened} stricter")


def _record(run: Run, change: Change) -> Record:
    from cctl.host.brain.record import hidden  # noqa: PLC0415 -- not for `--help`

    call = change.call
    given = {name: hidden(value) if isinstance(value, str) else value for name, value in call["input"].items()}
    record: Record = {"type": "rule_change", "v": 1, "ts": call.get("ts") or run.world.now()}
    record |= {name: call[name] for name in ("session", "id", "src") if call.get(name)}
    record |= {"before": change.before["decision"], "after": change.after["decision"]}
    record |= {"loosened": change.loosened, "opened": change.opened, "tool": call["tool"], "input": given}
    record |= {"reason": change.after["reason"]}
    return record | ({"rule": change.after["rule"]} if change.after.get("rule") else {})
