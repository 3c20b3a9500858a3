"""The real clients under `cctl tasks run`, offline: exact cost, a judge that sends work back, a kill in the middle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests import real_run
from tests.planned import Ended, kill, plan, start, tasks
from tests.real_client import eventually
from tests.repository import git, repository

ONE = 0.014048  # dollars of one response of the script

pytestmark = [pytest.mark.real_client, pytest.mark.shared]


def write(name: str, text: str, **more: Any) -> dict[str, Any]:
    """A turn that writes a file."""
    tool = {"name": "Write", "input": {"file_path": f"{{{{PROJ}}}}/{name}", "content": f"{text}\n"}}
    return {"text": "on it", "tools": [tool], **more}


def path_of(home: Path, turns: list[dict[str, Any]]) -> str:
    return f"{real_run.client(home, turns)}:{os.environ['PATH']}"


def last(done: Ended, name: str) -> dict[str, Any]:
    return [each for each in done.of("task") if each["task"] == name][-1]


def test_work_is_sent_back_mended_and_handed_on_for_what_it_cost(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", a_txt="one\n", t_sh="test -e two\n")
    turns = [
        write("one", "1", match="Please do the work"),
        write("two", "2", match="did not pass"),
        {"match": "Sum up", "text": "All is summed up."},
    ]
    path = plan(
        tmp_path,
        {"name": "a", "prompt": "Please do the work", "cwd": str(top), "permission_mode": "acceptEdits", "retries": 1,
         "verify": ["sh t.sh"], "protected": ["t.sh"]},
        {"name": "b", "prompt": "Sum up: {{a.result}}", "cwd": str(top), "depends_on": ["a"]},
        budget_usd=1,
    )  # fmt: skip
    done = tasks(tmp_path, "run", str(path), PATH=path_of(tmp_path, turns))
    assert done.code == 0, (done.err, done.records)
    assert [(each["task"], each["state"]) for each in done.of("attempt")] == [
        ("a", "verifying"), ("a", "verifying"), ("b", "completed"),
    ]  # fmt: skip
    assert len({each["session"] for each in done.of("attempt") if each["task"] == "a"}) == 1
    assert last(done, "a")["cost_usd"] == pytest.approx(4 * ONE)
    assert last(done, "b")["cost_usd"] == pytest.approx(ONE)
    assert done.of("plan")[-1]["cost_usd"] == pytest.approx(5 * ONE)
    logs = Path(done.of("plan")[-1]["logs"])
    assert (logs / "b@1.result").read_text() == "All is summed up."
    assert git(top, "worktree", "list").count("\n") == 0
    assert "data-" in (logs / "b@1.prompt").read_text()


def test_the_client_judges_by_its_first_word(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", a_txt="one\n")
    turns = [{"match": "You judge whether", "text": "PASS: it is as it should be."}]
    path = plan(tmp_path, {"name": "a", "command": ["true"], "cwd": str(top), "verify": [{"agent": "Is all well?"}]})
    done = tasks(tmp_path, "run", str(path), PATH=path_of(tmp_path, turns))
    (check,) = last(done, "a")["checks"]
    assert (done.code, check["passed"], check["cost_usd"]) == (0, True, pytest.approx(ONE)), check


def test_a_kill_in_the_middle_starts_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    turns = [write("begun", "x"), {"text": "slow", "chunk_delay": 0.6}]
    path = plan(tmp_path, {"name": "a", "prompt": "go", "cwd": "project", "permission_mode": "acceptEdits"})
    env = {"PATH": path_of(tmp_path, turns)}
    process = start(tmp_path, "run", str(path), **env)
    assert eventually((tmp_path / "project/begun").exists, 60)
    kill(process)
    done = tasks(tmp_path, "run", str(path), "--resume", **env)
    assert (done.code, done.states()) == (0, {"a": "completed"}), done.err
    assert len(done.of("attempt")) == 1
    assert last(done, "a")["cost_usd"] == pytest.approx(2 * ONE)
    assert len(list((tmp_path / ".claude/projects").rglob("*.jsonl"))) == 1


def test_money_ends_the_real_client_and_asks_somebody(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    turns = [write(str(each), "x") for each in range(6)]
    path = plan(
        tmp_path,
        {"name": "a", "prompt": "go", "cwd": "project", "permission_mode": "acceptEdits", "budget_usd": 2.5 * ONE},
    )
    done = tasks(tmp_path, "run", str(path), PATH=path_of(tmp_path, turns))
    assert (done.code, last(done, "a")["state"], last(done, "a")["cause"]) == (14, "needs_human", "budget")
    assert last(done, "a")["cost_usd"] == pytest.approx(3 * ONE)


def test_a_full_context_is_handed_over_to_a_fresh_session_under_the_same_budget(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    full = {"usage": {"input_tokens": 900_000}}
    turns = [
        {"match": "has run out of context", "text": "I took over."},
        write("begun", "x"),
        write("refused", "x", **full),
    ]
    task = {"name": "a", "prompt": "Please do the work", "cwd": "project", "permission_mode": "acceptEdits"}
    path = plan(tmp_path, {**task, "budget_usd": 50})
    done = tasks(tmp_path, "run", str(path), PATH=path_of(tmp_path, turns))
    one, two = done.of("attempt")
    assert (done.code, one["cause"], two["cause"]) == (0, "context", "child"), (done.records, done.err)
    assert one["session"] != two["session"]
    assert [each.name for each in (tmp_path / "project").iterdir()] == ["begun"]
    logs = Path(done.of("plan")[-1]["logs"])
    prompt = (logs / "a@2.prompt").read_text()
    assert "Please do the work" in prompt and "Files written: " in prompt and "begun" in prompt
    assert (logs / "a@2.result").read_text() == "I took over."
    whole = last(done, "a")["cost_usd"]
    assert whole == pytest.approx(one["cost_usd"] + two["cost_usd"]) and one["cost_usd"] > 1


def test_codex_works_on_a_task(tmp_path: Path) -> None:
    top = repository(tmp_path / "project", a_txt="one\n")
    program = real_run.codex(tmp_path, "codex-tools")
    path = plan(tmp_path, {"name": "a", "prompt": "go", "cwd": str(top), "agent": "codex"})
    done = tasks(tmp_path, "run", str(path), PATH=f"{program}:{os.environ['PATH']}")
    (attempt,) = done.of("attempt")
    assert (done.code, attempt["cause"], attempt["exit_code"]) == (0, "child", 0), (attempt, done.err)
    assert attempt["session"] in str(next((tmp_path / ".codex/sessions").rglob("*.jsonl")))
