"""`cctl doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.kit import check
from cctl.kit.check import gather
from tests.contract import harness
from tests.kit.check.checked import run_in


def test_a_problem_sets_the_status_and_says_what_to_do(tmp_path: Path) -> None:
    done = harness.run("doctor", tmp_path, stdin=None)
    found = harness.records(done.stdout)
    problems = [record for record in found if record.get("status") == "problem"]
    assert [problem["name"] for problem in problems] == ["homes"]
    assert all(problem["todo"] for problem in problems)
    assert done.returncode == 10 == found[-1]["exit"]
    (tmp_path / ".claude/projects").mkdir(parents=True)
    assert harness.run("doctor", tmp_path, stdin=None).returncode == 0


def test_a_check_that_fails_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cctl.kit.check import setting

    def ill(run: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(setting, "checks", ill)
    found = [each for each in gather(run_in(tmp_path)) if each.name == "setting"]
    assert found == [check.Check("setting", "problem", "could not be looked at: oh", "run `cctl doctor --debug`")]
