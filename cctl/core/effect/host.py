"""Which host a word names, and of which kind it is: this machine, well known, or any other."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Word

_KINDS = {"u": "NET_GET", "s": "NET_SEND"}


def reach(s: Survey, role: str, word: Word) -> None:
    """A word that names a host or a URL, in its role: fetched from, sent to, asked about."""
    if role == "n":
        s.add("NET_SEND(unknown)" if word.subs else "NET_PROBE", word.text)  # a name can carry what was read
        return
    # What another command prints goes into the address: that is sending, whatever the method.
    kind = _KINDS["s" if word.subs else role]
    text = word.text
    if text[:7].lower() == "file://" and role == "u":
        from cctl.core.shell.word import Word as _Word  # noqa: PLC0415 - a URL of a local file is rare

        s.touch("r", _Word(text[7:], word.raw, word.start, word.end, word.dynamic))
        return
    host = host_of(text)
    if word.dynamic and not _complete(text):
        s.effects.append((f"{kind}(unknown)", word.raw, word.start, word.end))
        return
    found = s.book.host(host) if host else "unknown"
    if found == "metadata":
        s.effects.append(("SECRET_STORE", host, word.start, word.end))
        found = "other"
    s.effects.append((f"{kind}({found})", host, word.start, word.end))


def host_of(text: str) -> str:
    """The host in a URL, `user@host:path` or `host:port`, without user, port and brackets."""
    rest = text.partition("://")[2] or text
    if "\\" in rest:  # clients disagree on what it means
        return ""
    for mark in "/?#":
        rest = rest.partition(mark)[0]
    rest = rest.rpartition("@")[2]
    if rest[:1] == "[":
        return rest[1:].partition("]")[0].lower()
    return rest.partition(":")[0].lower()


def _complete(text: str) -> bool:
    """Whether a static beginning already holds the whole host."""
    scheme, mark, rest = text.partition("://")
    return any(c in rest for c in "/?#") and "@" not in rest.partition("/")[2] if mark else "/" in scheme
