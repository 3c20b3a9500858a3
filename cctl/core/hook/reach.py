"""Whether a program's words reach what is cctl's: by name, by a pattern, or by a folder that holds it.

The judgement knows what the programs of its tables do to the paths they are given. This looks at the words alone, so
that a program that no table knows, a folder above, or a pattern is no way round; it needs no policy, so it holds in
every mode, and no rule lowers it.
"""

from __future__ import annotations

from cctl.core.effect.path import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.effect.path import Ground
    from cctl.core.rule.unit import Unit

    Found = tuple[str, str]  # decision, why

OURS = ("cctl-self",)
SAYING = frozenset(("echo", "printf", "test", "[", "[[", ":", "true", "false", "basename", "dirname", "realpath", "cd"))
UPROOTING = frozenset((
    "rm", "rmdir", "mv", "trash", "trash-put", "shred", "srm", "unlink", "rename", "chmod", "chown", "chgrp",
    "setfacl", "chattr", "chflags",
))  # fmt: skip
CHANGING = ("WRITE", "DELETE", "META", "MOVE")
_TO_THE_LAST = ("mv", "rename")  # the last operand is where things go
DEEP = frozenset((
    "grep", "egrep", "fgrep", "rg", "ag", "ack", "tar", "bsdtar", "zip", "7z", "cp", "rsync", "scp", "find", "fd",
    "docker", "podman", "nerdctl", "bwrap", "cpio", "pax", "rclone", "restic", "borg",
))  # fmt: skip
_DEEPLY = {"grep": "rRd", "egrep": "rRd", "fgrep": "rRd", "cp": "raR"}  # only with one of these letters
_LISTING = ("find", "fd")  # which only tell names, unless they are told to do something with them
_DOING = ("-exec", "-ok", "-delete", "-fprint", "-fls", "-x", "-X")
_MAKES = frozenset(("tar", "bsdtar", "unzip", "7z", "cpio", "pax", "patch", "ed", "ex", "install", "rsync", "sqlite3"))
_GIT_WRITES = frozenset(("checkout", "restore", "mv", "rm", "apply", "am", "read-tree", "checkout-index", "clean"))
_UNSURE = ("EXEC_", "UNCLEAR", "INTERACTIVE")


def reached(unit: Unit, ground: Ground, own: tuple[str, ...], wired: tuple[str, ...]) -> Found | None:
    """What a program's words say; `own` are cctl's places, `wired` what must not go: settings, the interpreter."""
    program = unit.program.lower()
    if any(word.text in ("--help", "--version") for word in unit.words[1:]):
        return None
    worst: Found | None = None
    for at, text, kind in _paths(unit):
        found = _one(unit, program, at, normal(text, unit.cwd, ground.home), kind, ground, own, wired)
        if found is not None and (worst is None or found[0] == "deny"):
            worst = found
    return worst


def _one(
    unit: Unit, program: str, at: int, path: str | None, kind: str, ground: Ground, own: tuple[str, ...],
    wired: tuple[str, ...],
) -> Found | None:  # fmt: skip
    if path is None or program in SAYING:
        return None
    if kind == "begins":
        home = f"{ground.home}/"
        some = path.startswith(home) and path != home and any(each.startswith(path.lower()) for each in ground.selves)
        return ("ask", f"{program} may reach a place of cctl") if some else None
    place = "" if kind else ground.place(path)
    if place in OURS:
        return "deny", f"{program} is pointed at a place of cctl"
    if place == "agent-config" and (program in _MAKES or (program == "git" and _writes(unit))):
        return "deny", f"{program} writes the settings of an agent"
    if place == "agent-config" and any(effect[0].startswith(_UNSURE) for effect in unit.effects):
        return "ask", f"{program} is given the settings of an agent"
    near = max((_near(path, each, pattern=bool(kind)) for each in own), default=0)
    if program in UPROOTING and not (program in _TO_THE_LAST and at == len(unit.words) - 1):
        if near or any(_near(path, each, pattern=bool(kind)) == 1 for each in wired):
            return "deny", f"{program} takes away what holds a place of cctl, or how agents are wired to it"
    elif near == 2 or (near and _deep(unit, program)):
        return "ask", f"{program} may reach a place of cctl"
    return None


