"""Sessions of the past."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.core.gate.tally import Tally, Unpriced
from cctl.core.state.fold import Fold
from cctl.core.when.grammar import Window
from cctl.host import transcript
from cctl.kit.past import chosen, ordered, past, sessions
from cctl.records.errors import UsageError
from tests.host.activity.store_test import ONE, STORY, TWO, user
from tests.kit.check.checked import run_in

FIXTURES = Path(__file__).parents[2] / "fixtures/transcripts"
TWICE = "web-fast-region-iterations"  # one call of it has two results that disagree
ALL = Window(None, None)
CHOICE: dict[str, tuple[str, ...]] = {"project": (), "branch": (), "agent": (), "session": ()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    (folder / f"{TWO}.jsonl").write_text(user(TWO, "v1", "a question that was never answered", 20))
    return tmp_path


def test_both_memories_are_joined_by_session(home: Path) -> None:
    run = run_in(home)
    found = {record["session"]: record for record in sessions(run, ALL, past(run, ALL))}
    assert found[ONE]["responses"] == 3
    assert found[ONE]["calls"] == 3
    assert found[ONE]["resume"] == ["claude", "--resume", ONE]
    assert found[ONE]["deleted_in_days"] >= 0
    assert "cost_usd" not in found[TWO]
    assert found[TWO]["ended"] == "unanswered"


def test_a_fork_knows_its_parent_and_a_parent_its_forks(home: Path) -> None:
    fork = ONE.replace("1", "f", 1)
    copied = [json.dumps(json.loads(line) | {"sessionId": fork, "requestSessionId": ONE}) + "\n" for line in STORY]
    (home / f".claude/projects/-p/{fork}.jsonl").write_text("".join(copied) + user(fork, "f1", "another way", 30))
    run = run_in(home)
    found = {record["session"]: record for record in sessions(run, ALL, past(run, ALL))}
    assert (found[fork]["forked_from"], found[ONE]["forks"]) == (ONE, [fork])
    assert "forks" not in found[TWO]


def test_a_session_without_transcript_can_not_be_resumed(home: Path) -> None:
    run = run_in(home)
    list(sessions(run, ALL, past(run, ALL)))
    (home / f".claude/projects/-p/{ONE}.jsonl").unlink()
    found = {record["session"]: record for record in sessions(run, ALL, past(run, ALL))}
    assert found[ONE]["responses"] == 3
    assert not {"resume", "transcript", "deleted_in_days"} & set(found[ONE])


def test_only_what_the_window_holds(home: Path) -> None:
    run = run_in(home)
    first = Window(None, 1_793_491_204_500)
    found = {record["session"]: record for record in sessions(run, first, past(run, first))}
    assert set(found) == {ONE}
    assert (found[ONE]["responses"], found[ONE]["lifetime_cost_usd"] > found[ONE]["cost_usd"]) == (2, True)


def test_choosing_and_sorting() -> None:
    one = {"session": "a", "project": "/p", "cost_usd": 1.0, "last": "1"}
    two = {"session": "b", "project": "/q", "cost_usd": 2.0, "last": "0"}
    assert [r["session"] for r in ordered([one, two], "cost")] == ["b", "a"]
    assert [r["session"] for r in ordered([one, two], "-cost")] == ["a", "b"]
    with pytest.raises(UsageError, match="--sort"):
        ordered([one], "beauty")
    assert [chosen(CHOICE | {"project": ("q",)})(each) for each in (one, two)] == [False, True]


@pytest.mark.parametrize(
    "path", [p for p in sorted(FIXTURES.glob("*/*.jsonl")) if p.stem != TWICE], ids=lambda path: path.stem
)
def test_what_was_done_is_the_same_to_history_sessions_and_gate(tmp_path: Path, path: Path) -> None:
    run = run_in(tmp_path)
    told = {record["session"]: record for record in sessions(run, ALL, past(run, ALL, [str(path)]))}
    live, gate = Fold(), Tally(Unpriced())
    (each,) = transcript.named(run.world, [str(path)])
    reader = agents()[each.agent].open(each.origin)
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        for record in reader.read(line, number):
            live.add(record)
            gate.feed(record)
    for record in reader.finish():
        live.add(record)
        gate.feed(record)
    judged = gate.by_session()
    for name, standing in live.standings.items():
        known = told.get(name, {"turns": 0, "calls": 0, "errors": 0, "edits": 0})
        assert (standing.turns, standing.errors) == (known["turns"], known["errors"])
        assert (standing.calls, standing.edits) == (known["calls"], known["edits"])
        if name in judged:
            assert (judged[name].turns, judged[name].errors) == (known["turns"], known["errors"])
