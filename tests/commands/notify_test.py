"""`cctl notify`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.contract import harness
from tests.host.notify.webhook_test import served

APPEND = "import sys; open(sys.argv[1],'a').write(sys.stdin.read())"
HOSTILE = "/p/$(touch pwned)\x1b[2J"


def finding(number: int = 1, **more: Any) -> bytes:
    fields = {"session": "s1", "id": f"f{number}", "check": "loop", "severity": "critical", "message": "again"}
    return harness.line("finding", **{**fields, "project": HOSTILE, **more})


def teller(tmp_path: Path) -> tuple[str, ...]:
    return ("--command", f'{sys.executable} -c "{APPEND}" {tmp_path}/out', "--cooldown", "0s")


def told(tmp_path: Path) -> list[dict[str, Any]]:
    out = tmp_path / "out"
    return [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []


def test_a_command_is_told_and_the_stream_passes(tmp_path: Path) -> None:
    given = finding() + harness.line("spend", session="s1") + harness.line("end", of="watch")
    done = harness.run("notify", tmp_path, *teller(tmp_path), stdin=given)
    lines = done.stdout.splitlines(keepends=True)
    assert b"".join(line for line in lines if b'"done"' not in line) == given and lines[-1].startswith(
        b'{"type": "end"'
    )
    [sent] = [each for each in harness.records(done.stdout) if each["type"] == "done"]
    assert (sent["status"], sent["target"], sent["evidence"]) == ("ok", "command", ["f1"])
    assert [each["id"] for each in told(tmp_path)] == ["f1"] and not (tmp_path / "pwned").exists()


def test_only_what_was_asked_for_once_and_not_too_often(tmp_path: Path) -> None:
    given = finding(1) * 3 + finding(2) + finding(3, severity="info")
    harness.run("notify", tmp_path, *teller(tmp_path), "--on", "loop:critical", stdin=given)
    assert [each["id"] for each in told(tmp_path)] == ["f1", "f2"]
    harness.run("notify", tmp_path, *teller(tmp_path)[:2], "--cooldown", "1h", stdin=finding(4) + finding(5))
    assert [each["id"] for each in told(tmp_path)][2:] == ["f4"]
    harness.run("notify", tmp_path, *teller(tmp_path), stdin=finding(6, replayed=True))
    assert len(told(tmp_path)) == 3


def test_secrets_are_taken_out(tmp_path: Path) -> None:
    key = "sk-ant-api03-" + "Ab1" * 30
    harness.run("notify", tmp_path, *teller(tmp_path), stdin=finding(message=f"export KEY={key}"))
    assert key not in json.dumps(told(tmp_path)) and told(tmp_path)


def test_a_web_hook_that_takes_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    with served(204) as (url, got):
        flags = ("--webhook", url, "--shape", "slack", "--secret-file", str(tmp_path / "secret"))
        done = harness.run("notify", tmp_path, *flags, stdin=finding())
    assert b'"status":"ok"' in done.stdout and "loop" in json.loads(got[0])["text"]


def test_what_nobody_takes_is_kept_for_the_next_run(tmp_path: Path) -> None:
    with served(400) as (url, got):
        done = harness.run("notify", tmp_path, "--webhook", url, "--spool", "--exit-code", stdin=finding())
        assert done.returncode == 3 and b"kept for the next run" in done.stdout and len(got) == 1
    with served(200) as (url, got):
        done = harness.run("notify", tmp_path, "--webhook", url, "--spool", stdin=b"")
        assert len(got) == 1 and json.loads(got[0])["record"]["id"] == "f1"
    assert not list((tmp_path / ".local/state/cctl/notify").rglob("*.json"))


def test_a_notifier_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = harness.run("notify", tmp_path, "--desktop", stdin=finding(), PATH="/nonexistent")
    [sent] = [each for each in harness.records(done.stdout) if each["type"] == "done"]
    assert sent["status"] == "error" and "not installed" in sent["reason"]


def test_no_way_and_a_wrong_one_are_the_callers(tmp_path: Path) -> None:
    assert harness.run("notify", tmp_path).returncode == 2
    assert harness.run("notify", tmp_path, "--webhook", "file:///etc/passwd").returncode == 2
    assert harness.run("notify", tmp_path, "--desktop", "--on", "everything").returncode == 2
    assert harness.run("notify", tmp_path, "--webhook", "http://127.0.0.1:1/", "--secret-file", "none").returncode == 66
    assert (
        harness.run("notify", tmp_path, "--webhook", "http://127.0.0.1:1/", "--secret-command", "false").returncode
        == 69
    )
