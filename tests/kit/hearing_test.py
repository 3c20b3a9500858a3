"""What a stream tells of what was done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cctl.host import db
from cctl.host.activity import ask
from cctl.host.activity.schema import COMPONENT
from cctl.kit.hearing import Hearing
from cctl.kit.remembered import watcher
from tests.contract import harness
from tests.kit.check.checked import run_in

FILES = sorted((Path(__file__).parents[2] / "fixtures/transcripts").rglob("*.jsonl"))
ALIKE = [
    each for each in FILES if b'"type":"session_meta"' in (head := each.read_bytes()[:9000]) or b"sessionId" in head
]


def told(name: str, home: Path, *arguments: str, stdin: bytes | None = None) -> list[dict[str, Any]]:
    done = harness.run(name, home, *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    found = harness.records(done.stdout)
    for record in found:
        for each in ("transcript", "resume", "skipped"):
            record.pop(each, None)
        if record["type"] == "end":
            record.pop("ts")
    return found


@pytest.mark.parametrize("path", ALIKE[:12], ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["history", "summary"])
def test_records_tell_what_their_transcript_tells(name: str, path: Path, tmp_path: Path) -> None:
    stream = harness.run("cat", tmp_path, str(path), stdin=None).stdout
    assert told(name, tmp_path, "--since", "all", "-", stdin=stream) == told(
        name, tmp_path, "--since", "all", str(path)
    )


def test_sessions_that_come_as_summaries_alone_are_said_and_not_told_as_idle(tmp_path: Path) -> None:
    path = next(each for each in ALIKE if b'"usage"' in each.read_bytes())
    told_once = harness.run("history", tmp_path, "--since", "all", str(path), stdin=None).stdout
    assert b'"turns"' in told_once
    done = harness.run("history", tmp_path, "--since", "all", "-", stdin=told_once)
    (end,) = harness.records(done.stdout)
    assert end["skipped"]["summary_alone"] == 1
    assert b"come as summaries alone" in done.stderr
    costs = harness.records(harness.run("summary", tmp_path, "--since", "all", "-", stdin=told_once).stdout)
    assert costs[-1]["skipped"]["summary_alone"] == 1


def test_fields_that_hold_something_else_are_counted_and_the_rest_is_heard(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    memory = db.in_memory([COMPONENT])
    hearing = Hearing(run, memory, watcher(run))
    base = {"v": 1, "ts": "2026-11-20T09:00:00.000Z", "session": "s", "agent": "claude"}
    hearing.hear({"type": "turn", **base, "id": "t1", "prompt": "go", "source": "human"})
    hearing.hear({"type": "call", **base, "id": 7, "tool": ["x"], "input": "y"})
    hearing.hear({"type": "notice", **base, "session": None})
    hearing.hear({"type": "verdict", **base})
    hearing.over()
    assert ask.figures(memory, None)["s"].turns == 1
    assert run.skipped == {"bad_call": 1}


def test_a_fork_in_a_stream_marks_nobody_else_as_a_copy(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    memory = db.in_memory([COMPONENT])
    hearing = Hearing(run, memory, watcher(run))
    base = {"v": 1, "ts": "2026-11-20T09:00:00.000Z", "agent": "claude"}
    hearing.hear({"type": "session", **base, "session": "fork", "forked_from": "own"})
    for session in ("own", "fork"):
        hearing.hear({"type": "turn", **base, "session": session, "id": session, "prompt": "go", "source": "human"})
    hearing.over()
    copies = dict(memory.execute("SELECT session, copy FROM deed").fetchall())
    assert copies == {"own": 0, "fork": 1}, json.dumps(copies)
