import pytest

from cctl.core.shell.cursor import ANYTHING, JUMPS, MOVES, TEXT
from cctl.core.shell.grammar import program
from cctl.core.shell.writes import written_name
from tests.core.shell.cursor_test import cursor


def writes(text: str) -> set[str]:
    cur = cursor(text)
    program(cur)
    assert not cur.failed
    return set(cur.writes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", set()),
        ("x=1", {"x"}),
        ("x=$((y + 1))", {"x"}),
        ("x=$y", {"x", TEXT + "x"}),
        ("x=$(a)", {"x", TEXT + "x"}),
        ("x='$(a)'", {"x", TEXT + "x"}),
        ("x=1 a", set()),
        ("x=1 $a", {"x"}),
        ("IFS= read -r l", {"l", TEXT + "l", "-r", TEXT + "-r"}),
        ("export x=1 y", {"x", TEXT + "x", "y", TEXT + "y"}),
        ("export x=$y", {"x", TEXT + "x"}),
        ("export $x", {ANYTHING}),
        ("cd a", {MOVES}),
        ("exit", {JUMPS}),
        ("eval a", {ANYTHING, MOVES}),
        ("command -v git", set()),
        ("command cd a", {ANYTHING, MOVES}),
        ("((x = 1))", {"x"}),
        ("echo ${x:=1}", {"x", TEXT + "x"}),
        ("(x=1; cd a)", set()),
        ("x=1 | y=2", set()),
        ("f() { x=1; }", set()),
        ("for x in a; do y=1; done", {"x", "y"}),
    ],
)
def test_what_a_stretch_writes(text: str, expected: set[str]) -> None:
    assert writes(text) == expected


def test_what_a_function_writes_is_kept_apart() -> None:
    cur = cursor("f() { x=1; cd a; }")
    program(cur)
    assert cur.function_writes == {"x", MOVES}
    assert cur.defined == {"f"}


@pytest.mark.parametrize(
    ("text", "name"), [("x", "x"), ("x=1", "x"), ("x+=1", "x"), ("x[1]=2", "x"), ("x[1]", "x"), ("", "")]
)
def test_names_of_arguments(text: str, name: str) -> None:
    assert written_name(text) == name
