"""Records about money: prices, and spend added up."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from cctl.records.schema.base import Base
from cctl.records.schema.work import Tokens


class Price(Base):
    """What a model costs on a day."""

    model: Annotated[str, "id in the price table"]
    asked: NotRequired[Annotated[str, "the name that was asked for, when it is another"]]
    usd_per_mtok: Annotated[dict[str, float], "dollars per million tokens by class"]
    tiers: NotRequired[Annotated[list[dict[str, Any]], "prices of calls with larger prompts"]]
    fast_factor: NotRequired[Annotated[float, "factor of fast mode"]]
    geo_factors: NotRequired[Annotated[dict[str, float], "factors by region"]]
    web_search_usd: NotRequired[Annotated[float, "dollars a web search"]]
    context: NotRequired[Annotated[int, "size of the context window, tokens"]]
    max_output: NotRequired[Annotated[int, "longest answer, tokens"]]
    source: Annotated[str, "who says so"]
    as_of: NotRequired[Annotated[str, "when it was looked up"]]
    estimated: NotRequired[Annotated[bool, "true if the price is a guess for that day or name"]]
    derived: NotRequired[Annotated[list[str], "classes that follow from the maker's factors and were not quoted"]]
    overridden: NotRequired[Annotated[list[str], "classes set by the configuration"]]


class Stats(Base):
    """Spend added up over responses that share a key."""

    key: Annotated[dict[str, str], "what they share, by dimension; empty for a total"]
    responses: Annotated[int, "API responses"]
    sessions: Annotated[int, "sessions that paid for them"]
    tokens: Annotated[Tokens, "tokens by class and in all"]
    cost_usd: NotRequired[Annotated[float, "dollars of the priced responses; absent when none is priced"]]
    estimated: NotRequired[Annotated[bool, "true if part of it is an estimate"]]
    unpriced: Annotated[int, "responses without a known price, which are not in cost_usd"]
    burn: NotRequired[Annotated[dict[str, Any], "rate of spend"]]
    forecast: NotRequired[Annotated[dict[str, Any], "what the period will have cost at its end"]]
    previous: NotRequired[Annotated[dict[str, Any], "the same over the stretch before"]]


RECORDS = {"price": Price, "stats": Stats}
