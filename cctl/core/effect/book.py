"""The tables decoded for use: rows, verb rules, host names and word lists, each on first need.

One book serves a whole process. Nothing in it depends on a call, so what is decoded once stays.
"""

from __future__ import annotations

from cctl.core.effect.path import Names
from cctl.core.effect.row import EMPTY, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.table import Table

Section = dict[str, str]


class Book:
    """Programs by name, and the lists that go with them."""

    __slots__ = ("_hosts", "_options", "_rows", "_words", "names", "table")

    def __init__(self, table: Table) -> None:
        self.table = table
        self.names = Names(table)
        self._rows: dict[str, Row] = {"": EMPTY}
        self._hosts: Section | None = None
        self._words: Section | None = None
        self._options: Section | None = None

    def row(self, text: str) -> Row:
        """A row decoded, kept by its text: many subcommands share one."""
        row = self._rows.get(text)
        if row is None:
            row = self._rows[text] = Row(text)
        return row

    def program(self, name: str) -> Section | None:
        """The rows of a program, by subcommand; `python3.12` and `clang-18` are found under their plain names."""
        if name[:1] == "!":
            return None
        found = self.table.section(name)
        if found is None and name[-1:].isdigit():
            plain = name.rstrip("0123456789.-")
            other = self.table.section(plain) if plain and plain != name else None
            if other is not None and "%versioned" in other.get("", ""):
                return other
        return found

    def verb(self, rules: str, word: str) -> Row | None:
        """The row that a verb rule gives to a word such as `list`, `describe-images` or `delete`."""
        lines = self.table.section(f"!verbs {rules}")
        if lines is None:
            return None
        text = lines.get(word)
        if text is None:
            first, dash, after = word.partition("-")
            second, more, _ = after.partition("-")
            text = lines.get(f"{first}-{second}-") if more else None
            if text is None and dash:
                text = lines.get(f"{first}-")
        if text is None and 0 < word.count(":") < 4:  # `pg:reset`, `kv:key`
            rows = [self.verb(rules, part) for part in word.split(":") if part]
            return next((row for row in reversed(rows) if row is not None), None)
        return None if text is None else self.row(text)

    def host(self, name: str) -> str:
        """`loopback`, `known`, `metadata` or `other`; a listed domain covers the names below it."""
        if self._hosts is None:
            self._hosts = self.table.section("!hosts") or {}
        hosts = self._hosts
        low = name.lower().rstrip(".")
        while low:
            kind = hosts.get(low)
            if kind is not None:
                return kind
            _, dot, low = low.partition(".")
            if not dot:
                break
        return "loopback" if name.startswith("127.") and name.replace(".", "").isdigit() else "other"

    def word(self, word: str) -> str:
        """The list a word is on (`_words` in the tables): environment names, search words and the like."""
        if self._words is None:
            self._words = self.table.section("!words") or {}
        return self._words.get(word, "")

    def option(self, name: str) -> str:
        """What the name of an option that no row lists says: `word`, `name` or `letter` if it is harmless."""
        if self._options is None:
            self._options = self.table.section("!options") or {}
        return self._options.get(name, "")
