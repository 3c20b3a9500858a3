"""Read a shell text into the simple commands it would run.

First version: lists, pipelines, quotes and redirections; everything else is opaque, never guessed.
"""

from __future__ import annotations

from cctl.core.shell.word import NO_MARKS, Redirect, Script, Simple, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_OPERATORS = ("&&", "||", "|&", ";", "|", "&", "\n")
_REDIRECTS = ("&>>", "<<<", "&>", ">>", ">|", ">&", "<&", "<>", "<<", ">", "<")


class Limits:
    """How much of a text is read, in counts so that the answer never depends on the clock."""

    __slots__ = ("braces", "depth", "nodes", "stages", "text")

    def __init__(
        self, text: int = 65536, nodes: int = 4000, depth: int = 24, braces: int = 64, stages: int = 256
    ) -> None:
        self.text = text
        self.nodes = nodes
        self.depth = depth
        self.braces = braces
        self.stages = stages


DEFAULT_LIMITS = Limits()


def read(
    text: str,
    *,
    cwd: str | None,
    home: str | None,
    limits: Limits = DEFAULT_LIMITS,
    depth: int = 0,
    variables: Mapping[str, Word] | None = None,
) -> Script:
    """The commands of `text` started in `cwd`; `depth` counts the interpreters already around it."""
    opaque: list[tuple[str, int, int]] = []
    if len(text) > limits.text or depth > limits.depth:
        return Script((), (("limit", 0, len(text)),))
    commands: list[Simple] = []
    words: list[Word] = []
    redirects: list[Redirect] = []
    upstream: tuple[Simple, ...] = ()
    op = ""
    i = 0
    n = len(text)

    def close() -> Simple | None:
        nonlocal words, redirects
        if not words and not redirects:
            return None
        one = Simple(tuple(words), (), tuple(redirects), cwd, (), upstream, NO_MARKS, 0, i)
        commands.append(one)
        words, redirects = [], []
        return one

    while i < n:
        c = text[i]
        if c in " \t":
            i += 1
            continue
        redirect = next((r for r in _REDIRECTS if text.startswith(r, i)), "")
        if redirect:
            i += len(redirect)
            while i < n and text[i] in " \t":
                i += 1
            target, i = _word(text, i, home, opaque)
            if redirect == "<<":
                opaque.append(("here-document", i, n))
                break
            body = redirect == "<<<"
            redirects.append(Redirect(redirect, None, None if body else target, target if body else None, i, i))
            continue
        op = next((o for o in _OPERATORS if text.startswith(o, i)), "")
        if op:
            done = close()
            upstream = (done,) if done and op in ("|", "|&") else ()
            i += len(op)
            continue
        if c in "()#{":
            opaque.append((f"construct {c}", i, n))
            break
        word, i = _word(text, i, home, opaque)
        if word.raw.isdigit() and i < n and text[i] in "<>":
            continue
        words.append(word)
    close()
    return Script(tuple(commands), tuple(opaque))


def _word(text: str, i: int, home: str | None, opaque: list[tuple[str, int, int]]) -> tuple[Word, int]:
    start = i
    out: list[str] = []
    glob = quoted = dynamic = False
    n = len(text)
    while i < n and text[i] not in " \t\n;&|()<>":
        c = text[i]
        if c in "'\"":
            end = text.find(c, i + 1)
            if end < 0:
                opaque.append(("unclosed quote", i, n))
                end = n
            part = text[i + 1 : end]
            if c == '"' and any(x in part for x in "$`\\"):
                opaque.append(("expansion", i, end))
                dynamic = True
            out.append(part)
            quoted = True
            i = end + 1
            continue
        if c == "\\" and i + 1 < n:
            out.append(text[i + 1])
            quoted = True
            i += 2
            continue
        if c in "$`":
            opaque.append(("expansion", i, i + 1))
            dynamic = True
        if c in "*?[":
            glob = True
        if c == "~" and i == start and home:
            out.append(home)
        else:
            out.append(c)
        i += 1
    if i == start:
        i += 1
    return Word("".join(out), text[start:i], start, i, dynamic, glob, quoted), i
