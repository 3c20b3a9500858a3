"""ccusage's reports: their shape by hand, and beside the program itself where it is installed."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.compat import ccusage
from cctl.core.moment import epoch_ms
from cctl.core.money.charge import charge
from cctl.core.spend.ask import Ask
from cctl.core.spend.fold import Fold
from cctl.core.spend.memory import Memory
from cctl.records.errors import UsageError
from tests.core.stats.telling import HAIKU, OPUS, SONNET, TABLE, heard, spend
from tests.shared_data import shared

PAY = partial(charge, TABLE)
NOW = 1_781_962_200_000  # Saturday 2026-06-20T13:30:00Z


def report(by: str, *records: dict[str, Any], **more: Any) -> dict[str, Any]:
    return ccusage(by, heard(*records).responses(Ask()), PAY, **{"zone": UTC, "now": NOW, **more})


def test_a_day_looks_as_ccusage_prints_it() -> None:
    found = report(
        "day",
        spend("a", "2026-06-19T08:00:00Z", SONNET, 1000, 100, cache_write_5m=10, cache_write_1h=20, cache_read=4000),
        spend("b", "2026-06-19T09:00:00Z", OPUS, 1000),
        spend("c", "2026-06-20T09:00:00Z", "made-up", 7),
    )
    assert found == {
        "daily": [
            {
                "date": "2026-06-19",
                "modelBreakdowns": [
                    {
                        "modelName": SONNET,
                        "inputTokens": 1000,
                        "outputTokens": 100,
                        "cacheCreationTokens": 30,
                        "cacheReadTokens": 4000,
                        "cost": 0.0058575,  # 3000 + 1500 + 37.5 + 120 + 1200 millionths
                    },
                    {
                        "modelName": OPUS,
                        "inputTokens": 1000,
                        "outputTokens": 0,
                        "cacheCreationTokens": 0,
                        "cacheReadTokens": 0,
                        "cost": 0.005,
                    },
                ],
                "modelsUsed": [SONNET, OPUS],
                "inputTokens": 2000,
                "outputTokens": 100,
                "cacheCreationTokens": 30,
                "cacheReadTokens": 4000,
                "totalTokens": 6130,
                "totalCost": 0.0108575,
            },
            {
                "date": "2026-06-20",
                "modelBreakdowns": [
                    {
                        "modelName": "made-up",
                        "inputTokens": 7,
                        "outputTokens": 0,
                        "cacheCreationTokens": 0,
                        "cacheReadTokens": 0,
                        "cost": 0.0,
                        "missingPricing": True,
                    }
                ],
                "modelsUsed": ["made-up"],
                "inputTokens": 7,
                "outputTokens": 0,
                "cacheCreationTokens": 0,
                "cacheReadTokens": 0,
                "totalTokens": 7,
                "totalCost": 0.0,
            },
        ],
        "totals": {
            "inputTokens": 2007,
            "outputTokens": 100,
            "cacheCreationTokens": 30,
            "cacheReadTokens": 4000,
            "totalTokens": 6137,
            "totalCost": 0.0108575,
            "unpricedModels": ["made-up"],
        },
    }


def test_weeks_begin_on_sunday_and_zones_cut_days() -> None:
    late = spend("a", "2026-06-20T23:30:00Z", OPUS, 1000)
    assert report("week", late)["weekly"][0]["week"] == "2026-06-14"
    assert report("week", late, zone=ZoneInfo("Europe/Berlin"))["weekly"][0]["week"] == "2026-06-21"
    assert report("week", late, week_start=0)["weekly"][0]["week"] == "2026-06-15"
    assert report("month", late)["monthly"][0]["month"] == "2026-06"


def test_sessions_come_by_cost() -> None:
    found = report(
        "session",
        spend("a", "2026-06-19T08:00:00Z", HAIKU, 1000, project="/home/me/my_app"),
        spend("b", "2026-06-19T09:00:00Z", HAIKU, 1000, project="/home/me/my_app"),
        spend("c", "2026-06-19T09:00:00Z", OPUS, 1000, session="s2"),
    )["sessions"]
    assert [each["sessionId"] for each in found] == ["s2", "s1"]
    assert found[1]["projectPath"] == "-home-me-my-app"
    assert (found[1]["firstActivity"], found[1]["lastActivity"]) == (
        "2026-06-19T08:00:00.000Z",
        "2026-06-19T09:00:00.000Z",
    )


def test_fast_mode_is_a_model_of_its_own() -> None:
    (day,) = report("day", spend("a", "2026-06-19T08:00:00Z", OPUS, 1000, speed="fast"))["daily"]
    assert day["modelsUsed"] == [f"{OPUS}-fast"]


def test_blocks_gaps_and_what_is_running() -> None:
    found = report(
        "block",
        spend("a", "2026-06-20T01:10:00Z", OPUS, 1000),
        spend("b", "2026-06-20T12:10:00Z", OPUS, 600, 400),
        spend("c", "2026-06-20T12:50:00Z", HAIKU, 1000, cache_read=1000),
        spend("x", "2026-06-20T13:00:00Z", HAIKU, 1000, agent="codex"),
    )["blocks"]
    assert [(each["id"], each["isGap"], each["isActive"], each["entries"]) for each in found] == [
        ("2026-06-20T01:00:00.000Z", False, False, 1),
        ("gap-2026-06-20T06:10:00.000Z", True, False, 0),
        ("2026-06-20T12:00:00.000Z", False, True, 2),
    ]
    assert found[0]["burnRate"] is None
    assert found[1]["endTime"] == "2026-06-20T12:10:00.000Z"
    running = found[2]
    assert (running["endTime"], running["actualEndTime"]) == ("2026-06-20T17:00:00.000Z", "2026-06-20T12:50:00.000Z")
    assert running["costUSD"] == 0.0141  # 3000 + 10000 + 1000 + 100 millionths
    assert running["burnRate"] == pytest.approx(
        {"tokensPerMinute": 75.0, "tokensPerMinuteForIndicator": 50.0, "costPerHour": 0.02115}
    )
    assert running["projection"] == {"remainingMinutes": 210, "totalTokens": 18_750, "totalCost": 0.09}


def test_one_response_has_no_rate() -> None:
    (running,) = report("block", spend("a", "2026-06-20T13:10:00Z", OPUS, 1000))["blocks"]
    assert running["isActive"] is True
    assert running["burnRate"] is None
    assert running["projection"] is None


def test_nothing_is_an_empty_report() -> None:
    assert report("day") == {
        "daily": [],
        "totals": {
            "inputTokens": 0,
            "outputTokens": 0,
            "cacheCreationTokens": 0,
            "cacheReadTokens": 0,
            "totalTokens": 0,
            "totalCost": 0.0,
        },
    }
    assert report("block") == {"blocks": []}


def test_there_is_no_report_by_anything_else() -> None:
    with pytest.raises(UsageError, match='no report by "model"; say --by day, week'):
        report("model")


# -- beside ccusage itself: CCTL_PEER_CCUSAGE names its native binary


def read(home: Path) -> Memory:
    """Every transcript under a home of Claude Code's."""
    agent, memory, fold = agents()["claude"], Memory(TABLE), Fold()
    for number, path in enumerate(sorted((home / "projects").rglob("*.jsonl"))):
        place = agent.place(str(path.relative_to(home)))
        if place:
            origin = Origin(str(path), place.session, place.agent_id, "", place.folder)
            rows = agent.scan(path.read_bytes(), origin, 0, b"").rows
            fold.add(rows, agent="claude", root=0, file=number, path=str(path))
    memory.take(fold.take(TABLE))
    return memory


