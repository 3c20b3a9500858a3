"""`cctl hook`: the page and the help of it; what answers an agent is `cctl.hook`, which imports no click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import adapter

if TYPE_CHECKING:
    from cctl.kit.run import Run


@adapter("hook")
@click.option("--event", metavar="NAME", help="The event that this command is wired for (default: as the event says).")
@click.option("--agent", type=click.Choice(("claude", "codex")), help="The client (default: as the event looks).")
@click.option("--on-error", type=click.Choice(("ask", "deny", "abstain")), default="ask", show_default=True,
              help="What to answer when no verdict comes about.")  # fmt: skip
@click.option("--deadline", type=click.IntRange(10, 9000), default=150, show_default=True, metavar="MS",
              help="Time for a verdict; then the hook asks.")  # fmt: skip
def cli(run: Run, **told: object) -> int:
    """Answer one event of an agent: the gate itself, started by the agent's client.

    Reads one event (JSON, standard input), prints at most one answer. `cctl init` wires it, `cctl hook verify` proves
    that it holds. A call is allowed, asked about or denied; what is malformed, too large or too late is asked about.
    Codex would run what is merely asked about, so there an ask is a deny that says how to approve. Settings that change
    in a session and can't be judged, or not within three seconds, are not taken over. The status is always 0: for an
    agent 2 would mean "deny", and other numbers "go on".

    The chain: refusals by `act`, spent budgets, self-protection, policy and rules, what the session wrote and now runs,
    calls that other hooks rewrite, mistakes in the configuration. Verdicts and what became of the calls go into the log
    of decisions; what else a session leaves in cctl's state goes 30 days after its last event.

    As wired by `cctl init`, no variable of the environment counts, and no package beside cctl is imported. Run by hand,
    HOME and the XDG variables say where state and configuration lie. Settings, project and the team's policy hold as
    they were when the session began; what changes later may only be stricter.

    What no hook can stop without a sandbox: it sees calls, not what programs then do. A script, a build, a test or an
    MCP server may do anything its user may, and sources and tests that a session writes run with the project's next
    test; a file may be swapped between the verdict and its use; another process of the same user may edit settings,
    rules or this state; a client may be started without its hooks, or with an older version that ignores a hook's
    failure. For these, run the agent in a sandbox, a container or as another user.

    \b
    Examples:
      cctl hook --event PreToolUse --agent claude < event.json
      cctl init && cctl hook verify --format table
    """
    from cctl.hook import main  # noqa: PLC0415 -- reached by nothing but a call of this function; `main` never returns

    main([word for name, value in told.items() if value for word in (f"--{name.replace('_', '-')}", str(value))])
    return 0
