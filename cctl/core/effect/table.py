"""The compiled tables: one text, cut into sections that are decoded only when asked for.

A hook lives for one call and meets three programs, so decoding all three hundred would cost more than the verdict.
The text is found by `str.find` on a section mark, its lines are split on first use, and the result is kept: a stream
of thousands of calls pays for each program once.
"""

from __future__ import annotations

MARK = "\n\x1d"  # no table text holds a group separator: the compiler refuses control characters


class Table:
    """Sections of `key<TAB>text` lines, by name."""

    __slots__ = ("_kept", "_text")

    def __init__(self, text: str) -> None:
        self._text = "\n" + text
        self._kept: dict[str, dict[str, str] | None] = {}

    def section(self, name: str) -> dict[str, str] | None:
        """The lines of one section, or None when there is no such section."""
        try:
            return self._kept[name]
        except KeyError:
            pass
        found = self._read(name)
        if found is not None or len(self._kept) < 4096:  # unknown names come from hostile text: keep few of them
            self._kept[name] = found
        return found

    def _read(self, name: str) -> dict[str, str] | None:
        if "\n" in name or "\x1d" in name:
            return None
        start = self._text.find(f"{MARK}{name}\n")
        if start < 0:
            return None
        start += len(MARK) + len(name) + 1
        end = self._text.find(MARK, start - 1)
        body = self._text[start : end if end >= 0 else len(self._text)]
        lines: dict[str, str] = {}
        plain = name[:1] == "!"
        for line in body.split("\n"):
            keys, tab, text = line.partition("\t")
            if not tab:
                continue
            if plain or (" " not in keys and "|" not in keys):
                lines[keys] = text
            else:
                for key in spellings(keys):
                    lines[key] = text
        if "=" in lines:  # another name of the same program
            return self.section(lines["="])
        if not plain:
            _group(lines)
        return lines

    def names(self) -> list[str]:
        """Every section, in the order of the text."""
        return [part.partition("\n")[0] for part in self._text.split(MARK)[1:]]


def _group(lines: dict[str, str]) -> None:
    """Give the words before a subcommand a row of their own: `remote` where only `remote add` is described."""
    for key in [key for key in lines if " " in key]:
        end = key.rfind(" ")
        above = lines.get(key[:end], "%group")
        if above[:6] != "%group" and above[-7:] != "%parent":
            lines[key[:end]] = f"{above} %parent"
        while end > 0 and key[:end] not in lines:
            lines[key[:end]] = "%group"
            end = key.rfind(" ", 0, end)


def spellings(keys: str) -> list[str]:
    """`status|worktree list` is two keys, `remote: add|set-url` is `remote add` and `remote set-url`."""
    before, colon, after = keys.partition(": ")
    if not colon:
        return keys.split("|")
    return [f"{head} {tail}" for head in before.split("|") for tail in after.split("|")]
