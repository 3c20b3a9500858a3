"""Rule files for verbs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.ruling import all_cases, allowing, case_record, decider, everything, here, project_allows, with_rule
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.errors import BadConfig, NoInput
from tests.gate import FACTS
from tests.judged import bash, rules

RULE = "[rules.a]\nprogram='acme'\naction='approve'\n"


def run(home: Path) -> Run:
    return Run(Meta("rules test", "source"), World({"HOME": str(home)}, cwd=str(home)), Shared(), Out())


def test_the_rules_that_hold_here_are_the_users_and_the_projects(tmp_path: Path) -> None:
    (tmp_path / "p/.git").mkdir(parents=True)
    (tmp_path / "p/.cctl").mkdir()
    (tmp_path / "p/.cctl/rules.toml").write_text(RULE)
    inside = Run(Meta("x", "source"), World({"HOME": str(tmp_path)}, cwd=str(tmp_path / "p")), Shared(), Out())
    assert here(inside).project == str(tmp_path / "p") and here(run(tmp_path)).project == ""
    assert (
        project_allows(here(inside)) == [str(tmp_path / "p/.cctl/rules.toml")]
        and project_allows(here(run(tmp_path))) == []
    )
    assert everything(inside, ()) == ([], [])
    path, found = allowing(str(tmp_path / "p/.cctl/rules.toml"))
    assert path.startswith("/") and [(rule.name, rule.layer) for rule in found] == [("a", "project")]
    with pytest.raises(NoInput):
        allowing(str(tmp_path / "gone"))


def test_a_judge_can_be_had_with_chosen_files_and_with_one_rule_more(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(RULE)
    base = decider(run(tmp_path), (str(tmp_path / "r.toml"),), "readonly")
    assert base.policy == "readonly" and base.decide(bash("acme"), FACTS)["decision"] == "allow"
    more = with_rule(base, rules("[rules.b]\nprogram='acme'\naction='deny'").deny[0])
    assert more.decide(bash("acme"), FACTS)["decision"] == "deny"
    assert base.decide(bash("acme"), FACTS)["decision"] == "allow"


def test_cases_are_read_from_files_and_mistakes_end_it(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(RULE + "[[test]]\ncommand='acme'\nexpect='approve'\n")
    [case] = all_cases(run(tmp_path), [str(path)])
    assert (case.name, case.line) == ("acme", 4) and all_cases(run(tmp_path), []) == []
    record = case_record(case, {"decision": "ask", "by": "policy", "reason": "x"}, passed=False, ts="t")
    assert record["src"] == {"path": str(path), "line": 4} and "rule" not in record
    path.write_text("[[test]]\ncommand='acme'\n")
    with pytest.raises(BadConfig, match=r"r\.toml:1: test 1: expect"):
        all_cases(run(tmp_path), [str(path)])
    with pytest.raises(NoInput):
        all_cases(run(tmp_path), [str(tmp_path / "gone")])
