"""What real clients wrote, moment by moment, against the state that a person watching would name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.moment import epoch_ms, stamp
from cctl.core.state import registry
from cctl.core.state.decide import Decision, decide
from cctl.core.state.fold import Fold
from cctl.records.schema import Record
from tests.shared_data import shared

pytestmark = pytest.mark.shared

CLAUDE = "captures/claude-code-2.1.328"
DAY = "2026-11-20T09:"


def transcript(scenario: str) -> list[Record]:
    """The records of a scenario's files, sub-agents included, in the order of time."""
    found: list[Record] = []
    for path in sorted((shared(CLAUDE) / scenario / "transcript").rglob("*.jsonl")):
        agent_id = path.stem.removeprefix("agent-") if path.stem.startswith("agent-") else ""
        reader = agents()["claude"].open(Origin(str(path), agent_id=agent_id))
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            found += reader.read(line, number)
        found += reader.finish()
    return sorted(found, key=lambda record: str(record["ts"]))


def said(path: Path, life: str = "alive") -> list[Record]:
    """A registry file as the evidence of the moment that it was written."""
    raw = path.read_bytes()
    data = registry.entry(raw, json.loads(raw)["pid"])
    base = {"type": "evidence", "v": 1, "ts": stamp(data["status_ms"] + 20), "session": data.pop("session")}
    process = {"pid": data["pid"], "start": data["start"], "life": life}
    return [base | {"kind": "registry", "data": data}, base | {"kind": "process", "data": process}]


def hooked(scenario: str, moments: dict[str, str]) -> list[Record]:
    """Hook calls of a scenario as evidence, at the times that its transcript gives them."""
    found: list[Record] = []
    for name, at in moments.items():
        [path] = (shared(CLAUDE) / scenario / "hooks").glob(f"{name}-*.json")
        given = json.loads(path.read_bytes())
        names = {"event": "hook_event_name", "tool": "tool_name", "input": "tool_input", "kind": "notification_type"}
        data = {ours: given[theirs] for ours, theirs in names.items() if theirs in given}
        base = {"type": "evidence", "v": 1, "ts": DAY + at + "Z", "session": given["session_id"]}
        found.append(base | {"kind": "hook", "data": data})
    return found


def at(records: list[Record], moment: str) -> Decision:
    """The decision at a moment, knowing only what had happened by then."""
    now, fold = epoch_ms(DAY + moment + "Z"), Fold()
    for record in sorted(records, key=lambda each: str(each["ts"])):
        if epoch_ms(record["ts"]) <= now:
            fold.add(record)
    [standing] = fold.standings.values()
    return decide(standing, now)


TUI = [
    ("28:25.000", "waiting_input", ""),
    ("28:29.200", "processing", ""),
    ("28:31.000", "needs_input", "tui1"),
    ("28:40.300", "processing", ""),
    ("28:44.000", "waiting_input", ""),
    ("28:45.200", "processing", ""),
    ("28:46.000", "waiting_input", ""),
    ("28:48.700", "processing", ""),
    ("28:52.000", "needs_input", "slow"),
    ("28:53.000", "waiting_input", ""),
]


@pytest.mark.parametrize(("moment", "state", "waits"), TUI)
def test_a_dialog_approved_rejected_and_interrupted_by_registry(moment: str, state: str, waits: str) -> None:
    folder = shared(CLAUDE) / "tui" / "sessions-pid-file"
    records = transcript("tui") + [record for path in sorted(folder.glob("*.json")) for record in said(path)]
    found = at(records, moment)
    assert found.state == state and not found.weak
    assert not waits or (found.waiting_for and found.waiting_for["input"]["description"] == waits)


@pytest.mark.parametrize(("moment", "state", "waits"), TUI[1:])
def test_the_same_by_hooks_alone(moment: str, state: str, waits: str) -> None:
    moments = {
        "001": "28:29.160",
        "005": "28:29.590",
        "006": "28:29.600",
        "007": "28:35.600",
        "008": "28:40.280",
        "010": "28:40.380",
        "011": "28:40.390",
        "012": "28:45.175",
        "013": "28:45.300",
        "014": "28:48.680",
        "015": "28:48.770",
        "016": "28:48.780",
    }
    found = at(transcript("tui") + hooked("tui", moments), moment)
    assert found.state == state and not found.weak
    assert not waits or (found.waiting_for and found.waiting_for["input"]["description"] == waits)


