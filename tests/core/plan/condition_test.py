"""Conditions: comparisons of outcomes and nothing else."""

from __future__ import annotations

import pytest

from cctl.core.plan.condition import Condition, Unclear

NAMES = {"build", "lint", "a.b-1", "7up"}
KNOWN = {
    "build": {"state": "failed", "exit_code": 2, "attempts": 1, "cost_usd": 0.5},
    "lint": {"state": "completed", "exit_code": 0},
    "a.b-1": {"state": "skipped"},
    "7up": {"state": "completed", "exit_code": 0},
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('build.state == "failed"', True),
        ("build.state == 'completed'", False),
        ('a.b-1.state != "completed"', True),
        ("build.exit_code > 1 and lint.exit_code == 0", True),
        ("build.exit_code<=1 or (not lint.exit_code!=0)", True),
        ("not build.cost_usd >= 0.5", False),
        ("a.b-1.exit_code == 0", False),
        ("a.b-1.exit_code != 0", False),  # nothing is known of it
        ("7up.exit_code == 0", True),
        ("build.exit_code > -1", True),
    ],
)
def test_what_holds(text: str, holds: bool) -> None:
    assert Condition(text, NAMES).holds(KNOWN) is holds


@pytest.mark.parametrize(
    "text",
    [
        "", "build", "build.stdout == 1", 'nothing.state == "failed"', "build.exit_code", "build.exit_code ==",
        'build.exit_code == "x"', 'build.state > "failed"', 'build.state == "good"', "build.state == completed",
        "(build.exit_code == 1", "build.exit_code == 1)", "build.exit_code == 1 lint.exit_code == 1",
        "__import__('os')",
        "build.exit_code == 1; x", "(" * 60 + "build.exit_code == 1", "not " * 60 + "build.exit_code == 1",
    ],
)  # fmt: skip
def test_what_is_not_understood(text: str) -> None:
    with pytest.raises(Unclear):
        Condition(text, NAMES)


def test_it_tells_whom_it_asks_of() -> None:
    assert Condition('build.state == "failed" or a.b-1.attempts > 1', NAMES).names == {"build", "a.b-1"}
