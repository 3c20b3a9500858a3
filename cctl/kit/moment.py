"""Times as people say them on the command line: our own grammar first, dateutil for what it doesn't know."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from cctl.core.when.grammar import Window, week_start_of, window
from cctl.records.errors import UsageError

if TYPE_CHECKING:
    from cctl.kit.run import Run


def asked_window(run: Run, since: str, until: str, zone: tzinfo, week_start: int = 0) -> Window:
    """The window of `--since` and `--until`."""
    return window(since, until, now=run.world.now_ms(), zone=zone, week_start=week_start, other=_other)


def asked_zone(run: Run, name: str | None) -> tzinfo:
    """The zone of `--timezone`, else the configured one, else the machine's."""
    wanted = name or str(run.setting("timezone"))
    try:
        return run.world.zone(wanted)
    except LookupError:
        raise UsageError(f'--timezone: no zone "{wanted}"; say UTC, Europe/Berlin, America/New_York …') from None


def asked_week_start(run: Run, name: str | None) -> int:
    """The day of `--week-start`, else the configured one."""
    return week_start_of(name or str(run.setting("week_start")))


def _other(text: str) -> datetime | None:
    """The last resort: dateutil, which takes `5` for the 5th of this month and must not see durations."""
    if not any(char.isalpha() or char in "/." for char in text):
        return None
    from dateutil import parser  # noqa: PLC0415 -- 13 ms that only odd dates pay

    try:
        return parser.parse(text)
    except (ValueError, OverflowError):
        return None
