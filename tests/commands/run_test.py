"""`cctl run` with real processes: a client that writes what the real one writes, and programs that misbehave."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cctl.host.process import processes
from tests.contract import harness
from tests.host.run import claude_fake

ONE = 0.014048  # dollars of one of its responses


def start(home: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    path = f"{claude_fake.install(home / 'bin')}:{os.environ['PATH']}"
    mode = () if {"--headless", "--pty", "--control"} & {*words} else ("--headless",)
    return harness.run("run", home, *mode, *words, PATH=path, **extra)  # type: ignore[arg-type]  # variables by name


def last(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    *_, run, end = harness.records(done.stdout)
    assert (run["type"], end["type"], end["of"], end["exit"]) == ("run", "end", "run", done.returncode), done.stderr
    assert run["exit"] == done.returncode
    return run


def test_a_program_s_status_passes_through(tmp_path: Path) -> None:
    for script, code in (("exit 0", 0), ("exit 7", 7), ("exit 11", 11), ("kill -9 $$", 137), ("kill -6 $$", 134)):
        done = start(tmp_path, "--", "sh", "-c", script)
        assert (done.returncode, last(done)["cause"]) == (code, "child"), script
    for program, code in (("no-such-program", 127), ("/etc/passwd", 126), ("/", 126)):
        done = start(tmp_path, "--", program)
        assert (done.returncode, last(done)["cause"]) == (code, "failed"), program


def test_an_agent_s_spend_is_exact_and_its_sub_agents_count(tmp_path: Path) -> None:
    done = start(tmp_path, "--", "claude", "-p", "call sub call")
    run = last(done)
    assert run["cost_usd"] == pytest.approx(3 * ONE) and run["responses"] == 3 and run["usage"] == "exact"
    assert run["tokens"]["output"] == 300
    kinds = [record["type"] for record in harness.records(done.stdout)]
    assert kinds.count("spend") == 3 and kinds.count("call") == 3 and kinds.count("turn") == 1
    assert all(r["session"] == run["session"] for r in harness.records(done.stdout) if "session" in r)
    assert run["resume"] == ["claude", "--resume", run["session"]]
    assert Path(run["output"]["stdout"]).read_text() == "done\n"


def test_what_comes_next_is_refused_before_anybody_is_stopped(tmp_path: Path) -> None:
    for limit, cause, code in (
        (("--max-usd", "0.02"), "budget", 11),
        (("--max-responses", "2"), "responses", 10),
        (("--max-calls", "1"), "calls", 10),
    ):
        done = start(tmp_path, *limit, "--", "claude", "-p", "call sub call hang")
        run = last(done)
        assert (done.returncode, run["cause"], run["refused"]) == (code, cause, 1)
        assert run["cost_usd"] == pytest.approx(2 * ONE) and run["exit_code"] == 0 and "steps" not in run
        assert Path(run["output"]["stdout"]).read_text() == "refused\n"


def test_settings_of_the_command_line_are_taken_up(tmp_path: Path) -> None:
    mine = {"env": {"A": "b"}, "hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "true"}]}]}}
    words = ("--dry-run", "--max-usd", "1", "--", "claude", "--settings", json.dumps(mine), "-p", "x")
    (record,) = harness.records(start(tmp_path, *words).stdout)
    assert record["enforcement"] == "refuse" and record["argv"].count("--settings") == 1
    assert record["settings"]["env"] == {"A": "b"} and len(record["settings"]["hooks"]["PreToolUse"]) == 2
    for given in ("gone.json", "{"):
        assert start(tmp_path, *words[:4], "claude", "--settings", given, "-p", "x").returncode == 66
    (record,) = harness.records(start(tmp_path, *words[:4], "claude", "--bare", "-p", "x").stdout)
    assert record["enforcement"] == "stop" and "settings" not in record


@pytest.mark.parametrize(
    ("limit", "cause", "code"),
    [
        (("--max-usd", "0.02"), "budget", 11),
        (("--max-tokens", "24000"), "tokens", 11),
        (("--max-responses", "1"), "responses", 10),
        (("--max-calls", "1"), "calls", 10),
        (("--max-context", "0.01"), "context", 10),
        (("--idle", "1s"), "idle", 124),
        (("--timeout", "1s"), "timeout", 124),
    ],
)
def test_a_limit_ends_it(tmp_path: Path, limit: tuple[str, ...], cause: str, code: int) -> None:
    done = start(tmp_path, *limit, "--", "claude", "-p", "rude call sub hang")
    run = last(done)
    assert (done.returncode, run["cause"]) == (code, cause)
    assert run["cost_usd"] == pytest.approx(2 * ONE) and run["duration_s"] < 20
    assert run["steps"][0]["signal"] == "SIGINT" and run["pid"] in run["steps"][0]["pids"]


def test_one_that_ignores_signals_is_killed_and_that_is_its_status(tmp_path: Path) -> None:
    done = start(tmp_path, "--max-responses", "1", "--grace", "1s", "--", "claude", "-p", "rude deaf call call hang")
    run = last(done)
    assert (done.returncode, run["cause"], run["signal"]) == (137, "responses", 9)
    assert [step["signal"] for step in run["steps"]] == ["SIGINT", "SIGTERM", "SIGKILL"]


def test_a_session_that_goes_on_does_not_pay_for_its_past(tmp_path: Path) -> None:
    first = last(start(tmp_path, "--", "claude", "-p", "call call"))
    words = ("claude", "--resume", str(first["session"]), "-p", "call")
    run = last(start(tmp_path, "--max-usd", "0.02", "--", *words, COUNT="10"))
    assert (run["cause"], run["session"]) == ("child", first["session"])
    assert run["cost_usd"] == pytest.approx(ONE) and run["responses"] == 1


def test_spend_without_a_price_ends_a_run_that_has_a_dollar_limit(tmp_path: Path) -> None:
    done = start(tmp_path, "--max-usd", "5", "--", "claude", "-p", "call:nobody-knows-it hang")
    assert (done.returncode, last(done)["cause"], last(done)["unpriced"]) == (11, "unpriced", 1)
    assert "cost_usd" not in last(done)


def test_a_limit_that_can_not_be_held_is_refused(tmp_path: Path) -> None:
    for words in (("make",), ("claude", "--continue"), ("codex", "resume")):
        done = start(tmp_path, "--max-usd", "1", "--", *words)
        assert done.returncode == 2 and done.stdout == b""
    assert start(tmp_path, "--max-usd", "0", "--", "claude", "-p", "x").returncode == 2
    assert start(tmp_path, "--warn-at", "ten", "--", "true").returncode == 2
    assert start(tmp_path, "--timeout", "soon", "--", "true").returncode == 2
    assert start(tmp_path).returncode == 2


def test_the_whole_tree_ends_and_what_left_it_is_named(tmp_path: Path) -> None:
    script = "sleep 61 & setsid -f sleep 62; sleep 63; true"
    run = last(start(tmp_path, "--timeout", "1s", "--grace", "1s", "--", "bash", "-c", script))
    assert run["cause"] == "timeout" and len({pid for step in run["steps"] for pid in step["pids"]}) == 3
    (orphan,) = run["orphans"]
    assert orphan["name"] in ("sleep", "sh"), "by its program, or by the shell that was about to become it"
    os.kill(orphan["pid"], signal.SIGKILL)
    assert not any(alive(pid) for step in run["steps"] for pid in step["pids"])


def alive(pid: int) -> bool:
    found = processes().find(pid)
    return found is not None and not found.zombie


def test_orphans_are_named_or_ended(tmp_path: Path) -> None:
    run = last(start(tmp_path, "--", "sh", "-c", "sleep 64 >/dev/null 2>&1 &"))
    (orphan,) = run["orphans"]
    assert orphan["name"] in ("sleep", "sh"), "by its program, or by the shell that was about to become it"
    os.kill(orphan["pid"], signal.SIGKILL)
    run = last(start(tmp_path, "--kill-orphans", "--", "sh", "-c", "sleep 65 >/dev/null 2>&1 &"))
    assert "orphans" not in run


def test_input_environment_folder_and_names(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("given")
    (tmp_path / "deep").mkdir()
    words = ("--stdin", "in", "--cwd", "deep", "--env", "KEPT", "--name", "n", "--tag", "a", "--tag", "b", "--tee")
    done = start(tmp_path, *words, "--", "sh", "-c", "cat; pwd; echo $KEPT$LOST", KEPT="kept", LOST="lost")
    run = last(done)
    assert done.stderr.decode() == f"given{tmp_path}/deep\nkept\n"
    assert (run["name"], run["tags"]) == ("n", ["a", "b"]) and "KEPT" in run["env"] and "LOST" not in run["env"]
    for wrong in (("--stdin", "gone"), ("--cwd", "gone")):
        assert start(tmp_path, *wrong, "--", "true").returncode == 66
    assert start(tmp_path, "--env", "NOT_SET", "--", "true").returncode == 2


def test_a_dry_run_starts_nothing(tmp_path: Path) -> None:
    done = start(tmp_path, "--dry-run", "--max-usd", "2", "--", "claude", "-p", "call")
    (record,) = harness.records(done.stdout)
    assert record["status"] == "planned" and record["limits"] == {"usd": 2.0}
    assert "PATH" in record["env"] and "budgets" not in record
    assert record["argv"][1:4:2] == ["--settings", "--session-id"] and not (tmp_path / ".local").exists()


def test_warnings_come_before_the_limit(tmp_path: Path) -> None:
    words = ("--max-usd", "0.02", "--warn-at", "50", "--", "claude", "-p", "call")
    found = [each for each in harness.records(start(tmp_path, *words).stdout) if each["type"] == "finding"]
    assert [each["check"] for each in found] == [] or found[0]["severity"] == "warning"


def live(home: Path, *words: str) -> subprocess.Popen[bytes]:
    env = harness.environment(home) | {"PATH": f"{claude_fake.install(home / 'bin')}:{os.environ['PATH']}"}
    command = [sys.executable, "-P", "-m", "cctl", "run", "--headless", *words]
    return subprocess.Popen(command, cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize(("number", "cause", "code"), [(2, "user", 130), (15, "signal", 143)])
def test_signals_to_us_end_the_run_in_order(tmp_path: Path, number: int, cause: str, code: int) -> None:
    with live(tmp_path, "--", "claude", "-p", "hang") as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(number)
        rest = process.stdout.read().splitlines()
    assert process.returncode == code
    assert json.loads(rest[-2])["cause"] == cause


def test_the_limits_outlive_whoever_started_it(tmp_path: Path) -> None:
    with live(tmp_path, "--timeout", "2s", "--", "sleep", "66") as process:
        assert process.stdout
        run = json.loads(process.stdout.readline())
        process.kill()
    handle = os.pidfd_open(run["supervisor"]["pid"])
    import select

    assert select.select([handle], [], [], 20)[0]
    os.close(handle)
    folder = tmp_path / ".local/state/cctl/runs" / run["run"]
    assert json.loads((folder / "run.json").read_bytes())["cause"] == "timeout"


def test_a_keeper_that_is_killed_takes_its_command_along(tmp_path: Path) -> None:
    with live(tmp_path, "--", "sleep", "67") as process:
        assert process.stdout
        run = json.loads(process.stdout.readline())
        os.kill(run["supervisor"]["pid"], signal.SIGKILL)
        rest = process.stdout.read().splitlines()
    assert process.returncode == 125 and json.loads(rest[-2])["cause"] == "lost"
    assert not alive(run["pid"])


def test_a_run_can_be_left_alone(tmp_path: Path) -> None:
    done = start(tmp_path, "--detach", "--", "true")
    (record,) = harness.records(done.stdout)
    assert record["status"] in ("running", "ended") and done.returncode == 0


def test_ci_is_told_in_its_own_words(tmp_path: Path) -> None:
    words = ("--junit", "run.xml", "--github", "--max-usd", "0.02", "--", "claude", "-p", "call call call")
    done = start(tmp_path, *words, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert done.returncode == 11 and b"::error title=cctl run::exit 11, budget" in done.stderr
    assert 'type="budget"' in (tmp_path / "run.xml").read_text()
    assert "over_budget" in (tmp_path / "summary.md").read_text().replace("\\", "")
    assert last(done)["summary"]["tools"] == {"Bash": 2} and last(done)["summary"]["prompt"] == "go"


def test_a_busy_api_is_waited_for_and_the_session_goes_on(tmp_path: Path) -> None:
    done = start(tmp_path, "--wait-api", "1s", "--", "claude", "-p", "call busy", COUNT="3")
    run = last(done)
    assert (run["cause"], run["tries"], run["waited_s"]) == ("child", 1, 1.0) and run["exit"] == 0
    states = [each.get("state") for each in harness.records(done.stdout) if each["type"] == "run"]
    assert "waiting_api" in states and Path(run["output"]["stdout"]).read_text() == "done\n"
    run = last(start(tmp_path, "--wait-api", "60s", "--timeout", "1s", "--", "claude", "-p", "busy"))
    assert (run["cause"], run["exit"]) == ("timeout", 124)
    assert last(start(tmp_path, "--", "claude", "-p", "busy"))["exit"] == 1
    assert start(tmp_path, "--wait-api", "5s", "--", "make").returncode == 2


def test_tokens_of_a_program_are_guessed_when_asked_and_end_it_only_when_asked(tmp_path: Path) -> None:
    script = ("--", "sh", "-c", "head -c 4001 /dev/zero; sleep 1")
    assert start(tmp_path, "--max-tokens", "10", *script).returncode == 2
    run = last(start(tmp_path, "--estimate", "--max-tokens", "10", *script))
    assert (run["usage"], run["tokens"], run["exit"]) == ("estimated", {"guessed": 1001}, 0) and run["estimated"]
    words = ("--estimate", "--enforce-estimates", "--max-tokens", "10", "--grace", "1s")
    assert last(start(tmp_path, *words, *script))["cause"] == "tokens"
    assert start(tmp_path, "--estimate", "--max-usd", "1", *script).returncode == 2
