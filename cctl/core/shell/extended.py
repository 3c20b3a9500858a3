"""Extended patterns, `@(a|b)` and its kin, as far as every shell that reads them agrees.

Lists of plain names become braces and stars, which name at least the files that the pattern names. The trap: what bash
takes for a list of names is, in zsh, a list of qualifiers one of which (`e`) runs a command. A list that could be that
is read all the same, for what it would be denied for, and reported.
"""

from __future__ import annotations

_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-*?/|")
_LONGEST = 400


def spelt_in_braces(lead: str, inner: str) -> str | None:
    """A pattern that names the same files or more, or None when some shell would read something else."""
    if not inner or len(inner) > _LONGEST or not _NAMES.issuperset(inner):
        return None
    if lead == "!":
        return "*"
    names = inner.split("|")
    if lead in "?*":
        names.insert(0, "")
    more = "*" if lead in "+*" else ""
    return (names[0] if len(names) == 1 else "{" + ",".join(names) + "}") + more


def qualifies(inner: str) -> bool:
    """Whether zsh could find `e` and two delimiters in it, as in a list of qualifiers."""
    return "|" not in inner and any(
        c == "e" and inner[at + 1 : at + 2] in tuple(inner[at + 3 :]) for at, c in enumerate(inner)
    )
