"""What an agent answered last."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.plan.reply import final, passed


def said(text: str) -> dict[str, Any]:
    return {"type": "assistant", "message": {"content": [{"type": "text", "text": text}, {"type": "tool_use"}]}}


def test_the_result_line_is_the_answer() -> None:
    assert final([said("a"), {"type": "result", "result": " b "}]) == "b"
    assert final([{"type": "result", "result": "b"}, {"type": "result", "errors": ["x"]}]) == "b"
    assert final([said("only this")]) == "only this"
    assert final([{"type": "item.completed", "item": {"type": "agent_message", "text": "c"}}]) == "c"
    assert final([{"type": "assistant", "message": None}, {"type": "x"}]) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [("PASS", True), ("  PASS: fine", True), ("FAIL\nno", False), ("passing", None), ("PASSED", None), ("", None),
     ("I think PASS", None), ("pass", None)],
)  # fmt: skip
def test_a_verdict_is_the_first_word_or_none(text: str, found: bool | None) -> None:
    assert passed(text) is found
