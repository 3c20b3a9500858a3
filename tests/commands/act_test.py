"""`cctl act`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.commands.kill_test import agent
from tests.contract import harness
from tests.host.live.home import S1, Home


def finding(number: int = 1, **more: Any) -> bytes:
    fields = {"session": S1, "agent": "claude", "id": f"f{number}", "check": "loop", "severity": "critical"}
    return harness.line("finding", **{**fields, "message": "again", "evidence": {"records": ["c1"]}, **more})


def acted(tmp_path: Path, *flags: str, stdin: bytes) -> list[dict[str, Any]]:
    found = harness.records(harness.run("act", tmp_path, "--max-age", "all", *flags, stdin=stdin).stdout)
    return [each for each in found if each["type"] == "done"]


DENY = ("--on", "loop:critical", "--do", "deny")


def test_the_next_call_is_refused_once_with_its_evidence(tmp_path: Path) -> None:
    given = finding()
    done = harness.run("act", tmp_path, "--max-age", "all", *DENY, stdin=given)
    assert done.returncode == 0 and done.stdout.startswith(given)
    [told] = [each for each in harness.records(done.stdout) if each["type"] == "done"]
    assert (told["action"], told["status"], told["session"], told["evidence"]) == ("deny", "ok", S1, ["f1", "c1"])
    kept = json.loads((tmp_path / ".local/state/cctl/deny" / f"{S1}.json").read_text())
    assert kept["reason"] == "loop: again" and kept["by"] == "act"
    assert acted(tmp_path, *DENY, stdin=given)[0]["reason"] == "done before"


def test_what_is_not_listed_is_only_rehearsed(tmp_path: Path) -> None:
    [told] = acted(tmp_path, stdin=finding())
    assert told["dry_run"] is True and told["action"] == "deny"
    [told] = acted(tmp_path, *DENY, "--dry-run", stdin=finding())
    assert told["dry_run"] is True and not (tmp_path / ".local/state/cctl/deny").exists()


def test_weak_and_old_evidence_stops_nothing(tmp_path: Path) -> None:
    [told] = acted(tmp_path, *DENY, stdin=finding(weak=True))
    assert told["status"] == "notneeded" and "weak" in told["reason"]
    old = harness.run("act", tmp_path, *DENY, stdin=finding())
    assert "old" in next(each for each in harness.records(old.stdout) if each["type"] == "done")["reason"]


def test_two_on_one_stream_act_once(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "cctl", "act", "--max-age", "all", *DENY]
    both = [
        subprocess.Popen(command, env=harness.environment(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    done: list[dict[str, Any]] = []
    for each in both:
        out, _ = each.communicate(finding(), timeout=30)
        done += [record for record in harness.records(out) if record["type"] == "done"]
    assert sorted(record["status"] for record in done) == ["notneeded", "ok"]


def test_a_session_is_ended_by_its_identity(tmp_path: Path) -> None:
    with agent(Home(tmp_path)) as running:
        [told] = acted(tmp_path, "--on", "loop", "--do", "terminate", stdin=finding())
        assert told["status"] == "ok" and told["steps"] and running.wait(5) != 0
    later = finding(2, ts="2026-11-20T11:30:00.000Z")
    [told] = acted(tmp_path, "--on", "loop", "--do", "terminate", stdin=later)
    assert told["reason"] == "no living process"


def test_the_table_of_the_configuration(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write = "import os,sys; open(sys.argv[1],'a').write(os.environ['CCTL_CHECK'])"
    (tmp_path / "c.toml").write_text(
        f'[[act]]\non = "loop"\ndo = "run"\ncommand = ["{sys.executable}", "-c", "{write}", "{out}"]\ncooldown = "1h"\n'
        f'[[act]]\non = "finding"\ndo = "record"\nfile = "{tmp_path}/log"\ncooldown = "1s"\n'
    )
    given = finding(1) + finding(2)
    done = acted(tmp_path, "--config", str(tmp_path / "c.toml"), stdin=given)
    assert [(each["action"], each["status"]) for each in done] == [
        ("run", "ok"),
        ("record", "ok"),
        ("run", "notneeded"),
        ("record", "notneeded"),
    ]
    assert out.read_text() == "loop" and len((tmp_path / "log").read_text().splitlines()) == 1


def test_a_repository_may_not_say_what_is_done(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / ".cctl.toml").write_text('[[act]]\non = "loop"\ndo = "run"\ncommand = ["touch", "pwned"]\n')
    command = [sys.executable, "-P", "-m", "cctl", "act"]
    done = subprocess.run(command, env=harness.environment(tmp_path), cwd=tmp_path / "repo", input=finding(),
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 78 and not (tmp_path / "repo" / "pwned").exists()


def test_a_wrong_row_is_said(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[[act]]\non = "loop"\ndo = "explode"\n')
    done = harness.run("act", tmp_path, "--config", str(tmp_path / "c.toml"))
    assert done.returncode == 78 and b"act 1" in done.stderr
    assert harness.run("act", tmp_path, "--on", "loop").returncode == 2


def test_what_cannot_be_noted_is_not_done_unless_it_stops_somebody(tmp_path: Path) -> None:
    (tmp_path / ".local/state/cctl").mkdir(parents=True)
    (tmp_path / ".local/state/cctl/act").write_text("")
    (tmp_path / "c.toml").write_text(f'[[act]]\non = "loop"\ndo = "run"\ncommand = ["touch", "{tmp_path}/ran"]\n')
    flags = ["--max-age", "all", "--exit-code", "--config", str(tmp_path / "c.toml"), *DENY]
    done = harness.run("act", tmp_path, *flags, stdin=finding())
    told = {each["action"]: each["status"] for each in harness.records(done.stdout) if each["type"] == "done"}
    assert told == {"deny": "ok", "run": "error"} and done.returncode == 3
    assert (tmp_path / f".local/state/cctl/deny/{S1}.json").exists() and not (tmp_path / "ran").exists()


def test_a_restart_remembers_whom_it_left_alone(tmp_path: Path) -> None:
    """From cron, every run is a new process: the cooldown holds all the same."""
    out = tmp_path / "log"
    flags = ("--on", "loop", "--do", f"record:{out}")
    assert acted(tmp_path, *flags, stdin=finding(1))[0]["status"] == "ok"
    assert acted(tmp_path, *flags, stdin=finding(2))[0]["reason"] == "cooldown"
    assert acted(tmp_path, *flags, stdin=finding(3, ts="2026-11-20T11:30:00.000Z"))[0]["status"] == "ok"
    assert len(out.read_text().splitlines()) == 2


def test_a_refusal_that_nothing_may_heed_says_so(tmp_path: Path) -> None:
    done = harness.run("act", tmp_path, "--max-age", "all", *DENY, stdin=finding())
    [told] = [each for each in harness.records(done.stdout) if each["type"] == "done"]
    assert told["status"] == "ok" and "no hook was seen" in told["reason"] and b"hook verify" in done.stderr
    spool = tmp_path / ".local/state/cctl/hook" / f"{S1}.jsonl"
    spool.parent.mkdir(parents=True)
    spool.write_text("{}\n")
    given = finding(2, ts="2026-11-20T11:30:00.000Z")
    done = harness.run("act", tmp_path, "--max-age", "all", *DENY, stdin=given)
    assert b"no hook" not in done.stdout and done.stderr == b""


def test_a_session_may_be_let_go_on(tmp_path: Path) -> None:
    acted(tmp_path, *DENY, stdin=finding())
    assert [each["status"] for each in acted(tmp_path, "--lift", S1, stdin=b"")] == ["ok"]
    assert [each["status"] for each in acted(tmp_path, "--lift", S1, stdin=b"")] == ["notneeded"]
    assert not (tmp_path / ".local/state/cctl/deny" / f"{S1}.json").exists()
