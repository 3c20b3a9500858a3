"""How budgets stand, in one small file each, so that the hook knows in a fraction of a millisecond.

Importing a database costs the hook four milliseconds before it has asked anything; reading a line of JSON costs a
twentieth of one. A file holds a `budget` record and `until`, when its period is over; it is replaced whole, never
changed, so a reader sees one moment or another and nothing between. What stands in it is a total, not a step: whoever
writes it again after a crash writes the same.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from cctl.core.hook import codec
from cctl.records.schema import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "spend"
PERIODS = frozenset({"day", "week", "block"})
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_MOST = 65_536  # bytes of a file that are looked at; the path of a project may be long


def note(state: str, standing: Record) -> None:
    """Write how a budget stands; raises OSError when that can't be done."""
    import json  # noqa: PLC0415 -- 1 ms that only who writes or finds one pays

    path = place(state, str(standing["scope"]), str(standing["key"]))
    data = json.dumps(standing, separators=(",", ":")).encode()
    os.makedirs(path.rpartition("/")[0], 0o700, exist_ok=True)  # noqa: PTH103 -- the hook imports no pathlib
    fresh = f"{path}.{os.getpid()}.tmp"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            if os.write(descriptor, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # half a file would say nothing
        finally:
            os.close(descriptor)
        os.replace(fresh, path)  # noqa: PTH105 -- see above
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108 -- see above
        raise


def look(state: str, scope: str, key: str) -> Record | None:
    """How the budget of a scope stands; None when nothing is known of it, or the file is damaged."""
    try:
        descriptor = os.open(place(state, scope, key), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        import json  # noqa: PLC0415 -- as above

        try:
            found = json.loads(os.read(descriptor, _MOST))
        finally:
            os.close(descriptor)
    except (OSError, ValueError, RecursionError):
        return None
    same = isinstance(found, dict) and found.get("scope") == scope and (scope in PERIODS or _name_of(found) == key)
    return found if same else None


def place(state: str, scope: str, key: str) -> str:
    """The file of a scope; no key leads out of the folder."""
    if scope in PERIODS:
        return f"{state}/{FOLDER}/{scope}.json"
    name = name_in(key)
    plain = scope in ("session", "run") and 0 < len(name) <= 128 and name[0] != "." and _PLAIN.issuperset(name)
    return f"{state}/{FOLDER}/{scope}/{name if plain else codec.digest(scope, name)}.json"


def name_in(key: str) -> str:
    """The session, project … in a key that may end in its period's date."""
    head, blank, tail = key.rpartition(" ")
    return head if blank and tail[:4].isdigit() and tail[4:5] == "-" else key


def _name_of(standing: Record) -> str:
    return name_in(str(standing.get("key")))


def standings(state: str) -> Iterator[Record]:
    """Every budget that stands written, whatever its scope."""
    for folder, _, names in os.walk(f"{state}/{FOLDER}"):
        for name in sorted(names):
            if name.endswith(".json"):
                import json  # noqa: PLC0415 -- as above

                with suppress(OSError, ValueError, RecursionError), open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 -- see above
                    found = json.loads(file.read(_MOST))
                    if isinstance(found, dict):
                        yield found
