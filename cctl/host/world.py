"""What a command may know of the machine before it reads anything: environment, home, clock, zone.

One value, made once per process and handed down, so that a test can fake all of it and nothing reads the environment
behind a caller's back. `CCTL_NOW` stops the clock for tests and documentation; the hook never reads it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo


class World:
    """The machine as one command sees it."""

    def __init__(self, env: Mapping[str, str], *, cwd: str = "") -> None:
        self.env = env
        self.cwd = cwd or os.getcwd()  # noqa: PTH109 -- pathlib costs 9 ms that no verb may pay before it reads
        self.home = env.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 -- see above
        self._frozen = _instant(env.get("CCTL_NOW", ""))

    def now_ms(self) -> int:
        """Milliseconds since the epoch."""
        return self._frozen if self._frozen is not None else time.time_ns() // 1_000_000

    def now(self) -> str:
        """Now, as records write it."""
        return stamp(self.now_ms())

    def zone(self, name: str = "") -> tzinfo:
        """The zone named, else that of the machine; a name that isn't known is an error of the caller's input."""
        wanted = name or self.env.get("TZ", "").lstrip(":")
        if wanted.upper() in ("UTC", "Z"):
            return UTC
        import zoneinfo  # noqa: PLC0415 -- 5 ms that only questions with days pay

        try:
            return zoneinfo.ZoneInfo(wanted or _local_zone())
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            if name:
                raise LookupError(name) from None
            return datetime.now().astimezone().tzinfo or UTC


def stamp(ms: int) -> str:
    """Epoch milliseconds as RFC 3339, UTC, milliseconds, `Z`."""
    seconds, rest = divmod(ms, 1000)
    year, month, day, hour, minute, second, *_ = time.gmtime(seconds)
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{rest:03d}Z"


def _instant(text: str) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def _local_zone() -> str:
    """The IANA name behind /etc/localtime, "UTC" where there is none."""
    path = os.path.realpath("/etc/localtime")
    _, mark, name = path.partition("zoneinfo/")
    return name if mark else "UTC"
