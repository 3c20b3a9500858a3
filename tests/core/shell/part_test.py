from cctl.core.shell.part import Param, Raw, Sub, Sum, Text, Tilde
from cctl.core.shell.tree import Command
from tests.core.shell.cursor_test import cursor


def parts(text: str) -> list[object]:
    cur = cursor("x " + text)
    node = cur.readers.program(cur).items[0][0]
    assert isinstance(node, Command)
    word = node.words[1]
    assert isinstance(word, Raw)
    return list(word.parts)


def test_each_expansion_is_a_part_of_its_own() -> None:
    assert [type(part) for part in parts("a'b'$c`d`$((e))<(f)")] == [Text, Text, Param, Sub, Sum, Sub]
    assert [type(part) for part in parts("~/a")] == [Tilde, Text]


def test_parts_know_whether_they_are_quoted() -> None:
    bare, quoted = parts('$a"$b"')
    assert isinstance(bare, Param)
    assert isinstance(quoted, Param)
    assert (bare.quoted, quoted.quoted) == (False, True)


def test_a_parameter_keeps_its_operator_and_operand() -> None:
    (part,) = parts("${a[1]:-b c}")
    assert isinstance(part, Param)
    assert (part.name, part.op) == ("a", ":-")
    assert part.subscript is not None
    assert part.subscript.text == "1"
    assert part.operand is not None


def test_a_word_that_may_be_several_says_so() -> None:
    cur = cursor("x {a,b}c")
    node = cur.readers.program(cur).items[0][0]
    assert isinstance(node, Command)
    word = node.words[1]
    assert isinstance(word, Raw)
    assert word.brace
    assert word.raw == "{a,b}c"
