"""What agents are told."""

from __future__ import annotations

from cctl.core.plan.prompt import again, checkpoint, question, taken_over
from cctl.core.plan.task import Task, Verifier


def test_what_judges_said_comes_as_data() -> None:
    check = {"kind": "run", "check": "make test", "passed": False, "output": "2 failed"}
    text = again("check", "", [{"kind": "run", "passed": True}, check])
    assert "did not pass" in text
    assert 'from="check make test"' in text
    assert "2 failed" in text
    assert "<data-" in text


def test_a_session_that_knows_nothing_is_told_everything() -> None:
    assert again("exit", "boom", [], whole="The task.").startswith("The task.\n\n")
    assert "ended with an error" in again("exit", "boom", [])
    assert "not finished" in again("unheard of", "", [])


def test_a_fresh_session_gets_notes() -> None:
    text = taken_over("The task.", "12 calls")
    assert text.startswith("The task.")
    assert "12 calls" in text


def test_notes_are_what_a_session_did() -> None:
    notes = checkpoint([
        {"type": "call", "tool": "Edit", "input": {"file_path": "/a.py"}},
        {"type": "call", "tool": "Read", "input": {"file_path": "/b.py"}},
        {"type": "call", "tool": "Bash", "input": {"command": "make  test"}},
        {"type": "result", "error": True}, {"type": "message", "text": "half done"},
    ])  # fmt: skip
    assert notes.splitlines()[:3] == ["3 calls, 1 of them failed.", "Files written: /a.py", "Last commands:"]
    assert "/b.py" not in notes
    assert notes.endswith("half done")


def test_judges_are_asked_for_one_word() -> None:
    text = question(Task("a", prompt="do it"), Verifier("brain", "Is it good?"), "done", "+line", size=9000)
    assert "do it" in text
    assert "Is it good?" in text
    assert 'whole_bytes="9000"' in text
    assert "PASS or FAIL as the first word" in text
