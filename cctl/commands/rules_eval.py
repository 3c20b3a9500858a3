"""`cctl rules eval`: judge each call by rules, so that a rule can be tried on the past before it is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb

if TYPE_CHECKING:
    from cctl.kit.run import Run


@filter_verb(
    "rules eval",
    reads=("call", "session", "result", "finding"),
    adds=("verdict",),
    status=("denied", "needs_human", "bad_config"),
    columns=("ts", "verdict.decision", "verdict.rule", "tool", "input.command", "verdict.reason"),
)
@click.option("--rules", multiple=True, type=click.Path(dir_okay=False), help="Rule file to use instead of the user's.")
@click.option(
    "--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Judge by this policy as well, under them."
)
def cli(run: Run, rules: tuple[str, ...], policy: str | None) -> Filter:
    """Judge each call by the rules alone: the user's, the team's and the project's.

    What no rule speaks of is `abstain`. Deny beats ask beats allow, whatever the order; an allow needs a rule for every
    program of the call. `cctl-rules`(5) describes the files.

    \b
    Examples:
      cctl cat 6f1c | cctl rules eval | jq -c 'select(.verdict.decision == "deny")'
      cctl cat 6f1c | cctl rules eval --rules strict.toml --exit-code >/dev/null
      cctl watch | cctl rules eval
    """
    from cctl.kit.judging import Asked, Judging  # noqa: PLC0415 -- not for `--help`

    return Judging(run, Asked(policy or "", rules))
