"""Transcripts on standard input."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def test_whose_it_is_the_first_lines_say(tmp_path: Path) -> None:
    noise = b'{"note": 1}\n' * 10
    done = harness.run("cat", tmp_path, "-", "--type", "call", stdin=noise + "".join(STORY).encode())
    found = harness.records(done.stdout)
    assert [record["session"] for record in found[:-1]] == [ONE] * 3
    assert found[0]["src"]["line"] == 12


def test_types_are_left_out_but_errors_are_not(tmp_path: Path) -> None:
    long = "".join(STORY) + '{"type":"user","x":"' + "y" * 5000 + '"}\n'
    (tmp_path / "t.jsonl").write_text(long)
    found = harness.records(harness.run("cat", tmp_path, "t.jsonl", "--type", "turn", "--max-line", "4K").stdout)
    assert [record["type"] for record in found] == ["turn", "error", "end"]
