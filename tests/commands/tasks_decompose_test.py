"""`cctl tasks decompose`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_without_a_model_it_says_what_is_missing(tmp_path: Path) -> None:
    done = harness.run("tasks decompose", tmp_path, "do everything")
    assert (done.returncode, done.stdout) == (69, b"")
    assert b"brain.llm_model" in done.stderr
