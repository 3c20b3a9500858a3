"""`cctl demo`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_it_shows_a_loop_a_danger_and_a_budget_in_seconds(tmp_path: Path) -> None:
    done = harness.run("demo", tmp_path, "--seconds", "7", stdin=None)
    shown = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "critical api: flaky test      loop" in shown
    assert "needs_input (asks to run: rm -rf / --no-preserve-root)" in shown
    assert "/home/demo/pipeline" in shown
    assert "exit status 11" in shown
    assert b"Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.jsonl")), "nothing is left"
