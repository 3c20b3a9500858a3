"""Values as people read them."""

from __future__ import annotations

from datetime import datetime, tzinfo

from cctl.core.plot.picture import amount
from cctl.core.reel.card import lasting
from cctl.core.reel.cell import clean
from cctl.core.report.page import Fact, Kind, Value


def shown(value: Value, kind: Kind, zone: tzinfo) -> str:
    """A value by kind; nothing for None, which is unknown and not zero."""
    if value is None or value == "":
        return ""
    if kind == "time":
        return _time(str(value), zone)
    if isinstance(value, str):
        return clean(value)
    if kind == "duration":
        return lasting(float(value))
    if kind == "count":
        return f"{value:,.0f}"
    return amount(float(value), kind)


def _time(text: str, zone: tzinfo) -> str:
    try:
        return f"{datetime.fromisoformat(text).astimezone(zone):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return clean(text)


def sort_key(value: Value) -> str:
    """What a table is sorted by: numbers as numbers, everything else as text."""
    return "" if value is None else f"{value:.9g}" if isinstance(value, int | float) else ""


def change(fact: Fact) -> str:
    """`+12 %` against the window before; "" without one."""
    if not isinstance(fact.value, int | float) or not isinstance(fact.before, int | float):
        return ""
    if not fact.before:
        return "new" if fact.value else ""
    share = (fact.value - fact.before) / fact.before
    return f"{share * 100:+.0f} %".replace("-", "−")
