"""Responses on their way from one ledger to another: nothing is lost, and nothing bad gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from cctl.core.agent.spec import Row
from cctl.core.spend.ask import Ask
from cctl.core.spend.fold import Fold
from cctl.core.spend.memory import Memory
from cctl.core.spend.merge import Account
from cctl.core.spend.state import Malformed, State, pack, record, state
from tests.core.spend import oracle
from tests.fake_agent import Flat, row


def states(transcripts: dict[str, list[Row]]) -> list[State]:
    fold = Fold()
    for file, (path, rows) in enumerate(transcripts.items()):
        fold.add(rows, agent="fake", root=1, file=file, path=path)
    paths = dict(enumerate(transcripts))
    batch = fold.take(Flat())
    accounts = {number: Account(*account) for number, account in batch.accounts.items()}
    claims: dict[str, list[tuple[Account, str, int]]] = {}
    for id, _, _, account, file, at in batch.claims:
        claims.setdefault(id, []).append((accounts[account], paths[file], at))
    bare = {number: account._replace(model="", speed="", geo="", roots="") for number, account in accounts.items()}
    return [
        State(
            tuple(known),
            accounts[known[2]],
            tuple(claims.get(known[0], [(bare[known[2]], paths[known[3]], known[4])])),
        )
        for known in batch.known
    ]


@given(oracle.files())
@settings(max_examples=150, deadline=None)
def test_what_leaves_as_records_comes_back_as_it_was(transcripts: dict[str, list[Row]]) -> None:
    told = [state(json.loads(json.dumps(record(each))), "1") for each in states(transcripts)]
    files = {path: file for file, path in enumerate(transcripts)}
    memory = Memory(Flat())
    memory.name({file: path for path, file in files.items()})
    for _ in range(2):
        memory.take(pack(told, files, Flat()))
    assert list(memory.responses(Ask())) == oracle.responses(oracle.sighted(transcripts))


def good() -> dict[str, Any]:
    (each,) = states({"/f": [row("a", 5000, "s", input=3, tools="Bash:1", payer="p", recorded_nano=5)]})
    return record(each)


def test_a_record_says_all() -> None:
    assert good() == {
        "type": "spend",
        "v": 1,
        "ts": "1970-01-01T00:00:05.000Z",
        "session": "p",
        "agent": "fake",
        "id": "a",
        "model": "m",
        "tokens": {"input": 3},
        "tools": ["Bash"],
        "cost_usd": 5e-9,
        "calls": "1000000000005000.10000000000 Bash:1",
        "claims": [{"session": "p", "paid": True, "copy": True, "path": "/f"}],
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ts", None),
        ("ts", "yesterday"),
        ("id", ""),
        ("id", 5),
        ("tokens", []),
        ("tokens", {"input": -1}),
        ("tokens", {"input": 1 << 40}),
        ("tokens", {"input": True}),
        ("web_searches", 1.5),
        ("cost_usd", "much"),
        ("cost_usd", -1),
        ("cost_usd", 1e300),
        ("calls", "Bash"),
        ("calls", "1.x Bash:1"),
        ("claims", []),
        ("claims", None),
        ("claims", ["s"]),
        ("claims", [{"session": 5}]),
        ("model", {}),
    ],
)
def test_what_is_malformed_is_refused(field: str, value: object) -> None:
    with pytest.raises(Malformed):
        state(good() | {field: value}, "1")
