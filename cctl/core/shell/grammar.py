"""Lists, pipelines, simple commands and functions; what else begins with a keyword is in `compound`.

Reading is linear: nothing is read twice, and what could be two things (`((` that does not balance as arithmetic)
is a fault rather than a second try.
"""

from __future__ import annotations

from cctl.core.shell.character import NAME, NAME_START_SET, WORD_END
from cctl.core.shell.compound import CLOSING, COMPOUND, gap, keyword, subshell
from cctl.core.shell.lexer import word
from cctl.core.shell.redirect import descriptor, redirect, redirects
from cctl.core.shell.sum import arithmetic
from cctl.core.shell.tree import AndOr, Assign, Block, Command, Coproc, Function, Pipe, Redirected
from cctl.core.shell.word import Word
from cctl.core.shell.writes import DECLARING, note_writes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.cursor import Cursor
    from cctl.core.shell.part import Raw
    from cctl.core.shell.tree import Node

_ENDS_COMMAND = frozenset("\n;|)&#")
_NOT_A_WORD = frozenset("\n;|)&#<>(")


def program(cur: Cursor) -> Block:
    """Commands up to the end, or up to something only the construct around them can step over."""
    block = Block()
    if not cur.enter():
        return block
    text = cur.text
    while True:
        gap(cur)
        i = cur.i
        if i >= cur.n or text[i] == ")" or cur.at(";;") or cur.at(";&"):
            break
        found = keyword(cur)
        if found in CLOSING:
            break
        node = _and_or(cur, found)
        cur.blanks()
        c = text[cur.i] if cur.i < cur.n else "\n"
        block.items.append((node, c == "&"))
        if c == "&" or (c == ";" and not cur.at(";;") and not cur.at(";&")):
            cur.i += 1
        elif c not in "\n;)#" and keyword(cur) not in CLOSING:
            cur.fail("unexpected " + c)
        if cur.i == i:
            cur.fail("unexpected " + c)
    cur.leave()
    return block


def _and_or(cur: Cursor, found: str) -> Node:
    first = _pipeline(cur, found)
    rest: list[tuple[str, Node]] = []
    while True:
        cur.blanks()
        if not (cur.at("&&") or cur.at("||")):
            return AndOr(first, rest) if rest else first
        op = cur.text[cur.i : cur.i + 2]
        cur.i += 2
        gap(cur)
        rest.append((op, _pipeline(cur, keyword(cur))))


def _pipeline(cur: Cursor, found: str) -> Node:
    negated = False
    prefixed = bool(found) and found in ("!", "time")
    while found and found in ("!", "time"):
        cur.i += len(found)
        cur.count()
        negated ^= found == "!"
        if found == "!" and cur.at("("):
            cur.note("! or a pattern", cur.i - 1, cur.i + 1)
        cur.blanks()
        for option in ("-p", "--") if found == "time" else ():
            if cur.at(option) and cur.text[cur.i + 2 : min(cur.i + 3, cur.n)] in WORD_END:
                cur.i += 2
                cur.blanks()
        found = keyword(cur)
    if prefixed and (cur.i >= cur.n or cur.text[cur.i] in _ENDS_COMMAND):
        return Command(cur.i)
    writes = len(cur.writes)
    node = _command(cur, found)
    stages = [node]
    while True:
        cur.blanks()
        if not cur.at("|") or cur.at("||"):
            break
        cur.i += 2 if cur.at("|&") else 1
        gap(cur)
        stages.append(_command(cur, keyword(cur)))
        if len(stages) > cur.limits.stages:
            cur.fail("limit of stages")
    if len(stages) > 1:
        del cur.writes[writes:]
    return Pipe(stages, negated) if negated or len(stages) > 1 else node


def _command(cur: Cursor, found: str) -> Node:
    start = cur.i
    if found in COMPOUND:
        cur.count()
        node = COMPOUND[found](cur)
    elif cur.at("("):
        cur.count()
        node = subshell(cur)
    elif found == "function":
        cur.i += 8
        cur.blanks()
        name = word(cur)
        cur.blanks()
        if cur.at("("):
            cur.i += 1
            cur.blanks()
            cur.expect(")", "function definition")
        return _function(cur, name)
    elif found == "coproc":
        return _coproc(cur)
    elif found and found != "time":
        cur.fail("unexpected " + found)
        return Command(start)
    else:
        return _simple(cur)
    behind = redirects(cur)
    return Redirected(node, behind, start, cur.i) if behind else node


