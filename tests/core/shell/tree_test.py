from __future__ import annotations

from typing import TYPE_CHECKING

from cctl.core.shell.grammar import program
from cctl.core.shell.part import Raw, Sum
from cctl.core.shell.tree import (
    AndOr,
    Case,
    Command,
    Condition,
    Coproc,
    Count,
    For,
    Function,
    Group,
    Here,
    If,
    Loop,
    Pipe,
    Redirected,
)
from cctl.core.shell.word import Word
from tests.core.shell.cursor_test import cursor

if TYPE_CHECKING:
    from cctl.core.shell.tree import Node


def first(text: str) -> Node:
    cur = cursor(text)
    block = program(cur)
    assert not cur.failed
    return block.items[0][0]


def test_every_construct_has_a_node_of_its_own() -> None:
    made = {
        "a": Command,
        "a | b": Pipe,
        "! a": Pipe,
        "a && b": AndOr,
        "{ a; }": Group,
        "(a)": Group,
        "if a; then b; fi": If,
        "while a; do b; done": Loop,
        "for x in a; do b; done": For,
        "select x in a; do b; done": For,
        "for ((;;)); do a; done": Count,
        "case a in b) c;; esac": Case,
        "f() { a; }": Function,
        "coproc a": Coproc,
        "[[ a ]]": Condition,
        "((1))": Sum,
        "{ a; } > b": Redirected,
    }
    assert {text: type(first(text)) for text in made} == made


def test_a_word_that_is_certain_is_made_by_the_lexer() -> None:
    node = first("a 'b c' $d {e,f} ~")
    assert isinstance(node, Command)
    assert [type(word) for word in node.words] == [Word, Word, Raw, Raw, Raw]


def test_background_belongs_to_the_item() -> None:
    cur = cursor("a & b; c")
    assert [background for _, background in program(cur).items] == [True, False, False]


def test_a_here_document_starts_empty() -> None:
    here = Here("E", False, False, 3)
    assert isinstance(here.body, Word)
    assert here.body.text == ""


def test_a_loop_knows_what_its_turns_write_and_whether_it_ends() -> None:
    endless = first("while true; do x=1; cd y; done")
    assert isinstance(endless, Loop)
    assert endless.endless
    assert {"x", "/"} <= endless.writes
    left = first("while true; do break; done")
    assert isinstance(left, Loop)
    assert not left.endless
    counted = first("for ((;;)); do a; done")
    assert isinstance(counted, Count)
    assert counted.endless


def test_a_subshell_writes_nothing_outside() -> None:
    node = first("while a; do (cd x; y=1); z=1 | w=2; v=$(u=1); done")
    assert isinstance(node, Loop)
    assert {name for name in node.writes if name.isalpha()} == {"v"}
