"""Programs with a grammar of their own."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("grep -rn x src", "READ(project)"),
        ("grep x a.txt", "READ(project)"),
        ("grep -r password .", "READ(project) SECRET_SEARCH"),
        ("grep x ~/.ssh/id_rsa", "SECRET_VALUE"),
        ("rg --pre evil x src", "EXEC_UNKNOWN_PROGRAM READ(project)"),
        ("fzf --preview 'cat {}'", "READ(project) INFO"),
        ("fzf --bind 'enter:execute(rm -rf /)'", "DELETE_RECURSIVE INFO"),
        ("command -v git", "INFO"),
        ("command -V git reset --hard", "INFO UNCLEAR DISCARD"),
        ("script -q /dev/null rm -rf /", "WRITE(stream) WRITE(project) DELETE_RECURSIVE"),
        ("pwsh -c x", "EXEC_CODE"),
        ("ffmpeg -i a.mp4 b.mp4", "READ(project) WRITE(project)"),
        ("cctl stats", "INFO"),
        ("cctl brain mode off", "SELF"),
        ("claude --dangerously-skip-permissions -p x", "SELF"),
        ("claude -p x", "AGENT"),
        ("claude mcp list", "INFO"),
        ("codex exec --full-auto x", "SELF"),
        ("wscat -c ws://github.com/x", "NET_GET(known)"),
        ("grpcurl a.example:443 list", "NET_GET(other)"),
        ("ssh box ls", "NET_GET(other) REMOTE_EXEC"),
        ("ssh box", "NET_GET(other) INTERACTIVE"),
        ("tmux send-keys -t 0 y Enter", "DRIVE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
