"""Costs by hand: each expected figure was worked out on paper from the price lists, not taken from the code."""

import json
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cctl
from cctl.core.money.price import Table
from cctl.records.errors import BadConfig

TEXT = (Path(cctl.__file__).parent / "data" / "prices.json").read_text()
DAY = 86_400_000
NOV_20 = 1_795_132_800_000  # 2026-11-20
OCT_7 = 1_791_331_200_000  # 2026-10-07
SEP_22 = 1_790_035_200_000  # 2026-09-22


@pytest.fixture(scope="module")
def table() -> Table:
    return Table.load(TEXT)


# model, ms, input, output, write_5m, write_1h, read, web, speed, geo -> nano-dollars
GOLDEN = [
    # 1,000 in x 4 + 500 out x 20 + 200 x 5 + 100 x 8 + 10,000 x 0.2 = 4000+10000+1000+800+2000 millionths
    (("claude-opus-5-5", NOV_20, 1000, 500, 200, 100, 10_000), 17_800_000),
    (("claude-opus-5-5", NOV_20, 1000, 500, 200, 100, 10_000, 0, "fast"), 35_600_000),
    (("claude-opus-5-5", NOV_20, 1000, 500, 200, 100, 10_000, 0, "", "us"), 19_580_000),
    (("claude-opus-5-5", NOV_20, 1000, 500, 200, 100, 10_000, 0, "fast", "us"), 39_160_000),
    # a web search is a cent whatever the speed
    (("claude-opus-5-5", NOV_20, 0, 0, 0, 0, 0, 3, "fast", "us"), 30_000_000),
    (("claude-sonnet-5-5", OCT_7 - 1, 0, 0, 0, 0, 1_000_000), 200_000_000),
    (("claude-sonnet-5-5", OCT_7, 0, 0, 0, 0, 1_000_000), 100_000_000),
    # Haiku 5.5: the prompt is input + reads + writes of that request; output doesn't count
    (("claude-haiku-5-5", NOV_20, 40_000, 1000, 20_000, 10_000, 30_000), 9_300_000),
    (("claude-haiku-5-5", NOV_20, 40_001, 1000, 20_000, 10_000, 30_000), 46_500_500),
    (("claude-haiku-5-5", NOV_20, 1, 1_000_000, 0, 0, 0), 500_000_100),
    (("claude-fable-5-2", NOV_20, 1000, 1000, 1000, 1000, 1000), 74_200_000),
    (("claude-fable-5-1", NOV_20, 1000, 1000, 1000, 1000, 1000), 92_750_000),
    (("claude-mythos-5", NOV_20, 1000, 1000, 1000, 1000, 1000), 93_500_000),
    (("claude-opus-4-6", NOV_20, 1000, 0, 0, 0, 0, 0, "fast"), 30_000_000),
    (("claude-opus-4-8", NOV_20, 1000, 0, 0, 0, 0, 0, "fast"), 10_000_000),
    (("claude-opus-4-1-20250805", NOV_20, 1000, 1000, 1000, 1000, 1000), 140_250_000),
    (("claude-opus-4-20250514", NOV_20, 1000, 0, 0, 0, 0), 15_000_000),
    (("claude-3-opus-20240229", NOV_20, 0, 1000, 0, 0, 0), 75_000_000),
    (("claude-3-haiku-20240307", NOV_20, 1, 1, 1, 1, 1), 2_330),
    (("claude-3-5-haiku-20241022", NOV_20, 1, 1, 1, 1, 1), 7_480),
    (("claude-3-5-haiku-20241022", NOV_20, 1, 0, 0, 0, 0, 0, "", "us"), 880),
    (("claude-sonnet-4-5[1m]", NOV_20, 1000, 0, 0, 0, 0), 3_000_000),
    (("us.anthropic.claude-sonnet-4-5-20250929-v1:0", NOV_20, 1000, 0, 0, 0, 0), 3_000_000),
    (("anthropic/claude-sonnet-4.5", NOV_20, 1000, 0, 0, 0, 0), 3_000_000),
    (("databricks-claude-3-7-sonnet", NOV_20, 1000, 0, 0, 0, 0), 3_000_000),
    (("claude-opus-4-5@20251101", NOV_20, 1000, 0, 0, 0, 0), 5_000_000),
    (("gpt-5-codex", NOV_20, 1000, 100, 0, 0, 4000), 2_750_000),
    (("gpt-5.1-codex-2025-11-13", NOV_20, 1000, 100, 0, 0, 4000), 2_750_000),
    (("gpt-5.4-mini", NOV_20, 1000, 1000, 0, 0, 1000), 5_325_000),
    (("gpt-5.3-codex", NOV_20, 1000, 100, 0, 0, 0, 0, "fast"), 6_300_000),
    (("gpt-5.5", NOV_20, 1000, 100, 0, 0, 0, 0, "fast"), 20_000_000),
    (("gpt-5.2", NOV_20, 1000, 0, 1000, 0, 0), 3_500_000),  # a cache write is plain input there
]


