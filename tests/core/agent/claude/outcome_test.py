"""Results: who decided, what changed, how it ended."""

import json
from typing import Any

import pytest

from cctl.core.agent.claude.outcome import HUNK_LINES_MOST, TEXT_MOST, outcome
from tests.claude_fixtures import read


def results(name: str) -> list[dict[str, Any]]:
    return [record for record in read(name)[0] if record["type"] == "result"]


def test_every_way_to_be_let_through() -> None:
    accepted = [each["accepted"] for each in results("permission-outcomes.jsonl")[:6]]
    assert accepted == [
        {"by": "mode"},
        {"by": "rule"},
        {"by": "hook"},
        {"by": "human", "scope": "once"},
        {"by": "human", "scope": "always"},
        {"by": "rule", "scope": "userSettings"},
    ]


def test_every_way_to_be_refused() -> None:
    denied = [each.get("denied") for each in results("permission-outcomes.jsonl")[6:]]
    assert [each and each["by"] for each in denied] == [
        *("hook", "rule", "unknown", "human", "human", None),
        *("human", "rule", "unknown", "hook", None, None),
    ]
    assert denied[0] == {"by": "hook", "reason": "PreToolUse:Bash hook error: no", "code": "hook:PreToolUse"}
    assert denied[6] and "code" not in denied[6]


def test_a_tool_stopped_midway_was_interrupted_not_refused() -> None:
    stopped = results("permission-outcomes.jsonl")[11]
    assert stopped["interrupted"] is True
    assert "denied" not in stopped


def test_patches_tell_what_changed() -> None:
    edit, create, update, notebook = [each["patches"][0] for each in results("edits-and-exit-codes.jsonl")[:4]]
    assert edit == {
        **{"path": "/home/dev/proj/a.py", "kind": "update", "added": 1, "removed": 1},
        "hunks": [{"old_start": 1, "old_lines": 2, "new_start": 1, "new_lines": 2, "lines": ["-1", "+2", " same"]}],
    }
    assert (create["kind"], create["added"], create["removed"], create["hunks"]) == ("create", 2, 0, [])
    assert (update["kind"], update["added"], update["removed"], update["cut"]) == ("update", 251, 251, True)
    assert sum(len(hunk["lines"]) for hunk in update["hunks"]) == HUNK_LINES_MOST
    assert (notebook["path"], notebook["hunks"]) == ("/home/dev/proj/n.ipynb", [])


def test_exit_codes_sizes_times_and_interruptions() -> None:
    failed, long, image = results("edits-and-exit-codes.jsonl")[4:]
    assert (failed["error"], failed["exit_code"]) == (True, 3)
    assert (len(long["text"].encode()), long["bytes"]) == (TEXT_MOST, 10_000)
    assert (long["interrupted"], long["duration_s"], "exit_code" in long) == (True, 1.234, False)
    assert (image["text"], image["bytes"]) == ("[image]\nseen", len("[image]\nseen") + 4)


def test_background_tasks_are_named() -> None:
    assert [each.get("background") for each in results("background-tasks.jsonl")] == ["b13gfb8t9", "bash_7"]
    assert all("exit_code" not in each for each in results("background-tasks.jsonl"))
    tree = "subagents/projects/-home-dev-proj/5e551011-0000-4000-8000-000000000002.jsonl"
    assert results(tree)[0]["background"] == "a0c0ffee"


def test_equal_results_have_equal_hashes() -> None:
    def hashed(content: object) -> str:
        found = outcome({"tool_use_id": "t", "content": content}, {}, alone=True)["hash"]
        assert isinstance(found, str)
        return found

    assert hashed("a") == hashed([{"type": "text", "text": "a"}])
    assert hashed("a") != hashed("b")
    picture = {"type": "image", "source": {"data": "QUJD"}}
    assert hashed([picture]) != hashed([{**picture, "source": {"data": "QUJE"}}])


def test_what_stands_beside_several_results_belongs_to_none() -> None:
    record = {"toolUseResult": {"stdout": "x", "interrupted": True}, "toolDenialKind": "user-rejected"}
    fields = outcome({"tool_use_id": "t", "content": "x", "is_error": False}, record, alone=False)
    assert set(fields) == {"call", "error", "text", "bytes", "hash"}


def test_an_error_of_a_tool_that_the_api_runs_is_an_error() -> None:
    fields = outcome({"tool_use_id": "t", "content": {"error_code": "max_uses_exceeded"}}, {}, alone=False)
    assert (fields["error"], fields["text"]) == (True, "max_uses_exceeded")


@pytest.mark.parametrize("junk", [None, True, 7, 1.5, "x", [], [7], {}, {"type": []}, {"filePath": 7}, [{"lines": 7}]])
@pytest.mark.parametrize(
    "field", ["toolUseResult", "permissionDecision", "toolDenialKind", "content", "patch", "is_error"]
)
def test_no_shape_makes_it_raise(field: str, junk: Any) -> None:
    block = {"tool_use_id": "t", "content": junk if field == "content" else "x", "is_error": junk}
    patch = {"filePath": "/f", "structuredPatch": junk if field == "patch" else [junk], "durationMs": junk}
    record = {"toolUseResult": patch, field: junk}
    json.dumps(outcome(block, record, alone=True))
