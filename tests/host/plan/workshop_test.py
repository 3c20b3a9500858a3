"""Agents, work trees, outputs and judges, with a client that does as its prompt says."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests import plan_agent
from tests.contract import harness
from tests.plan_agent import ONE, calls
from tests.planned import Ended, command, kill, plan, start, tasks
from tests.real_client import eventually
from tests.repository import ENV, git, repository


def agent(name: str, *lines: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "prompt": "\n".join(lines), **more}


def path_of(home: Path) -> str:
    return f"{plan_agent.install(home)}:{os.environ['PATH']}"


def run(home: Path, path: Path, *words: str, **extra: str) -> Ended:
    return tasks(home, "run", str(path), *words, PATH=path_of(home), **extra)


def last(done: Ended, name: str) -> dict[str, Any]:
    return [each for each in done.of("task") if each["task"] == name][-1]


def test_agents_are_paid_exactly_and_hand_on_what_they_said(tmp_path: Path) -> None:
    path = plan(
        tmp_path, agent("a", "!spend 2", '!say {"x": {"y": [1, "two"]}}'),
        agent("b", "Take {{a.json.x.y.1}} and {{a.session_id|raw}}", depends_on=["a"]),
    )  # fmt: skip
    done = run(tmp_path, path)
    assert done.code == 0, done.err
    assert last(done, "a")["cost_usd"] == pytest.approx(2 * ONE)
    first, second = calls(tmp_path)
    assert first["session"] == last(done, "a")["session"]
    assert "\ntwo\n" in second["prompt"]
    assert first["session"] in second["prompt"]
    assert "--output-format stream-json --verbose --session-id" in " ".join(first["words"])


def test_a_further_attempt_goes_on_with_the_session(tmp_path: Path) -> None:
    path = plan(tmp_path, agent("a", "!spend 1", "!exit 3", "!again say fixed"), retries=2)
    done = run(tmp_path, path)
    assert (done.code, [each["state"] for each in done.of("attempt")]) == (0, ["retrying", "completed"])
    first, second = calls(tmp_path)
    assert (first["on"], second["on"], first["session"]) == (False, True, second["session"])
    assert "ended with an error" in second["prompt"]


def test_a_budget_of_its_own_needs_somebody_when_it_is_used(tmp_path: Path) -> None:
    path = plan(tmp_path, agent("a", "!spend 2", "!hang", budget_usd=0.02), agent("b", "!spend 1", depends_on=["a"]))
    done = run(tmp_path, path)
    assert done.code == 14, done.err
    assert (last(done, "a")["state"], last(done, "a")["cause"]) == ("needs_human", "budget")
    assert "needs you" in done.err
    assert done.of("plan")[-1]["counts"] == {"needs_human": 1, "pending": 1}
    assert tasks(tmp_path, "approve", str(path), "a").of("done")[0]["status"] == "ok"
    on = run(tmp_path, path, "--resume")
    assert (on.code, last(on, "b")["state"]) == (0, "completed")


def test_a_plan_stops_at_its_money(tmp_path: Path) -> None:
    path = plan(tmp_path, *(agent(name, "!spend 1") for name in "abc"), budget_usd=2 * ONE)
    done = run(tmp_path, path)
    assert (done.code, done.of("plan")[-1]["cause"]) == (11, "budget")
    assert done.of("plan")[-1]["cost_usd"] == pytest.approx(2 * ONE)
    assert {call["prompt"] for call in calls(tmp_path)} == {"!spend 1"}
    assert len(calls(tmp_path)) == 2


def test_a_full_context_is_taken_over_by_a_fresh_session(tmp_path: Path) -> None:
    path = plan(tmp_path, agent("a", "!again exit 1", "The task.", "!full"))
    first = start(tmp_path, "run", str(path), PATH=path_of(tmp_path))
    assert eventually(lambda: len(calls(tmp_path)) >= 2)
    first.terminate()
    done = Ended(first, 60)
    one, two = calls(tmp_path)[:2]
    assert (two["on"], one["session"] != two["session"]) == (False, True)
    assert "has run out of context" in two["prompt"]
    assert "The task." in two["prompt"]
    assert done.of("attempt")[0]["cause"] == "context"


def test_an_agent_outlives_tasks_run_and_is_waited_for(tmp_path: Path) -> None:
    path = plan(tmp_path, agent("a", "!spend 12", "!say late"))
    process = start(tmp_path, "run", str(path), PATH=path_of(tmp_path))
    assert eventually(lambda: bool(calls(tmp_path)))
    kill(process)
    done = run(tmp_path, path, "--resume")
    assert (done.code, len(calls(tmp_path))) == (0, 1)
    assert last(done, "a")["cost_usd"] == pytest.approx(12 * ONE)


def test_an_interrupted_agent_is_gone_and_goes_on_later(tmp_path: Path) -> None:
    path = plan(tmp_path, agent("a", "!spend 1", "!hang", "!again say back"))
    process = start(tmp_path, "run", str(path), PATH=path_of(tmp_path))
    assert eventually(lambda: any((tmp_path / ".claude/projects").rglob("*.jsonl")))
    process.send_signal(signal.SIGINT)
    stopped = Ended(process)
    assert (stopped.code, stopped.states()) == (130, {"a": "aborted"}), stopped.err
    done = run(tmp_path, path, "--resume")
    first, second = calls(tmp_path)
    assert (done.code, second["on"], first["session"]) == (0, True, second["session"])
    assert "interrupted from outside" in second["prompt"]
    assert last(done, "a")["cost_usd"] == pytest.approx(ONE)


def test_an_agent_that_is_not_there(tmp_path: Path) -> None:
    path = plan(tmp_path, agent("a", "x", agent="codex"))
    done = run(tmp_path, path)
    (attempt,) = done.of("attempt")
    assert (done.code, attempt["state"], "not found" in attempt["message"]) == (3, "failed", True), attempt


def test_the_first_tools_plans_run_as_they_are(tmp_path: Path) -> None:
    for name in ("backend", "docs"):
        (tmp_path / name).mkdir()
    done = run(tmp_path, harness.ROOT / "fixtures/plans/original.json")
    assert (done.code, {*done.states().values()}) == (0, {"completed"}), done.err
    first, second, third = calls(tmp_path)
    assert [Path(each["cwd"]).name for each in (first, second, third)] == ["backend", "backend", "docs"]
    assert "\ndone\n" in second["prompt"]
    path = plan(
        tmp_path, agent("Go on", "x", resume="session-123", retries=1, cwd="."), agent("Else", "y", peer="there")
    )
    on = run(tmp_path, path)
    assert (on.code, on.states()) == (3, {"Go on": "completed", "Else": "skipped"})
    assert calls(tmp_path)[3]["words"][-2:] == ["--resume", "session-123"]


# -- judges


def repo(home: Path, **files: str) -> Path:
    return repository(home / "repo", **(files or {"a_txt": "one\n", "tests__t_sh": "grep -q good a.txt\n"}))


def test_what_does_not_pass_goes_back_and_then_passes(tmp_path: Path) -> None:
    top = repo(tmp_path)
    check = {"run": "echo looking; sh tests/t.sh && test ! -e junk"}
    prompt = ("!write a.txt bad", "!again write a.txt good")
    path = plan(tmp_path, agent("a", *prompt, cwd=str(top), verify=[check], retries=1, protected=["tests"]))
    (top / ".gitignore").write_text("junk\n")
    (top / "junk").write_text("debris")
    done = run(tmp_path, path)
    assert done.code == 0, done.err
    states = [each["state"] for each in done.of("task")]
    assert states == ["running", "verifying", "retrying", "running", "verifying", "completed"]
    _, second = calls(tmp_path)
    assert "was checked and did not pass" in second["prompt"]
    assert "looking" in second["prompt"]
    checks = last(done, "a")["checks"]
    assert [(each["kind"], each["passed"]) for each in checks] == [("protected", True), ("run", True)]
    assert git(top, "worktree", "list").count("\n") == 0
    assert git(top, "stash", "list") == ""
    assert (top / "a.txt").read_text() == "good\n"


def test_a_check_that_misses_what_git_ignores_is_told_so(tmp_path: Path) -> None:
    top = repository(tmp_path / "r", a_txt="one\n", _gitignore="node_modules/\n*cache*/\n")
    for name in ("node_modules/left", "web/node_modules/pad", "__pycache__/x"):
        (top / name).mkdir(parents=True)
        (top / name / "f").write_text("x")
    path = plan(tmp_path, command("a", "true", cwd=str(top), verify=["test -e node_modules/left/f"]))
    done = run(tmp_path, path)
    (check,) = last(done, "a")["checks"]
    assert check["passed"] is False and check["exit_code"] == 1
    assert "git ignores (node_modules, web/node_modules): let the check set up its own" in check["message"]
    path = plan(tmp_path, command("a", "true", cwd=str(top), verify=["mkdir -p node_modules && test -e a.txt"]))
    assert last(run(tmp_path, path), "a")["state"] == "completed"


def test_nobody_passes_by_changing_what_he_is_judged_by(tmp_path: Path) -> None:
    top = repo(tmp_path)
    path = plan(
        tmp_path, agent("a", "!write tests/t.sh true", cwd=str(top), verify=["sh tests/t.sh"], protected=["tests/**"])
    )
    done = run(tmp_path, path)
    (check,) = last(done, "a")["checks"]
    assert (done.code, check["kind"], check["passed"]) == (14, "protected", False)
    assert "tests/t.sh" in check["message"]


def test_without_a_repository_hashes_do(tmp_path: Path) -> None:
    (tmp_path / "work/tests").mkdir(parents=True)
    (tmp_path / "work/tests/t.sh").write_text("false\n")
    cheat = agent("a", "!write tests/t.sh true", cwd="work", verify=["sh tests/t.sh"], protected=["tests"])
    path = plan(tmp_path, cheat, agent("b", "!write x y", cwd="work", verify=["test -e x"]))
    done = run(tmp_path, path)
    assert last(done, "a")["checks"][0]["message"].endswith("tests/t.sh")
    (check,) = last(done, "b")["checks"]
    assert (check["passed"], check["tree"]) == (True, "as_is")


def test_a_folder_that_is_only_called_git_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "work").mkdir()
    path = plan(tmp_path, command("a", "true", cwd="work", verify=["true"]))
    assert last(run(tmp_path, path), "a")["state"] == "completed"


def test_git_that_is_missing_lets_nothing_through(tmp_path: Path) -> None:
    top = repo(tmp_path)
    (tmp_path / "bin").mkdir()
    for name in ("sh", "true", "sleep"):
        (tmp_path / "bin" / name).symlink_to(Path("/bin") / name)
    path = plan(tmp_path, command("a", "true", cwd=str(top), verify=["true"]))
    done = tasks(tmp_path, "run", str(path), PATH=str(tmp_path / "bin"))
    assert done.code == 3
    assert "git isn't installed" in done.of("attempt")[0]["message"]


def test_agents_judge_by_their_first_word(tmp_path: Path) -> None:
    top = repo(tmp_path)
    judge = {"agent": "Is it so?\n!say PASSED, I think"}
    path = plan(tmp_path, command("a", "sh", "-c", "echo more >>a.txt", cwd=str(top), verify=[judge]),
                command("b", "true", cwd=str(top), verify=[{"agent": "Well?\n!spend 1\n!say PASS: yes"}]))  # fmt: skip
    done = run(tmp_path, path)
    assert (done.code, last(done, "a")["state"], last(done, "b")["state"]) == (14, "needs_human", "completed")
    assert "neither PASS nor FAIL" in last(done, "a")["checks"][0]["message"]
    assert last(done, "b")["cost_usd"] == pytest.approx(ONE)
    asked = calls(tmp_path)[0]
    assert "+more" in asked["prompt"]
    assert asked["cwd"] != str(top)
    assert asked["words"][-2:] == ["--disallowedTools", "Edit,Write,NotebookEdit"]


def test_judges_keep_to_the_budget_too(tmp_path: Path) -> None:
    top = repo(tmp_path)
    judge = {"agent": "Well?\n!spend 3\n!hang\n!say PASS"}
    path = plan(tmp_path, agent("a", "!spend 1", cwd=str(top), verify=[judge]), budget_usd=3 * ONE)
    done = run(tmp_path, path)
    assert done.code == 14, done.err
    assert done.of("plan")[-1]["cost_usd"] <= 5.01 * ONE  # what was in flight when its share was used
    (check,) = last(done, "a")["checks"]
    assert (check["passed"], "budget" in check["message"]) == (False, True)


def test_a_brain_that_is_not_there_has_not_passed_it(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true", verify=[{"brain": "Good?"}]))
    done = run(tmp_path, path)
    assert (done.code, "no model is configured" in last(done, "a")["checks"][0]["message"]) == (14, True)


def test_judges_that_hang_flicker_or_leave_something(tmp_path: Path) -> None:
    path = plan(
        tmp_path,
        command("slow", "true", verify=[{"run": "sleep 60", "timeout": 0.2}]),
        command("flaky", "true", verify=[{"run": "test -e seen || { touch seen; false; }", "retries": 1}]),
        command("loud", "true", verify=[{"run": "head -c 10000000 /dev/zero | tr '\\0' x; false"}]),
        command("leaves", "true", verify=[{"run": "sleep 60 >&- 2>&- & echo $! >kid"}]),
    )
    done = run(tmp_path, path)
    assert last(done, "slow")["checks"][0]["message"] == "ended by timeout"
    assert (last(done, "flaky")["state"], last(done, "flaky")["checks"][0]["tries"]) == ("completed", 2)
    assert len(last(done, "loud")["checks"][0]["output"]) < 70_000
    assert last(done, "leaves")["state"] == "completed"
    kid = int((tmp_path / "kid").read_text())
    assert not Path(f"/proc/{kid}").exists() or ") Z" in Path(f"/proc/{kid}/stat").read_text()


# -- work trees


def test_work_trees_keep_tasks_apart_and_hand_on_their_work(tmp_path: Path) -> None:
    top = repo(tmp_path)
    write = ["sh", "-c", 'echo "$1" >"$2"', "sh"]
    path = plan(
        tmp_path,
        command("a", *write, "from a", "a.new", cwd=str(top), worktree=True),
        command("b", *write, "from b", "b.new", cwd=str(top), worktree=True),
        command(
            "c", "sh", "-c", "cat a.new b.new", cwd=str(top), worktree=True, depends_on=["a", "b"], verify=["cat b.new"]
        ),
        command("clash", *write, "other", "a.new", cwd=str(top), worktree=True),
        command("d", "true", cwd=str(top), worktree=True, depends_on=["a", "clash"]),
    )
    done = run(tmp_path, path, "-j", "2")
    logs = Path(done.of("plan")[-1]["logs"])
    assert done.code == 3
    assert (logs / "c@1.out").read_text() == "from a\nfrom b\n"
    assert sorted(each.name for each in top.iterdir()) == [".git", "a.txt", "tests"]
    assert git(top, "status", "--porcelain") == ""
    branch = last(done, "a")["branch"]
    assert git(top, "show", f"{branch}:a.new") == "from a"
    assert git(top, "rev-parse", branch) == last(done, "a")["commit"]
    assert "doesn't merge" in last(done, "d")["message"]
    assert [Path(line.split()[0]).name for line in git(top, "worktree", "list").splitlines()] == ["repo", "d@0"]
    assert last(done, "c")["state"] == "completed"


def test_outputs_are_handed_on_and_stay_inside(tmp_path: Path) -> None:
    path = plan(
        tmp_path,
        command("a", "sh", "-c", "mkdir -p out; echo found >out/r.txt", outputs=["out/r.txt"]),
        command("b", "printf", "%s", "{{a.file:out/r.txt}}", depends_on=["a"]),
        command("c", "ln", "-s", "/etc/passwd", "leak", outputs=["leak"]),
    )
    done = run(tmp_path, path)
    logs = Path(done.of("plan")[-1]["logs"])
    assert (logs / "b@1.out").read_text() == "found"
    assert (last(done, "c")["state"], last(done, "c")["message"]) == ("failed", "it left no leak")


def test_a_detached_head_and_an_index_full_of_work(tmp_path: Path) -> None:
    top = repo(tmp_path)
    git(top, "checkout", "-q", "--detach")
    (top / "a.txt").write_text("staged\n")
    git(top, "add", "a.txt")
    (top / "a.txt").write_text("dirty\n")
    before = git(top, "status", "--porcelain=v2")
    path = plan(tmp_path, command("a", "true", cwd=str(top), verify=["grep -q dirty a.txt"]))
    assert run(tmp_path, path).code == 0
    assert git(top, "status", "--porcelain=v2") == before
    assert ENV["HOME"] == "/nonexistent"