@pytest.mark.parametrize(("response", "nano"), GOLDEN)
def test_golden_costs(table: Table, response: tuple, nano: int) -> None:
    assert table.cost(*response) == nano
    assert table.estimated(response[0], response[1], *response[8:]) is False


STRANGERS = (
    "gpt-5.5-codex gpt-5.1-codex-mini gpt-5.4-pro claude-opus-5-6 claude-opus-4-9 claude-opus-6 claude claude-haiku "
    "opusplan <synthetic> claude-sonnet-4-5-20259999 glm-4.6 unknown"
)


@pytest.mark.parametrize("model", [*STRANGERS.split(), "", "x" * 5000])
def test_an_unknown_model_is_unpriced_and_never_priced_by_its_family(table: Table, model: str) -> None:
    assert table.cost(model, NOV_20, 1, 1, 1, 1, 1) is None
    assert table.estimated(model, NOV_20) is False
    assert table.show(model, NOV_20) is None
    assert table.context(model) is None


def test_halves_round_to_even() -> None:
    table = Table.load(TEXT, {"half": {"input": 0.0005, "output": 0, "write_5m": 0, "write_1h": 0, "read": 0}})
    assert [table.cost("half", 0, tokens, 0, 0, 0, 0) for tokens in (1, 2, 3, 5, 7)] == [0, 1, 2, 2, 4]


def test_guesses_are_marked(table: Table) -> None:
    before = SEP_22 - 1
    assert table.cost("claude-opus-5-5", before, 1000, 0, 0, 0, 0) == 4_000_000  # the nearest known price
    assert table.estimated("claude-opus-5-5", before)
    assert table.estimated("claude-sonnet-4-5", NOV_20, "fast")  # no factor is listed for it
    assert table.cost("claude-sonnet-4-5", NOV_20, 1000, 0, 0, 0, 0, 0, "fast") == 6_000_000
    assert table.estimated("claude-opus-5-5", NOV_20, "", "eu")
    assert table.estimated("claude-opus-5-5", NOV_20, "warp")
    assert not table.estimated("claude-opus-5-5", NOV_20, "standard", "global")


def test_an_alias_is_what_it_meant_on_that_day_and_a_guess(table: Table) -> None:
    assert table.cost("opus", SEP_22, 1000, 0, 0, 0, 0) == 4_000_000
    assert table.cost("opus", SEP_22 - 1, 1000, 0, 0, 0, 0) == 5_000_000
    assert table.cost("opus[1m]", NOV_20, 1000, 0, 0, 0, 0) == 4_000_000
    assert table.cost("opus", 0, 1000, 0, 0, 0, 0) is None
    assert table.estimated("opus", NOV_20)
    assert not table.estimated("opus", 0)
    assert table.resolve("haiku", OCT_7) == "claude-haiku-5-5"
    assert table.resolve("haiku", OCT_7 - 1) is None


def test_a_partial_override_inherits_every_other_field() -> None:
    table = Table.load(TEXT, {"claude-opus-4-5": {"output": 20}})
    assert table.cost("claude-opus-4-5-20251101", NOV_20, 1000, 1000, 1000, 1000, 1000) == 41_750_000  # 5+20+6.25+10+.5
    assert table.cost("claude-opus-4-1", NOV_20, 0, 1000, 0, 0, 0) == 75_000_000
    shown = table.show("claude-opus-4-5", NOV_20)
    assert shown is not None
    assert shown["overridden"] == ["output"]
    assert shown["source"] == "client"


def test_an_override_of_a_tiered_model() -> None:
    flat = Table.load(TEXT, {"claude-haiku-5-5": {"input": 0.3}})
    assert flat.cost("claude-haiku-5-5", NOV_20, 200_000, 1000, 0, 0, 0) == 62_500_000  # 0.3 for all sizes, output 2.5
    tiers = [{"above_prompt_tokens": 10, "input": 7}]
    tiered = Table.load(TEXT, {"claude-haiku-5-5": {"tiers": tiers}})
    assert tiered.cost("claude-haiku-5-5", NOV_20, 10, 0, 0, 0, 0) == 1_000
    assert tiered.cost("claude-haiku-5-5", NOV_20, 11, 1, 0, 0, 0) == 77_500


