"""`cctl history`."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("name", ["kept.jsonl", "kept.jsonl.gz", "folder"])
def test_files_tell_of_themselves_alone(tmp_path: Path, name: str) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{TWO}.jsonl").write_text("".join(STORY).replace(ONE, TWO))
    text = "".join(STORY).rstrip("\n").encode()  # of a finished file, also the last line counts
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
        (path / "one.jsonl").write_bytes(text)
    else:
        path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    done = harness.run("history", tmp_path, name, stdin=None)
    (record, _) = harness.records(done.stdout)
    assert (record["session"], record["turns"], record["calls"], record["errors"]) == (ONE, 1, 3, 1)
    assert record["responses"] == 3
    assert "resume" not in record, "no client finds it there"
    (summary, _) = harness.records(harness.run("summary", tmp_path, name, stdin=None).stdout)
    assert (summary["sessions"], summary["calls"]) == (1, 3)
    assert not (tmp_path / ".local/state/cctl").exists()


def test_an_empty_stream_tells_of_nobody(tmp_path: Path) -> None:
    done = harness.run("history", tmp_path, "-")
    assert done.returncode == 0, done.stderr
    assert [record["type"] for record in harness.records(done.stdout)] == ["end"]
