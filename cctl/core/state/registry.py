"""What an agent's own registry file says about one of its processes (Claude Code: `sessions/<pid>.json`).

Anybody who runs as the user can write such a file, a killed agent leaves one behind, and other versions write other
keys. So nothing in it is believed beyond its shape: identity is for the process table to confirm, a status counts only
while that holds, a time in the future is no time.
"""

from __future__ import annotations

from typing import Any

from cctl.records.pattern import pattern

MAX_BYTES = 1 << 16
TEXT = 512  # characters kept of a text

_ID = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")
_TEXTS = {
    "cwd": "cwd",
    "version": "version",
    "kind": "kind",
    "entrypoint": "entrypoint",
    "name": "name",
    "status": "status",
    "waitingFor": "waiting_for",
    "pidDomain": "domain",
    "procStart": "start",
}
_TIMES = {"startedAt": "started_ms", "statusUpdatedAt": "status_ms", "updatedAt": "updated_ms"}


class BadEntry(ValueError):
    """A file that is no entry; the message is a slug."""


def entry(raw: bytes, pid: int) -> dict[str, Any]:
    """The evidence in one registry file that is named after `pid`; a `BadEntry` when it is none."""
    import json  # noqa: PLC0415 -- 1 ms that only who finds one pays

    if len(raw) > MAX_BYTES:
        raise BadEntry("too_long")
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadEntry("bad_json") from None
    if not isinstance(given, dict):
        raise BadEntry("not_an_object")
    session = given.get("sessionId")
    if not isinstance(session, str):
        raise BadEntry("legacy" if "session_id" in given else "no_session")
    if not _ID.match(session):
        raise BadEntry("bad_session")
    if type(given.get("pid")) is not int or given["pid"] != pid or pid <= 0:
        raise BadEntry("pid_mismatch")
    found: dict[str, Any] = {"session": session, "pid": pid}
    for key, name in _TEXTS.items():
        value = given.get(key)
        if type(value) is int and key == "procStart":
            value = str(value)
        if isinstance(value, str) and value:
            found[name] = value[:TEXT]
    for key, name in _TIMES.items():
        value = given.get(key)
        if isinstance(value, int | float) and 0 < value < 1e14:
            found[name] = int(value)
    return found


def foreign_domain(domain: str, namespace: str) -> bool:
    """Whether an entry's pid belongs to another pid numbering (a container's) than ours, as far as both are told."""
    mark = domain.find("pid:[")
    return mark >= 0 and namespace.startswith("pid:[") and domain[mark:] != namespace
