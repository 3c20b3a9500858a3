"""`cctl policy trust`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness

RULES = "[rules.a]\nprogram='acme'\naction='approve'\n"


def test_trust_is_shown_first_given_with_yes_and_gone_with_any_change(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(RULES)
    record = tmp_path / ".local/state/cctl/brain/trust"
    [shown] = harness.records(harness.run("policy trust", tmp_path, "r.toml").stdout)
    assert shown["dry_run"] and shown["reason"] == "a" and not record.exists()
    [done] = harness.records(harness.run("policy trust", tmp_path, "r.toml", "--yes").stdout)
    assert (done["status"], done["target"]) == ("ok", str(path)) and str(path) in record.read_text()
    [again] = harness.records(harness.run("policy trust", tmp_path, "r.toml", "--yes").stdout)
    assert again["status"] == "notneeded"
    harness.run("policy trust", tmp_path, "r.toml", "--yes", "--remove")
    assert record.read_text() == ""


def test_an_agent_is_refused_and_so_are_broken_files(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(RULES)
    done = harness.run("policy trust", tmp_path, "r.toml", "--yes", CLAUDECODE="1")
    assert done.returncode == 77 and not (tmp_path / ".local/state/cctl/brain/trust").exists()
    (tmp_path / "r.toml").write_text("[rules.a]\n")
    assert harness.run("policy trust", tmp_path, "r.toml", "--yes").returncode == 78
    assert harness.run("policy trust", tmp_path, "gone.toml", "--yes").returncode == 66
