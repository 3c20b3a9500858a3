import pytest

from cctl.core.shell.escape import closing_backquote, closing_quote, decoded, unescaped


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"plain", "plain"),
        (r"a\nb\tc", "a\nb\tc"),
        (r"\x41\101B\U00000041", "AABA"),
        (r"\'\"\\\?", "'\"\\?"),
        (r"\e[0m\a\b\f\v\r\E", "\x1b[0m\a\b\f\v\r\x1b"),
        (r"\q", r"\q"),
        (r"\x4", "\x04"),
        (r"\1234", "S4"),
        ("trailing\\", "trailing\\"),
        (r"☃", "☃"),
    ],
)
def test_escapes_stand_for_characters(body: str, expected: str) -> None:
    assert decoded(body) == expected


@pytest.mark.parametrize("body", [r"\0", r"\x00", r"\x", r"\xff", r"\377", r"\cA", r"\ud800", r"\U00110000"])
def test_what_shells_or_locales_read_differently_is_not_decoded(body: str) -> None:
    assert decoded(body) is None


def test_an_escaped_quote_does_not_close() -> None:
    assert closing_quote(r"a\'b'c", 0, 6) == 4
    assert closing_quote(r"a\'b", 0, 4) == -1


def test_an_escaped_backquote_does_not_close() -> None:
    assert closing_backquote("a`b", 0, 3) == 1
    assert closing_backquote(r"a\`b`", 0, 5) == 4
    assert closing_backquote(r"a\`b", 0, 4) == -1


@pytest.mark.parametrize(
    ("body", "in_string", "expected"),
    [
        (r"echo \`x\`", False, "echo `x`"),
        (r"echo \$x \\n", False, r"echo $x \n"),
        (r"echo \"x\"", False, r"echo \"x\""),
        (r"echo \"x\"", True, 'echo "x"'),
        (r"plain", True, "plain"),
    ],
)
def test_one_level_of_escapes_comes_off(body: str, in_string: bool, expected: str) -> None:
    assert unescaped(body, in_string) == expected
