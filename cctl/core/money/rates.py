"""From rows of the price table, and a user's overrides, to windows of time with integer rates.

Everything a response's cost depends on (model, date, prompt size, speed, region) is worked out once per
combination; what is left for each response is five products and one division.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import gcd
from typing import Any

from cctl.core.money.exact import NANO, ONE, Exact, exact, times
from cctl.records.errors import BadConfig
from cctl.records.named import NamedTuple

CELLS = ("input", "output", "write_5m", "write_1h", "read")
NEVER = 1 << 62
ALWAYS = -NEVER
DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1).toordinal()


class Tier(NamedTuple):
    """Prices from one prompt size upwards, USD per million tokens."""

    above: int  # prompt tokens that must be exceeded
    cells: Mapping[str, Exact]


class Window(NamedTuple):
    """Prices of one model for one stretch of time."""

    start: int  # epoch ms
    stop: int  # epoch ms, exclusive
    tiers: tuple[Tier, ...]
    web: Exact  # USD a search
    fast: Exact
    geo: Mapping[str, Exact]
    source: str
    as_of: str
    derived: tuple[str, ...]  # cells that follow from multipliers
    guess: bool  # the price is an estimate for any response
    fast_known: bool
    overridden: tuple[str, ...]  # fields that the user set


class Rates(NamedTuple):
    """What a token costs, in nano-dollars times `scale`."""

    scale: int
    input: int
    output: int
    write_5m: int
    write_1h: int
    read: int
    web: int


class Bound(NamedTuple):
    """A window with speed and region settled, ready to multiply."""

    stop: int
    tiers: tuple[tuple[int, Rates], ...]
    guess: bool


def bind(window: Window, speed: str, geo: str) -> Bound:
    """The rates of a window for one speed and region.

    An unknown speed or region is priced as if it were the standard one, and said to be a guess.
    """
    factor, guess = ONE, window.guess
    if speed == "fast":
        factor, guess = window.fast, guess or not window.fast_known
    elif speed not in ("", "standard"):
        guess = True
    if geo in window.geo:
        factor = times(factor, window.geo[geo])
    elif geo not in ("", "global", "not_available"):
        guess = True
    return Bound(window.stop, tuple((tier.above, _rates(tier, factor, window.web)) for tier in window.tiers), guess)


def _rates(tier: Tier, factor: Exact, web: Exact) -> Rates:
    """Integers over one common denominator: 1 USD per million tokens is 1,000 nano-dollars a token."""
    prices = [times(tier.cells[name], factor, Exact(1000, 0)) for name in CELLS]
    prices.append(times(web, Exact(NANO, 0)))
    places = max(price.places for price in prices)
    whole = [price.digits * 10 ** (places - price.places) for price in prices]
    common = gcd(10**places, *whole)
    return Rates(10**places // common, *(number // common for number in whole))


def day_ms(text: object, what: str) -> int:
    """Start of a day in UTC."""
    try:
        return (date.fromisoformat(str(text)).toordinal() - _EPOCH) * DAY_MS
    except ValueError:
        raise BadConfig(f'{what}: "{text}" is no date (expected YYYY-MM-DD)') from None


def span(row: Mapping[str, Any], what: str) -> tuple[int, int]:
    """The stretch of time that `from` and `until` of a row name."""
    start = day_ms(row["from"], f"{what}.from") if "from" in row else ALWAYS
    stop = day_ms(row["until"], f"{what}.until") if "until" in row else NEVER
    if start >= stop:
        raise BadConfig(f"{what}: `from` is not before `until`")
    return start, stop


def number(value: object, what: str) -> Exact:
    """A price or factor, or one line that says which is wrong."""
    found = exact(value)
    if found is None:
        raise BadConfig(f"{what}: {value!r} is no price (expected a number of zero or more)")
    return found


class Row(NamedTuple):
    """All that is known of one model: what the table says and what the user overrides."""

    name: str
    maker: Mapping[str, Any]
    fast: object  # factor, None when the table has none
    entries: Sequence[Mapping[str, Any]]  # of the table
    overrides: Sequence[Mapping[str, Any]]  # of the user, later ones win
    sources: Mapping[str, Any]


def windows(row: Row) -> tuple[Window, ...]:
    """The windows of one model from the start of time to its end; empty where no price is known.

    Time before the first and after the last known window, and between two, is priced at the nearest earlier one
    (else the nearest later) as a guess.
    """
    known = [(*span(entry, row.name), entry) for entry in row.entries]
    asked = [(*span(entry, row.name), entry) for entry in row.overrides]
    edges = sorted({ALWAYS, NEVER, *(edge for each in known + asked for edge in each[:2])})
    found: list[Window | None] = []
    for start, stop in pairwise(edges):
        over: dict[str, Any] = {}
        for first, last, entry in asked:
            if first <= start < last:
                over.update(entry)
        base, guess = _covering(known, start)
        if ("input" in base or "input" in over) and ("output" in base or "output" in over):
            found.append(_window(row, (start, stop), base, over, guess))
        else:
            found.append(None)
    return _filled(found, edges)


def _filled(found: Sequence[Window | None], edges: Sequence[int]) -> tuple[Window, ...]:
    """Stretches that only a dated override knows nothing of are guessed from their neighbours too."""
    filled: list[Window] = []
    later = next((window for window in found if window), None)
    if later is None:
        return ()
    for window, start, stop in zip(found, edges, edges[1:], strict=False):
        near = window or (filled[-1] if filled else later)
        filled.append(near if window else near._replace(start=start, stop=stop, guess=True))
    return tuple(filled)


def _covering(known: Sequence[tuple[int, int, Mapping[str, Any]]], at: int) -> tuple[Mapping[str, Any], bool]:
    """The entry that prices this moment, and whether that is a guess."""
    for first, last, entry in known:
        if first <= at < last:
            return entry, False
    earlier = [each for each in known if each[1] <= at]
    if earlier:
        return max(earlier, key=lambda each: each[1])[2], True
    later = min(known, key=lambda each: each[0], default=None)
    return (later[2], True) if later else ({}, False)


def _window(row: Row, when: tuple[int, int], base: Mapping[str, Any], over: Mapping[str, Any], guess: bool) -> Window:
    fields = {**base, **over}
    whole = "input" in over and "output" in over
    missing = [name for name in CELLS if name not in fields]
    fast = over.get("fast", row.fast)
    source = "override" if whole else str(base.get("source", "override"))
    return Window(
        *when,
        tiers=_tiers(row, base, over),
        web=number(fields.get("web", row.maker["web"]), f"{row.name}.web"),
        fast=number(row.maker["fast"] if fast is None else fast, f"{row.name}.fast"),
        geo={
            name: number(factor, f"{row.name}.geo.{name}")
            for name, factor in {**row.maker["geo"], **fields.get("geo", {})}.items()
        },
        source=source,
        as_of=str(row.sources.get(source, {}).get("as_of", "")),
        derived=tuple(
            name for name in CELLS if name in missing or (name in base.get("derived", ()) and name not in over)
        ),
        guess=(guess and not whole) or any(name not in row.maker["sure"] for name in missing if not row.entries),
        fast_known=fast is not None,
        overridden=tuple(name for name in over if name not in ("from", "until", "like")),
    )


def _tiers(row: Row, base: Mapping[str, Any], over: Mapping[str, Any]) -> tuple[Tier, ...]:
    """By rising prompt size. A price that is overridden holds for every size, unless the override brings tiers."""
    tiers = [Tier(0, _cells(row, {**base, **over}))]
    for tier in over.get("tiers", base.get("tiers", ())):
        above = tier.get("above_prompt_tokens")
        if not isinstance(above, int) or isinstance(above, bool) or above < 0:
            raise BadConfig(f"{row.name}.tiers: above_prompt_tokens must be a whole number, not {above!r}")
        cells = {**base, **over, **tier} if "tiers" in over else {**base, **tier, **over}
        tiers.append(Tier(above, _cells(row, cells)))
    return tuple(sorted(tiers, key=lambda tier: tier.above))


def _cells(row: Row, fields: Mapping[str, Any]) -> dict[str, Exact]:
    """The five prices; those that are missing follow from the price of input by the maker's multipliers."""
    base = number(fields["input"], f"{row.name}.input")
    return {
        name: number(fields[name], f"{row.name}.{name}")
        if name in fields
        else times(base, number(row.maker[name], name))
        for name in CELLS
    }
