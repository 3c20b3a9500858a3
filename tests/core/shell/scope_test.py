import pytest

from cctl.core.shell.cursor import ANYTHING, MOVES, TEXT, Limits
from cctl.core.shell.scope import feeds, forget, settle
from cctl.core.shell.state import NOWHERE, UNSURE, State
from cctl.core.shell.walk import Walk
from cctl.core.shell.word import Word


def walk() -> Walk:
    made = Walk(State("/p", "/home/test"), Limits(), [])
    for name in ("X", "Y"):
        made.state.put(name, Word("a", "a", 0, 0))
    return made


def test_only_what_was_written_is_forgotten() -> None:
    made = walk()
    forget(made, frozenset(["X"]))
    x, y = made.state.get("X"), made.state.get("Y")
    assert isinstance(x, Word)
    assert x.dynamic
    assert x.subs == ()
    assert isinstance(y, Word)
    assert not y.dynamic


def test_text_from_elsewhere_leaves_a_taint() -> None:
    made = walk()
    forget(made, frozenset(["X", TEXT + "X"]))
    assert made.state.get("X") is UNSURE


def test_anything_is_everything() -> None:
    made = walk()
    forget(made, frozenset([ANYTHING]))
    assert made.state.get("Y") is UNSURE


def test_a_move_loses_the_place() -> None:
    made = walk()
    forget(made, frozenset([MOVES]))
    assert made.state.place == NOWHERE


def test_what_functions_write_counts_wherever_one_may_be_called() -> None:
    made = walk()
    made.function_writes = frozenset(["Y"])
    forget(made, frozenset(["X"]))
    y = made.state.get("Y")
    assert isinstance(y, Word)
    assert y.dynamic


def test_settling_counts_with_success_and_failure() -> None:
    made = walk()
    made.state.place, made.failed = ("/a", ()), ("/p", ())
    settle(made)
    assert made.state.save()[2] == ("/a", ("/p",))


@pytest.mark.parametrize(
    ("op", "fd", "yes"),
    [("<", None, True), ("<", 0, True), ("<", 3, False), (">", None, False), ("<<", None, True), ("<&", 0, True)],
)
def test_which_redirections_feed(op: str, fd: int | None, yes: bool) -> None:
    assert feeds(op, fd) is yes
