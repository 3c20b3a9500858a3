"""`cctl brain correct`."""

from __future__ import annotations

from pathlib import Path

from cctl.core.brain.label import labels
from tests import brain_home
from tests.contract import harness
from tests.learning import TERMS


def test_a_correction_is_an_answer(tmp_path: Path) -> None:
    brain_home.decide(tmp_path, "git push", "toolu_01A")
    done = harness.run("brain correct", tmp_path, "toolu_01", "deny", "--why", "token=hunter2hunter2")
    assert harness.records(done.stdout)[0]["reason"] == "was ask, should be deny: Bash git push [VCS_REMOTE]"
    [label] = labels(brain_home.log(tmp_path).events(), TERMS)
    assert (label.allow, label.weight, label.source, label.call) == (False, 3.0, "correction", "toolu_01A")
    assert "hunter2" not in Path(brain_home.log(tmp_path).files()[0]).read_text()


def test_what_is_never_learned_says_so(tmp_path: Path) -> None:
    brain_home.decide(tmp_path, "sudo ls", "a")
    brain_home.decide(tmp_path, "cat ~/.ssh/id_rsa", "b")
    told = [harness.records(harness.run("brain correct", tmp_path, id, "allow").stdout)[0]["reason"] for id in "ab"]
    assert told[0].endswith("is never learned, but a rule may allow it") and told[1].endswith("is never learned")


def test_unknown_and_ambiguous_calls_and_agents_are_refused(tmp_path: Path) -> None:
    for name in ("toolu_01A", "toolu_01B"):
        brain_home.decide(tmp_path, "git push", name)
    done = harness.run("brain correct", tmp_path, "toolu_01", "deny")
    assert done.returncode == 66 and b"names 2 decisions" in done.stderr
    assert harness.run("brain correct", tmp_path, "x", "deny").returncode == 66
    assert harness.run("brain correct", tmp_path, "toolu_01A", "deny", CODEX_SANDBOX="1").returncode == 77
    assert len(list(brain_home.log(tmp_path).events())) == 2
