"""`cctl config show`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_the_origin_of_a_value(tmp_path: Path) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text('\n[stats]\nsince = "2d"\n')
    shown = harness.records(harness.run("config show", tmp_path, "stats.since", "--origin").stdout)[0]
    assert (shown["value"], shown["layer"], shown["line"], shown["default"]) == ("2d", "user", 3, "24h")
    assert shown["origin"].endswith("config.toml")
    changed = harness.records(harness.run("config show", tmp_path, "--changed").stdout)
    assert [record["name"] for record in changed if record["type"] == "setting"] == ["stats.since"]


def test_a_variable_lies_over_a_file(tmp_path: Path) -> None:
    done = harness.run("config show", tmp_path, "stats.since", "--origin", CCTL_STATS__SINCE="9d")
    assert harness.records(done.stdout)[0]["layer"] == "env"


def test_mistakes_are_error_records(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("wrong = 1\n")
    found = harness.records(harness.run("config show", tmp_path, "--config", "c.toml").stdout)
    assert [(r["code"], r["src"]["line"]) for r in found if r["type"] == "error"] == [("bad_config", 1)]
    assert harness.run("config show", tmp_path, "nothing").returncode == 66
