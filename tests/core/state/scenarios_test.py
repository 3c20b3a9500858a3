"""Every capture, from its first line to long after its last: what a person who watched would have said, and when.

The transcript alone says it here, without registry, hooks or processes, which only ever make it surer (`captures_test`
holds those to the same moments). Names: `works` is processing, `rests` waiting_input; ten minutes of rest are `idle`.
"""

from __future__ import annotations

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.moment import epoch_ms, stamp
from cctl.core.state.decide import Decision, decide
from cctl.core.state.fold import Fold
from cctl.records.schema import Record
from tests.shared_data import shared

pytestmark = pytest.mark.shared

HOUR_MS = 3_600_000
NAMES = {"processing": "works", "waiting_input": "rests"}
CLAUDE = {
    "api-failure": "26:55.9 works, 26:56.6 rests, 36:56.6 idle",
    "api-retries": "26:53.4 works, 26:55.3 rests, 36:55.3 idle",
    "control": "28:58.8 works, 28:59.1 rests, 28:59.1 works, 28:59.2 rests, 38:59.2 idle",
    "cut-stream": "26:58.7 works, 26:58.7 rests, 26:58.8 works, 26:58.8 rests, 36:58.8 idle",
    "defer-resume": "27:02.4 works, 27:03.2 rests, 27:03.2 works, 27:03.2 rests, 37:03.2 idle",
    "denied": "26:41.8 works, 26:42.4 rests, 36:42.4 idle",
    "fail-closed": "37:50.0 works, 37:52.5 rests, 47:52.5 idle",
    "fork": "26:59.4 works, 26:59.8 rests, 26:59.8 works, 26:59.8 rests, "
    "27:00.3 works, 27:00.4 rests, 27:01.0 works, 27:01.1 rests, 37:01.1 idle",
    "hook-decisions": "26:43.0 works, 26:46.8 rests, 36:46.8 idle",
    # ended between a call and its result: only its process could say so
    "max-budget": "26:50.3 works",
    "max-turns": "26:49.3 works, 26:49.7 rests, 36:49.7 idle",
    "otel": "29:14.5 works, 29:14.7 rests, 39:14.7 idle",
    "permission-matrix": "27:03.7 works, 27:04.9 rests, 37:04.9 idle",
    "plugin-hook": "27:05.4 works, 27:05.5 rests, 37:05.5 idle",
    # by a hook: no turn ever began
    "prompt-blocked": "26:48.7 rests, 36:48.7 idle",
    "prompt-too-long": "26:52.7 works, 26:52.8 rests, 36:52.8 idle",
    "sigINT": "28:59.8 works, 29:03.3 rests, 39:03.3 idle",
    # nobody was there to write anything: only its process could say so
    "sigKILL": "29:09.5 works",
    # ended in mid turn: the transcript stops answering
    "sigTERM": "29:03.8 works, 32:07.4 unknown",
    "stop-hook-block": "26:47.9 works, 26:48.0 rests, 26:48.1 works, 26:48.1 rests, 36:48.1 idle",
    "subagent": "26:59.4 works, 26:59.8 rests, 26:59.8 works, 26:59.8 rests, "
    "27:00.3 works, 27:00.4 rests, 37:00.4 idle",
    "tools": "26:34.3 works, 26:41.1 rests, 26:41.1 works, 26:41.2 rests, 36:41.2 idle",
    "tui": "28:29.1 works, 28:43.2 rests, 28:45.1 works, 28:45.2 rests, 28:48.6 works, 28:52.7 rests, 38:52.7 idle",
}
CODEX = {
    "api-failure": "31:02.1 works, 31:02.2 rests, 41:02.2 idle",
    "fork": "31:25.0 works, 31:25.0 rests, 41:25.0 idle",
    "hook-decisions": "30:55.9 works, 30:56.6 rests, 40:56.6 idle",
    "resume": "30:44.7 works, 30:45.0 rests, 30:50.5 works, 30:50.5 rests, 40:50.5 idle",
    "tools": "30:44.7 works, 30:45.0 rests, 40:45.0 idle",
    "untrusted-hooks": "31:02.6 works, 31:02.7 rests, 41:02.7 idle",
}


def records(agent: str, folder: str) -> list[Record]:
    """The records of a scenario's files, sub-agents included, in the order of time."""
    found: list[Record] = []
    for path in sorted(shared(folder).rglob("*.jsonl")):
        name = path.stem
        agent_id = name.removeprefix("agent-") if name.startswith("agent-") else ""
        session = name.rpartition("-rollout")[2][-36:] if agent == "codex" else ""
        reader = agents()[agent].open(Origin(str(path), session, agent_id))
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            found += reader.read(line, number)
        found += reader.finish()
    return sorted(found, key=lambda record: str(record["ts"]))


def said(given: list[Record]) -> dict[str, str]:
    """The states that each session goes through, each with the minute and second that it begins in."""
    fold, told = Fold(), dict[str, list[str]]()
    due: dict[str, int] = {}

    def look(session: str, ms: int) -> None:
        decision: Decision = decide(fold.standings[session], ms)
        due[session] = decision.due_ms if decision.due_ms > ms else 0
        name = NAMES.get(decision.state, decision.state)
        states = told.setdefault(session, [])
        if not states or states[-1].split()[-1] != name:
            states.append(f"{stamp(ms)[14:21]} {name}")

    def strike(until: int) -> None:
        for session in [each for each, ms in due.items() if 0 < ms <= until]:
            look(session, due[session])

    for record in given:
        ms = epoch_ms(record["ts"])
        strike(ms)
        standing = fold.add(record)
        if standing is not None and standing.phase:
            look(standing.id, ms)
    for _ in range(3):
        strike(fold.now_ms + HOUR_MS)
    return {session: ", ".join(states) for session, states in told.items()}


@pytest.mark.parametrize("scenario", CLAUDE)
def test_claude(scenario: str) -> None:
    [states] = said(records("claude", f"captures/claude-code-2.1.328/{scenario}/transcript")).values()
    assert states == CLAUDE[scenario]


@pytest.mark.parametrize("scenario", CODEX)
def test_codex(scenario: str) -> None:
    [states] = said(records("codex", f"captures/codex-0.169.0/{scenario}/sessions")).values()
    assert states == CODEX[scenario]


def test_no_capture_was_left_out() -> None:
    folders = {path.parent.name for path in shared("captures/claude-code-2.1.328").glob("*/transcript")}
    assert folders == set(CLAUDE)
    assert {path.parent.name for path in shared("captures/codex-0.169.0").glob("*/sessions")} == set(CODEX)
