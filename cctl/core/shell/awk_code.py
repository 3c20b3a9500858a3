"""What an awk program does beyond its input: commands it runs, files it reads and writes.

The program is cut into tokens, which takes one decision that can hide code when it is taken wrongly: whether a slash
divides or begins a pattern. Where versions of awk could decide differently the program is unknown.
"""

from __future__ import annotations

from cctl.core.shell.bracket import bracket_end
from cctl.core.shell.character import DIGITS, NAME, NAME_START_SET, run_length
from cctl.core.shell.fact import LONGEST, Fact, unknown

_CONDITIONS = frozenset(["if", "while", "for", "switch"])
_OPERATOR_WORDS = frozenset(["in", "print", "printf", "return", "else", "do", "case", "delete", "exit"])
_UNCLEAR = frozenset(["length", "getline"])
_ENDS = frozenset([";", "{", "}", "\n", ""])
_GOES_ON = frozenset([",", "&&", "||", "\n"])
"""Behind these a newline ends nothing."""
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_LONG = ("|&", "||", "&&", ">>", ">=", "<=", "==", "!=", "++", "--", "+=", "-=", "*=", "%=", "^=", "::")


class _Strange(Exception):
    """Something that could be read in two ways."""


class _Token:
    """`kind` is name, text, regex, number or op; `value` is None for a string that is not certain."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: str | None) -> None:
        self.kind = kind
        self.value = value


def read_awk(program: str) -> tuple[Fact, ...]:
    """The facts of a program."""
    if len(program) > LONGEST:
        return unknown("limit of text")
    try:
        tokens = _tokens(program)
    except _Strange as strange:
        return unknown(str(strange))
    return tuple(_facts([*tokens, _Token("op", "")]))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    brackets: list[bool] = []
    condition_closed = False
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c in " \t\r":
            i += 1
        elif text.startswith("\\\n", i):
            i += 2
        elif c == "#":
            end = text.find("\n", i)
            i = n if end < 0 else end
        elif c == '"':
            value, i = _string(text, i + 1)
            found.append(_Token("text", value))
        elif c == "/" and _begins_regex(found, condition_closed):
            i = _regex(text, i + 1)
            found.append(_Token("regex", None))
        elif c in NAME_START_SET:
            size = run_length(text, i, n, NAME)
            found.append(_Token("name", text[i : i + size]))
            i += size
        elif c in DIGITS:
            i += run_length(text, i, n, DIGITS + ".")
            found.append(_Token("number", None))
        else:
            op = next((long for long in _LONG if text.startswith(long, i)), c)
            i += len(op)
            condition_closed = False
            if op == "(":
                brackets.append(bool(found) and found[-1].kind == "name" and found[-1].value in _CONDITIONS)
            elif op == ")":
                if not brackets:
                    raise _Strange("brackets")
                condition_closed = brackets.pop()
            elif op == "@":
                raise _Strange("indirect call or inclusion")
            found.append(_Token("op", op))
    return found


def _string(text: str, i: int) -> tuple[str | None, int]:
    out: list[str] = []
    certain = True
    while i < len(text) and text[i] != '"':
        if text[i] == "\n":
            raise _Strange("newline in a string")
        if text[i] == "\\":
            following = text[i + 1 : i + 2]
            certain = certain and following in _ESCAPES
            out.append(_ESCAPES.get(following, following))
            i += 2
        else:
            out.append(text[i])
            i += 1
    if i >= len(text):
        raise _Strange("unclosed string")
    return "".join(out) if certain else None, i + 1


def _begins_regex(found: list[_Token], condition_closed: bool) -> bool:
    if not found:
        return True
    last = found[-1]
    if last.kind == "name":
        if last.value in _UNCLEAR:
            raise _Strange("division or pattern")
        return last.value in _OPERATOR_WORDS
    if last.kind in ("text", "number", "regex"):
        return False
    if last.value == ")":
        return condition_closed
    return last.value not in ("]", "$", "++", "--")


def _regex(text: str, i: int) -> int:
    while i < len(text) and text[i] != "/":
        if text[i] == "\n":
            raise _Strange("newline in a pattern")
        if text[i] == "[":
            close = bracket_end(text, i)
            if close < 0 or "/" in text[i:close]:
                raise _Strange("slash in brackets")
            i = close
            continue
        i += 2 if text[i] == "\\" else 1
    if i >= len(text):
        raise _Strange("unclosed pattern")
    return i + 1


def _facts(tokens: list[_Token]) -> list[Fact]:
    found: list[Fact] = []
    depth = 0
    printing = -1
    getting = False
    for at, token in enumerate(tokens):
        value = token.value
        before = tokens[at - 1] if at else tokens[-1]
        following = tokens[at + 1] if at + 1 < len(tokens) else tokens[-1]
        if token.kind == "text" and value is not None and value.startswith("/inet"):
            found.append(Fact("net_send", value))
        if token.kind == "name":
            if value in ("print", "printf"):
                printing = depth
            elif value == "getline":
                getting = True
                if before.kind == "op" and before.value in ("|", "|&"):
                    found.append(Fact("shell", _before(tokens, at - 1)))
            elif value == "system":
                found.append(Fact("shell", _argument(tokens, at)))
            elif value == "ENVIRON":
                found.append(Fact("env", _index(tokens, at)))
            elif value in ("ARGV", "ARGC"):
                found.append(Fact("unknown", "input files chosen by the program"))
        elif token.kind == "op" and value is not None:
            if value in _ENDS and not (value == "\n" and before.value in _GOES_ON):
                printing, getting = -1, False
            depth += value in ("(", "[")
            depth -= value in (")", "]")
            if value in ("|", "|&") and not (following.kind == "name" and following.value == "getline"):
                found.append(Fact("shell", _after(tokens, at)))
            elif value in (">", ">>") and depth <= printing:
                found.append(Fact("write", _after(tokens, at)))
            elif value == "<" and getting:
                getting = False
                found.append(Fact("read", _after(tokens, at)))
    return found


def _ends(token: _Token) -> bool:
    return token.kind == "op" and (token.value in _ENDS or token.value == ")")


def _after(tokens: list[_Token], at: int) -> str | None:
    """The string behind an operator, if it is all there is."""
    text, end = tokens[at + 1], tokens[min(at + 2, len(tokens) - 1)]
    return text.value if text.kind == "text" and _ends(end) else None


def _before(tokens: list[_Token], at: int) -> str | None:
    """The string in front of `| getline`, if it is all there is."""
    text = tokens[at - 1] if at else tokens[-1]
    lead = tokens[at - 2] if at > 1 else None
    alone = lead is None or (lead.kind == "op" and lead.value in ("{", "(", ";", "\n", "}"))
    return text.value if text.kind == "text" and alone else None


def _argument(tokens: list[_Token], at: int) -> str | None:
    opening, text, closing = (*tokens[at + 1 : at + 4], *tokens[-1:] * 3)[:3]
    whole = opening.value == "(" and text.kind == "text" and closing.kind == "op" and closing.value == ")"
    return text.value if whole else None


def _index(tokens: list[_Token], at: int) -> str:
    opening, text, closing = (*tokens[at + 1 : at + 4], *tokens[-1:] * 3)[:3]
    whole = opening.value == "[" and text.kind == "text" and closing.kind == "op" and closing.value == "]"
    return text.value or "" if whole else ""
