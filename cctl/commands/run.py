"""`cctl run`: any agent or program under limits, with its spend counted exactly and its evidence kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cctl.kit.options import Size
from cctl.kit.verb import service
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_ADDS = ("run", "session", "turn", "message", "call", "result", "spend", "notice", "finding", "permission", "end")
_STATUS = ("over_budget", "breach", "timed_out", "run_failed", "not_executable", "not_found", "killed", "terminated",
           "interrupted", "no_input")  # fmt: skip
_COLUMNS = ("type", "status", "cause", "exit", "cost_usd", "tool", "text", "duration_s")


@service("run", adds=_ADDS, status=_STATUS, columns=_COLUMNS, live=True)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- COMMAND...")
@click.option("--max-usd", type=click.FloatRange(0), metavar="USD", help="End it (11) at so many dollars.")
@click.option("--max-tokens", type=click.IntRange(1), metavar="N", help="End it (11) at so many tokens of all classes.")
@click.option("--max-turns", type=click.IntRange(0), metavar="N", help="End it (10) after so many prompts.")
@click.option("--max-responses", type=click.IntRange(0), metavar="N", help="End it (10) after so many API responses.")
@click.option("--max-calls", type=click.IntRange(0), metavar="N", help="End it (10) after so many tool calls.")
@click.option("--max-context", type=click.FloatRange(0, 1), metavar="SHARE", help="End it (10) at such a full context.")
@click.option(
    "--max-burn", type=click.FloatRange(0), metavar="USD", help="End it (10) at such dollars an hour, over 5 minutes."
)
@click.option("--timeout", metavar="TIME", default="", help="End it (124) after this time.")
@click.option("--idle", metavar="TIME", default="", help="End it (124) when it writes nothing for this long.")
@click.option("--max-rss", type=Size(), metavar="SIZE", help="End it (10) when its processes use more memory.")
@click.option("--warn-at", metavar="PERCENT,...", default="", help="Findings at these shares of limits (default: 80).")
@click.option("--estimate", is_flag=True, help="Guess tokens of other programs: one for four characters written.")
@click.option("--enforce-estimates", is_flag=True, help="Let what is estimated or guessed end it, too.")
@click.option(
    "--grace", metavar="TIME", default="", help="From the reason to end until SIGKILL, in all (default: 10s)."
)
@click.option("--wait-api", metavar="TIME", default="", help="Wait so long in all for an API that is limited; go on.")
@click.option("--kill-orphans", is_flag=True, help="End what it left running, instead of only naming it.")
@click.option("--cwd", metavar="DIR", default="", help="Start it here.")
@click.option("--env", multiple=True, metavar="NAME", help="Give it only these variables and the basic ones.")
@click.option("--stdin", metavar="FILE", default="", help="Its standard input (`-`: ours; default: nothing).")
@click.option("--nice", type=click.IntRange(-20, 19), metavar="N", help="Its priority.")
@click.option(
    "--agent", type=click.Choice(("claude", "codex", "none")), help="Whose command it is, if not by its name."
)
@click.option("--name", metavar="NAME", default="", help="A name for `run ls`, `run wait` and the others.")
@click.option("--tag", multiple=True, metavar="TAG", help="A tag for its record.")
@click.option("--headless", "mode", flag_value="headless", help="Its output goes to files, its records to stdout.")
@click.option("--pty", "mode", flag_value="pty", help="Give it a terminal; its screen goes to stdout.")
@click.option("--control", "mode", flag_value="control", help="Answer its permission requests by rules and brain.")
@click.option("--rules", multiple=True, metavar="FILE", help="Judge by these instead of your rules (--control).")
@click.option("--policy", metavar="NAME", help='Judge under this policy, or `""` for none (--control).')
@click.option("--answer-timeout", metavar="TIME", default="", help="Refuse what nobody answers in time (--control).")
@click.option("--events", metavar="FILE", default="", help="Write its records here, too: in a terminal nowhere else.")
@click.option("--record", metavar="FILE", default="", help="Write the screen down as an asciicast (--pty).")
@click.option("--tee", is_flag=True, help="Copy its output to stderr.")
@click.option("--junit", metavar="FILE", default="", help="Write a JUnit report with the run as its test case.")
@click.option("--github", is_flag=True, help="Annotate the job on stderr, and add to $GITHUB_STEP_SUMMARY.")
@click.option("--detach", is_flag=True, help="Only start it, headless unless --pty; `run wait` tells the rest.")
@click.option("--no-git", is_flag=True, help="Don't compare the repository before and after.")
@click.option("-n", "--dry-run", is_flag=True, help="Show the command, variables and limits; start nothing.")
def cli(run: Run, command: tuple[str, ...], **asked: Any) -> Iterator[Record]:
    """Run an agent or any program under limits, and tell what it does as records.

    Agents that print (`claude -p`, `codex exec`) are run headless: records come to standard output. Anything else gets
    a terminal of its own (--pty), its screen comes to standard output, and records go to --events; Ctrl-\\ leaves it.
    Spend is exact, sub-agents included: `claude` gets a session id of ours and its transcript is read as it grows;
    `codex exec` likewise. At a limit the next call of `claude` is refused, and that of Codex where the hook of `cctl
    init` is trusted. Who goes on all the same, or can't be refused, is asked to end in his own way, then sent SIGINT,
    SIGTERM and SIGKILL, with his whole process tree, all within --grace; what was in flight then may still be billed. A
    keeper of its own holds the limits, so that they outlive this command. Ends with the status of the program, or that
    of the limit; the last two records are `run` with its `cause`, and `end`.

    \b
    Examples:
      cctl run --max-usd 2 --timeout 30m -- claude -p 'fix the failing test'
      cctl run --idle 5m --events run.jsonl -- make test
      cctl run --detach --name nightly --max-tokens 2000000 -- codex exec 'update the docs'
    """
    from cctl.kit.running import running  # noqa: PLC0415 -- not for `--help`

    return running(run, command, asked)
