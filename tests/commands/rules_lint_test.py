"""`cctl rules lint`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_doubts_and_mistakes_are_told_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text("[rules.wide]\naction='approve'\n[rules.bad]\nprogam='x'\naction='deny'\n")
    done = harness.run("rules lint", tmp_path, str(path))
    found = harness.records(done.stdout)[:-1]
    assert done.returncode == 10
    assert [(each["name"], each["status"]) for each in found] == [
        ("file", "problem"), ("too_broad", "problem"), ("shadowed", "problem"), ("too_broad", "advice"),
    ]  # fmt: skip
    assert f'{path}:4: bad: unknown key "progam"' in found[0]["message"] and f"{path}:1: wide:" in found[1]["message"]


def test_good_rules_are_said_to_be_good(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text("[rules.a]\nprogram='acme'\nsubcommand='x'\naction='approve'\n")
    done = harness.run("rules lint", tmp_path, str(path))
    assert done.returncode == 0 and harness.records(done.stdout)[0]["status"] == "ok"
    assert harness.run("rules lint", tmp_path).returncode == 0
