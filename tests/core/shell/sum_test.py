import pytest

from cctl.core.shell.part import Param, Sub, Text
from cctl.core.shell.sum import arithmetic
from tests.core.shell.cursor_test import cursor


@pytest.mark.parametrize(
    ("text", "close", "source"),
    [
        ("1 + 2))", "))", "1 + 2"),
        ("(1) + (2)))", "))", "(1) + (2)"),
        ("a[b[1]]]", "]", "a[b[1]]"),
        ("x}", "}", "x"),
        ("${n}:2}", "}", "${n}:2"),
        ("i=0; i<3; i++))", "))", "i=0; i<3; i++"),
        ('"a)" + 1))', "))", '"a)" + 1'),
        ("1 +\\\n 2))", "))", "1 +\\\n 2"),
    ],
)
def test_an_expression_ends_at_its_own_bracket(text: str, close: str, source: str) -> None:
    cur = cursor(text)
    found = arithmetic(cur, close, True, 0)
    assert not cur.failed
    assert found.text == source
    assert cur.i == len(text)


def test_expansions_in_it_are_parts() -> None:
    found = arithmetic(cursor("a + $b * $(c)))"), "))", True, 0)
    assert [type(part) for part in found.parts] == [Text, Param, Text, Sub]


def test_what_it_assigns_is_remembered() -> None:
    cur = cursor("x = y + 1))")
    arithmetic(cur, "))", True, 0)
    assert set(cur.writes) == {"x", "y"}
    cur = cursor("x + 1))")
    arithmetic(cur, "))", True, 0)
    assert cur.writes == []


@pytest.mark.parametrize("text", ["1", "1)", "1; (2)", "a)", "'a'))", "\\$(x)))", "(" * 100 + ")" * 100 + "))"])
def test_what_does_not_balance_fails(text: str) -> None:
    cur = cursor(text)
    arithmetic(cur, "))", True, 0)
    assert cur.failed
