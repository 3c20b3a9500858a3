"""What to clean: which sessions' files go, which stay, and why; decided on plain values, so that it can be shown.

A session goes as a whole: its transcript and everything in its own folder. Nothing goes that somebody may still be
writing, or that the ledger has not read to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cctl.records.named import NamedTuple

TOUCHED_MS = 3_600_000  # changed within the hour: somebody may be at work in it


class Unit(NamedTuple):
    """One session's files in one agent's home."""

    agent: str
    home: str  # real path
    session: str
    folder: str  # that stands for the project
    files: tuple[tuple[str, int], ...]  # path relative to the home, size
    changed_ms: int  # the latest change of any of them


class Standing(NamedTuple):
    """What is known of a unit beside its files."""

    live: str = ""  # why it counts as alive: registry, open; "" when it doesn't
    read: bool = False  # whether both memories hold all of it
    ended: bool = False  # whether its last turn came to its end
    project: str = ""


class Wish(NamedTuple):
    """What is to be cleaned."""

    older_than_ms: int | None = None
    finished: bool = False
    project: Callable[[str], bool] | None = None
    keep_last: int = 0  # newest of each project that stay
    max_bytes: int | None = None  # what may stay in all; the oldest go first


class Choice(NamedTuple):
    """What becomes of a unit."""

    unit: Unit
    goes: bool
    reason: str


def size(unit: Unit) -> int:
    """Bytes of a unit."""
    return sum(length for _, length in unit.files)


def choose(units: Iterable[Unit], standing: Callable[[Unit], Standing], wish: Wish, now_ms: int) -> list[Choice]:
    """The choice for every unit that the wish speaks of, the oldest first; those it doesn't speak of are left out."""
    ordered = sorted(units, key=lambda unit: (unit.changed_ms, unit.session))
    newest: dict[tuple[str, str], list[Unit]] = {}
    for unit in reversed(ordered):
        newest.setdefault((unit.home, unit.folder), []).append(unit)
    kept = {id(unit) for group in newest.values() for unit in group[: wish.keep_last]}
    over = sum(size(unit) for unit in ordered) - wish.max_bytes if wish.max_bytes is not None else 0
    choices = []
    for unit in ordered:
        known = standing(unit)
        if wish.project and not wish.project(known.project):
            continue
        if wish.older_than_ms is not None and now_ms - unit.changed_ms < wish.older_than_ms:
            continue
        if wish.max_bytes is not None and over <= 0:
            continue
        if wish.finished and not known.ended:
            continue
        if id(unit) in kept:
            choices.append(Choice(unit, False, "one of the newest of its project (--keep-last)"))
            continue
        why = _stays(unit, known, now_ms)
        if not why:
            over -= size(unit)
        choices.append(Choice(unit, not why, why or _goes(unit, now_ms)))
    return choices


def _stays(unit: Unit, known: Standing, now_ms: int) -> str:
    if known.live:
        return f"alive ({known.live})"
    if now_ms - unit.changed_ms < TOUCHED_MS:
        return "changed within the hour"
    if not known.read:
        return "the ledger has not read all of it"
    return ""


def _goes(unit: Unit, now_ms: int) -> str:
    return f"unchanged for {max(0, now_ms - unit.changed_ms) // 86_400_000} days"
