"""What ccusage prints as JSON, so that scripts written for it keep working.

Keys, order and meaning are those of `ccusage claude daily|weekly|monthly|session|blocks --json` (20.0.24, looked at by
running it). Figures are ours where they differ: it counts replayed responses again in all reports but the daily one,
knows no fast-mode factor and no web searches, and takes an unknown model for free (it says so: `missingPricing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Any, Final

from cctl.core.agent.claude.place import slug
from cctl.core.moment import stamp
from cctl.core.money.charge import Charge
from cctl.core.money.exact import half_even, usd
from cctl.core.spend.cell import Response
from cctl.core.stats.block import BLOCK_S, starts
from cctl.core.stats.key import name
from cctl.records.errors import UsageError

REPORTS: Final = {"day": "daily", "week": "weekly", "month": "monthly", "session": "sessions", "block": "blocks"}
_DATE: Final = {"day": "date", "week": "week", "month": "month"}
_NAMES: Final = ("inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens")
_BLOCK_MS: Final = BLOCK_S * 1000
_MINUTE_MS: Final = 60_000

Pay = Callable[[Response], Charge]


class Row:
    """One line of a report: sums by model, and the time they span."""

    def __init__(self) -> None:
        self.models: dict[str, list[int]] = {}  # four kinds of tokens, nano-dollars, unpriced responses
        self.first = self.last = -1
        self.entries = 0
        self.project = ""

    def add(self, response: Response, paid: Charge) -> None:
        """Count one response; they come by time."""
        model = f"{response.model}-fast" if response.speed == "fast" else response.model
        sums = self.models.setdefault(model, [0] * 6)
        written = response.write_5m + response.write_1h
        counts = (response.input, response.output, written, response.read, paid.nano or 0, int(paid.nano is None))
        for place, count in enumerate(counts):
            sums[place] += count
        if self.first < 0:
            self.first, self.project = response.ms, response.project
        self.last = response.ms
        self.entries += 1

    def sums(self) -> list[int]:
        """Over all models."""
        return [sum(column) for column in zip(*self.models.values(), strict=True)] or [0] * 6

    def told(self) -> dict[str, Any]:
        """The fields that all reports but blocks share."""
        dearest = sorted(self.models.items(), key=lambda item: (-item[1][4], item[0]))
        return {
            "modelBreakdowns": [_broken_down(model, sums) for model, sums in dearest],
            "modelsUsed": list(self.models),
            **_counted(self.sums()),
        }


def ccusage(
    by: str, responses: Iterable[Response], pay: Pay, *, zone: tzinfo, now: int, week_start: int = 6
) -> dict[str, Any]:
    """The report by day, week, month, session or block, of responses by time; its weeks begin on Sunday."""
    if by not in REPORTS:
        raise UsageError(f'--compat ccusage has no report by "{by}"; say --by {", ".join(REPORTS)}')
    if by == "block":
        return {"blocks": _blocks([each for each in responses if each.agent == "claude"], pay, now)}
    rows: dict[str, Row] = {}
    names: dict[int, str] = {}
    total = Row()
    for response in responses:
        if by == "session":
            key = response.session
        else:
            quarter = response.ms // 900_000 * 900
            key = names.get(quarter) or names.setdefault(quarter, name(by, quarter, zone, week_start))
        paid = pay(response)
        rows.setdefault(key, Row()).add(response, paid)
        total.add(response, paid)
    listed = _sessions(rows) if by == "session" else [{_DATE[by]: key, **rows[key].told()} for key in sorted(rows)]
    totals = _counted(total.sums())
    unpriced = [model for model, sums in total.models.items() if sums[5]]
    return {REPORTS[by]: listed, "totals": totals | ({"unpricedModels": sorted(unpriced)} if unpriced else {})}


def _sessions(rows: dict[str, Row]) -> list[dict[str, Any]]:
    return [
        {
            "sessionId": session,
            "projectPath": slug(row.project),
            "firstActivity": stamp(row.first),
            "lastActivity": stamp(row.last),
            **row.told(),
        }
        for session, row in sorted(rows.items(), key=lambda item: (-item[1].sums()[4], item[0]))
    ]


def _counted(sums: list[int]) -> dict[str, Any]:
    return {**dict(zip(_NAMES, sums, strict=False)), "totalTokens": sum(sums[:4]), "totalCost": usd(sums[4])}


def _broken_down(model: str, sums: list[int]) -> dict[str, Any]:
    told: dict[str, Any] = {"modelName": model, **dict(zip(_NAMES, sums, strict=False)), "cost": usd(sums[4])}
    return told | {"missingPricing": True} if sums[5] else told


def _blocks(responses: list[Response], pay: Pay, now: int) -> list[dict[str, Any]]:
    begun = starts(response.ms // 1000 for response in responses)
    listed: list[dict[str, Any]] = []
    before: Row | None = None
    place = 0
    for start in begun:
        row = Row()
        while place < len(responses) and responses[place].ms // 1000 < start + BLOCK_S:
            row.add(responses[place], pay(responses[place]))
            place += 1
        if before and row.first - before.last > _BLOCK_MS:
            listed.append(_gap(before.last + _BLOCK_MS, row.first))
        listed.append(_block(start * 1000, row, now))
        before = row
    return sorted(listed, key=lambda each: str(each["startTime"]))


def _block(start: int, row: Row, now: int) -> dict[str, Any]:
    end = start + _BLOCK_MS
    sums = row.sums()
    active = now < end and now - row.last < _BLOCK_MS
    rate = _rate(row, sums) if active else None
    return _line(start, end, stamp(start)) | {
        "actualEndTime": stamp(row.last),
        "isActive": active,
        "entries": row.entries,
        "models": list(row.models),
        "tokenCounts": _token_counts(sums),
        "totalTokens": sum(sums[:4]),
        "costUSD": usd(sums[4]),
        "burnRate": rate,
        "projection": _projection(rate, sums, end - now) if rate else None,
    }


def _gap(start: int, end: int) -> dict[str, Any]:
    return _line(start, end, f"gap-{stamp(start)}") | {"isGap": True}


def _line(start: int, end: int, id: str) -> dict[str, Any]:
    return {
        "id": id,
        "startTime": stamp(start),
        "endTime": stamp(end),
        "actualEndTime": None,
        "isActive": False,
        "isGap": False,
        "entries": 0,
        "models": [],
        "tokenCounts": _token_counts([0] * 6),
        "totalTokens": 0,
        "costUSD": 0,
        "burnRate": None,
        "projection": None,
    }


def _token_counts(sums: list[int]) -> dict[str, int]:
    names = ("inputTokens", "outputTokens", "cacheCreationInputTokens", "cacheReadInputTokens")
    return dict(zip(names, sums, strict=False))


def _rate(row: Row, sums: list[int]) -> dict[str, float] | None:
    minutes = (row.last - row.first) / _MINUTE_MS
    if not minutes:
        return None
    return {
        "tokensPerMinute": sum(sums[:4]) / minutes,
        "tokensPerMinuteForIndicator": (sums[0] + sums[1]) / minutes,
        "costPerHour": usd(sums[4]) / minutes * 60,
    }


def _projection(rate: dict[str, float], sums: list[int], left_ms: int) -> dict[str, Any]:
    minutes = half_even(left_ms, _MINUTE_MS)
    return {
        "remainingMinutes": minutes,
        "totalTokens": round(sum(sums[:4]) + rate["tokensPerMinute"] * minutes),
        "totalCost": round(usd(sums[4]) + rate["costPerHour"] / 60 * minutes, 2),
    }
