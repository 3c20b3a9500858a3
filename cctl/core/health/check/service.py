"""Service: the API fails again and again, gives up, or a quota is nearly used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.records.schema import Record

_WINDOW_MS = 600_000


def judge(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    """At each failed request, and at each word of a quota."""
    given = record.get("data")
    data: dict[str, Any] = given if isinstance(given, dict) else {}
    if record.get("kind") == "api_error":
        yield from _failed(history, record, data, terms)
    elif isinstance(data.get("rate_limits"), dict):
        yield from _quota(record, data["rate_limits"], terms)


def _failed(history: History, record: Record, data: dict[str, Any], terms: Terms) -> Iterator[Found]:
    text = str(data.get("message") or data.get("error") or "")[:200]
    evidence: dict[str, Any] = {key: data[key] for key in ("status", "error", "error_type", "attempt") if key in data}
    evidence |= {"text": text, "limited": _limited(data)}
    if data.get("final"):
        words = "a limit of the account stops it" if _limited(data) else "the service failed for good"
        status = f" ({data['status']})" if data.get("status") else ""
        yield Found(
            "warning", f"final:{record.get('ts')}", words + status, evidence, _advice(data), src=record.get("src")
        )
        return
    wanted = int(terms.limits["service_retries"])
    lately = [ms for ms in history.retries if ms > history.ms - _WINDOW_MS]
    if len(lately) >= wanted:
        yield Found(
            "warning",
            f"retries:{history.ms // (6 * _WINDOW_MS)}",
            f"{len(lately)} requests failed within ten minutes",
            evidence | {"count": len(lately)},
            _advice(data),
            ("service_retries",),
            lately[0],
            src=record.get("src"),
        )


def _quota(record: Record, limits: dict[str, Any], terms: Terms) -> Iterator[Found]:
    for name in ("primary", "secondary"):
        window = limits.get(name)
        used = window.get("used_percent") if isinstance(window, dict) else None
        if not isinstance(window, dict) or not isinstance(used, int | float):
            continue
        if used < terms.limits["service_limit_ratio"] * 100:
            continue
        yield Found(
            "warning",
            f"quota:{name}:{window.get('resets_at')}",
            f"{used:.0f} % of the {name} quota is used",
            {"quota": name, "used_ratio": round(used / 100, 4), "resets_at": window.get("resets_at")},
            "Wait for the reset, or move what is urgent elsewhere.",
            ("service_limit_ratio",),
            src=record.get("src"),
        )


def _limited(data: dict[str, Any]) -> bool:
    words = f"{data.get('error')} {data.get('error_type')} {data.get('message')} {data.get('info')}".lower()
    return data.get("status") == 429 or "rate_limit" in words or "usage limit" in words or "billing" in words


def _advice(data: dict[str, Any]) -> str:
    if data.get("status") in (401, 403):
        return "Log in again."
    return "Wait for the reset." if _limited(data) else "Nothing to do but to wait; see the service's status."


CHECK = Check("service", ("notice",), judge, __doc__.partition("\n")[0], ("notice.data",), "1 failure")
