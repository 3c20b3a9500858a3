"""`cctl brain eval`: scenarios with the decision they must get, and an exit status that CI can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source(
    "brain eval",
    adds=("rule_case", "error"),
    status=("breach", "no_evidence", "no_input", "bad_config"),
    columns=("passed", "expected", "decision", "by", "name"),
)
@click.argument("scenario_files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option("--failed", is_flag=True, help="Only those that don't come out as expected.")
@click.option("--with-rules", is_flag=True, help="Judge by the rules that hold here, too, not by the policy alone.")
def cli(run: Run, scenario_files: tuple[str, ...], failed: bool, with_rules: bool) -> Iterator[Record]:
    """Judge scenarios and say which come out as expected; without FILE, the shipped ones.

    A file holds JSON lines with `call` or `command`, `expect` (deny, ask, approve, none) and perhaps `policy`; scenario
    files of the original are understood. The user's own come beside the shipped ones, never in their place. Ends with
    10 if one fails, with 20 if there was none.

    \b
    Examples:
      cctl brain eval --failed --format table
      cctl brain eval scenarios.jsonl
    """
    from cctl.core.brain.decide import Decider  # noqa: PLC0415 -- not for `--help`
    from cctl.core.rule.case import judged  # noqa: PLC0415 -- see above
    from cctl.host.brain.tables import judge  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import case_record, decider  # noqa: PLC0415 -- see above
    from cctl.kit.scenarios import scenarios  # noqa: PLC0415 -- see above

    base = decider(run, (), None) if with_rules else Decider(judge(), "workspace")
    count = 0
    found = scenarios(run, scenario_files)
    for each in judged(found.cases(), lambda policy: Decider(base.judge, policy or base.policy, base.rules)):
        count += 1
        if not each.passed:
            run.status = CODES["breach"]
        if not (failed and each.passed):
            yield case_record(each.case, dict(each.verdict), passed=each.passed, ts=run.world.now())
    yield from found.errors
    if found.errors:
        run.status = CODES["breach"]
    elif not count:
        run.status = CODES["no_evidence"]
