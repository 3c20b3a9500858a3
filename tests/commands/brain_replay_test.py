"""`cctl brain replay`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests import brain_home
from tests.commands.brain_decide_test import call
from tests.contract import harness
from tests.learning import START
from tests.model_server import Model, serving


def test_every_decision_comes_out_the_same_in_any_process(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 6)
    brain_home.decide(tmp_path, "rm -rf /", "x")
    brain_home.decide(tmp_path, "curl -H 'Authorization: Bearer aB3dE5fG7hI9jK1lM3' https://x.org", "y")
    outputs = {
        harness.run("brain replay", tmp_path, PYTHONHASHSEED=str(seed), TZ=zone, LC_ALL=locale).stdout
        for seed, zone, locale in ((0, "UTC", "C"), (1, "Asia/Tokyo", "C.UTF-8"), (2, "America/Lima", "C"))
    }
    assert len(outputs) == 1
    found = harness.records(outputs.pop())
    *decisions, total, end = found
    assert all(each["same"] for each in decisions) and len(decisions) == 8 and end["exit"] == 0
    assert (total["name"], total["status"], total["message"]) == ("replay", "ok", "all 8 are as recorded")


def test_other_rules_show_what_would_be_otherwise_and_what_was_answered(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 4)
    brain_home.decide(tmp_path, "git push", "p", START + 1)
    brain_home.answer(tmp_path, "p", START + 1, allow=False)
    rules = tmp_path / "r.toml"
    rules.write_text("[rules.a]\nprogram='git'\naction='approve'\n")
    done = harness.run("brain replay", tmp_path, "--rules", str(rules), "--changed")
    changed, total, _ = harness.records(done.stdout)
    assert total["message"] == "1 of 5 are otherwise: 1 milder, 0 stricter, 1 against what their human said"
    assert done.returncode == 10 and (changed["id"], changed["answer"], changed["first_difference"]) == (
        "p",
        "deny",
        "decision",
    )
    assert changed["recorded"]["decision"] == "ask" and changed["recomputed"]["decision"] == "allow"
    assert harness.run("brain replay", tmp_path, "--policy", "readonly").returncode == 0
    assert harness.run("brain replay", tmp_path, "--rules", "nowhere.toml").returncode == 66


def test_another_prompt_is_tried_on_what_a_model_was_asked(tmp_path: Path) -> None:
    with serving(Model()) as model:
        env = {"CCTL_BRAIN__LLM": "advise", "CCTL_BRAIN__LLM_URL": model.url, "CCTL_BRAIN__LLM_MODEL": "tiny"}
        given = call("git push", id="p", session="s") + call("ls", id="q", session="s")
        harness.run("brain decide", tmp_path, "--keep", stdin=given, **env)
        model.verdict = "allow"
        (tmp_path / ".config/cctl/prompts").mkdir(parents=True)
        (tmp_path / ".config/cctl/prompts/judge.md").write_text("Be brave: {{call}}")
        asked, other, _, end = harness.records(harness.run("brain replay", tmp_path, "--ask-model", **env).stdout)
        assert asked["opinion"] == {"recorded": "deny", "now": "allow"} and "opinion" not in other
        assert asked["same"] and end["exit"] == 0, "an opinion is no decision"
        model.status = 503
        (tmp_path / ".config/cctl/prompts/judge.md").write_text("Be quick: {{call}}")
        asked, *_ = harness.records(harness.run("brain replay", tmp_path, "--ask-model", **env).stdout)
        assert asked["opinion"] == {"recorded": "deny", "now": "overloaded"}


def test_an_empty_log_proves_nothing_and_what_was_cut_is_counted(tmp_path: Path) -> None:
    assert harness.run("brain replay", tmp_path, "--ask-model").returncode == 20
    brain_home.decide(tmp_path, "echo " + "a " * 3000 + "; rm -rf /", "long")
    done = harness.run("brain replay", tmp_path)
    found, _, end = harness.records(done.stdout)
    assert done.returncode == 20 and "redacted" in found["skipped"] and end["skipped"] == {"cut_or_redacted": 1}


@pytest.mark.slow
def test_ten_thousand_decisions_are_replayed_in_twenty_seconds(tmp_path: Path) -> None:
    for at in range(100):
        brain_home.decide(tmp_path, f"git -C d{at} push origin x; cat a{at} | sort", f"c{at}")
    path = Path(brain_home.log(tmp_path).files()[0])
    path.write_bytes(path.read_bytes() * 100)
    begun = time.monotonic()
    done = harness.run("brain replay", tmp_path)
    assert time.monotonic() - begun < 20 and done.stdout.count(b'"same":true') == 10_000
