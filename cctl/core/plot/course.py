"""What goes on in time: spend and its forecast, a session's context and its compactions, sessions and their states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from cctl.core.moment import epoch_ms
from cctl.core.plot.picture import Event, Lane, Limit, Lines, Picture, Spans, Stretch, Track
from cctl.records.schema import Record

_MOST_LANES, _MOST_TRACKS = 40, 6
_INPUT = ("input", "cache_write_5m", "cache_write_1h", "cache_read")


def course(records: Sequence[Record], zone: tzinfo) -> Picture | None:
    """Dollars so far in a period, what they will be at its end, and the budget."""
    forecast = next((each for each in records if each.get("type") == "forecast"), None)
    since = epoch_ms(forecast.get("start")) if forecast else -1  # what was spent before its period isn't in its sums
    points = []
    total = 0.0
    for row in sorted((each for each in records if each.get("type") == "stats"), key=lambda each: str(each.get("key"))):
        key = row.get("key")
        text = (
            next((str(key[name]) for name in ("hour", "block", "day") if name in key), "")
            if isinstance(key, dict)
            else ""
        )
        ms = _local_ms(text, zone)
        if ms and ms >= since:
            total += _number(row.get("cost_usd"))
            points.append((ms, total))
    if not points:
        return None
    tracks = [Track("spent", _by_time(points))]
    if forecast:
        end = epoch_ms(forecast.get("end"))
        last = tracks[0].points[-1]
        for name, field in (("expected", "expected_usd"), ("low", "low_usd"), ("high", "high_usd")):
            if isinstance(forecast.get(field), int | float) and end > last[0]:
                tracks.append(Track(name, (last, (float(end), float(forecast[field]))), dashed=True))
    limits = [
        Limit(f"budget {each.get('scope', '')}", float(each["limit_usd"]))
        for each in records
        if each.get("type") == "budget" and isinstance(each.get("limit_usd"), int | float)
    ]
    burn = next((each for each in records if each.get("type") == "burn" and "usd_per_h" in each), None)
    note = f"burning ${float(burn['usd_per_h']):.2f} an hour" if burn else ""
    return Lines("Spend so far, and what is to come", "usd", tuple(tracks), tuple(limits[:3]), (), note)


def _by_time(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """One point a time, the largest: rows of one day by model are one day."""
    best: dict[float, float] = {}
    for ms, value in points:
        best[ms] = max(value, best.get(ms, 0.0))
    return tuple(sorted(best.items()))


def _local_ms(text: str, zone: tzinfo) -> float:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return 0.0
    return (found if found.tzinfo else found.replace(tzinfo=zone)).timestamp() * 1000


def context(records: Sequence[Record]) -> Picture | None:
    """Tokens in the context of each response, by session, with compactions as events."""
    tracks: dict[str, dict[float, float]] = defaultdict(dict)
    events = []
    for record in records:
        ms = float(epoch_ms(record.get("ts")))
        if ms <= 0 or record.get("agent_id"):
            continue
        name = str(record.get("session", ""))[:8]
        if record.get("type") == "spend" and isinstance(record.get("tokens"), dict):
            held = sum(_number(record["tokens"].get(part)) for part in _INPUT)
            tracks[name][ms] = max(held, tracks[name].get(ms, 0.0))
        elif record.get("type") == "session" and "context_tokens" in record:
            tracks[name][ms] = _number(record["context_tokens"])
        elif record.get("type") == "notice" and record.get("kind") == "compaction":
            events.append(Event(ms, "compaction"))
    order = sorted(tracks, key=lambda name: -len(tracks[name]))[:_MOST_TRACKS]
    made = tuple(Track(name, tuple(sorted(tracks[name].items()))) for name in order if tracks[name])
    if not made:
        return None
    windows: list[float] = [_number(each.get("context_window")) for each in records if each.get("type") == "session"]
    window = max(windows, default=0.0)
    limits = (Limit("context window", window),) if window else ()
    rest = len(tracks) - len(order)
    return Lines("Context", "tokens", made, limits, tuple(events[:200]), f"{rest} more sessions" if rest > 0 else "")


def timeline(records: Sequence[Record]) -> Picture | None:
    """When each session was in which state: its states as `watch` told them, else from its start to its last record."""
    seen: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.get("type") == "session" and record.get("session"):
            seen[str(record["session"])].append(record)
    lanes = [lane for session, told in seen.items() if (lane := _lane(session, told)) and lane.stretches]
    lanes.sort(key=lambda lane: lane.stretches[0].start)
    if not lanes:
        return None
    rest = len(lanes) - _MOST_LANES
    return Spans("Sessions", tuple(lanes[-_MOST_LANES:]), f"{rest} earlier ones not shown" if rest > 0 else "")


def _lane(session: str, told: list[Record]) -> Lane:
    latest = told[-1]
    name = str(latest.get("name") or latest.get("title") or session[:8]).split("\n")[0]
    project = str(latest.get("project", "")).rstrip("/").rpartition("/")[2]
    label = f"{project}: {name}" if project else name
    if len(told) == 1:
        start, end = (float(epoch_ms(latest.get(key) or latest.get("ts"))) for key in ("start", "last"))
        state = str(latest.get("state") or latest.get("ended") or "finished")
        return Lane(label, (Stretch(start, max(end, start), state),) if start > 0 else ())
    points = sorted(
        (float(epoch_ms(each.get("since") or each.get("ts"))), str(each.get("state", "unknown"))) for each in told
    )
    end = max(float(epoch_ms(each.get("ts"))) for each in told)
    stretches: list[Stretch] = []
    for at, (start, state) in enumerate(points):
        stop = points[at + 1][0] if at + 1 < len(points) else end
        if stretches and stretches[-1].state == state and stretches[-1].end >= start:
            stretches[-1] = stretches[-1]._replace(end=max(stop, stretches[-1].end))
        elif stop > start or not stretches:
            stretches.append(Stretch(start, max(stop, start), state))
    return Lane(label, tuple(stretches))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else 0.0