def test_an_override_prices_a_model_the_table_lacks() -> None:
    table = Table.load(
        TEXT,
        {
            "House-Model": {"input": 2, "output": 4, "read": 1},
            "twin": {"like": "claude-opus-4-5"},
            "bare": {"input": 1, "output": 1},
            "hopeless": {"input": 1},
        },
    )
    assert table.cost("house-model", NOV_20, 1000, 1000, 1000, 0, 1000) == 9_500_000
    assert not table.estimated("house-model", NOV_20)
    assert table.cost("twin", NOV_20, 1000, 0, 0, 0, 0) == 5_000_000
    assert table.estimated("bare", NOV_20)  # its cache reads are a guess
    assert table.cost("hopeless", NOV_20, 1000, 0, 0, 0, 0) is None


def test_dated_overrides_split_time() -> None:
    table = Table.load(TEXT, {"claude-opus-4-5": [{"input": 4, "from": "2026-10-07", "until": "2026-11-20"}]})
    prices = [table.cost("claude-opus-4-5", ms, 1000, 0, 0, 0, 0) for ms in (OCT_7 - 1, OCT_7, NOV_20 - 1, NOV_20)]
    assert prices == [5_000_000, 4_000_000, 4_000_000, 5_000_000]
    new = Table.load(TEXT, {"new": {"input": 1, "output": 1, "read": 1, "from": "2026-10-07", "until": "2026-11-20"}})
    assert [new.estimated("new", ms) for ms in (OCT_7 - 1, OCT_7, NOV_20 - 1, NOV_20)] == [True, False, False, True]
    assert [new.cost("new", ms, 1, 0, 0, 0, 0) for ms in (0, OCT_7, NOV_20)] == [1000, 1000, 1000]


@pytest.mark.parametrize(
    "overrides",
    [
        {"m": {"inptu": 1}},
        {"m": {"input": "dear", "output": 1}},
        {"m": {"input": -1, "output": 1}},
        {"m": {"input": float("nan"), "output": 1}},
        {"m": {"input": True, "output": 1}},
        {"m": {"input": 1, "output": 1, "from": "soon"}},
        {"m": {"input": 1, "output": 1, "from": "2026-02-01", "until": "2026-01-01"}},
        {"m": {"like": "nothing"}},
        {"m": 5},
        {"m": [5]},
        {"m": {"input": 1, "output": 1, "tiers": [{"input": 2}]}},
        {"m": {"input": 1, "output": 1, "geo": 3}},
        {"m": {"input": 1, "output": 1, "tiers": 3}},
    ],
)
def test_a_bad_override_is_one_clear_line(overrides: dict) -> None:
    with pytest.raises(BadConfig) as caught:
        Table.load(TEXT, overrides)
    assert str(caught.value).startswith("m")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": 2}', "\xff", '{"schema":1}', '{"schema":1,"models":[{}]}'])
def test_a_bad_table_is_one_clear_line(text: str) -> None:
    with pytest.raises(BadConfig, match="price table"):
        Table.load(text)


def test_the_digest_follows_the_content_and_the_overrides(table: Table) -> None:
    assert table.digest == Table.load(TEXT.encode()).digest
    assert len({table.digest, Table.load(TEXT + " ").digest, Table.load(TEXT, {"x": {"input": 1}}).digest}) == 3


def test_show_says_where_a_price_comes_from(table: Table) -> None:
    shown = table.show("claude-sonnet-5-5-20260901", OCT_7)
    assert shown == {
        "type": "price",
        "v": 1,
        "ts": "2026-10-07T00:00:00.000Z",
        "model": "claude-sonnet-5-5",
        "asked": "claude-sonnet-5-5-20260901",
        "from": "2026-10-07",
        "usd_per_mtok": {"input": 2, "output": 10, "cache_write_5m": 2.5, "cache_write_1h": 4, "cache_read": 0.1},
        "geo_factors": {"us": 1.1},
        "web_search_usd": 0.01,
        "context": 1_000_000,
        "max_output": 128_000,
        "source": "client",
        "as_of": "2026-11-20",
        "estimated": False,
    }
    earlier = table.show("claude-sonnet-5-5", OCT_7 - 1)
    assert earlier is not None
    assert (earlier["until"], earlier["source"]) == ("2026-10-07", "list")
    assert earlier["derived"] == ["cache_write_5m", "cache_write_1h"]
    tiered = table.show("claude-haiku-5-5", NOV_20)
    assert tiered is not None
    assert tiered["tiers"][0]["above_prompt_tokens"] == 100_000


