"""Today against the mean of the days before."""

from datetime import UTC
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cctl.core.gate.judge import Gate
from cctl.core.gate.limit import Limits
from cctl.core.gate.report import checks, markdown
from cctl.core.gate.tally import Tally, Unpriced
from cctl.core.gate.versus import change, problems, versus
from cctl.core.moment import epoch_ms
from cctl.records.errors import UsageError
from tests.core.stats.telling import spend

NOW = epoch_ms("2026-06-20T08:00:00.000Z")
WEEK = versus("7d", 2.0, NOW, UTC)


def on(day: int, usd: float | None, hour: int = 7, **more: Any) -> dict[str, Any]:
    cost = {} if usd is None else {"cost_usd": usd}
    return spend(f"m{day}.{hour}.{usd}", f"2026-06-{day:02}T{hour:02}:00:00.000Z", "m", 100, **cost, **more)


def judged(*records: dict[str, Any], limits: Limits | None = None) -> dict[str, Any]:
    gate = Gate(limits or Limits(versus=WEEK))
    for record in records:
        gate.feed(record)
    (made,) = gate.finish()
    assert made["exit"] == gate.status()
    return made


def test_the_days_are_those_before_today() -> None:
    assert (
        WEEK.days == 7
        and WEEK.dates[0] == "2026-06-13"
        and WEEK.dates[-1] == "2026-06-20"
        and WEEK.words == "2 × the mean of 7 days"
    )
    assert WEEK.edges[0] == epoch_ms("2026-06-13T00:00:00.000Z") // 1000
    assert WEEK.edges[-2:] == tuple(epoch_ms(f"2026-06-{day}T00:00:00.000Z") // 1000 for day in (20, 21))
    berlin = versus("1d", 1.5, epoch_ms("2026-03-29T12:00:00.000Z"), ZoneInfo("Europe/Berlin"))
    assert berlin.edges[2] - berlin.edges[1] == 23 * 3600, "the day on which clocks go forward is short"


@pytest.mark.parametrize("text", ["90s", "36h", "0d", "x", "99999d", "-7d", ""])
def test_what_is_no_number_of_days_is_the_callers(text: str) -> None:
    with pytest.raises(UsageError):
        versus(text, 2.0, NOW, UTC)


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan"), float("inf"), 1e-9])
def test_what_is_no_ratio_is_the_callers(ratio: float) -> None:
    with pytest.raises(UsageError):
        versus("7d", ratio, NOW, UTC)


def test_today_at_twice_the_mean_passes_and_above_breaches() -> None:
    before = [on(14, 1.0), on(16, 3.0)]
    fine = judged(*before, on(20, 4.0))
    assert fine["passed"] and fine["versus"] == {"today_usd": 4.0, "days": 2, "mean_usd": 2.0, "ratio": 2.0}
    for records in permutations([*before, on(20, 4.0), on(20, 0.01, 6)]):
        made = judged(*records)
        [breach] = made["breaches"]
        assert (made["exit"], breach["limit"], breach["allowed"], breach["found"]) == (11, "versus", 4.0, 4.01)
        assert breach["by"] == ["m20.7.4.0", "m20.6.0.01"], "those of today alone, the dearest first"
        assert breach["message"] == "today is 2.005 × the mean of 2 days"


def test_days_outside_the_window_do_not_count_nor_does_tomorrow() -> None:
    made = judged(on(1, 100.0), on(12, 100.0), on(14, 1.0), on(20, 1.0), on(21, 50.0))
    assert made["passed"] and made["versus"]["mean_usd"] == 1.0


@pytest.mark.parametrize(
    "records",
    [[on(20, 1.0)], [on(14, 0.0), on(20, 1.0)], [on(1, 5.0)], [{"type": "turn", "session": "s", "id": "t"}], []],
)
def test_without_a_day_to_compare_with_there_is_no_pass(records: list[dict[str, Any]]) -> None:
    assert judged(*records)["exit"] == 20


def test_a_quiet_today_passes() -> None:
    assert judged(on(14, 1.0))["passed"]


def test_spend_that_says_no_time_may_be_todays() -> None:
    for more in (
        spend("x", "", "m", 100, cost_usd=1.0, session="s2"),
        {"type": "session", "session": "s3", "cost_usd": 5.0, "ts": "2026-06-20T07:00:00.000Z"},
    ):
        made = judged(on(14, 1.0), on(20, 1.0), more)
        assert made["exit"] == 20 and made["versus"]["undated"] == 1, more
    stats = {"type": "stats", "key": {}, "cost_usd": 5.0, "tokens": 5, "responses": 1}
    assert judged(stats)["exit"] == 20
    told = {"type": "session", "session": "s1", "cost_usd": 5.0, "ts": "2026-06-20T07:00:00.000Z"}
    assert judged(on(14, 1.0), on(20, 1.0), told)["passed"], "its spend is in the stream, so this is nothing more"


def test_spend_without_a_price_is_no_pass_here_either() -> None:
    assert judged(on(14, 1.0), on(20, 1.0), on(20, None))["exit"] == 10
    assert judged(on(14, 1.0), on(20, 1.0), on(20, None), limits=Limits(versus=WEEK, unpriced="warn"))["passed"]


def test_reports_name_it() -> None:
    limits = Limits(versus=WEEK)
    made = judged(on(14, 1.0), on(20, 5.0))
    assert [check.name for check in checks(made, limits) if check.breaches] == ["versus"]
    assert "| versus | $2.0000 | $5.0000 | **breach** |" in markdown(made, limits)
    assert "| versus | 2 × the mean of 7 days | | ok |" in markdown(judged(on(14, 1.0)), limits)


def test_the_change_alone() -> None:
    tally = Tally(Unpriced(), dated=True)
    assert list(problems(change(tally, WEEK))) and change(tally, WEEK).allowed(WEEK) == 0
    tally.feed(on(14, 1.0))
    assert list(problems(change(tally, WEEK))) == [] and change(tally, WEEK).told()["ratio"] == 0


def cell(day: int, usd: float) -> dict[str, Any]:
    tokens = {"input": 100, "output": 0, "cache_write_5m": 0, "cache_write_1h": 0, "cache_read": 0}
    start = f"2026-06-{day:02}T07:00:00.000Z"
    return {"start": start, "model": "m", "tool": "(none)", "responses": 1, "tokens": tokens, "cost_usd": usd}


def test_sessions_of_the_past_say_when_they_spent_what() -> None:
    told = {"type": "session", "session": "s9", "ts": "2026-06-20T07:00:00.000Z", "cost_usd": 5.0, "responses": 2}
    told["spend"] = [cell(14, 1.0), cell(20, 4.0)]
    made = judged(told)
    assert (made["exit"], made["versus"]["ratio"], made["cost_usd"]) == (11, 4.0, 5.0)
    assert judged(told, on(15, 7.0))["versus"] == {"today_usd": 4.0, "days": 2, "mean_usd": 4.0, "ratio": 1.0}
    own = judged(told | {"session": "s1"}, on(15, 1.0))
    assert own["versus"]["today_usd"] == 0, "its spend is in the stream, so what it carries is nothing more"


def test_stats_by_day_say_it_too() -> None:
    def day(number: int, usd: float, **more: str) -> dict[str, Any]:
        key = {"day": f"2026-06-{number:02}"} | more
        return {"type": "stats", "key": key, "cost_usd": usd, "tokens": 5, "responses": 1}

    assert judged(day(14, 1.0), day(20, 4.0))["exit"] == 11
    split = judged(day(14, 3.0, project="/p"), day(14, 1.0, project="/q"), day(20, 4.0, project="/p"))
    assert split["passed"] and split["versus"]["mean_usd"] == 4.0
