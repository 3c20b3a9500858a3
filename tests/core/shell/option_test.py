import pytest

from tests.core.shell.shown import args, reasons


@pytest.mark.parametrize(
    "text",
    [
        "set -e",
        "set -euo pipefail",
        "set -x; a; set +x",
        "set -o errexit -o nounset",
        "set -- a b",
        "set a b",
        "set -- $x",
        "set -e -- a",
        "set -",
        "shopt -s nullglob globstar",
        "shopt -s extglob",
        "shopt -u dotglob",
        "shopt -p",
        "shopt -s expand_aliases",
        "alias",
        "alias ls",
        "alias ll='ls -l'",
        "alias ll='ls -l'\nls",
        "hash -r",
        "shift 2",
    ],
)
def test_settings_that_leave_words_alone_are_let_pass(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "set -k",
        "set +B",
        "set -P",
        "set -H",
        "set -o posix",
        "set -o history",
        "set -o $x",
        "set $x",
        "set -e$x",
        "shopt -s lastpipe",
        "shopt -s compat31",
        "shopt -s $x",
        "shopt -s localvar_inherit",
        "alias ll='ls -l'\nll",
        "alias rm=ls; rm x",
        "alias if=x",
        "alias '!'=x",
        "alias $x",
        'alias "$x=y"',
        "hash -p /x ls",
        "enable -f x y",
        "enable -n cd",
    ],
)
def test_settings_that_change_reading_are_opaque(text: str) -> None:
    assert reasons(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set -- a b c; shift; x $1", ["b"]),
        ("set -- a b c; shift 2; x $1", ["c"]),
        ("set -- a; shift $y; x $1", ["…"]),
        ('set -- a; shift 3; x "$@"', []),
        ("set -- $y; x $1", ["…"]),
        ("set -e; x $1", ["…"]),
        ("set -- a; if y; then shift; fi; x $1", ["…"]),
    ],
)
def test_the_positional_parameters_are_followed(text: str, expected: list[str]) -> None:
    assert args(text) == expected
