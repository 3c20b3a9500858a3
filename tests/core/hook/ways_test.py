"""Ways round the gate that are no paths; the attacks themselves are in `tests/contract/selves_test.py`."""

from __future__ import annotations

import pytest

from cctl.core.hook.ways import around, said
from cctl.core.rule.unit import units
from tests.gate import judge


def decision(command: str) -> str:
    survey = judge().survey(
        {"tool": "Bash", "input": {"command": command}, "cwd": "/home/ada/p"},
        {"home": "/home/ada", "project": "/home/ada/p"},
    )
    found = {each[0] for unit in units(survey) if (each := around(unit)) is not None}
    return "deny" if "deny" in found else "ask" if found else ""


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("./bin/cctl init --remove", "deny"),
        ("./bin/cctl stats", ""),
        ("python3 -m cctl.launch", "deny"),
        ("/opt/python -m cctl init", "deny"),
        ("/opt/python -mcctl init", "deny"),
        ("/opt/python -m cctl stats", ""),
        ("CODEX_HOME=/tmp/x codex exec y", "deny"),
        ("~/x/claude --dangerously-skip-permissions", "deny"),
        ("npx @openai/codex --yolo", "deny"),
        ("claude mcp add x -- y", "ask"),
        ("claude --version", ""),
        ("codex mcp get server", ""),
        ("claude plugin list", ""),
        ("tmux send-keys -t 0 y", "ask"),
        ("tmux ls", ""),
        ("nc -U /tmp/x.sock", "ask"),
        ("nc -z localhost 80", ""),
        ("echo y > /dev/pts/3", "ask"),
        ("kill $PPID", "ask"),
        ("kill 123", ""),
        ("pkill claude", "ask"),
        ("pkill -f webpack", ""),
        ("systemctl --user stop cctl", "ask"),
        ("rm /usr/local/bin/cctl", "deny"),
        ("rm -r /x/site-packages/cctl-1.0.dist-info", "deny"),
        ("mkdir src/cctl", ""),
    ],
)
def test_what_leads_round_the_gate(command: str, wanted: str) -> None:
    assert decision(command) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("echo 'cctl init --remove' | at now", "ask"),
        ("x=(cctl brain)", "ask"),
        ("/usr/bin/cctl;policy trust x", "ask"),
        ("python -c 'from cctl import x'", "ask"),
        ("fcntl.ioctl(0, termios.TIOCSTI, b'y')", "ask"),
        ("git commit -m 'Tell of cctl'", ""),
        ("cctl stats", ""),
        ("", ""),
    ],
)
def test_what_a_text_says(text: str, wanted: str) -> None:
    found = said(text)
    assert (found[0] if found else "") == wanted