def changed(unit: Unit, ground: Ground, library: str, program: str) -> Found | None:
    """Whether the interpreter that runs the gate, or its library, is written to; what is installed beside it may be."""
    for code, what, _, _ in unit.effects:
        path = normal(what, unit.cwd, ground.home) if code.startswith(CHANGING) and what else None
        if path is None:
            continue
        real = (ground.resolve(path) if ground.resolve is not None else None) or path
        inside = real.startswith(f"{library}/") and "/site-packages" not in real and "/dist-packages" not in real
        if inside or real == program:
            return "deny", "changes the interpreter that runs this gate"
    return None


def _writes(unit: Unit) -> bool:
    return any(word.text in _GIT_WRITES for word in unit.words[1:4])


def _deep(unit: Unit, program: str) -> bool:
    letters = _DEEPLY.get(program)
    flags = [word.text for word in unit.words[1:] if word.text[:1] == "-"]
    if program in _LISTING:
        return any(flag.startswith(_DOING) for flag in flags)
    return program in DEEP and (letters is None or any(set(letters) & set(flag.lstrip("-")) for flag in flags))


def _paths(unit: Unit) -> Iterator[tuple[int, str, str]]:
    """Every text in the words that may be a path: which word it is in, and how it is meant."""
    for at, word in enumerate(unit.words):
        if at == 0 and "/" not in word.text:
            continue
        kind = "begins" if word.dynamic else "pattern" if word.glob else ""
        for text in _pieces(word.text):
            yield at, text, kind


def _pieces(text: str) -> Iterator[str]:
    """A word, and what stands behind `=`, `:` and `,` in it."""
    if text[:1] == "-":
        starts = [at for at in (text.find("/"), text.find("~")) if at > 0]
        if starts:
            yield text[min(starts) :]
    elif text:
        yield text
    if any(mark in text for mark in "=:,"):
        for piece in text.replace("=", ":").replace(",", ":").split(":"):
            if piece[:1] in "/~." and piece:
                yield piece


def _near(path: str, own: str, *, pattern: bool) -> int:
    """How a path lies to a place: 2 it may be in it, 1 it holds it, 0 neither."""
    parts, wanted = path.lower().strip("/").split("/"), own.lower().strip("/").split("/")
    for part, want in zip(parts, wanted, strict=False):
        if pattern and part == "**":
            return 2
        if part and not (fits(part, want) if pattern else part == want):
            return 0
    return 2 if len(parts) > len(wanted) or (pattern and len(parts) == len(wanted)) else 1


def fits(pattern: str, name: str) -> bool:
    """Whether a shell pattern may stand for a name; what stands in brackets may be any character."""
    if name[:1] == "." and pattern[:1] in ("*", "?", "["):
        return False  # a shell passes over hidden names
    return _fits(pattern, name)


def _fits(pattern: str, name: str) -> bool:
    """Greedy, with one step back to the last star: never slower than both lengths multiplied."""
    tokens = _tokens(pattern)
    at, place, star, kept = 0, 0, -1, 0
    while place < len(name):
        if at < len(tokens) and tokens[at] == "*":
            star, kept = at, place
            at += 1
        elif at < len(tokens) and tokens[at] in ("?", name[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            kept += 1
            at, place = star + 1, kept
        else:
            return False
    return all(token == "*" for token in tokens[at:])


def _tokens(pattern: str) -> list[str]:
    """The pattern's characters; brackets are any one character."""
    found: list[str] = []
    while pattern:
        if pattern[0] == "[" and "]" in pattern[1:]:
            pattern = pattern[pattern.index("]", 1) :]
            found.append("?")
        else:
            found.append(pattern[0])
        pattern = pattern[1:]
    return found
