"""The walk over the commands of a call."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ls && cat a", "INFO READ(project)"),
        ("$X", "EXEC_UNKNOWN"),
        ("frobnicate", "EXEC_UNKNOWN_PROGRAM"),
        ("frobnicate --version", "INFO"),
        ("frobnicate rm -rf /", "EXEC_UNKNOWN_PROGRAM DELETE_RECURSIVE"),
        ("$TOOL -rf /", "EXEC_UNKNOWN DELETE_RECURSIVE"),
        ("/bin/rm -rf /", "DELETE_RECURSIVE"),
        ("./gradlew test", "EXEC_PROJECT"),
        ("echo $(rm -rf /)", "INFO DELETE_RECURSIVE"),
        ('echo "unclosed', "OPAQUE INFO"),
        ("git --help", "INFO"),
        ("docker", "INFO"),
        ("docker frobnicate", "UNCLEAR"),
        ("cd /tmp && rm -rf x", "SHELL DELETE_RECURSIVE(tmp)"),
        ("python3.12 --version", "INFO"),
        ("rm --help", "INFO"),
        ("rm -rf / --help", "UNCLEAR"),
        ("chmod --help /", "INFO"),
        ("sort a -o b", "READ(project) WRITE(project)"),
        ("sort --outp=b a", "READ(project) WRITE(project)"),
        ("sort $OPTS a", "READ(project) READ(unknown) UNCLEAR"),
        ("mount", "INFO"),
        ("hostname box", "INFO SERVICE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
