from cctl.core.shell.cursor import Cursor, Limits, Readers
from cctl.core.shell.dollar import double_quotes, expansion
from cctl.core.shell.grammar import program
from cctl.core.shell.lexer import word


def cursor(text: str, at: int = 0, **limits: int) -> Cursor:
    cur = Cursor(text, Limits(**limits), 0, Readers(program, word, expansion, double_quotes))
    cur.i = at
    return cur


def test_failing_notes_the_first_reason_and_jumps_to_the_end() -> None:
    cur = cursor("abcdef", at=2)
    cur.fail("one")
    cur.fail("two")
    assert cur.opaque == [("one", 2, 6)]
    assert cur.i == cur.n == 6


def test_too_many_nodes_fail() -> None:
    cur = cursor("abc", nodes=2)
    cur.count()
    cur.count()
    assert not cur.failed
    cur.count()
    assert cur.failed


def test_depth_is_counted_down_again() -> None:
    cur = cursor("abc", depth=1)
    assert cur.enter()
    cur.leave()
    assert cur.enter()
    assert not cur.enter()
    assert cur.opaque[0][0] == "limit of depth"


def test_blanks_are_spaces_tabs_and_continued_lines() -> None:
    cur = cursor(" \t\\\n  a")
    cur.blanks()
    assert cur.text[cur.i] == "a"
    cur = cursor("\\a")
    cur.blanks()
    assert cur.i == 0


def test_a_stretch_is_read_by_itself_and_reading_goes_on_behind_it() -> None:
    cur = cursor("a `b c` d")
    inside = cur.within(cur.text, 3, 6, program)
    cur.resume(7)
    assert len(inside.items) == 1
    assert (cur.i, cur.n) == (7, 9)


def test_a_fault_inside_a_stretch_stops_everything() -> None:
    cur = cursor("a `b )` d")
    cur.within(cur.text, 3, 6, program)
    cur.resume(7)
    assert cur.failed
    assert cur.i == cur.n


def test_nothing_is_seen_behind_the_end_of_the_stretch() -> None:
    cur = cursor("ab")
    cur.n = 1
    assert not cur.at("ab")
    assert cur.at("a")
