"""What a replay adds up to."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.brain.replay import Replayed
from cctl.core.brain.whatif import Sum


def made(before: str, after: str | None, **more: Any) -> Replayed:
    now = None if after is None else {"decision": after, **more}
    return Replayed({"verdict": {"decision": before}}, now)


@pytest.mark.parametrize(
    ("asking", "found", "message"),
    [
        (False, [("ask", "ask", "")], "all 1 are as recorded"),
        (False, [("ask", "ask", ""), ("ask", None, "")], "all 1 are as recorded; 1 can't be made again"),
        (True, [("ask", "allow", "deny"), ("ask", "deny", "allow"), ("ask", "allow", "allow"), ("deny", "deny", "")],
         "3 of 4 are otherwise: 2 milder, 1 stricter, 2 against what their human said"),
    ],
)  # fmt: skip
def test_it_says_what_changed_and_what_its_human_had_said(
    asking: bool, found: list[tuple[str, str | None, str]], message: str
) -> None:
    total = Sum(asking=asking)
    for before, after, answer in found:
        total.add(made(before, after), answer)
    assert total.message == message


def test_asked_about_other_rules_only_another_decision_is_a_difference() -> None:
    total, asking = Sum(asking=False), Sum(asking=True)
    for each in (total, asking):
        each.add(made("ask", "ask", policy="readonly"), "")
    assert (total.differ, asking.differ) == (1, 0)
