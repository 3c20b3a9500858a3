"""The shipped tables."""

from __future__ import annotations

from cctl.host.brain.tables import judge
from tests.gate import FACTS


def test_the_shipped_tables_judge() -> None:
    made = judge()
    assert set(made.matrix.policies) == {"readonly", "workspace", "locked"}
    assert (
        made.judge({"tool": "Bash", "input": {"command": "rm -rf /"}, "cwd": "/"}, FACTS, "workspace")["decision"]
        == "deny"
    )
