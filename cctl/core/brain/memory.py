"""What was learnt, as the hook reads it: signatures that may be allowed, and the certificates that cover them.

One text, looked up by search, written by `cctl brain learn` as a fold of the log. It names the tables it was learnt
with and how far the log had come; whoever finds other tables, a lapsed certificate or a denial that isn't folded in yet
gets nothing out of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEAD = "cctl-memory 1"
ANYWHERE = "*"


class Certified:
    """One tier's certificate."""

    __slots__ = ("audit", "bound", "id", "made_ms", "tier", "until_ms")

    def __init__(self, tier: str, id: str, bound: str, made_ms: int, until_ms: int, audit: int) -> None:
        self.tier = tier  # its name, see `covering`
        self.id = id
        self.bound = bound  # for people: "≤ 5 % (0 of 200)"
        self.made_ms = made_ms
        self.until_ms = until_ms
        self.audit = audit  # share of allows to ask all the same, in 2^32


class Found:
    """An allow that a certificate covers, or would cover but for an audit."""

    __slots__ = ("audit", "certificate", "reason")

    def __init__(self, certificate: str, reason: str, *, audit: bool) -> None:
        self.certificate = certificate
        self.reason = reason
        self.audit = audit


class Memory:
    """A memory at one moment."""

    __slots__ = ("_key", "_now_ms", "_text", "_tiers", "head", "stale")

    def __init__(self, text: str, key: bytes, now_ms: int, tables: str) -> None:
        self._text = text
        self._key = key
        self._now_ms = now_ms
        self._tiers: dict[str, Certified] = {}
        self.head: tuple[str, int, str] = ("", 0, "")  # log file, bytes of it that are folded in, hash of its last line
        self.stale = ""
        body = text.partition("\n=")[0].split("\n")
        if body[0] != HEAD:
            self.stale = "not a memory of this version"
            return
        if f"tables\t{tables}" not in body:
            self.stale = "learnt with other tables; `cctl brain learn` learns anew"
        for line in body[1:]:
            kind, *fields = line.split("\t")
            if kind == "head" and len(fields) == 3 and fields[1].isdigit():
                self.head = fields[0], int(fields[1]), fields[2]
            elif kind == "tier" and len(fields) == 6:
                name, id, bound, *numbers = fields
                if all(number.isdecimal() and len(number) < 20 for number in numbers):
                    made, until, audit = map(int, numbers)
                    self._tiers[name] = Certified(name, id, bound, made, until, audit)

    @property
    def certified(self) -> bool:
        """Whether a certificate holds now."""
        return any(each.made_ms <= self._now_ms < each.until_ms for each in self._tiers.values())

    def look_up(self, signed: str, call: Mapping[str, object], project: str, *, attended: bool) -> Found | None:
        """What covers a call with this signature; None when nothing does."""
        if self.stale or not signed:
            return None
        scope, found = project, self._tier(project, signed) if project else ""
        if not found:
            scope, found = ANYWHERE, self._tier(ANYWHERE, signed)
        held = self._tiers.get(found)
        if held is None or not held.made_ms <= self._now_ms < held.until_ms:
            return None
        audit = attended and drawn(self._key, str(call.get("id") or ""), held.audit)
        where = "in this project" if scope != ANYWHERE else "in several projects"
        return Found(held.id, f"approved before {where}, wrongly allowed {held.bound}", audit=audit)

    def advised(self, reach: str, adviser: str, call: Mapping[str, object]) -> Found | None:
        """What covers an allow of a model; None as long as nothing does. Audits are drawn wherever it is asked."""
        held = None if self.stale or not adviser else self._tiers.get(covering(reach, adviser))
        if held is None or not held.made_ms <= self._now_ms < held.until_ms:
            return None
        audit = drawn(self._key, str(call.get("id") or ""), held.audit)
        return Found(held.id, f"the model would allow it, wrongly {held.bound}", audit=audit)

    def _tier(self, scope: str, signed: str) -> str:
        mark = f"\n={scope}\t{signed}\t"
        at = self._text.find(mark)
        if at < 0:
            return ""
        start = at + len(mark)
        return self._text[start : self._text.find("\n", start)]


def covering(reach: str, adviser: str) -> str:
    """The name of a certificate: of a tier alone for what was learnt, with a model for what that would allow."""
    return f"{reach} {adviser}" if adviser else reach


def drawn(key: bytes, id: str, share: int) -> bool:
    """Whether a call is drawn for an audit: by a keyed hash, so that a replay draws alike and no agent can tell."""
    try:
        from _blake2 import blake2b  # noqa: PLC0415 - hashlib loads OpenSSL, which takes milliseconds
    except ImportError:
        from hashlib import blake2b  # noqa: PLC0415 - only where the built-in is missing
    return int.from_bytes(blake2b(id.encode("utf-8", "replace"), key=key[:64], digest_size=4).digest(), "big") < share


def written(
    tables: str, head: tuple[str, int, str], tiers: Iterable[Certified], learnt: Iterable[tuple[str, str, str]]
) -> str:
    """The text of a memory; `learnt` are scope, signature and tier."""
    lines = [HEAD, f"tables\t{tables}", f"head\t{head[0]}\t{head[1]}\t{head[2]}"]
    for each in tiers:
        lines.append(f"tier\t{each.tier}\t{each.id}\t{each.bound}\t{each.made_ms}\t{each.until_ms}\t{each.audit}")
    lines += [f"={scope}\t{signed}\t{tier}" for scope, signed, tier in sorted(learnt)]
    return "\n".join(lines) + "\n"
