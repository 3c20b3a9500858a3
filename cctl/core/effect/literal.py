"""The strings in a program of any language, and the command lines they spell.

No language is parsed: a string is what stands between two equal quotes, and strings with nothing but commas between
them belong to one list. That is enough to tell `run(["rm", "-rf", x])` from `print("rm -rf")`, and wrong only
towards asking.
"""

from __future__ import annotations


def called(code: str, mark: str) -> bool:
    """Whether code, its strings taken out, calls something of a name that begins with a mark (`push(` is no `sh(`)."""
    at = code.find(mark)
    while at >= 0:
        if not (mark[0].isalpha() and code[at - 1 : at].isalpha()):
            return True
        at = code.find(mark, at + 1)
    return False


def texts(groups: list[list[str]]) -> list[str]:
    """The command lines that lists of strings spell (`["rm", "-rf", x]`), and what a shell among them is handed."""
    found = []
    for group in groups:
        found.append(
            group[0] if len(group) == 1 else " ".join(piece if _plain(piece) else f'"{piece}"' for piece in group)
        )
        if len(group) > 1 and group[0].rpartition("/")[2] in ("sh", "bash", "zsh", "dash", "eval"):
            found += group[1:]
    return found


def _plain(piece: str) -> bool:
    return bool(piece) and not any(c in " \t\n;&|<>$()" for c in piece)


_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def literals(text: str) -> tuple[str, list[list[str]]]:
    """A program without its strings, and the strings, whatever the language: those of one list together."""
    outside: list[str] = []
    groups: list[list[str]] = []
    i = since = 0
    while i < len(text) and len(groups) < 64:
        close, begin = text[i], i + 1
        if text.startswith(("qw", "%w"), i) and text[i + 2 : i + 3] in _BRACKETS and not text[i - 1 : i].isalnum():
            end = text.find(_BRACKETS[text[i + 2]], i + 3)
            if end > 0:
                outside.append(text[since:i])
                groups.append(text[i + 3 : end].split())
                i = since = end + 1
                continue
        if text.startswith(("%x", "qx"), i) and not text[i - 1 : i].isalnum() and text[i + 2 : i + 3].strip():
            close, begin = _BRACKETS.get(text[i + 2], text[i + 2]), i + 3
        elif close not in "'\"`":
            i += 1
            continue
        end = text.find(close, begin)
        if end < 0:
            break
        between = text[since:i]
        outside.append(text[since:begin])
        if groups and not between.replace("args:", "").strip(" ,[({\t\n"):
            groups[-1].append(text[begin:end])
        else:
            groups.append([text[begin:end]])
        i = since = end + 1
    outside.append(text[since:])
    return "".join(outside), groups
