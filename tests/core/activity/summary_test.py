"""What was done, per project."""

from __future__ import annotations

from cctl.core.activity.deed import Deed, Outcome
from cctl.core.activity.summary import Done, markdown, summaries


def deed(kind: str, ms: int = 1000, **told: str) -> Deed:
    base = {
        "id": f"{kind}{ms}{told}",
        "session": "s",
        "agent": "claude",
        "agent_id": "",
        "tool": "",
        "mark": "",
        "text": "",
    }
    return Deed(**(base | {"paths": "", "cwd": "", "branch": ""} | told), ms=ms, kind=kind)  # type: ignore[arg-type]  # texts


def stamp(ms: int) -> str:
    return str(ms)


DONE = [
    Done(deed("turn", 1000, text="Make *it* work\nplease", mark="human"), "/p", None),
    Done(deed("turn", 1100, text="<task>", mark="task_notification"), "/p", None),
    Done(deed("call", 2000, tool="Edit", mark="edit", paths="/p/a.py"), "/p", Outcome("", 0, -1, "")),
    Done(deed("call", 2100, tool="Edit", mark="edit", paths="/p/a.py"), "/p", Outcome("", 0, -1, "")),
    Done(deed("call", 2200, tool="Edit", mark="edit", paths="/p/b.py"), "/p", Outcome("", 1, -1, "")),
    Done(deed("call", 3000, tool="Bash", mark="test"), "/p", Outcome("", 1, 1, "")),
    Done(deed("call", 3100, tool="Bash", mark="test"), "/p", Outcome("", 0, 0, "")),
    Done(deed("call", 3200, tool="Bash", mark="test"), "/p", None),
    Done(deed("call", 3300, tool="Bash", mark="test"), "/p", Outcome("", 1, -1, "human")),
    Done(deed("call", 4000, tool="Bash", mark="commit", text="Fix it"), "/p", Outcome("", 0, 0, "")),
    Done(deed("call", 4100, tool="Bash", mark="commit", text="No"), "/p", Outcome("", 1, 1, "")),
    Done(deed("interrupt", 5000), "/q", None),
]


def test_figures_per_project_the_costliest_first() -> None:
    one, two = summaries(DONE, {"/q": {"cost_usd": 9.0, "sessions": 2}, "/p": {"cost_usd": 1.5, "sessions": 1}}, stamp)
    assert (one["project"], one["interrupts"], one["cost_usd"], one["sessions"]) == ("/q", 1, 9.0, 2)
    assert (two["turns"], two["calls"], two["commands"], two["errors"], two["denied"]) == (1, 9, 6, 3, 1)
    assert two["files"] == [{"path": "/p/a.py", "edits": 2}]
    assert two["tests"] == {"runs": 2, "passed": 1, "failed": 1, "last": "passed"}
    assert [commit["message"] for commit in two["commits"]] == ["Fix it"]
    assert [prompt["text"] for prompt in two["prompts"]] == ["Make *it* work"]
    assert (two["start"], two["ts"]) == ("1000", "4100")


def test_spend_without_deeds_is_shown_too() -> None:
    (only,) = summaries([], {"/z": {"cost_usd": 2.0, "sessions": 3}}, stamp)
    assert (only["project"], only["sessions"], only["calls"]) == ("/z", 3, 0)


def test_markdown_escapes_what_came_from_transcripts() -> None:
    evil = Done(deed("turn", 1, text="<script>[x](y) `rm` \x1b[2J", mark="human"), "/a`b", None)
    text = markdown(summaries([*DONE, evil], {"/p": {"cost_usd": 1.5, "unpriced": 2}}, stamp), "Since today")
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "\\<script\\>\\[x\\](y) \\`rm\\`" in text
    assert "## /p\n\n1 session, 1 prompt, $1.50 (2 responses without a known price)" in text
    assert "- edited 1 file: `/p/a.py`" in text
    assert "- tests: 2 runs, 1 failed, the last one passed" in text
