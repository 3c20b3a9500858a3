"""`cctl rules test`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness

RULES = "[[rules]]\nname='a'\nprogram='acme'\naction='approve'\n"


def test_cases_are_judged_and_a_failure_is_told_by_line_and_status(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(
        RULES + "[[test]]\ncommand='acme'\nexpect='approve'\nrule='a'\n[[test]]\ncommand='ls'\nexpect='deny'\n"
    )
    done = harness.run("rules test", tmp_path, str(path))
    first, second, end = harness.records(done.stdout)
    assert (first["passed"], first["rule"], first["src"]["line"]) == (True, "a", 5)
    assert (second["passed"], second["expected"], second["decision"]) == (False, "deny", "allow")
    assert done.returncode == 10 == end["exit"]


def test_without_cases_nothing_is_proven(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(RULES)
    assert harness.run("rules test", tmp_path, str(path)).returncode == 20
    path.write_text(RULES + "[[test]]\ncommand='acme'\nexpect='approve'\n")
    assert harness.run("rules test", tmp_path, str(path)).returncode == 0
    assert harness.run("rules test", tmp_path, "gone.toml").returncode == 66
    path.write_text(RULES + "[[test]]\ncommand='acme'\n")
    assert harness.run("rules test", tmp_path, str(path)).returncode == 78


def test_the_rules_that_hold_here_are_tested_by_default(tmp_path: Path) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/rules.toml").write_text(RULES + "[[test]]\ncommand='acme'\nexpect='approve'\n")
    done = harness.run("rules test", tmp_path)
    assert done.returncode == 0 and [each["type"] for each in harness.records(done.stdout)] == ["rule_case", "end"]
