"""Commands that hold commands: groups, conditions, loops, `case`, and the two kinds of test."""

from __future__ import annotations

from cctl.core.shell.character import LOWER, NAME, NAME_START_SET, WORD_END, run_length
from cctl.core.shell.cursor import JUMPS
from cctl.core.shell.heredoc import newline
from cctl.core.shell.lexer import TEST_END, word
from cctl.core.shell.sum import arithmetic
from cctl.core.shell.tree import Block, Case, Command, Condition, Count, For, Group, If, Loop
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.part import Raw
    from cctl.core.shell.tree import Node

CLOSING = frozenset(["then", "elif", "else", "fi", "do", "done", "esac", "}"])
_KEYWORD_START = frozenset("cdefistuw{}![")
_PATTERN_OPERATORS = frozenset(["=~", "==", "=", "!="])
_SINGLE = frozenset("{}!")


def keyword(cur: Cursor) -> str:
    """The keyword at the cursor, where a command would begin; it is not stepped over."""
    text, i, n = cur.text, cur.i, cur.n
    c = text[i] if i < n else ""
    if c not in _KEYWORD_START:
        return ""
    if c in _SINGLE:
        size = 1
    elif c == "[":
        size = 2
    else:
        chunk = text[i : min(i + 9, n)]
        size = len(chunk) - len(chunk.lstrip(LOWER))
    found = text[i : min(i + size, n)]
    if found not in KEYWORDS:
        return ""
    i += size
    while text.startswith("\\\n", i, n):
        i += 2
    return found if i >= n or text[i] in WORD_END else ""


def gap(cur: Cursor) -> None:
    """Step over everything that may stand between two commands."""
    text, n = cur.text, cur.n
    while True:
        cur.blanks()
        i = cur.i
        if i >= n:
            return
        if text[i] == "\n":
            newline(cur)
        elif text[i] == "#":
            cur.comment()
        else:
            return


def _step(cur: Cursor, wanted: str) -> bool:
    """Step over the keyword `wanted`, or fail."""
    gap(cur)
    if keyword(cur) == wanted:
        cur.i += len(wanted)
        return True
    cur.fail("missing " + wanted)
    return False


def subshell(cur: Cursor) -> Node:
    """`( … )`, or `(( … ))`."""
    start = cur.i
    if cur.at("(("):
        cur.i += 2
        return arithmetic(cur, "))", True, start)
    cur.i += 1
    writes = len(cur.writes)
    block = cur.readers.program(cur)
    cur.expect(")", "unclosed (")
    del cur.writes[writes:]
    return Group(block, True)


def _group(cur: Cursor) -> Node:
    cur.i += 1
    block = cur.readers.program(cur)
    _step(cur, "}")
    return Group(block, False)


def _if(cur: Cursor) -> Node:
    node = If()
    cur.i += 2
    while not cur.failed:
        condition = cur.readers.program(cur)
        # Known before the bodies are, so that a fault further on loses nothing.
        node.branches.append((condition, Block()))
        _step(cur, "then")
        node.branches[-1] = (condition, cur.readers.program(cur))
        closing = keyword(cur)
        cur.i += len(closing)
        if closing == "else":
            node.branches.append((None, cur.readers.program(cur)))
            _step(cur, "fi")
            break
        if closing == "fi":
            break
        if closing != "elif":
            cur.fail("missing fi")
    return node


def _body(cur: Cursor) -> Block:
    """The body of a loop, in `do … done` or in braces."""
    gap(cur)
    opening = keyword(cur)
    if opening not in ("do", "{"):
        cur.fail("missing do")
        return Block()
    cur.i += len(opening)
    block = cur.readers.program(cur)
    _step(cur, "done" if opening == "do" else "}")
    return block


def _while(cur: Cursor) -> Node:
    until = cur.at("until")
    cur.i += 5
    writes = len(cur.writes)
    condition = cur.readers.program(cur)
    body = _body(cur)
    written = frozenset(cur.writes[writes:])
    return Loop(condition, body, written, JUMPS not in written and _constant(condition) == (not until))


