"""Expiring: the agent will soon delete a transcript, and with it the only account of what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.core.moment import epoch_ms
from cctl.records.schema import Record

_DAY_MS = 86_400_000


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each session record that says when."""
    if "expires" not in record:
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    expires, now = epoch_ms(record.get("expires")), epoch_ms(record.get("ts"))
    if expires < 0 or now < 0:
        return
    left = (expires - now) / _DAY_MS
    if left > terms.limits["expiring_days"]:
        return
    yield Found(
        "warning" if left < 1 else "info",
        str(record["expires"])[:10],
        "the agent deletes its transcript within a day"
        if left < 1
        else f"the agent deletes its transcript in {left:.0f} days",
        {"expires": record["expires"], "days": round(left, 2)},
        "Archive it (`cctl clean --archive`), or raise the agent's retention.",
        ("expiring_days",),
    )


CHECK = Check("expiring", ("session",), judge, __doc__.partition("\n")[0], ("session.expires",), "")
