"""Searching, and the expressions that do more."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("find . -name '*.py'", "LIST"),
        ("find . -delete", "LIST DELETE_RECURSIVE"),
        ("find /tmp/x -delete", "LIST DELETE_RECURSIVE(tmp)"),
        ("find . -exec cat {} +", "LIST READ(project)"),
        ("find . -type f -exec rm {} \\;", "LIST DELETE(project)"),
        ('find . -exec sh -c "rm -rf /" \\;', "LIST DELETE_RECURSIVE"),
        ("find . -fprint /etc/x", "LIST WRITE(system)"),
        ("find . -ok cat {} \\;", "LIST INTERACTIVE READ(project)"),
        ("find . -frobnicate", "LIST UNCLEAR"),
        ("fd pattern", "INFO"),
        ("fd -e tmp -x rm", "INFO DELETE(project)"),
        ("find . -exec {} \\;", "LIST EXEC_UNKNOWN"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
