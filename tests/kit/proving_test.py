"""Proving, piece by piece; whole proofs are in `tests/commands/hook_verify_test.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cctl.host.verify.canary import Canary
from cctl.host.verify.probe import Answer
from cctl.host.wiring.install import Target
from cctl.kit import proving as subject
from cctl.kit.proving import Proving
from tests.kit.check.checked import run_in
from tests.wired import Home

DENY = Canary("deny", "Bash", {"command": "x"}, "deny")
ALLOW = DENY._replace(name="allow", expected="")


def said(decision: str, reason: str = "", status: int = 0) -> Answer:
    inner = {"hookEventName": "PreToolUse", "permissionDecision": decision, "permissionDecisionReason": reason}
    text = (
        "" if decision == "none" else decision if decision == "rubbish" else json.dumps({"hookSpecificOutput": inner})
    )
    return Answer(status, text, "", 5.0)


@pytest.fixture
def proving(tmp_path: Path) -> Iterator[Proving]:
    made = Proving(run_in(Home(tmp_path).path), "", drive=False)
    yield made
    made._clean()
    assert not made.folder.exists()


@pytest.mark.parametrize(
    ("each", "answer", "agent", "status"),
    [
        (DENY, said("deny", "cctl: SELF"), "claude", "ok"),
        (DENY, said("ask", "cctl: x"), "claude", "problem"),
        (DENY, said("allow", "cctl: x"), "claude", "problem"),
        (DENY, said("none"), "claude", "problem"),
        (DENY, said("rubbish"), "claude", "problem"),
        (DENY, said("deny", "cctl: x", status=2), "claude", "problem"),
        (ALLOW, said("allow", "cctl: INFO"), "claude", "ok"),
        (ALLOW, said("ask", "cctl: WRITE(project) writes"), "claude", "skipped"),
        (ALLOW, said("ask", "cctl: decide could not judge: OSError"), "claude", "problem"),
        (ALLOW, said("ask", "cctl: no verdict came about in time"), "claude", "problem"),
        (ALLOW, said("none"), "codex", "ok"),
        (ALLOW._replace(name="ask"), said("deny", "cctl: asks"), "codex", "ok"),
        (ALLOW._replace(name="ask"), said("allow", "cctl: a rule"), "claude", "skipped"),
    ],
)
def test_what_an_answer_proves(
    proving: Proving, monkeypatch: pytest.MonkeyPatch, each: Canary, answer: Answer, agent: str, status: str
) -> None:
    monkeypatch.setattr(subject.probe, "ask", lambda *given, **more: answer)
    assert proving._tried("x", Target(agent, "user", "/x"), "command", each).status == status


def test_what_runs_out_of_time_is_tried_again(proving: Proving, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        said("ask", "cctl: decide took over 120 ms"),
        said("ask", "no verdict came about"),
        said("allow", "cctl: y"),
    ]
    monkeypatch.setattr(subject.probe, "ask", lambda *given, **more: answers.pop(0))
    assert proving.tried(Target("claude", "user", "/x"), "command", ALLOW).decision == "allow"
    assert answers == []


def test_what_is_late_each_time_is_told_and_gets_time_enough_at_last(
    proving: Proving, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(command: str, *given: object, **more: object) -> Answer:
        asked.append(command)
        return said("deny", "cctl: SELF") if "--deadline" in command else said("ask", "cctl: no verdict came about")

    monkeypatch.setattr(subject.probe, "ask", ask)
    found = proving._tried("x", Target("claude", "user", "/x"), "command", DENY)
    assert (found.status, found.message) == (
        "advice",
        "answers deny (cctl: SELF), but ran out of time 5 times and asked",
    )
    assert asked == ["command"] * 5 + ["command --deadline 5000"]


@pytest.mark.parametrize(
    ("answer", "strict", "status"),
    [(said("ask"), "ask", "ok"), (said("deny"), "ask", "ok"), (said("allow"), "ask", "problem"),
     (said("none"), "ask", "problem"), (said("ask"), "deny", "problem"), (said("rubbish"), "ask", "problem"),
     (Answer(124, "", "", 1), "ask", "problem")],
)  # fmt: skip
def test_a_gate_that_fails_must_close(answer: Answer, strict: str, status: str) -> None:
    assert subject._closed("x", answer, strict).status == status


def test_handlers_are_read_as_they_are_now(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.records("init", "--agent", "claude")
    target = Target("claude", "user", str(home.settings))
    found = subject._handlers(target, str(home.wiring / "hook.py"))
    assert len(found) == 11
    for text in ("{", "[]", '{"hooks": 3}', '{"hooks": {"Stop": [3]}}', ""):
        home.settings.write_text(text)
        assert subject._handlers(target, "/x") == {}


def test_without_a_launcher_no_proof_is_written(proving: Proving) -> None:
    checks = list(proving.checks())
    assert [each.status for each in checks] == ["problem"]
    assert not Path(proving.wiring.state, "wiring/proof.json").exists()
