"""Leave for the next call."""

from __future__ import annotations

from typing import Any

from cctl.core.run.reply import Asked
from cctl.host.run.leave import LATE_S, PATIENCE_S, Leave


class Visitor:
    def __init__(self, call: str) -> None:
        self.request: dict[str, Any] = {"do": "ask", "event": "PreToolUse"}
        self.body = b'{"tool_use_id":"%s"}' % call.encode()
        self.said: list[bytes] = []

    def answer(self, data: bytes) -> None:
        self.said.append(data)


def test_an_answer_waits_until_the_call_is_counted() -> None:
    known: set[str] = set()
    barred: list[str] = []
    leave = Leave(known, lambda question: barred[0] if barred else "")
    one, two = Visitor("a"), Visitor("b")
    leave.take(one, 0.0)  # type: ignore[arg-type]  # as much of a visit as is used
    leave.take(two, 1.0)  # type: ignore[arg-type]  # as above
    leave.settle(1.0)
    assert leave.waiting and not one.said
    known.add("a")
    leave.settle(2.0)
    assert one.said == [b"+"] and not two.said
    barred.append("too dear")
    leave.settle(3.0)
    assert b"too dear" in two.said[0] and (leave.asked, leave.refused, leave.waiting) == (2, 1, False)


def test_nobody_waits_for_ever_and_a_prompt_not_at_all() -> None:
    leave = Leave((), lambda question: "")
    late, prompt = Visitor("a"), Visitor("")
    leave.take(late, 0.0)  # type: ignore[arg-type]  # as above
    leave.take(prompt, 0.0)  # type: ignore[arg-type]  # as above
    leave.settle(0.1)
    assert prompt.said == [b"+"] and not late.said
    leave.settle(PATIENCE_S)
    assert late.said == [b"+"]
    assert Asked("PreToolUse").call == ""


def test_a_refusal_may_be_told_late_and_counts_at_once() -> None:
    leave = Leave((), lambda question: "too dear", LATE_S)
    call = Visitor("a")
    leave.take(call, 0.0)  # type: ignore[arg-type]  # as above
    leave.settle(0.0)
    assert leave.refused == 1 and leave.waiting and not call.said
    leave.settle(LATE_S)
    assert b"too dear" in call.said[0] and not leave.waiting
    again = Visitor("b")
    leave.take(again, 1.0)  # type: ignore[arg-type]  # as above
    leave.settle(1.0)
    leave.release()
    leave.settle(1.01)
    assert again.said, "it has been interrupted"


def test_who_can_wait_less_is_answered_sooner() -> None:
    leave = Leave((), lambda question: "")
    call = Visitor("a")
    call.request["within"] = 5.6
    leave.take(call, 0.0)  # type: ignore[arg-type]  # as above
    leave.settle(5.5)
    assert not call.said
    leave.settle(5.6)
    assert call.said == [b"+"]