def _constant(condition: Block) -> bool | None:
    """Whether a condition always or never holds, as far as `true`, `:`, `false` and tests of literals go."""
    node = condition.items[0][0] if len(condition.items) == 1 else None
    if not isinstance(node, Command | Condition) or any(type(each) is not Word for each in node.words):
        return None
    texts = [each.text for each in node.words if type(each) is Word]
    if isinstance(node, Command):
        if len(texts) == 1:
            return {"true": True, ":": True, "false": False}.get(texts[0])
        if texts[:1] != ["test"] and (texts[:1] != ["["] or texts[-1] != "]"):
            return None
        texts = texts[1:] if texts[0] == "test" else texts[1:-1]
    if len(texts) == 1:
        return bool(texts[0])
    same = len(texts) == 3 and texts[1] in ("=", "==", "-eq") and texts[0] == texts[2]
    return True if same else None


def _for(cur: Cursor) -> Node:
    cur.i += len(keyword(cur))
    cur.blanks()
    writes = len(cur.writes)
    if cur.at("(("):
        return _count(cur, writes)
    size = run_length(cur.text, cur.i, cur.n, NAME)
    name = cur.text[cur.i : cur.i + size]
    cur.i += size
    if name[:1] not in NAME_START_SET:
        cur.fail("missing loop variable")
    gap(cur)
    words: list[Raw | Word] | None = None
    if cur.at("in") and cur.text[cur.i + 2 : min(cur.i + 3, cur.n)] in WORD_END | {""}:
        cur.i += 2
        words = _words(cur)
    if cur.at(";"):
        cur.i += 1
    nodes = cur.nodes
    cur.writes.append(name)
    body = _body(cur)
    return For(name, words, body, frozenset(cur.writes[writes:]), cur.nodes - nodes)


def _words(cur: Cursor) -> list[Raw | Word]:
    found: list[Raw | Word] = []
    while True:
        cur.blanks()
        before = cur.i
        if cur.at("#"):
            cur.comment()
            return found
        read = word(cur)
        if cur.i == before:
            return found
        found.append(read)


def _count(cur: Cursor, writes: int) -> Node:
    start = cur.i
    cur.i += 2
    heading = arithmetic(cur, "))", True, start)
    cur.blanks()
    if cur.at(";"):
        cur.i += 1
    body = _body(cur)
    written = frozenset(cur.writes[writes:])
    parts = heading.text.split(";")
    endless = len(parts) == 3 and not parts[1].strip() and JUMPS not in written
    return Count(heading, body, written, endless)


def _case(cur: Cursor) -> Node:
    cur.i += 4
    cur.blanks()
    node = Case(word(cur))
    gap(cur)
    if not cur.at("in"):
        cur.fail("missing in")
    cur.i = min(cur.i + 2, cur.n)
    while not cur.failed:
        gap(cur)
        if keyword(cur) == "esac":
            cur.i += 4
            break
        patterns = _patterns(cur)
        body = cur.readers.program(cur)
        ending = next((end for end in (";;&", ";;", ";&") if cur.at(end)), "")
        cur.i += len(ending)
        node.arms.append((patterns, body, ending in (";;&", ";&")))
        if not ending and keyword(cur) != "esac":
            cur.fail("missing esac")
    return node


def _patterns(cur: Cursor) -> list[Raw | Word]:
    found: list[Raw | Word] = []
    if cur.at("("):
        cur.i += 1
    while not cur.failed:
        cur.blanks()
        before = cur.i
        found.append(word(cur))
        if cur.i == before:
            cur.fail("missing pattern")
        cur.blanks()
        if not cur.at("|"):
            break
        cur.i += 1
    cur.expect(")", "missing ) in case")
    return found


def _test(cur: Cursor) -> Node:
    start = cur.i
    cur.i += 2
    words: list[Raw | Word] = []
    operator = ""
    depth = 0
    while not cur.failed:
        gap(cur)
        if cur.i >= cur.n:
            cur.fail("missing ]]")
        elif cur.at("&&") or cur.at("||"):
            cur.i += 2
        elif cur.at(")") or (cur.at("(") and operator not in _PATTERN_OPERATORS):
            depth += 1 if cur.at("(") else -1
            cur.i += 1
        else:
            before = cur.i
            read = word(cur, TEST_END)
            if cur.i == before:
                cur.fail("unexpected " + cur.text[cur.i])
            if read.raw == "]]":
                break
            operator = read.raw
            words.append(read)
    if depth:
        cur.fail("brackets in [[")
    return Condition(words, start, cur.i)


COMPOUND: dict[str, Callable[[Cursor], Node]] = {
    "{": _group,
    "if": _if,
    "while": _while,
    "until": _while,
    "for": _for,
    "select": _for,
    "case": _case,
    "[[": _test,
}
KEYWORDS = CLOSING | COMPOUND.keys() | {"!", "time", "function", "coproc"}
