"""Turn the tables people write (TOML) into the one text the gate reads, and refuse what doesn't make sense.

Pure: the caller hands in the decoded documents and writes the result. It runs when the tables change, never in the
gate, so it may be slow and strict; CI regenerates the text and compares the bytes. Every mistake is told at once, with
the file and the key it stands at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cctl.core.effect.row import Row, word_set
from cctl.core.effect.table import spellings

SECTION = "\x1d"
ROLES = frozenset("rkKilRwdDmMusnxXecvqtp_")
PLACE_KINDS = ("part", "name", "pair", "ends", "head", "root")
COLUMNS = ("allow", "learnable", "ask", "deny")
LOWER = ("learn", "user", "none")
ATTRIBUTES = word_set(
    """single strict verbs group nohelp plus stop versioned local joined bare some pass raw skip sql rest last valued
    bundled env before helps early gravest parent open letters params"""
)


class TableError(ValueError):
    """Tables that don't make sense: one line per mistake."""


def compile_tables(
    programs: Mapping[str, Mapping[str, Any]],
    policy: Mapping[str, Any],
    places: Mapping[str, Any],
    handlers: frozenset[str],
) -> str:
    """The whole text: `programs` maps a family's file name to its document."""
    work = Compiler(handlers)
    work.sections["!policy"] = work.policy(policy)
    work.sections["!places"] = work.places(places)
    for family in sorted(programs):
        work.family(family, programs[family])
    if work.problems:
        raise TableError("\n".join(dict.fromkeys(work.problems)))
    ordered = sorted(work.sections)
    return "".join(f"{SECTION}{name}\n" + "".join(f"{line}\n" for line in work.sections[name]) for name in ordered)


class Compiler:
    """The sections made so far and the mistakes found."""

    def __init__(self, handlers: frozenset[str]) -> None:
        self.handlers = handlers
        self.effects: set[str] = set()
        self.sections: dict[str, list[str]] = {}
        self.problems: list[str] = []

    def add(self, name: str, lines: list[str], where: str) -> None:
        """One more section; a program may be described only once."""
        if name in self.sections:
            self.problems.append(f"{where}: {name} is described twice")
        self.sections[name] = lines

    def family(self, family: str, document: Mapping[str, Any]) -> None:
        """One file of tables."""
        lists = {name: str(text) for name, text in document.get("_lists", {}).items()}
        for name, rows in document.items():
            if name == "_verbs":
                for verbs, words in rows.items():
                    self.add(f"!verbs {verbs}", self.verbs(f"{family}: {verbs}", words), family)
            elif name in ("_hosts", "_words", "_options", "_mcp"):
                lines = [
                    f"{word}\t{kind}"
                    for kind, words in rows.items()
                    for word in (words if isinstance(words, list) else words.split())
                ]
                self.add(f"!{name[1:]}", lines, family)
            elif name != "_lists":
                self.program(f"{family}: {name}", name, rows, lists)

    def program(self, where: str, names: str, rows: str | Mapping[str, str], lists: Mapping[str, str]) -> None:
        """A program and its other names."""
        name, *others = names.split("|")
        lines: dict[str, str] = {}
        seen: set[str] = set()
        for keys, text in ({"": rows} if isinstance(rows, str) else rows).items():
            lines[keys] = self.expand(text, lists, f"{where} {keys}")
            self.check(lines[keys], f"{where} {keys}")
            for key in spellings(keys):
                if any(word.startswith("-") for word in key.split()):
                    self.problems.append(f"{where}: {key} can't be reached: an option is no subcommand")
                if key in seen:
                    self.problems.append(f"{where}: {key} is described twice")
                seen.add(key)
        self.add(name, [f"{keys}\t{lines[keys]}" for keys in sorted(lines)], where)
        for other in others:
            self.add(other, [f"=\t{name}"], where)

    def expand(self, text: str, lists: Mapping[str, str], where: str) -> str:
        """Replace each `&name` by the list of that name."""
        tokens: list[str] = []
        for token in text.split():
            if token[0] != "&":
                tokens.append(token)
            elif token[1:] in lists:
                tokens.append(self.expand(lists[token[1:]], lists, where))
            else:
                self.problems.append(f"{where}: no list named {token}")
        return " ".join(tokens)

    def check(self, text: str, where: str) -> None:
        """Complain about effects, roles, handlers and attributes that don't exist."""
        row = Row(text)
        effects = [*row.effects, *(effect for option in row.options.values() for effect in option.effects)]
        effects += [row.attrs[name] for name in ("bare", "some") if name in row.attrs]
        roles = [*row.head, row.star or "_", *row.tail, *(option.role for option in row.options.values())]
        self.problems += [f"{where}: no effect named {effect}" for effect in effects if effect not in self.effects]
        self.problems += [f"{where}: no role named {role}" for role in roles if role not in ROLES]
        self.problems += [f"{where}: no attribute named {attr}" for attr in row.attrs if attr not in ATTRIBUTES]
        for handler in (row.handler, row.attrs.get("before", "")):
            if handler and handler not in self.handlers:
                self.problems.append(f"{where}: no handler named {handler}")
        if any(ord(char) < ord(" ") for char in text):
            self.problems.append(f"{where}: control character")

    def verbs(self, where: str, words: Mapping[str, str]) -> list[str]:
        """Verb rules: each verb, or each beginning of one (`list-`), with its row."""
        lines: dict[str, str] = {}
        for verbs, row in words.items():
            if verbs == "=nouns":
                lines[verbs] = f" {row} "
                continue
            self.check(row, f"{where} {verbs[:40]}")
            for verb in verbs.split():
                if verb in lines:
                    self.problems.append(f"{where}: {verb} is described twice")
                lines[verb] = row
        return [f"{verb}\t{row}" for verb, row in sorted(lines.items())]

    def policy(self, document: Mapping[str, Any]) -> list[str]:
        """The matrix, and with it the closed set of effects."""
        policies = str(document["policies"])
        lines = [f"policies\t{policies}", f"default\t{document['default']}"]
        for codes, text in document["effect"].items():
            cells, _, meaning = str(text).partition("  ")
            *columns, lower = cells.split(" ")
            if len(columns) != len(policies.split(" ")) or not set(columns) <= set(COLUMNS):
                self.problems.append(f"policy.toml: {codes}: expected one of {COLUMNS} for each of {policies}")
            elif lower not in LOWER or not meaning:
                self.problems.append(f"policy.toml: {codes}: expected one of {LOWER}, two spaces and a meaning")
            for code in codes.split(" "):
                if code in self.effects:
                    self.problems.append(f"policy.toml: {code} is described twice")
                self.effects.add(code)
                lines.append(f"{code}\t{cells} {meaning}")
        return lines

    def places(self, document: Mapping[str, Any]) -> list[str]:
        """The names that make a path more than a plain file."""
        lines = [f"weight\t{document['weight']}"]
        for kind in PLACE_KINDS:
            for place, names in document.get(kind, {}).items():
                listed = names if isinstance(names, list) else str(names).split()
                if any(name != name.lower() or "|" in name for name in listed):
                    self.problems.append(f"policy-places.toml: {kind} {place}: names are lower case and hold no bar")
                lines.append(f"{kind} {place}\t{'|'.join(listed)}")
        return lines
