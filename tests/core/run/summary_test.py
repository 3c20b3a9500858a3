"""What was done in a run."""

from __future__ import annotations

from typing import Any

from cctl.core.run.summary import SAID_MOST, Summary


def said(**fields: Any) -> dict[str, Any]:
    return {"session": "s", "agent": "claude", **fields}


def test_what_was_asked_done_and_said() -> None:
    summary = Summary()
    assert summary.record() == {}
    for record in (
        said(type="turn", prompt="fix it"),
        said(type="call", id="1", tool="Edit", input={"file_path": "/a"}),
        said(type="call", id="1", tool="Edit", input={"file_path": "/a"}),
        said(type="call", id="2", tool="Bash", input={"command": "ls"}, agent_id="x"),
        said(type="result", call="1", error=True),
        said(type="result", call="2", error=True, denied={"by": "hook"}),
        said(type="message", text="of a sub-agent", agent_id="x"),
        said(type="message", text="y" * 9000),
        said(type="turn", prompt="again"),
    ):
        summary.take(record)
    found = summary.record()
    assert (found["prompts"], found["prompt"], found["calls"]) == (2, "fix it", 2)
    assert found["tools"] == {"Bash": 1, "Edit": 1} and found["files"] == ["/a"]
    assert (found["errors"], found["denied"], found["subagents"], len(found["message"])) == (1, 1, 1, SAID_MOST)


def test_a_failure_of_the_api_counts_only_while_nothing_follows() -> None:
    summary = Summary()
    summary.take(said(type="notice", kind="api_error", data={"cause": "rate_limit"}))
    assert summary.failure == {"cause": "rate_limit"}
    summary.take(said(type="spend", id="m"))
    assert summary.failure == {}