def keys(value: Any) -> Any:
    """The keys of a report, of lists those of all members together."""
    if isinstance(value, dict):
        return {name: keys(each) for name, each in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        merged: dict[str, Any] = {}
        for each in value:
            merged |= {name: told for name, told in keys(each).items() if told or name not in merged}
        return [merged]
    return None


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not os.environ.get("CCTL_PEER_CCUSAGE"):
        pytest.skip("needs ccusage 20.0.24: CCTL_PEER_CCUSAGE names its binary")
    out = tmp_path_factory.mktemp("peer") / "corpus"
    tool = shared("tools/make_corpus.py")
    sizes = ["--bytes", "3M", "--sessions", "30", "--projects", "4", "--days", "6", "--seed", "7"]
    subprocess.run([sys.executable, tool, *sizes, "--out", out], check=True, stdout=subprocess.DEVNULL)
    return out


def peer(corpus: Path, kind: str) -> dict[str, Any]:
    words = [os.environ["CCTL_PEER_CCUSAGE"], "claude", kind, "--json", "--offline", "--timezone", "UTC"]
    env = {"HOME": str(corpus), "CLAUDE_CONFIG_DIR": str(corpus)}
    found: dict[str, Any] = json.loads(subprocess.run(words, env=env, check=True, capture_output=True).stdout)
    return found


@pytest.mark.shared
@pytest.mark.parametrize(
    ("by", "kind"),
    [("day", "daily"), ("week", "weekly"), ("month", "monthly"), ("session", "session"), ("block", "blocks")],
)
def test_keys_are_those_of_ccusage(corpus: Path, by: str, kind: str) -> None:
    now = round(datetime(2026, 11, 20, tzinfo=UTC).timestamp() * 1000)
    mine = ccusage(by, read(corpus).responses(Ask()), PAY, zone=UTC, now=now)
    assert keys(mine) == keys(peer(corpus, kind))


@pytest.mark.shared
def test_daily_figures_are_those_of_ccusage_and_of_the_truth(corpus: Path) -> None:
    theirs = peer(corpus, "daily")
    mine = ccusage("day", read(corpus).responses(Ask()), PAY, zone=UTC, now=NOW)
    truth = json.loads((corpus / "truth.json").read_text())
    assert mine["totals"]["totalTokens"] == theirs["totals"]["totalTokens"] == truth["tokens"]["total"]
    assert mine["totals"]["totalCost"] == pytest.approx(truth["cost_usd"], abs=1e-6)
    assert len(mine["daily"]) == len(theirs["daily"])
    for ours, other in zip(mine["daily"], theirs["daily"], strict=True):
        for name, value in other.items():
            if name == "totalCost":
                assert ours[name] == pytest.approx(value, abs=1e-6)
            elif name == "modelsUsed":
                assert set(ours[name]) == set(value)
            elif name != "modelBreakdowns":
                assert ours[name] == value
        costs = [(each["modelName"], round(each["cost"], 6)) for each in other["modelBreakdowns"]]
        assert [(each["modelName"], round(each["cost"], 6)) for each in ours["modelBreakdowns"]] == costs


@pytest.mark.shared
def test_blocks_begin_where_ccusage_says(corpus: Path) -> None:
    """Ends of use may differ by seconds: a response has the time of its first line here, of another one there."""
    mine = ccusage("block", read(corpus).responses(Ask()), PAY, zone=UTC, now=2 * NOW)["blocks"]
    theirs = peer(corpus, "blocks")["blocks"]
    assert [each["isGap"] for each in mine] == [each["isGap"] for each in theirs]
    for ours, other in zip(mine, theirs, strict=True):
        if not ours["isGap"]:
            assert [ours[name] for name in ("id", "startTime", "endTime")] == [
                other[name] for name in ("id", "startTime", "endTime")
            ]
        for name in ("startTime", "endTime", "actualEndTime"):
            assert (ours[name] is None) == (other[name] is None)
            if ours[name]:
                assert abs(epoch_ms(ours[name]) - epoch_ms(other[name])) < 60_000
