"""What a report finds by itself: verdicts from the log, budgets, findings and conflicts from the transcripts."""

from __future__ import annotations

import json

import pytest

from tests.cctl_run import cctl

SESSIONS = [f"0190c0de-0000-4000-8000-00000000000{number}" for number in range(3)]
CALL = {"type": "call", "v": 1, "id": "c1", "tool": "Bash", "input": {"command": "rm -rf /"}, "cwd": "/home/bob/shop"}


def transcript(home, number, project="shop"):
    """A session that fails the same way eight times, then edits the file that all of them edit."""
    folder = home / f".claude/projects/-home-bob-{project}"
    folder.mkdir(parents=True, exist_ok=True)
    base = {"sessionId": SESSIONS[number], "cwd": f"/home/bob/{project}", "version": "2.1.328"}
    lines = []

    def put(kind, content, **more):
        at = len(lines)
        stamp = f"2026-11-20T09:{number:02d}:{at:02d}.000Z"
        message = {"role": kind, "content": content, **more}
        own = {"type": kind, "uuid": f"u{number}-{at}", "requestId": f"r{number}-{at}", "timestamp": stamp}
        lines.append(json.dumps({**base, **own, "message": message}))

    def call(tool, given, text, error):
        at = len(lines)
        usage = {"input_tokens": 1000, "output_tokens": 2000}
        use = [{"type": "tool_use", "id": f"t{number}-{at}", "name": tool, "input": given}]
        put("assistant", use, id=f"m{number}-{at}", model="claude-opus-4-5-20251101", usage=usage)
        put("user", [{"type": "tool_result", "tool_use_id": f"t{number}-{at}", "content": text, "is_error": error}])

    put("user", "Build it")
    for _ in range(8):
        call("Bash", {"command": "make"}, "Exit code 2\nno rule to make target", True)
    call("Edit", {"file_path": f"/home/bob/{project}/a.py", "old_string": "a", "new_string": "b"}, "ok", False)
    (folder / f"{SESSIONS[number]}.jsonl").write_text("\n".join(lines) + "\n")


@pytest.fixture
def home(tmp_path):
    for number in (0, 1):
        transcript(tmp_path, number)
    return tmp_path


def sections(home, *words):
    done = cctl("report", "--since", "7d", "-o", "a.json", "-o", "a.md", "--force", *words, home=home)
    assert done.returncode == 0, done.stderr
    return json.loads((home / "a.json").read_text())["sections"]


def test_findings_and_conflicts_need_no_stream(home):
    made = sections(home)
    found = {(row["check"], row["session"]) for row in made["findings"]["tables"][0]["rows"]}
    assert {("loop", SESSIONS[0][:13])} <= found
    assert made["findings"]["note"] == "Looked through 2 of 2 sessions, the dearest first."
    assert "Looked through 2 of 2" in (home / "a.md").read_text()
    assert "a.py" in made["conflicts"]["tables"][0]["rows"][0]["message"]


def test_fewer_sessions_are_said(home):
    assert "1 of 2" in sections(home, "--findings", "1")["findings"]["note"]
    assert "findings" not in sections(home, "--findings", "0")


def test_a_finding_that_came_as_a_record_counts_once(home):
    found = cctl("cat", SESSIONS[0], home=home).stdout
    told = cctl("health", "--alone", home=home, stdin=found).stdout
    (home / "found.jsonl").write_text(told)
    assert sections(home, "found.jsonl")["findings"]["tables"] == sections(home)["findings"]["tables"]


def test_verdicts_come_from_the_log(home):
    judged = cctl("brain", "decide", "--keep", home=home, stdin=[CALL])
    assert json.loads(judged.stdout)["verdict"]["decision"] == "deny"
    rows = sections(home)["verdicts"]["tables"][0]["rows"]
    assert rows == [{"decision": "deny", "by": "policy", "tool": "Bash", "calls": 1.0}]
    transcript(home, 2, "site")
    assert "verdicts" not in sections(home, "-p", "site")


def test_budgets_come_from_where_they_stand(home):
    limits = ["--limit", "day=1usd", "--limit", "session=0.5usd"]
    held = cctl("budget", *limits, home=home, stdin=cctl("cat", SESSIONS[0], home=home).stdout)
    assert held.returncode == 0, held.stderr
    rows = sections(home)["budget"]["tables"][0]["rows"]
    assert {row["scope"]: row["limit_usd"] for row in rows} == {"day": 1.0, "session": 0.5}


def test_a_transcript_that_went_away_stops_nothing(home):
    sections(home)
    for number in (0, 1):
        (home / f".claude/projects/-home-bob-shop/{SESSIONS[number]}.jsonl").unlink()
    assert "findings" not in sections(home)
