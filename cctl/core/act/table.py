"""The table that says what is done when: rows from the configuration (`[[act]]`) and from flags.

A repository's file may not write it: what a cloned project names would be carried out. An action that is not listed
here is only rehearsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cctl.core.act.match import Match, match
from cctl.core.digest import digest
from cctl.core.when.grammar import seconds
from cctl.records.errors import BadConfig, CctlError, UsageError
from cctl.records.named import NamedTuple

ACTIONS = ("deny", "interrupt", "terminate", "notify", "run", "record")
STOPS = frozenset({"deny", "interrupt", "terminate"})  # never on weak evidence
_FIELDS = frozenset({"on", "do", "cooldown", "for", "grace", "reason", "command", "file"})


class Row(NamedTuple):
    """One row: when this, do that."""

    on: tuple[Match, ...]
    do: str
    cooldown_s: float = 600.0  # between two acts of this row on one session
    for_s: float = 0.0  # how long a refusal stands; 0: until it is lifted
    grace_s: float = 5.0
    reason: str = ""
    command: tuple[str, ...] = ()
    file: str = ""
    listed: bool = True  # false: only rehearsed

    @property
    def id(self) -> str:
        """The same for the same row."""
        return digest([[each.text for each in self.on], self.do, list(self.command), self.file])


# What is rehearsed when nothing is listed: what most people would do, so that a first run shows what could be.
SUGGESTED: tuple[Mapping[str, Any], ...] = (
    {"on": "budget:critical", "do": "deny"},
    {"on": "loop:critical", "do": "deny"},
    {"on": "needs_input, silence, service", "do": "notify"},
)


def of_flags(on: Iterable[str], do: Iterable[str], checks: frozenset[str]) -> list[Row]:
    """Rows from `--on … --do …`, in pairs."""
    patterns, actions = list(on), list(do)
    if len(patterns) != len(actions):
        raise UsageError("say one --do for each --on")
    return [row({"on": pattern, "do": action}, checks) for pattern, action in zip(patterns, actions, strict=True)]


def of_config(given: object, checks: frozenset[str]) -> list[Row]:
    """Rows from `[[act]]`."""
    if given in (None, "", (), []):
        return []
    if not isinstance(given, list | tuple):
        raise BadConfig("act: expected [[act]] tables")
    found = []
    for number, each in enumerate(given, 1):
        if not isinstance(each, Mapping):
            raise BadConfig(f"act {number}: expected a table")
        try:
            found.append(row(each, checks))
        except (CctlError, ValueError) as wrong:
            raise BadConfig(f"act {number}: {wrong}") from None
    return found


def suggested(checks: frozenset[str]) -> list[Row]:
    """What is rehearsed when nothing is listed."""
    return [row(each, checks)._replace(listed=False) for each in SUGGESTED]


def row(given: Mapping[str, Any], checks: frozenset[str]) -> Row:
    """One row; everything in it has to be understood."""
    for name in given:
        if name not in _FIELDS:
            raise UsageError(f'unknown key "{name}" (one of {", ".join(sorted(_FIELDS))})')
    on, do = given.get("on"), given.get("do")
    words = on if isinstance(on, list | tuple) else str(on or "").split(",")
    patterns = tuple(match(str(word), checks) for word in words if str(word).strip())
    if not patterns:
        raise UsageError('"on" is missing: say when, such as loop:critical')
    action, _, rest = str(do or "").partition(":")
    if action not in ACTIONS:
        raise UsageError(f'"do": {do!r} is none of {", ".join(ACTIONS)}')
    command = given.get("command", ())
    if action == "run" and (not isinstance(command, list | tuple) or not command):
        raise UsageError('run needs command = ["program", "argument", …]; no shell reads it')
    if not all(isinstance(word, str) for word in command):
        raise UsageError("command: expected a list of texts")
    file = str(given.get("file") or rest)
    if action == "record" and not file:
        raise UsageError('record needs file = "PATH"')
    made = Row(patterns, action, reason=str(given.get("reason") or ""), command=tuple(command), file=file)
    return made._replace(
        cooldown_s=_seconds(given, "cooldown", made.cooldown_s),
        for_s=_seconds(given, "for", made.for_s),
        grace_s=_seconds(given, "grace", made.grace_s),
    )


def _seconds(given: Mapping[str, Any], name: str, default: float) -> float:
    return seconds(str(given[name])) if name in given else default
