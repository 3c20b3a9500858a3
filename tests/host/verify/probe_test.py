"""Commands as a client starts them."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.host.verify import probe


@pytest.mark.parametrize(
    ("output", "decision", "reason"),
    [
        ("", "none", ""),
        (" \n", "none", ""),
        ("{}", "none", ""),
        ('{"hookSpecificOutput":{"permissionDecision":"deny","permissionDecisionReason":"r"}}', "deny", "r"),
        ('{"hookSpecificOutput":{"decision":{"behavior":"allow"}}}', "allow", ""),
        ('{"hookSpecificOutput":{}}', "none", ""),
        ('{"systemMessage":"x"}', "none", ""),
        ("rubbish", "rubbish", ""),
        ("[1]", "rubbish", ""),
        ('{"a":1}{"a":1}', "rubbish", ""),
    ],
)
def test_an_answer_is_read(output: str, decision: str, reason: str) -> None:
    answer = probe.Answer(0, output, "", 1.0)
    assert (answer.decision, answer.reason) == (decision, reason)


def test_a_command_gets_the_payload_and_little_else() -> None:
    answer = probe.ask("cat; echo $HOME$CLAUDECODE >&2; exit 3", {"a": 1})
    assert (answer.status, answer.output, answer.errors) == (3, '{"a": 1}', "1\n")
    assert answer.ms > 0
    assert probe.ask("/gone/python x", {}).status == 127


def test_a_command_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SECONDS", 0.2)
    assert probe.ask("sleep 60", {}).status == 124
    assert probe.endless("sleep 60").status == 124


def test_input_without_end() -> None:
    answer: Any = probe.endless("head -c 5")
    assert (answer.status, answer.output) == (0, '{"hoo')
