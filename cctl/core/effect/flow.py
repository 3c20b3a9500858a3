"""What flows from one command into another: fetched, decoded, or a text the call itself spells out.

An interpreter at the end of a pipe is as dangerous as what feeds it. A pipe is followed upwards, a file this call
wrote is remembered in the survey, and `echo`/`printf`/here-documents are printed here without running them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Simple, Word

DEEPEST = 64  # stages of a pipe that are followed upwards
FETCHES = ("NET_GET", "NET_SEND", "REMOTE_READ", "REMOTE_EXEC", "LISTEN", "EXEC_REMOTE")
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
    "e": "\x1b",
    '"': '"',
    "'": "'",
}


def origin(s: Survey, commands: Iterable[Simple], depth: int = 0) -> str:
    """Where the output of some commands comes from: `remote`, `decoded`, `text` or nothing known."""
    found = ""
    for cmd in commands:
        kind = _origin(s, cmd, depth)
        if kind == "remote":
            return kind
        found = kind or found
    return found


def _origin(s: Survey, cmd: Simple, depth: int) -> str:
    known = s.origins.get(id(cmd))
    if known is None:
        known = "remote" if depth > DEEPEST else _found(s, cmd, depth)
        if id(cmd) in s.made:
            s.origins[id(cmd)] = known
    return known


def _found(s: Survey, cmd: Simple, depth: int) -> str:
    ensure(s, cmd)
    _, first, last = s.made[id(cmd)]
    if id(cmd) in s.silent:
        return ""
    if any(code.startswith(FETCHES) for code, _, _, _ in s.effects[first:last]):
        return "remote"
    above = origin(s, cmd.stdin, depth + 1) if cmd.stdin else ""
    for redirect in cmd.redirects:
        target = redirect.target
        if redirect.op == "<" and target is not None:
            above = above or held(s, target) or (origin(s, target.subs, depth + 1) if target.subs else "")
        elif redirect.op == "<&" and target is not None and target.text.isdigit() and len(target.text) < 6:
            opened = s.opened.get(int(target.text))
            if opened is not None and s.place(opened.word) == "net":
                return "remote"
    for word in cmd.words[1:]:
        above = above or held(s, word) or (origin(s, word.subs, depth + 1) if word.subs else "")
    if above == "remote":
        return above
    name = cmd.words[0].text.rpartition("/")[2] if cmd.words else ""
    if s.book.word(name) == "decoder":
        return "decoded"
    return above


def ensure(s: Survey, cmd: Simple) -> None:
    """See to it that a command that feeds another has been looked at."""
    if id(cmd) not in s.made:
        from cctl.core.effect.analyze import command  # noqa: PLC0415 - the walk itself; a cycle at import time

        kept = s.cmd, s.cwd, s.also, s.start, s.end
        command(s, cmd)
        s.cmd, s.cwd, s.also, s.start, s.end = kept


def held(s: Survey, word: Word) -> str:
    """What this call has put into the file a word names."""
    if not s.held or word.dynamic:
        return ""
    path = s.path(word)
    kind = s.held.get(path or "", "")
    return "" if kind.startswith("text:") else kind


def settle(s: Survey, cmd: Simple, first: int) -> None:
    """After a command: remember what the files it wrote are made of."""
    kind = ""
    if any(code.startswith(FETCHES) for code, _, _, _ in s.effects[first:]):
        kind = "remote"
    if not kind:
        kind = origin(s, (cmd,))
    if not kind:
        text = printed(cmd)
        kind = f"text:{text}" if text is not None else ""
    for path in s.wrote:
        if kind:
            s.held[path] = kind
        else:
            s.held.pop(path, None)
    s.wrote.clear()


def printed(cmd: Simple) -> str | None:
    """What a command prints, when the text says it all."""
    words = cmd.words
    if not words:
        return "" if cmd.assigns else None
    if any(word.dynamic or word.glob for word in words):
        return None
    name = words[0].text
    texts = [word.text for word in words[1:]]
    if name == "echo":
        return _echo(texts)
    if name == "printf" and texts and texts[0] != "-v":
        return _printf(texts[1:] if texts[0] == "--" else texts)
    if name == "cat" and all(text == "-" for text in texts):
        bodies = [r.body for r in cmd.redirects if r.body is not None]
        if bodies:
            return None if bodies[-1].dynamic else bodies[-1].text
        if len(cmd.stdin) == 1:
            return printed(cmd.stdin[0])
    if name == "tee":
        bodies = [r.body for r in cmd.redirects if r.body is not None]
        if bodies:
            return None if bodies[-1].dynamic else bodies[-1].text
        return printed(cmd.stdin[0]) if len(cmd.stdin) == 1 else None
    return None


def _echo(texts: list[str]) -> str:
    escapes = False
    while texts and len(texts[0]) > 1 and texts[0][0] == "-" and not texts[0][1:].strip("neE"):
        escapes = escapes or "e" in texts[0]
        texts = texts[1:]
    text = " ".join(texts)
    return unescaped(text) if escapes else text


def _printf(texts: list[str]) -> str | None:
    form, values = unescaped(texts[0]), texts[1:]
    pieces = form.split("%")
    if len(pieces) == 1:
        return form
    out: list[str] = []
    while True:
        out.append(pieces[0])
        skip = False
        for at, piece in enumerate(pieces[1:]):
            if skip:
                out.append(piece)
                skip = False
            elif not piece and at + 1 < len(pieces) - 1:
                out.append("%")
                skip = True
            elif piece[:1] in ("s", "b", "d", "q"):
                value = values.pop(0) if values else ""
                out.append((unescaped(value) if piece[0] == "b" else value) + piece[1:])
            else:
                return None
        if not values or len(out) > 200:
            return "".join(out)


def unescaped(text: str) -> str:
    """Backslash escapes as `printf` and `echo -e` read them."""
    if "\\" not in text:
        return text
    out: list[str] = []
    i = 0
    while i < len(text):
        c = text[i]
        if c != "\\" or i + 1 == len(text):
            out.append(c)
            i += 1
            continue
        key = text[i + 1]
        i += 2
        if key in _ESCAPES:
            out.append(_ESCAPES[key])
        elif key == "x" or key in "01234567":
            digits, base, most = ("0123456789abcdefABCDEF", 16, 2) if key == "x" else ("01234567", 8, 3)
            at = i if key == "x" else i - 1
            end = at
            while end < len(text) and end - at < most + (key == "0") and text[end] in digits:
                end += 1
            out.append(chr(int(text[at:end], base) & 0xFF) if end > at else "\\x")
            i = end
        else:
            out.append("\\" + key)
    return "".join(out)