def test_context_windows(table: Table) -> None:
    assert table.context("claude-opus-4-5-20251101") == 200_000
    assert table.context("claude-sonnet-4-6") == 1_000_000
    assert table.context("claude-sonnet-4-5[1m]") == 1_000_000
    assert table.context("sonnet", NOV_20) == 1_000_000
    assert Table.load(TEXT, {"claude-opus-4-5": {"context": 50_000}}).context("claude-opus-4-5") == 50_000


def test_cells_that_follow_from_multipliers_are_what_the_rule_says() -> None:
    data = json.loads(TEXT, parse_float=Decimal, parse_int=Decimal)
    checked = 0
    for row in data["models"]:
        maker = data["makers"][row["maker"]]
        for entry in row["prices"]:
            assert entry["source"] in data["sources"]
            for name in entry.get("derived", ()):
                assert entry[name] == entry["input"] * maker[name], (row["ids"], name)
                checked += 1
    assert checked == 5


def test_no_id_is_listed_twice_and_every_alias_leads_somewhere() -> None:
    data = json.loads(TEXT)
    ids = [name for row in data["models"] for name in row["ids"]]
    assert len(ids) == len(set(ids))
    for steps in data["aliases"].values():
        assert [step["from"] for step in steps] == sorted(step["from"] for step in steps)
        assert all(step["to"] in ids for step in steps)


TOKENS = st.integers(0, 3_000_000)
ANY = st.sampled_from([name for row in json.loads(TEXT)["models"] for name in row["ids"]])


@settings(deadline=None)
@given(
    ANY, st.tuples(TOKENS, TOKENS, TOKENS, TOKENS, TOKENS), st.sampled_from(["", "fast"]), st.sampled_from(["", "us"])
)
def test_a_cost_is_the_exact_sum_rounded_once(model: str, tokens: tuple, speed: str, geo: str) -> None:
    """The same figure by another road: decimals over the table as shown."""
    table = Table.load(TEXT)
    shown = table.show(model, NOV_20)
    assert shown is not None
    prices = shown["usd_per_mtok"]
    prompt = sum(tokens) - tokens[1]
    for tier in shown.get("tiers", ()):
        prices = tier["usd_per_mtok"] if prompt > tier["above_prompt_tokens"] else prices
    factor = Decimal(str(shown.get("fast_factor", 2) if speed else 1))
    factor *= Decimal(str(shown["geo_factors"].get(geo, 1) if geo else 1))
    exact = (
        sum(Decimal(str(price)) * count for price, count in zip(prices.values(), tokens, strict=True)) * factor * 1000
    )
    assert table.cost(model, NOV_20, *tokens, 0, speed, geo) == exact.quantize(Decimal(1), ROUND_HALF_EVEN)


@settings(deadline=None)
@given(ANY, st.integers(0, 4 * NOV_20), st.tuples(TOKENS, TOKENS, TOKENS, TOKENS, TOKENS), st.integers(0, 4))
def test_more_tokens_never_cost_less(model: str, ms: int, tokens: tuple, which: int) -> None:
    table = Table.load(TEXT)
    more = [count + (index == which) for index, count in enumerate(tokens)]
    less, dearer = table.cost(model, ms, *tokens), table.cost(model, ms, *more)
    assert less is not None
    assert dearer is not None
    assert dearer >= less


@settings(deadline=None)
@given(
    st.sampled_from(Table.load(TEXT).models()),
    st.integers(0, 4 * NOV_20 // DAY),
    st.lists(st.tuples(TOKENS, TOKENS, TOKENS, TOKENS, TOKENS, st.integers(0, 9)), max_size=5),
    st.sampled_from(["", "fast"]),
    st.sampled_from(["", "us", "mars"]),
)
def test_flat_rates_add_up_to_the_costs_one_by_one(model: str, day: int, responses: list, speed: str, geo: str) -> None:
    table = Table.load(TEXT)
    since, until = day * DAY, (day + 2) * DAY
    flat = table.flat(model, since, until, speed, geo)
    if flat is not None:
        assert flat.scale == 1
        total = sum(sum(count * rate for count, rate in zip(each, flat[1:], strict=True)) for each in responses)
        for ms in (since, until - 1):
            assert total == sum(table.cost(model, ms, *each, speed, geo) or 0 for each in responses)


def test_most_models_have_flat_rates_and_a_change_of_price_has_none(table: Table) -> None:
    assert sum(table.flat(model, NOV_20, NOV_20 + 1) is not None for model in table.models()) > 10
    assert table.flat("no-such-model", 0, 1) is None
    for model in table.models():
        for window in table.windows(model)[:-1]:
            assert table.flat(model, window.stop - 1, window.stop + 1) is None
