"""The chain of the log: every line carries its number and the hash of the line before it.

So a line can't be changed, taken out or put in without breaking the chain at the next one; only the end can be cut
off, which is why the number and hash of the last line are also kept elsewhere. The hash is SHA-256 of the line's bytes
without its newline, so that anybody can check a chain with `sha256sum`.
"""

from __future__ import annotations

from cctl.core.hook import codec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Event = dict[str, object]

GENESIS = "0" * 64
VERSION = 1
_START = b'{"v":1,"seq":'
_LONGEST = 1 << 15  # bytes of a line; the end of a file is read in one piece of twice this


class End:
    """Where a chain stands: the number and hash of its last line."""

    __slots__ = ("hash", "seq")

    def __init__(self, seq: int = 0, hash: str = GENESIS) -> None:
        self.seq = seq
        self.hash = hash


def sha256() -> Callable[[bytes], str]:
    """SHA-256 without OpenSSL, which takes milliseconds to load."""
    try:
        from _sha2 import sha256 as built_in  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 -- 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256 as built_in  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 -- 3.11
        except ImportError:
            from hashlib import sha256 as built_in  # noqa: PLC0415 -- where the built-in is missing

    def hexadecimal(data: bytes) -> str:
        return str(built_in(data).hexdigest())

    return hexadecimal


def sealed(event: Event, end: End, ts: str, torn: int = 0) -> tuple[bytes, End]:
    """A line for an event and where the chain stands after it; `torn` bytes before it belong to no line."""
    seq = end.seq + 1
    head: Event = {"v": VERSION, "seq": seq, "ts": ts} | ({"torn": torn} if torn else {})
    line = codec.encode(head | event | {"prev": end.hash}).encode()
    if len(line) > _LONGEST:
        short = {name: event[name] for name in ("event", "id", "call", "session", "tool") if name in event}
        line = codec.encode(head | short | {"exact": False, "cut": len(line), "prev": end.hash}).encode()
    return line, End(seq, sha256()(line))


def last(tail: bytes) -> tuple[End, int]:
    """Where the chain in the end of a file stands, and how many bytes after it belong to no whole line."""
    whole = tail.rfind(b"\n") + 1
    torn = len(tail) - whole
    line = tail[tail.rfind(b"\n", 0, whole - 1) + 1 : whole - 1] if whole else b""
    if not line:
        return End(), torn
    number = line[len(_START) :].partition(b",")[0] if line.startswith(_START) else b""
    return End(int(number) if number.isdigit() else 0, sha256()(line)), torn


class Checked:
    """What checking a chain found: how many lines, where it ends, and the first bad link."""

    __slots__ = ("end", "file", "line", "lines", "problem", "torn")

    def __init__(self) -> None:
        self.lines = 0
        self.torn = 0
        self.end = End()
        self.file = ""
        self.line = 0
        self.problem = ""


def check(lines: Iterable[tuple[str, int, bytes]], anchors: dict[int, str] | None = None) -> Checked:
    """Follow a chain (file, number, bytes of each line); `anchors` are numbers with the hashes they must have."""
    found = Checked()
    hashed = sha256()
    held = dict(anchors or {})
    pending = 0  # bytes of a line that is none: right only if the next one owns up to it
    for file, number, line in lines:
        found.file, found.line = file, number
        event = _event(line)
        if event is None:
            if pending:
                return _bad(found, "not a line of this log")
            pending = len(line)
            continue
        torn = event.get("torn", 0)
        if pending != torn:
            return _bad(found, "the line before is not of this log" if pending else "a torn line before it is missing")
        found.torn += bool(pending)
        pending = 0
        if event.get("prev") != found.end.hash:
            return _bad(found, "does not follow the line before: one was changed, taken out or put in")
        if event.get("seq") != found.end.seq + 1:
            return _bad(found, f"has number {event.get('seq')}, expected {found.end.seq + 1}")
        found.end = End(found.end.seq + 1, hashed(line))
        found.lines += 1
        if held.get(found.end.seq, found.end.hash) != found.end.hash:
            return _bad(found, "is not the line that was seen before: everything after it was written anew")
        held.pop(found.end.seq, None)
    if pending:
        found.torn += 1
    beyond = [seq for seq in held if seq > found.end.seq]
    if beyond:
        found.line += 1
        return _bad(found, f"{max(beyond) - found.end.seq} lines are missing at the end")
    return found


def _event(line: bytes) -> Event | None:
    if not line.startswith(_START):
        return None
    try:
        value = codec.decode(line.decode())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _bad(found: Checked, problem: str) -> Checked:
    found.problem = problem
    return found
