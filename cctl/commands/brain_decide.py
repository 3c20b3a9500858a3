"""`cctl brain decide`: judge calls as the hook would, thousands in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb

if TYPE_CHECKING:
    from cctl.kit.run import Run


@filter_verb(
    "brain decide",
    reads=("call", "session", "result", "finding"),
    adds=("verdict",),
    status=("denied", "needs_human", "bad_config"),
    columns=("ts", "verdict.decision", "verdict.by", "tool", "input.command", "verdict.reason"),
)
@click.option("--policy", type=click.Choice(("readonly", "workspace", "locked")), help="Instead of the one configured.")
@click.option("--rules", multiple=True, type=click.Path(dir_okay=False), help="Rule file to use instead of the user's.")
@click.option("--keep", is_flag=True, help="Write the decisions into the log.")
def cli(run: Run, policy: str | None, rules: tuple[str, ...], keep: bool) -> Filter:
    """Judge each call by policy, rules and what was learned, and annotate it with a verdict.

    A call that carries `facts` is judged by these and the user's rules alone; without, its home, project, links and the
    project's rules are looked up here. A verdict that is there already stays when it is the stricter one. What was
    learned counts in mode `auto` alone.

    With `brain.llm = "advise"` a local model is asked about what could be learned but isn't: its opinion is a note
    beside the ask, and an allow only in mode `auto` under a certificate of its own. It is shown effects and known
    words, never a call's text; whatever it answers late, wrongly or not at all changes nothing.

    \b
    Examples:
      cctl cat 6f1c | cctl brain decide | jq -c 'select(.verdict.decision == "deny") | .input'
      cctl cat 6f1c | cctl brain decide --policy readonly --format table
      cctl cat 6f1c | cctl brain decide --exit-code >/dev/null
    """
    from cctl.kit.judging import Asked, Judging  # noqa: PLC0415 -- not for `--help`

    return Judging(run, Asked(policy, rules, log=keep, advise=True))
