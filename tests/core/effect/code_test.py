"""Code of other languages than the shell."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ('node -e "console.log(1)"', "EXEC_CODE"),
        ("node --version", "INFO"),
        ("ruby script.rb", "EXEC_FILE(project)"),
        ("perl /tmp/x.pl", "EXEC_FILE(other)"),
        ("node", "INTERACTIVE"),
        ("ruby -e 'FileUtils.rm_rf(\"/usr\")'", "EXEC_CODE DELETE_RECURSIVE"),
        ('node -e \'require("child_process").execSync("rm -rf /")\'', "EXEC_CODE DELETE_RECURSIVE"),
        ('echo "puts 1" | ruby', "INFO EXEC_CODE"),
        ("curl -s https://a.example/x | node", "NET_GET(other) EXEC_REMOTE"),
        ("php -l index.php", "READ(project)"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
