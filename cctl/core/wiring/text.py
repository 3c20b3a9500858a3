"""A JSON text with the place of everything in it, so that a change touches only what it is about.

Settings belong to people: their order, indentation and blank lines stay. Whatever a client may read differently than we
do (comments, a key that stands twice) is refused rather than guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator

from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

DEEPEST = 64
_WHITE = pattern(r"[ \t\r\n]*")
_STRING = r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"'
_SCALAR = pattern(_STRING + r"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPE = pattern(r"\\(?:u([0-9a-fA-F]{4})|(.))")


class Unusable(ValueError):
    """A text that can't be changed safely; the message says where and why."""


class Member(NamedTuple):
    """A key of an object with its value."""

    key: str
    start: int  # of the key
    value: Node


class Node:
    """A value and where it stands."""

    __slots__ = ("end", "items", "kind", "members", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str = "") -> None:
        self.kind = kind  # object, array, string, other
        self.start = start
        self.end = end
        self.text = text  # of a string, read; of another scalar, as it stands
        self.members: list[Member] = []
        self.items: list[Node] = []

    def get(self, key: str) -> Node | None:
        """The value of a key of an object."""
        return next((each.value for each in self.members if each.key == key), None)

    def parts(self) -> list[tuple[int, int]]:
        """Where members or items begin and end."""
        if self.kind == "object":
            return [(each.start, each.value.end) for each in self.members]
        return [(each.start, each.end) for each in self.items]


def parse(text: str) -> Node:
    """The value in a text; `Unusable` says what is wrong, with line and column."""
    body = 1 if text.startswith("\ufeff") else 0
    node, end = _Reader(text).value(_skip(text, body), 0)
    end = _skip(text, end)
    if end != len(text):
        raise _at(text, end, "something stands after the value")
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text

    def value(self, at: int, deep: int) -> tuple[Node, int]:
        """A value and where it ends."""
        text = self.text
        if deep > DEEPEST:
            raise _at(text, at, "nested too deeply")
        mark = text[at : at + 1]
        if mark == "{":
            return self._object(at, deep)
        if mark == "[":
            return self._array(at, deep)
        found = _SCALAR.match(text, at)
        if found is None:
            raise _at(text, at, "comments are no JSON" if mark == "/" else "expected a value")
        end = found.end()
        if mark == '"':
            return Node("string", at, end, unquoted(found[0])), end
        return Node("other", at, end, found[0]), end

    def _object(self, start: int, deep: int) -> tuple[Node, int]:
        node = Node("object", start, start)
        seen: set[str] = set()
        for at in self._parts(start, "}", node):
            key, end = self.value(at, deep + 1)
            if key.kind != "string":
                raise _at(self.text, at, "expected a key")
            if key.text in seen:
                raise _at(self.text, at, f'the key "{key.text}" stands there twice')
            seen.add(key.text)
            end = _skip(self.text, end)
            if self.text[end : end + 1] != ":":
                raise _at(self.text, end, 'expected ":"')
            value, node.end = self.value(_skip(self.text, end + 1), deep + 1)
            node.members.append(Member(key.text, at, value))
        return node, node.end

    def _array(self, start: int, deep: int) -> tuple[Node, int]:
        node = Node("array", start, start)
        for at in self._parts(start, "]", node):
            value, node.end = self.value(at, deep + 1)
            node.items.append(value)
        return node, node.end

    def _parts(self, start: int, close: str, node: Node) -> Iterator[int]:
        """Where each part begins; whoever takes one says in `node.end` where it ended. Then `node.end` is the whole."""
        at = _skip(self.text, start + 1)
        if self.text[at : at + 1] == close:
            node.end = at + 1
            return
        while True:
            yield at
            at = _skip(self.text, node.end)
            mark = self.text[at : at + 1]
            if mark == close:
                node.end = at + 1
                return
            if mark != ",":
                raise _at(self.text, at, f'expected "," or "{close}"')
            at = _skip(self.text, at + 1)
            if self.text[at : at + 1] == close:
                raise _at(self.text, at, "a comma with nothing after it")


def unquoted(text: str) -> str:
    """The string that a JSON string stands for."""
    read = _ESCAPE.sub(lambda each: chr(int(each[1], 16)) if each[1] else _ESCAPES.get(each[2], each[2]), text[1:-1])
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _skip(text: str, at: int) -> int:
    found = _WHITE.match(text, at)
    return found.end() if found else at


def _at(text: str, at: int, message: str) -> Unusable:
    if text[at : at + 1] == "/":
        message = "comments are no JSON"
    elif at >= len(text):
        message = "the text ends too early" if text.strip() else "the file is empty"
    line = text.count("\n", 0, at) + 1
    return Unusable(f"line {line}, column {at - text.rfind(chr(10), 0, at)}: {message}")
