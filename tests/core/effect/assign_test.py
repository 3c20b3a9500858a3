"""Variables that change what runs."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("FOO=bar make", "EXEC_FILE(project)"),
        ("PATH=/tmp/x:$PATH make", "EXEC_HIJACK EXEC_FILE(project)"),
        ('PATH="$PATH:/usr/local/bin" ls', "INFO"),
        ("LD_PRELOAD=./x.so ls", "EXEC_HIJACK INFO"),
        ("GIT_PAGER=cat git log", "READ(project)"),
        ("PAGER='sh -c id' git log", "EXEC_HIJACK READ(project)"),
        ("NODE_OPTIONS=--max-old-space-size=4096 npm test", "EXEC_PROJECT"),
        ('NODE_OPTIONS="--require ./x.js" npm test', "EXEC_HIJACK EXEC_PROJECT"),
        ("PYTHONPATH=. pytest", "EXEC_PROJECT"),
        ("PYTHONPATH=/tmp pytest", "EXEC_HIJACK EXEC_PROJECT"),
        ("export EDITOR=vim", "EXEC_HIJACK SHELL"),
        ("export -p", "ENV_READ"),
        ("A=1", "SHELL"),
        ("CCTL_MODE=off ls", "SELF INFO"),
        ("npm_config_registry=http://x npm test", "EXEC_HIJACK EXEC_PROJECT"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