def _function(cur: Cursor, name: Raw | Word) -> Node:
    gap(cur)
    found = keyword(cur)
    if not isinstance(name, Word) or name.quoted or not name.text or not (found in COMPOUND or cur.at("(")):
        cur.fail("function definition")
        return Command(cur.i)
    cur.defined.add(name.text)
    writes = len(cur.writes)
    body = _command(cur, found)
    cur.function_writes.update(cur.writes[writes:])
    del cur.writes[writes:]
    return Function(name.text, body)


def _coproc(cur: Cursor) -> Node:
    cur.i += 6
    cur.blanks()
    name = "COPROC"
    found = keyword(cur)
    if not found and not cur.at("("):
        start = cur.i
        first = word(cur)
        cur.blanks()
        found = keyword(cur)
        if isinstance(first, Word) and (found in COMPOUND or cur.at("(")):
            name = first.text
        else:
            cur.resume(start)
            found = ""
    if found and found not in COMPOUND:
        cur.fail("unexpected " + found)
        return Command(cur.i)
    writes = len(cur.writes)
    body = _command(cur, found)
    del cur.writes[writes:]
    cur.writes.append(name)
    return Coproc(name, body)


def _simple(cur: Cursor) -> Node:
    command = Command(cur.i)
    cur.nodes += 1
    text, words = cur.text, command.words
    while True:
        cur.blanks()
        i = cur.i
        if i >= cur.n:
            break
        c = text[i]
        if c in _NOT_A_WORD:
            if c in "<>" and not text.startswith("(", i + 1, cur.n):
                command.redirects.append(redirect(cur, None, i))
                continue
            if c == "&" and cur.at("&>"):
                command.redirects.append(redirect(cur, None, i))
                continue
            if c == "(":
                return _definition(cur, command)
            if c not in "<>":
                break
        if c in NAME_START_SET and cur.assigns and _assignment(cur, command):
            continue
        read = word(cur)
        if cur.i < cur.n and text[cur.i] in "<>":
            fd = descriptor(read.raw)
            if fd is not None:
                command.redirects.append(redirect(cur, fd, i))
                continue
            if read.raw[:1] == "{" and "[" in read.raw:
                cur.note("subscript of a descriptor", i, cur.i)
        words.append(read)
    command.end = cur.i
    if not words and not command.assigns and not command.redirects:
        cur.fail("missing command")
    note_writes(cur, command)
    return command


def _definition(cur: Cursor, command: Command) -> Node:
    """`name ()`: the only place where a bracket may follow a word."""
    cur.i += 1
    cur.blanks()
    if len(command.words) == 1 and not command.assigns and not command.redirects and cur.at(")"):
        cur.i += 1
        return _function(cur, command.words[0])
    cur.fail("unexpected (")
    return command


def _assignment(cur: Cursor, command: Command) -> bool:
    """Read an assignment if one stands here; behind a declaring builtin, only those of arrays."""
    text, start, n = cur.text, cur.i, cur.n
    declaring = bool(command.words)
    first = command.words[0] if declaring else None
    if first is not None and not (isinstance(first, Word) and first.text in DECLARING):
        return False
    chunk = text[start : min(start + 64, n)]
    name = chunk[: len(chunk) - len(chunk.lstrip(NAME))]
    i = start + len(name)
    bracket = not declaring and text.startswith("[", i, n) and text.find("]", i, n) > 0
    append = text.startswith("+=", i, n)
    if not (append or text.startswith("=", i, n) or (bracket and _subscripted(text, i, n))):
        return False
    if declaring and not text.startswith("(", i + 1 + append, n):
        return False
    cur.i = i
    subscript = None
    if bracket:
        cur.i += 1
        subscript = arithmetic(cur, "]", True, i)
        append = cur.at("+=")
    cur.i += append
    cur.expect("=", "assignment")
    array = cur.at("(")
    values = _array(cur) if array else [word(cur, WORD_END, True)]
    assign = Assign(name, values, append, array, subscript)
    if declaring:
        command.declared.append(assign)
        command.words.append(Word(name + "=", text[start : cur.i], start, cur.i, True))
    else:
        command.assigns.append(assign)
    return True


def _subscripted(text: str, i: int, n: int) -> bool:
    line = text.find("\n", i, n)
    end = n if line < 0 else line
    return text.find("]=", i, end) > 0 or text.find("]+=", i, end) > 0


def _array(cur: Cursor) -> list[Raw | Word]:
    cur.i += 1
    values: list[Raw | Word] = []
    while True:
        gap(cur)
        before = cur.i
        if cur.at(")") or cur.i >= cur.n:
            break
        values.append(word(cur))
        if cur.i == before:
            cur.fail("unexpected " + cur.text[cur.i])
            break
    cur.expect(")", "unclosed (")
    return values
