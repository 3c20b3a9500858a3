"""The terms of learning: what `learning.toml` says, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cctl.records.named import NamedTuple


class Terms(NamedTuple):
    """When something counts as learnt, and when it may be spent."""

    approvals: int
    approvals_after_denial: int
    sessions: int
    days: int
    projects: int
    per_session: int
    delta: Fraction
    tests: int
    first_look: int
    session_share: Fraction
    hold_days: int
    hold_calls: int
    alarm: int
    levels: tuple[Fraction, ...]
    audit_first_days: int
    audit_first: Fraction
    audit_later: Fraction
    audit_window: int
    audit_denials: int
    stamp_after_ms: int
    stamp_burst: int
    stamp_burst_ms: int
    tier_levels: dict[str, Fraction]
    tier_effects: dict[str, str]  # effect or its beginning → tier

    def chance(self, look: int) -> Fraction:
        """The chance of being wrong that a look may spend, from 1: all looks of all tests together spend delta."""
        return self.delta / self.tests / (look * (look + 1))

    def look_at(self, look: int) -> int:
        """How many answers a look needs."""
        count: int = self.first_look << (look - 1)
        return count

    def first_certificate(self, level: Fraction) -> int:
        """How many answers without an error the first certificate of a level takes."""
        from cctl.core.brain.bound import holds  # noqa: PLC0415 -- it imports nothing of this module, but is not always asked

        look = 1
        while not holds(0, self.look_at(look), level, self.chance(look)):
            look += 1
        return self.look_at(look)


def terms(document: Mapping[str, Any]) -> Terms:
    """The terms in a parsed `learning.toml`."""
    signature, certificate, audit, stamp = (document[name] for name in ("signature", "certificate", "audit", "stamp"))
    return Terms(
        **signature,
        delta=Fraction(certificate["delta"]),
        tests=certificate["tests"],
        first_look=certificate["first_look"],
        session_share=Fraction(certificate["session_share"]),
        hold_days=certificate["hold_days"],
        hold_calls=certificate["hold_calls"],
        alarm=certificate["alarm"],
        levels=tuple(Fraction(level) for level in certificate["levels"]),
        audit_first_days=audit["first_days"],
        audit_first=Fraction(audit["first"]),
        audit_later=Fraction(audit["later"]),
        audit_window=audit["window"],
        audit_denials=audit["denials"],
        stamp_after_ms=stamp["after_ms"],
        stamp_burst=stamp["burst"],
        stamp_burst_ms=stamp["burst_ms"],
        tier_levels={name: Fraction(tier["level"]) for name, tier in document["tier"].items()},
        tier_effects={code: name for name, tier in document["tier"].items() for code in tier["effects"]},
    )
