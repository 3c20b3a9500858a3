"""Judging a stream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.host.world import World
from cctl.kit.judging import Asked, Judging, Standing, places
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from cctl.records.errors import BadConfig, NoInput
from tests.gate import FACTS
from tests.judged import bash


def judging(home: Path, asked: Asked) -> Judging:
    world = World({"HOME": str(home)}, cwd=str(home))
    return Judging(Run(Meta("brain decide", "filter"), world, Shared(), Out()), asked)


def said(node: Judging, call: dict[str, Any]) -> dict[str, Any]:
    found = node.feed(call)
    assert found is not None
    verdict = found[0]["verdict"]
    assert isinstance(verdict, dict)
    return verdict


def test_facts_that_are_given_are_all_that_is_known(tmp_path: Path) -> None:
    node = judging(tmp_path, Asked("workspace"))
    (tmp_path / ".git").mkdir()
    assert said(node, bash("echo > a", facts=FACTS))["decision"] == "allow"
    assert said(node, bash("echo > a", facts={}))["decision"] == "ask"


def test_without_facts_project_and_links_are_looked_up(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / ".git").mkdir(parents=True)
    (project / "link").symlink_to(tmp_path / ".bashrc")
    node = judging(tmp_path, Asked("workspace"))
    assert said(node, bash("echo > a") | {"cwd": str(project)})["decision"] == "allow"
    assert said(node, bash("echo > link") | {"cwd": str(project)})["decision"] == "ask"
    assert said(node, bash("echo > a") | {"cwd": "/opt"})["decision"] == "ask"


def test_a_project_brings_its_own_rules(tmp_path: Path) -> None:
    project = tmp_path / "p"
    (project / ".cctl").mkdir(parents=True)
    (project / ".git").mkdir()
    (project / ".cctl/policy.toml").write_text("policy = 'readonly'\n")
    node = judging(tmp_path, Asked("workspace"))
    seen = said(node, bash("echo > a") | {"cwd": str(project)})
    assert (seen["decision"], seen["policy"]) == ("ask", "readonly")


def test_a_stricter_verdict_that_is_there_stays_and_a_milder_one_goes(tmp_path: Path) -> None:
    node = judging(tmp_path, Asked("workspace"))
    kept = {"decision": "deny", "by": "rule", "reason": "mine"}
    assert said(node, bash("ls", facts=FACTS, verdict=kept)) == kept
    milder = {"decision": "allow", "by": "rule"}
    assert said(node, bash("rm -rf /", facts=FACTS, verdict=milder))["decision"] == "deny"
    assert node.status() == 12


def test_judging_twice_adds_nothing(tmp_path: Path) -> None:
    node = judging(tmp_path, Asked("workspace"))
    once = node.feed(bash("git push", facts=FACTS))
    assert once is not None and node.feed(once[0]) == once and node.status() == 14


def test_what_a_stream_tells_of_a_session_reaches_its_rules(tmp_path: Path) -> None:
    rules = tmp_path / "r.toml"
    rules.write_text("[rules.a]\nmatch_cost_above=5\nmatch_last_error=true\nmatch_health='loop'\naction='deny'\n")
    node = judging(tmp_path, Asked("", (str(rules),)))
    call = bash("ls", facts=FACTS, session="s")
    assert said(node, call)["decision"] == "abstain"
    for record in ({"type": "session", "session": "s", "cost_usd": 6.0},
                   {"type": "result", "session": "s", "error": True},
                   {"type": "finding", "session": "s", "check": "loop"}):  # fmt: skip
        assert node.feed(record) is None
    assert said(node, call)["decision"] == "deny"
    assert said(node, call | {"session": "t"})["decision"] == "abstain"


def test_conflicts_are_told_by_findings() -> None:
    standing = Standing()
    standing.hear({"type": "finding", "session": "s", "check": "conflict"})
    assert standing.of({"session": "s"})["file_conflict"] is True


def test_broken_rules_end_the_run_before_its_first_record(tmp_path: Path) -> None:
    rules = tmp_path / "r.toml"
    rules.write_text("[rules.a]\n")
    with pytest.raises(BadConfig, match="has no action"):
        judging(tmp_path, Asked("", (str(rules),)))
    with pytest.raises(NoInput, match="no such file"):
        places(World({"HOME": str(tmp_path)}, cwd="/"), None, (str(tmp_path / "gone"),))
