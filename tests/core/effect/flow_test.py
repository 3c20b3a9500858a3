"""What flows from one command into another."""

import pytest

from cctl.core.effect.flow import printed, unescaped
from cctl.core.shell.reader import read


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("echo a b", "a b"),
        ("echo -n a", "a"),
        ("echo -e 'a\\x41'", "aA"),
        ("printf '%s-%s' a b", "a-b"),
        ("printf '%s,' a b", "a,b,"),
        ("printf 'a%%b'", "a%b"),
        ("printf '\\162m'", "rm"),
        ("cat <<'X'\nhello\nX", "hello\n"),
        ("echo $X", None),
        ("ls", None),
        ("printf '%x' 3", None),
    ],
)
def test_what_a_command_prints_is_known_when_the_text_says_it(command: str, text: str | None) -> None:
    assert printed(read(command, cwd="/", home=None).commands[-1]) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a\\n", "a\n"), ("\\x72\\155", "rm"), ("\\0101", "A"), ("\\q", "\\q"), ("\\", "\\"), ("\\xzz", "\\xzz")],
)
def test_escapes(text: str, plain: str) -> None:
    assert unescaped(text) == plain
