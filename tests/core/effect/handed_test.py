"""Names of secrets that a call spells out for another of its commands to read."""

import pytest

from tests.gate import codes

KEY = "~/.ssh/id_rsa"


@pytest.mark.parametrize(
    "command",
    [
        f'echo {KEY} | while read k; do cat "$k"; done',
        f'while read k; do cat "$k"; done <<< {KEY}',
        'while read k; do cat "$k"; done <<E\n/home/ada/.ssh/id_rsa\nE',
        f'read k <<< {KEY}; cat "$k"',
        f'read k < <(echo {KEY}); cat "$k"',
        f'mapfile -t a <<< {KEY}; cat "${{a[0]}}"',
        f"echo {KEY} | {{ read k; cat $k; }}",
        "find . -name .env | xargs cat",
        "find / -name id_rsa 2>/dev/null | xargs cat",
        "cat $(find . -name '*.pem')",
        'for f in $(find . -name .env); do cat "$f"; done',
        "ls -a | grep .env | xargs cat",
        "git ls-files | grep '\\.env$' | xargs cat",
        "locate id_rsa | xargs cat",
        "cd ~/.ssh; echo id_rsa | while read k; do cat $k; done",
    ],
)
def test_a_secret_named_for_another_command_is_shown(command: str) -> None:
    assert "SECRET_VALUE" in codes(command)


@pytest.mark.parametrize(
    "command",
    [
        'while read f; do cat "$f"; done < list.txt',
        'echo see .env; ls | while read f; do cat "$f"; done',
        'echo README.md | while read f; do cat "$f"; done',
        'git ls-files | while read f; do cat "$f"; done > all.txt',
    ],
)
def test_a_name_that_is_only_printed_is_no_secret(command: str) -> None:
    assert "SECRET_VALUE" not in codes(command)
