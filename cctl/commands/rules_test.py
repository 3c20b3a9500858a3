"""`cctl rules test`: do the rules say what their author meant? Cases stand beside the rules, and CI runs them."""

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
    "rules test",
    adds=("rule_case",),
    status=("breach", "no_evidence", "bad_config", "no_input"),
    columns=("passed", "expected", "decision", "name", "rule", "src.line"),
)
@click.argument("rule_files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option("--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Under the rules (default: the "
              "configured one; a case may name its own).")  # fmt: skip
def cli(run: Run, rule_files: tuple[str, ...], policy: str | None) -> Iterator[Record]:
    """Judge the cases in rule files and say which come out as expected.

    A case is a table [[test]] with `command` (or `tool` and `input`) and `expect`: deny, ask, approve, none; it may
    name the `rule` that must decide, a `policy`, `cwd`, `facts` and `session`. Nothing is looked up. Ends with 10 if a
    case fails, with 20 if there is none.

    \b
    Examples:
      cctl rules test
      cctl rules test .cctl/rules.toml --format table
      cctl rules test strict.toml | jq -c 'select(.passed | not)'
    """
    from cctl.core.brain.decide import Decider  # noqa: PLC0415 -- not for `--help`
    from cctl.core.rule.case import judged  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import all_cases, case_record, decider  # noqa: PLC0415 -- see above

    base = decider(run, rule_files, policy)

    def judge(named: str | None) -> Decider:
        return Decider(base.judge, named if named is not None else base.policy, base.rules)

    found = all_cases(run, rule_files)
    if not found:
        run.status = CODES["no_evidence"]
        run.say.warn("no cases; a case is a table [[test]] in a rule file")
    for each in judged(found, judge):
        if not each.passed:
            run.status = CODES["breach"]
        yield case_record(each.case, dict(each.verdict), passed=each.passed, ts=run.world.now())
