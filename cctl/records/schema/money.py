"""What spend adds up to: sums, rates, forecasts, and the prices they rest on."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from cctl.records.schema.base import Base, OfSession
from cctl.records.schema.work import Tokens


class Spent(TypedDict):
    """Sums over responses."""

    responses: Annotated[int, "API responses"]
    sessions: Annotated[int, "different sessions that paid"]
    tokens: Annotated[Tokens, "tokens by class, and their total"]
    cost_usd: NotRequired[Annotated[float, "dollars of the priced responses; absent when none has a price"]]
    unpriced: Annotated[int, "responses without a known price: they are not in `cost_usd`"]
    estimated: NotRequired[Annotated[bool, "true if part of the cost is an estimate"]]


class Change(TypedDict):
    """A sum less the one before it."""

    responses: Annotated[int, "more responses, or fewer"]
    tokens: Annotated[int, "more tokens, or fewer"]
    cost_usd: NotRequired[Annotated[float, "more dollars, or fewer; absent where one of them is not known"]]
    cost_ratio: NotRequired[Annotated[float, "the same as a share of what was spent before"]]


class Stats(Base):
    """What was spent in one bucket."""

    key: Annotated[
        dict[str, str],
        "the bucket, by the keys of `--by`: `day` and the first day of the `week` as dates, `month` as YYYY-MM, `hour` "
        "with its offset, `block` by its start in UTC; `(none)` where there is no branch, sub-agent, tool …; empty for "
        "all",
    ]
    responses: Annotated[int, "API responses"]
    sessions: Annotated[int, "different sessions that paid"]
    tokens: Annotated[Tokens, "tokens by class, and their total"]
    cost_usd: NotRequired[Annotated[float, "dollars of the priced responses; absent when none has a price"]]
    unpriced: Annotated[int, "responses without a known price: they are not in `cost_usd`"]
    estimated: NotRequired[Annotated[bool, "true if part of the cost is an estimate"]]
    previous: NotRequired[Annotated[Spent, "the same bucket of the window before, under `--compare previous`"]]
    change: NotRequired[Annotated[Change, "this bucket less that one"]]


class Burn(Base):
    """How fast money goes."""

    window_s: Annotated[float, "seconds looked back"]
    responses: Annotated[int, "API responses in them"]
    tokens_per_min: Annotated[float, "tokens a minute, all classes"]
    usd_per_h: NotRequired[Annotated[float, "dollars an hour; absent when no response has a price"]]
    smoothed_usd_per_h: NotRequired[Annotated[float, "the same, older responses weighing less instead of not at all"]]
    unpriced: Annotated[int, "responses without a known price"]


class Forecast(Base):
    """What a period will have cost when it ends."""

    period: Annotated[Literal["block", "day", "week", "month"], "which period"]
    start: Annotated[str, "its first moment"]
    end: Annotated[str, "the first moment after it"]
    cost_usd: Annotated[float, "dollars so far"]
    tokens: Annotated[int, "tokens so far"]
    expected_usd: Annotated[float, "dollars at its end"]
    expected_tokens: Annotated[int, "tokens at its end"]
    low_usd: NotRequired[Annotated[float, "dollars at its end, if its rest is as cheap as the cheapest earlier one"]]
    high_usd: NotRequired[Annotated[float, "dollars at its end, if its rest is as dear as the dearest earlier one"]]
    by: Annotated[
        Literal["history", "pace"],
        "from the same rest of earlier periods, or from the pace so far (a block's last hour)",
    ]
    samples: Annotated[int, "earlier periods that it rests on"]
    unpriced: Annotated[int, "responses so far without a known price: no figure holds them"]
    estimated: NotRequired[Annotated[bool, "true if part of the cost so far is an estimate"]]
    agent: NotRequired[Annotated[str, "of a block: whose it is"]]


class Cause(TypedDict):
    """A part of a difference."""

    cause: Annotated[
        Literal["fork", "compaction", "cut_stream", "price", "unpriced", "not_in_transcript", "counted_here_only"],
        "`fork`: the agent began with its parent's total; `compaction`: that call is in no line; `cut_stream`: it "
        "guessed the lost output; `price`, `unpriced`: same tokens, other prices; `not_in_transcript`: it counted "
        "tokens that no line has; `counted_here_only`: the other way round",
    ]
    usd: Annotated[float, "dollars that the agent has more"]
    tokens: Annotated[int, "tokens that the agent has more"]


class Reconciliation(OfSession):
    """The agent's own total of a session beside ours."""

    recorded_usd: Annotated[float, "what the agent wrote"]
    cost_usd: Annotated[float, "what its responses up to that moment come to"]
    difference_usd: Annotated[float, "the first less the second"]
    unpriced: Annotated[int, "responses without a known price"]
    agrees: Annotated[bool, "true if they are the same"]
    causes: Annotated[list[Cause], "what makes the difference"]


class PriceTier(TypedDict):
    """Prices of large prompts."""

    above_prompt_tokens: Annotated[int, "they hold for requests with more tokens than this on the input side"]
    usd_per_mtok: Annotated[dict[str, float], "dollars for a million tokens, by class"]


class Price(Base):
    """What a model costs on a day, and where that is known from; `ts` is the moment asked about."""

    model: Annotated[str, "id in the price table"]
    asked: NotRequired[Annotated[str, "name that was asked for, when it is another"]]
    usd_per_mtok: Annotated[dict[str, float], "dollars for a million tokens, by class"]
    tiers: NotRequired[Annotated[list[PriceTier], "prices of large prompts"]]
    fast_factor: NotRequired[Annotated[float, "what fast mode multiplies them by; absent when not listed"]]
    geo_factors: Annotated[dict[str, float], "what binding inference to a region multiplies them by"]
    web_search_usd: Annotated[float, "dollars for a web search"]
    context: NotRequired[Annotated[int, "context window in tokens"]]
    max_output: NotRequired[Annotated[int, "longest answer in tokens"]]
    source: Annotated[str, "`client`, `list` or `override`"]
    as_of: NotRequired[Annotated[str, "day that the source was looked at"]]
    estimated: Annotated[bool, "true if this is a guess: an alias, or a day outside the known ones"]
    derived: NotRequired[Annotated[list[str], "prices that follow from the maker's multipliers"]]
    overridden: NotRequired[Annotated[list[str], "fields set by configuration"]]


# `from` and `until` are words of Python, so the days that a price holds are declared in the other way.
PriceDays = TypedDict(
    "PriceDays",
    {
        "from": NotRequired[Annotated[str, "first day it holds, UTC"]],
        "until": NotRequired[Annotated[str, "first day it holds no longer, UTC"]],
    },
)


class DatedPrice(Price, PriceDays):
    """What a model costs on a day, and where that is known from; `ts` is the moment asked about."""


RECORDS = {"stats": Stats, "burn": Burn, "forecast": Forecast, "price": DatedPrice, "reconciliation": Reconciliation}
