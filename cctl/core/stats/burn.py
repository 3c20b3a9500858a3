"""How fast money goes: from the times of responses, so that a look at a file, a replay and a daemon say the same.

Two rates. Over a window: what was spent in it, by the hour. And smoothed: every response counts, but half as much with
each half-life that has passed since; it needs no window's edge, over which a big response would fall at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from cctl.core.moment import stamp
from cctl.core.money.charge import charge
from cctl.core.money.exact import usd
from cctl.core.money.price import Table
from cctl.core.spend.ask import Ask, Spend
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

WINDOW_S: Final = 300
HALF_LIFE_S: Final = 300  # responses come every half minute or so: a shorter one would measure the gaps between them
REACH_S: Final = 20 * HALF_LIFE_S  # further back, a response weighs less than a millionth
_LEAST_S: Final = 60  # a shorter window would make a rate of dollars a second out of one response
_HOUR_S: Final = 3600
_LN2: Final = 0.6931471805599453


class Moment(NamedTuple):
    """One response, as far as a rate needs it."""

    ms: int
    nano: int | None  # None: unpriced
    tokens: int


class Burn(NamedTuple):
    """Rates at one moment."""

    usd_per_h: float
    smoothed_usd_per_h: float
    tokens_per_min: float
    responses: int  # in the window
    unpriced: int  # of them


def burn(moments: Iterable[Moment], now: int, window_s: float = WINDOW_S, half_life_s: float = HALF_LIFE_S) -> Burn:
    """The rates at `now` (epoch ms); responses after it don't count, nor does their order."""
    window_s = max(window_s, _LEAST_S)
    nano = tokens = responses = unpriced = 0
    smoothed = []
    for moment in moments:
        age_s = (now - moment.ms) / 1000
        if age_s < 0:
            continue
        if moment.nano and age_s <= 60 * half_life_s:  # further back, powers of a half are nothing
            smoothed.append(moment.nano * 0.5 ** (age_s / half_life_s))
        if age_s < window_s:
            responses += 1
            tokens += moment.tokens
            nano += moment.nano or 0
            unpriced += moment.nano is None
    weight = _LN2 / half_life_s * _HOUR_S / 1e9
    return Burn(
        usd(round(nano * _HOUR_S / window_s)),
        round(sum(sorted(smoothed)) * weight, 9),  # sorted: sums of floats depend on their order
        round(tokens * 60 / window_s, 3),
        responses,
        unpriced,
    )


def look(
    spend: Spend, table: Table, now: int, *, keep: Mapping[str, Callable[[str], bool]] | None = None
) -> Iterator[Moment]:
    """The responses that the rates at `now` depend on."""
    for response in spend.responses(Ask(since_ms=now - REACH_S * 1000, until_ms=now + 1, keep=keep or {})):
        tokens = response.input + response.output + response.write_5m + response.write_1h + response.read
        yield Moment(response.ms, charge(table, response).nano, tokens)


def record(found: Burn, now: int, window_s: float = WINDOW_S) -> Record:
    """A rate as a record; the dollars are absent where nothing in the window has a price."""
    made: Record = {"type": "burn", "v": 1, "ts": stamp(now), "window_s": max(window_s, _LEAST_S)}
    made |= {"responses": found.responses, "tokens_per_min": found.tokens_per_min}
    if found.responses > found.unpriced or not found.responses:
        made |= {"usd_per_h": found.usd_per_h, "smoothed_usd_per_h": found.smoothed_usd_per_h}
    made["unpriced"] = found.unpriced
    return made
