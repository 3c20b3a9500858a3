"""After how many days an agent deletes its transcripts: the date that a transcript must be read by."""

from __future__ import annotations

_DEFAULT_DAYS = 30
_SETTINGS_MOST = 4 << 20


def keep_days(agent: str, home: str) -> int | None:
    """Days that a home's transcripts are kept after their last change; None for an agent that keeps them."""
    if agent != "claude":
        return None
    import json  # noqa: PLC0415 -- one agent's settings

    try:
        with open(f"{home}/settings.json", "rb") as file:  # noqa: PTH123 -- pathlib costs 9 ms at every start
            told = json.loads(file.read(_SETTINGS_MOST))
    except (OSError, ValueError, RecursionError):
        return _DEFAULT_DAYS
    days = told.get("cleanupPeriodDays") if isinstance(told, dict) else None
    return days if type(days) is int and days >= 0 else _DEFAULT_DAYS
