"""The command lines that agents are started with: under `cctl run`, so that every limit holds and spend is exact.

The prompt comes on standard input, never as an argument: it may be large, may begin with a dash, and would stand in
every process list.
"""

from __future__ import annotations

from collections.abc import Sequence

from cctl.core.plan.board import NANO
from cctl.core.plan.task import Task


def agent_words(task: Task, session: str, *, goes_on: bool) -> list[str]:
    """The agent's own command."""
    if task.agent == "codex":
        words = ["codex", "exec", *(["resume", session] if goes_on and session else []), "--json"]
        return [*words, *(["--model", task.model] if task.model else []), "-"]
    words = ["claude", "-p", "--output-format", "stream-json", "--verbose"]
    words += ["--resume", session] if goes_on else ["--session-id", session]
    words += ["--model", task.model] if task.model else []
    words += ["--permission-mode", task.permission_mode] if task.permission_mode else []
    return words + (["--allowedTools", ",".join(task.allowed_tools)] if task.allowed_tools else [])


def run_words(
    cctl: Sequence[str], task: Task, words: Sequence[str], *, name: str, stdin: str, nano: int, context: float
) -> list[str]:
    """The same under `cctl run`, with the limits of this attempt; `nano` is what it may pay, 0 for no limit."""
    told = ["--headless", "--name", name, "--stdin", stdin, "--agent", task.agent]
    if nano:
        told += ["--max-usd", format(nano / NANO, ".9f")]
    if task.timeout_s:
        told += ["--timeout", f"{task.timeout_s:g}s"]
    if context and not task.resume:
        told += ["--max-context", format(context, "g")]
    return [*cctl, "run", *told, "--", *words]
