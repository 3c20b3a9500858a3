"""`cctl history`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY, TWO


def test_sessions_with_what_they_did_and_cost(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    for session in (ONE, TWO):
        text = (
            "".join(STORY)
            .replace(ONE, session)
            .replace("toolu_", f"toolu_{session[:4]}")
            .replace('"uuid": "u', f'"uuid": "{session[:4]}')
        )
        (folder / f"{session}.jsonl").write_text(text)
    found = harness.records(harness.run("history", tmp_path, "--since", "all", stdin=None).stdout)
    assert [record["session"] for record in found[:-1]] == [TWO, ONE]
    assert found[0]["turns"] == 1
    limited = harness.records(harness.run("history", tmp_path, "--since", "all", "--limit", "1", stdin=None).stdout)
    assert [record["type"] for record in limited] == ["session", "end"]
    one = harness.records(harness.run("history", tmp_path, "--since", "all", "-S", ONE[:6], stdin=None).stdout)
    assert [record.get("session") for record in one] == [ONE, None]
    assert harness.records(harness.run("history", tmp_path, "--since", "1h", stdin=None).stdout)[0]["type"] == "end"
    assert b"make it work" in harness.run("history", tmp_path, "--since", "all", "-f", "table", stdin=None).stdout
