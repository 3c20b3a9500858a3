"""What a scope has spent, in one small file each, so that the hook knows in a fraction of a millisecond.

Importing a database costs the hook four milliseconds before it has asked anything; reading a line of JSON costs a
twentieth of one. A file is replaced whole, never changed, so a reader sees one moment or another and nothing between.
What stands in it is a total, not a step: whoever writes it again after a crash writes the same.

Only the standard library is used here, and nothing is imported that the hook would not import anyway.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any, NamedTuple

FOLDER = "spend"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_LONGEST = 120
_MOST = 4096  # bytes of a file that are looked at


class Spent(NamedTuple):
    """How one limit of one scope stands."""

    scope: str
    key: str
    limit: str  # its id
    nano: int
    tokens: int
    limit_nano: int  # 0 for none
    limit_tokens: int
    mark: str  # ok, warned, breached
    hard: bool
    ms: int  # when that was


def note(state: str, spent: Spent) -> None:
    """Write how a limit stands; raises OSError when that can't be done."""
    path = _path(state, spent.scope, spent.key, spent.limit)
    data = json.dumps({"v": 1, **spent._asdict()}, separators=(",", ":")).encode()
    os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)  # noqa: PTH103, PTH120 -- the hook imports no pathlib
    fresh = f"{path}.{os.getpid()}.tmp"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
        os.replace(fresh, path)  # noqa: PTH105 -- see above
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108 -- see above
        raise


def look(state: str, scope: str, key: str) -> list[Spent]:
    """How the limits of a scope stand; empty when nothing is known of it."""
    folder = _folder(state, scope, key)
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- see above
    except OSError:
        return []
    found = [_read(f"{folder}/{name}") for name in sorted(names) if name.endswith(".json")]
    return [each for each in found if each is not None and each.scope == scope and each.key == key]


def breached(state: str, scope: str, key: str) -> Spent | None:
    """The limit that stops a scope, if one does."""
    return next((each for each in look(state, scope, key) if each.mark == "breached" and each.hard), None)


def _read(path: str) -> Spent | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            given: Any = json.loads(os.read(descriptor, _MOST))
        finally:
            os.close(descriptor)
        return Spent(
            str(given["scope"]),
            str(given["key"]),
            str(given["limit"]),
            int(given["nano"]),
            int(given["tokens"]),
            int(given["limit_nano"]),
            int(given["limit_tokens"]),
            str(given["mark"]),
            given["hard"] is True,
            int(given["ms"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _folder(state: str, scope: str, key: str) -> str:
    return f"{state}/{FOLDER}/{_name(scope)}/{_name(key)}"


def _path(state: str, scope: str, key: str, limit: str) -> str:
    return f"{_folder(state, scope, key)}/{_name(limit)}.json"


def _name(text: str) -> str:
    """A file name for any text: itself where it is plain, else a hash, so that no key leads out of the folder."""
    if text and len(text) <= _LONGEST and text[0] != "." and _PLAIN.issuperset(text):
        return text
    from hashlib import blake2b  # noqa: PLC0415 -- session ids and dates are plain

    return "h-" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
