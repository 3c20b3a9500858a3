"""`cctl gate`: a limit over a whole stream that sets the exit status: what CI and cron stop on.

A gate never passes by accident: not on an empty stream, not after a source that failed, not on spend without a price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.core.gate.where import OPS
from cctl.kit.verb import Filter, Verb, gate

if TYPE_CHECKING:
    from cctl.kit.run import Run

_COLUMNS = ("passed", "exit", "cost_usd", "tokens", "breaches")
_STATUS = ("over_budget", "breach", "no_evidence", "denied", "unhealthy", "conflict", "needs_human")


class Conditions(Verb):
    """A command whose `--where` takes a condition as one word or as three: `'cost_usd > 5'` and `cost_usd '>' 5`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Join conditions of three words before click sees them."""
        joined: list[str] = []
        while args:
            size = 4 if args[0] == "--where" and len(args) > 3 and args[2] in OPS else 0
            joined += ["--where", " ".join(args[1:4])] if size else args[:1]
            args = args[size or 1 :]
        return super().parse_args(ctx, joined)


@gate("gate", reads=("*",), adds=("gate",), status=_STATUS, columns=_COLUMNS, cls=Conditions)
@click.option("--max-usd", metavar="USD", help="Breach (11) above so many dollars.")
@click.option("--max-tokens", type=click.IntRange(0), metavar="N", help="Breach (11) above so many tokens.")
@click.option("--max-errors", type=click.IntRange(0), metavar="N", help="Breach (10) above so many failed calls.")
@click.option("--max-turns", type=click.IntRange(0), metavar="N", help="Breach (10) above so many prompts.")
@click.option("--each", is_flag=True, help="Hold the limits against each session instead of all together.")
@click.option("--require-end", is_flag=True, help="Fail (20) unless the stream ends with an `end` record.")
@click.option("--unpriced", type=click.Choice(("fail", "warn")), default="fail", show_default=True,
              help="What unpriced or estimated spend means under --max-usd.")  # fmt: skip
@click.option("--where", "conditions", multiple=True, metavar="CONDITION",
              help="Breach if a record fulfils it: 'cost_usd > 5', 'severity >= critical' (repeatable).")  # fmt: skip
@click.option("--max-health", metavar="SEVERITY", help="Breach (13) on findings of this severity or worse.")
@click.option("--deny-any", is_flag=True, help="Breach (12) if any call was refused, or got the verdict deny.")
@click.option("--versus", metavar="DAYS", help="Breach (11) if today cost so much more than the mean of the days "
              "before: 7d, 4w.")  # fmt: skip
@click.option("--max-change", type=float, metavar="TIMES", help="How many times that mean today may cost (default: 2).")
@click.option("--timezone", metavar="ZONE", help="Whose days those are (default: this machine's).")
@click.option("--junit", type=click.Path(dir_okay=False), metavar="FILE", help="Write a JUnit report.")
@click.option("--github", is_flag=True, help="Annotate the run on stderr, and add to $GITHUB_STEP_SUMMARY.")
@click.option("--markdown", type=click.Path(dir_okay=False), metavar="FILE", help="Write the job summary to FILE.")
def cli(run: Run, **asked: object) -> Filter:
    """Hold limits over a stream; pass the records on, add one `gate` record, and set the exit status.

    Spend counts once however often the stream tells of it: spend records by their id, session records for sessions
    whose spend isn't in the stream, stats records if there is neither. --versus looks at all sessions together, passes
    over days without spend, and fails (20) where there is no day to compare with.

    \b
    Examples:
      cctl history --since 24h | cctl gate --max-usd 25 --require-end
      cctl cat run.jsonl | cctl gate --max-usd 5 --max-errors 10 --junit gate.xml > /dev/null
      cctl history --since 8d | cctl gate --versus 7d --max-change 1.5 > /dev/null
      cctl watch --once | cctl health | cctl gate --max-health critical --each
    """
    from cctl.kit.gating import Gating  # noqa: PLC0415 -- not for `--help`

    return Gating(run, asked)