def test_an_ended_session_is_finished_by_its_hook() -> None:
    assert at(transcript("tui") + hooked("tui", {"017": "28:55.300"}), "29:00.000").state == "finished"


def test_a_killed_client_is_finished_though_its_registry_says_busy() -> None:
    stale = shared(CLAUDE) / "sigKILL" / "stale-sessions-pid-file.json"
    running = transcript("sigKILL") + said(stale)
    assert at(running, "29:12.000")[:3:2] == ("processing", "registry")
    dead = dict(said(stale, "dead")[1], ts=DAY + "29:20.000Z")
    found = at([*running, dead], "29:30.000")
    assert (found.state, found.because, found.weak) == ("finished", "process", False)
    assert found.since_ms == epoch_ms(DAY + "29:20.000Z")


@pytest.mark.parametrize(
    ("status", "cpu_ratio", "state", "because", "weak"),
    [
        ("", None, "needs_input", "clock", True),  # it has run for long and nobody says why: a guess
        ("", 0.9, "processing", "process", False),  # it computes
        ("", 0.0, "needs_input", "clock", True),
        ("busy", 0.0, "processing", "registry", False),  # it waits for a server, says the client
        ("waiting", 0.9, "needs_input", "registry", False),  # something else of the session computes
    ],
)
def test_a_call_that_takes_long_waits_for_somebody_or_runs(
    status: str, cpu_ratio: float | None, state: str, because: str, weak: bool
) -> None:
    asked = DAY + "28:31.000Z"
    records = [record for record in transcript("tui") if str(record["ts"]) <= asked]
    entry, process = said(shared(CLAUDE) / "tui" / "sessions-pid-file" / "2-waiting.json")
    later = {"ts": DAY + "29:30.000Z"}
    if status:
        records.append(entry | {"data": entry["data"] | {"status": status}})
    if cpu_ratio is not None:
        records.append(process | later | {"data": process["data"] | {"cpu_ratio": cpu_ratio}})
    found = at(records, "29:30.000")
    assert (found.state, found.because, found.weak) == (state, because, weak)


def test_a_killed_headless_client_without_any_other_evidence_is_never_said_to_wait_for_a_human() -> None:
    assert at(transcript("sigKILL"), "59:00.000").state == "processing"


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("26:59.500", "processing"),
        ("26:59.700", "processing"),
        ("26:59.830", "processing"),
        ("26:59.900", "waiting_input"),
    ],
)
def test_a_headless_session_works_while_its_sub_agent_does(moment: str, state: str) -> None:
    assert at(transcript("subagent"), moment).state == state


def test_its_sub_agent_is_known_with_what_it_spent() -> None:
    fold = Fold()
    for record in transcript("subagent"):
        fold.add(record)
    [standing] = fold.standings.values()
    [(_, sub)] = standing.subagents.items()
    assert sub.done and sub.tokens > 0 and standing.tasks == {} and standing.compactions == 1


@pytest.mark.parametrize(
    ("scenario", "moment", "state"),
    [
        ("sigINT", "29:02.000", "processing"),
        ("sigINT", "29:03.400", "waiting_input"),
        ("sigTERM", "29:05.000", "processing"),
        ("tools", "26:39.000", "processing"),
        ("tools", "26:40.500", "processing"),
        ("tools", "26:41.300", "waiting_input"),
        ("api-failure", "59:59.000", "idle"),
        ("api-retries", "59:59.000", "idle"),
    ],
)
def test_headless_runs(scenario: str, moment: str, state: str) -> None:
    assert at(transcript(scenario), moment).state == state


def test_reading_everything_twice_changes_nothing() -> None:
    for scenario in ("tui", "subagent", "tools", "api-failure"):
        once, twice = Fold(), Fold()
        for record in transcript(scenario):
            once.add(record)
        for record in transcript(scenario) * 2:
            twice.add(record)
        assert once.standings == twice.standings
