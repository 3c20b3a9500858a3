"""Cost spike: the last minutes cost many times what minutes of this session usually cost.

Windows are compared with windows of the same width, and with the median of those that spent anything: a large answer
after a pause is no spike, and neither is a session that has always been dear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.records.schema import Record

_ADVICE = "Look at what it started: sub-agents, a larger model, a context that is sent again and again."


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each response that cost something."""
    width = int(terms.limits["spike_window_s"] * 1000)
    slices = history.slices
    if not slices or _lately(history, slices[-1][0] + 1 - width) < terms.limits["spike_min_usd"] * 1e9:
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    limits = terms.limits
    width = int(limits["spike_window_s"] * 1000)
    end = history.slices[-1][0] + 1
    windows: dict[int, int] = {}
    for start, nano in history.slices:
        index = (end - start) // width
        windows[index] = windows.get(index, 0) + nano
    now = windows.pop(0, 0)
    if len(windows) < limits["spike_windows"]:
        return
    median = sorted(windows.values())[len(windows) // 2]
    factor = now / median if median else 0.0
    lately = max(windows.get(index, 0) for index in (1, 2, 3))
    if factor < limits["spike_warning"] or now < limits["spike_sudden"] * lately:
        return  # what grows by and by is no spike
    critical = factor >= limits["spike_critical"]
    yield Found(
        "critical" if critical else "warning",
        f"{(end - width) // (12 * width)}",  # once an hour
        f"${now / 1e9:.2f} in {width // 60_000} minutes, {factor:.1f} times the usual",
        {"window_usd": round(now / 1e9, 6), "usual_usd": round(median / 1e9, 6), "factor": round(factor, 2)}
        | {"windows": len(windows), "records": [str(record.get("id") or "")]},
        _ADVICE,
        ("spike_critical" if critical else "spike_warning", "spike_min_usd", "spike_windows"),
        end - width,
        cost_nano=now - median,
        src=record.get("src"),
    )


def _lately(history: History, since: int) -> int:
    """Spent since a time; most responses end here, so only the slices since then are looked at."""
    spent = 0
    for start, nano in reversed(history.slices):
        if start < since:
            break
        spent += nano
    return spent


CHECK = Check("cost_spike", ("spend",), judge, __doc__.partition("\n")[0], ("spend.cost_usd",), "7 windows with spend")
