"""MCP tools by name."""

import pytest

from tests.gate import judge, tool


@pytest.mark.parametrize(
    ("name", "decision"),
    [
        ("mcp__tickets__list_issues", "allow"),
        ("mcp__tickets__delete_issue", "ask"),
        ("mcp__tickets__frobnicate", "ask"),
        ("mcp__playwright__browser_click", "allow"),
        ("mcp__tickets", "ask"),
        ("mcp__tickets__", "ask"),
        ("mcp__tickets__l\u0456st_issues", "ask"),
    ],
)
def test_the_verb_in_the_name_counts(name: str, decision: str) -> None:
    assert tool(name) == decision


def test_a_server_from_the_repository_is_not_believed() -> None:
    call = {"tool": "mcp__tickets__list_issues", "input": {}, "cwd": "/work/site"}
    facts = {"home": "/home/ada", "project": "/work/site", "mcp": {"tickets": "project"}}
    assert judge().judge(call, facts, "workspace")["decision"] == "ask"
