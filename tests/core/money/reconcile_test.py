"""Our sums beside the agent's own, by hand and on what the real client wrote."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.money.charge import charge
from cctl.core.money.reconcile import Said, reconcile, said
from cctl.core.spend.ask import Ask
from cctl.core.spend.cell import Response
from tests.core.stats.telling import OPUS, TABLE, heard
from tests.shared_data import shared

PAY = partial(charge, TABLE)
NOW = 1_781_962_200_000
ONE = Response("a", NOW, "claude", OPUS, 1000, 10, 0, 0, 0, 0, "", "", "s1", "", "", "", "", "", ())  # 5.25 mUSD


def told(nano: int, *counts: int, model: str = OPUS) -> Said:
    return Said("s1", "claude", NOW, nano, {model: (*counts, *([0] * (6 - len(counts))))})


def causes(record: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(each.values()) for each in record["causes"]]


def test_the_same_is_the_same() -> None:
    record = reconcile(told(5_250_000, 1000, 10), [ONE, ONE._replace(ms=NOW + 1)], PAY)
    assert record == {
        "type": "reconciliation",
        "v": 1,
        "ts": "2026-06-20T13:30:00.000Z",
        "session": "s1",
        "agent": "claude",
        "recorded_usd": 0.00525,
        "cost_usd": 0.00525,
        "unpriced": 0,
        "difference_usd": 0.0,
        "causes": [],
        "agrees": True,
    }
    assert reconcile(told(5_250_001, 1000, 10), [ONE], PAY)["agrees"]  # the client adds binary floats


def test_tokens_tell_the_cause() -> None:
    assert causes(reconcile(told(7_000_000, 1000, 10), [ONE], PAY)) == [("price", 0.00175, 0)]
    assert causes(reconcile(told(5_325_000, 1000, 13), [ONE], PAY)) == [("cut_stream", 0.000075, 3)]
    more = told(10_250_000, 2000, 10)
    assert causes(reconcile(more, [ONE], PAY)) == [("not_in_transcript", 0.005, 1000)]
    assert causes(reconcile(more, [ONE], PAY, compactions=1)) == [("compaction", 0.005, 1000)]
    assert causes(reconcile(told(0), [ONE], PAY)) == [("counted_here_only", -0.00525, -1010)]
    unknown = ONE._replace(model="made-up")
    assert causes(reconcile(told(1000, 1000, 10, model="made-up"), [unknown], PAY)) == [("unpriced", 1e-6, 0)]


def test_a_fork_begins_with_its_parents_total() -> None:
    parent = told(2_000_000, 400)
    assert causes(reconcile(told(7_250_000, 1400, 10), [ONE], PAY, parent=parent)) == [("fork", 0.002, 400)]
    found = causes(reconcile(told(12_250_000, 2400, 10), [ONE], PAY, parent=parent, compactions=1))
    assert found == [("fork", 0.002, 400), ("compaction", 0.005, 1000)]


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"kind": "rest", "data": {"cost_usd": 1}},
        {"kind": "recorded_cost"},
        {"kind": "recorded_cost", "data": {"cost_usd": "x"}},
        {"kind": "recorded_cost", "data": {"cost_usd": -1}},
    ],
)
def test_what_tells_no_total(record: dict[str, Any]) -> None:
    assert said(record) is None


def test_odd_figures_count_as_none() -> None:
    data = {"cost_usd": 1, "models": {"a": {"tokens": {"input": -5, "output": "x"}}, "b": 5, "c": {"web_searches": 2}}}
    found = said(
        {"kind": "recorded_cost", "session": "s", "agent": "claude", "ts": "2026-06-20T13:30:00Z", "data": data}
    )
    assert found == Said("s", "claude", NOW, 10**9, {"a": (0,) * 6, "b": (0,) * 6, "c": (0, 0, 0, 0, 0, 2)})
    assert said({"kind": "recorded_cost", "data": {"cost_usd": 0, "models": []}})


# -- what Claude Code 2.1.328 wrote


def transcripts(name: str) -> Iterator[dict[str, Any]]:
    home = shared(f"captures/claude-code-2.1.328/{name}/transcript")
    reader = agents()["claude"]
    for path in sorted(Path(home).rglob("*.jsonl")):
        sub = path.parent.name == "subagents"
        session = path.parent.parent.name if sub else path.stem
        opened = reader.open(Origin(str(path), session, path.stem.removeprefix("agent-") if sub else "", "", ""))
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if line:
                yield from opened.read(line, number)


def reconciled(name: str, parent: Said | None = None) -> dict[str, Any]:
    records = list(transcripts(name))
    last = [found for record in records if (found := said(record))][-1]
    compactions = sum(record.get("kind") == "compaction" for record in records)
    responses = heard(*records).responses(Ask(keep={"session": last.session.__eq__}))
    return reconcile(last, responses, PAY, parent=parent, compactions=compactions)


EXACT = (
    "api-failure api-retries control defer-resume denied fail-closed hook-decisions max-budget max-turns otel "
    "permission-matrix plugin-hook prompt-blocked prompt-too-long sigINT sigTERM stop-hook-block tools tui"
)


@pytest.mark.shared
@pytest.mark.parametrize("name", EXACT.split())
def test_sessions_cost_what_the_client_says(name: str) -> None:
    record = reconciled(name)
    assert record["agrees"], record


@pytest.mark.shared
def test_the_three_that_differ_say_why() -> None:
    cut = reconciled("cut-stream")
    assert causes(cut) == [("cut_stream", 0.00006, 3)]  # three tokens of output at 20 dollars a million
    compacted = reconciled("subagent")
    assert [(cause, round(usd, 6)) for cause, usd, _ in causes(compacted)] == [("compaction", 0.014048)]
    totals = [found for record in transcripts("subagent") if (found := said(record))]
    fork = reconciled("fork", parent=totals[1])
    assert [(cause, round(usd, 6)) for cause, usd, _ in causes(fork)] == [("fork", 0.078828)]
