"""Command lines of agents."""

from __future__ import annotations

from cctl.core.plan.launch import agent_words, run_words
from cctl.core.plan.task import Task
from cctl.core.run.command import prepare

TASK = Task(
    "a", prompt="-p rm", agent="claude", model="m", permission_mode="acceptEdits", allowed_tools=("Read", "Bash(ls:*)")
)
ID = "00000000-0000-4000-8000-000000000001"


def test_claude_is_told_its_session_and_never_its_prompt() -> None:
    words = agent_words(TASK, ID, goes_on=False)
    assert words[:7] == ["claude", "-p", "--output-format", "stream-json", "--verbose", "--session-id", ID]
    assert words[7:] == ["--model", "m", "--permission-mode", "acceptEdits", "--allowedTools", "Read,Bash(ls:*)"]
    assert prepare(words, "other").session == ID
    assert prepare(agent_words(TASK, ID, goes_on=True), "other").goes_on


def test_codex_reads_its_prompt_from_standard_input() -> None:
    task = Task("a", prompt="p", agent="codex")
    assert agent_words(task, "", goes_on=False) == ["codex", "exec", "--json", "-"]
    words = agent_words(task, ID, goes_on=True)
    assert words == ["codex", "exec", "resume", ID, "--json", "-"]
    assert prepare(words, "").session == ID


def test_limits_go_to_the_run() -> None:
    words = run_words(
        ["cctl"], TASK._replace(timeout_s=90.0), ["claude"], name="n", stdin="f", nano=1_500_000_000, context=0.8
    )
    assert words == ["cctl", "run", "--headless", "--name", "n", "--stdin", "f", "--agent", "claude",
                     "--max-usd", "1.500000000", "--timeout", "90s", "--max-context", "0.8", "--",
                     "claude"]  # fmt: skip
    assert "--max-usd" not in run_words(["cctl"], TASK, ["claude"], name="n", stdin="f", nano=0, context=0.0)
