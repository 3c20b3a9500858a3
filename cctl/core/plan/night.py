"""Hours in which a plan may start tasks, such as 22:00-06:00, by the clock of a zone: over midnight, over changes."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

_HOURS = pattern(r"([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")


class Hours(NamedTuple):
    """A stretch of every day, in minutes after midnight; over midnight when it ends before it begins."""

    start: int
    stop: int

    def hold(self, ms: int, zone: tzinfo) -> bool:
        """Whether a moment lies in it; asked anew each time, so that a clock that jumps is followed."""
        local = datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)
        minute = local.hour * 60 + local.minute
        if self.start < self.stop:
            return self.start <= minute < self.stop
        return minute >= self.start or minute < self.stop


def hours(text: str) -> Hours:
    """From `22:00-06:00`."""
    found = _HOURS.fullmatch(text.strip())
    start, stop = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if found is None or start == stop or max(start, stop) > 24 * 60:
        raise UsageError(f"--between {text!r} is no stretch of a day; say 22:00-06:00")
    return Hours(start % 1440, stop)
