"""Wiring one settings file: in, checked, out; each time the whole file or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cctl.core.wiring.plan import Drift, drifted, undone, unwired, wired
from cctl.core.wiring.text import Unusable
from cctl.host.wiring import settings
from cctl.host.wiring.record import Record, Wired
from cctl.records.errors import BadConfig
from cctl.records.named import NamedTuple

Entries = Mapping[str, Mapping[str, Any]]


class Target(NamedTuple):
    """A settings file of an agent."""

    agent: str
    scope: str  # user, project
    path: str


class Change(NamedTuple):
    """What a file is and would become; None is no file."""

    before: str | None
    after: str | None
    wired: Wired | None = None


def change_in(target: Target, entries: Entries, record: Record, launcher: str) -> Change:
    """What wiring would change; `BadConfig` when the file can't be changed safely."""
    before = settings.read(target.path)
    try:
        if before is not None and not _stale(before, entries, launcher):
            return Change(before, before, record.files.get(target.path))
        base = _base(before, record.files.get(target.path), launcher)
        start = "{}\n" if base is None else base
        after, edits = wired(start, entries)
    except Unusable as problem:
        raise BadConfig(f"{target.path}: {problem}", hint="mend it; cctl changed nothing") from None
    made = Wired(target.path, target.agent, target.scope)
    known = record.files.get(target.path)
    made.made_file = base is None
    made.made_folders = known.made_folders if known else []
    made.edits = edits
    made.after = digest(after)
    made.events = {event: entry["hooks"][0]["command"] for event, entry in entries.items()}
    return Change(before, after, made)


def change_out(target: Target, record: Record, launcher: str) -> Change:
    """What unwiring would change."""
    before = settings.read(target.path)
    if before is None:
        return Change(None, None)
    try:
        return Change(before, _base(before, record.files.get(target.path), launcher))
    except Unusable as problem:
        raise BadConfig(f"{target.path}: {problem}", hint="mend it; cctl changed nothing") from None


def put_in(target: Target, change: Change, record: Record) -> None:
    """Wire the file, and note what was done to it."""
    if change.wired is None or change.after is None:
        raise ValueError("there is nothing to put in")
    folders = settings.replace(target.path, change.after, change.before)
    change.wired.made_folders = change.wired.made_folders or folders
    record.files[target.path] = change.wired


def put_back(target: Target, change: Change, known: Wired | None) -> None:
    """Unwire the file; one that was made goes with its folders."""
    if change.after is None:
        settings.remove(target.path, known.made_folders if known else [])
    else:
        settings.replace(target.path, change.after, change.before)


def drift(target: Target, entries: Entries, launcher: str) -> list[Drift]:
    """What is not as it should be in a file."""
    try:
        text = settings.read(target.path)
        return [Drift("is not there")] if text is None else drifted(text, entries, launcher)
    except BadConfig as problem:
        return [Drift(str(problem).removeprefix(f"{target.path}: "))]
    except ValueError as problem:
        return [Drift(f"is no JSON: {problem}")]
    except RecursionError:
        return [Drift("is nested too deeply")]


def digest(text: str) -> str:
    """Which text this is."""
    from hashlib import sha256  # noqa: PLC0415 -- OpenSSL takes 2 ms to load

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _stale(text: str, entries: Entries, launcher: str) -> bool:
    """Whether anything but a general switch keeps the entries from being as they should."""
    try:
        return any(each.event for each in drifted(text, entries, launcher))
    except (ValueError, AttributeError, RecursionError):
        return True


def _base(text: str | None, known: Wired | None, launcher: str) -> str | None:
    """The text without what cctl put there: exactly as it was if nobody changed it since; None for no file."""
    if text is None:
        return None
    if known is not None and known.after == digest(text) and (exact := undone(text, known.edits)) is not None:
        return None if known.made_file else exact
    left = unwired(text, launcher)
    return None if known is not None and known.made_file and left.strip() in ("{}", "") else left
