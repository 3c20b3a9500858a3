"""`cctl brain prompts`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_prompts_are_shown_with_whose_they_are(tmp_path: Path) -> None:
    [found] = harness.records(harness.run("brain prompts", tmp_path).stdout)[:-1]
    assert (found["name"], found["origin"]) == ("judge", "built-in") and "{{call}}" in found["text"]
    path = tmp_path / ".config/cctl/prompts/judge.md"
    path.parent.mkdir(parents=True)
    path.write_text("Mine: {{call}}")
    [found] = harness.records(harness.run("brain prompts", tmp_path, "judge").stdout)[:-1]
    assert (found["origin"], found["text"]) == (str(path), "Mine: {{call}}")
    path.write_text("Mine")
    assert harness.run("brain prompts", tmp_path).returncode == 78
    assert harness.run("brain prompts", tmp_path, "nope").returncode == 66
