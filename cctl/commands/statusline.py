"""`cctl statusline`: one line about a session for its client, or about all of them for tmux and prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("statusline", reads=(), status=("bad_data",))
@click.option("--style", type=click.Choice(("ansi", "tmux", "none")), default="ansi", show_default=True,
              help="How colours are written.")  # fmt: skip
@click.option("--template", default="", metavar="TEXT", help="The line, instead of the configured one.")
@click.option("--refresh", is_flag=True, help="Look up states and the day's spend now and keep them; no line.")
def cli(run: Run, style: str, template: str, refresh: bool) -> int:
    """Write a status line: state, context, spend against budget, cache countdown.

    Reads the client's status JSON on standard input; without any, the line is about all sessions. States, the day's
    spend and the configuration are looked up in the background, once for all sessions (`statusline.refresh`); what is
    older than six times that is marked with `~`, `+` stands for spend without a known price.

    Fields: state, model, context, cost, day, cache, five_hour, seven_day, findings, project, worktree, name, session,
    effort; for all sessions: sessions, waiting, day, five_hour, seven_day, findings.

    A segment for tmux: set -g status-right '#(cctl statusline --style tmux < /dev/null)'. For starship: a module
    [custom.cctl] with command = "cctl statusline < /dev/null" and when = true.

    \b
    Examples:
      echo '{"model":{"display_name":"M"},"cost":{"total_cost_usd":0.07}}' | cctl statusline
      cctl statusline --style tmux < /dev/null
      cctl statusline --template '{model}[ at {context}]' < status.json
    """
    if refresh:
        from cctl.kit.statusline import look  # noqa: PLC0415 -- not for `--help`

        look(run)
        return 0
    from cctl.statusline import answer  # noqa: PLC0415 -- see above

    return answer(style if run.shared.color != "never" else "none", template, run.world.env)
