"""`cctl notify`."""

from __future__ import annotations

import hmac
import http.server
import json
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

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


def test_an_address_that_is_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    with served(204) as (url, got):
        (tmp_path / "hook").write_text(f"{url}T0/B0/secret\n")
        done = harness.run("notify", tmp_path, "--webhook-file", str(tmp_path / "hook"), stdin=finding())
        assert len(got) == 1 and b"secret" not in done.stdout + done.stderr
    assert harness.run("notify", tmp_path, "--webhook-file", "none").returncode == 66


def test_with_a_spool_no_run_says_again_what_another_said(tmp_path: Path) -> None:
    flags = (*teller(tmp_path), "--spool")
    harness.run("notify", tmp_path, *flags, stdin=finding(1))
    harness.run("notify", tmp_path, *flags, stdin=finding(1) + finding(2))
    assert [each["id"] for each in told(tmp_path)] == ["f1", "f2"]
    harness.run("notify", tmp_path, *flags[:2], "--cooldown", "1h", "--spool", stdin=finding(3))
    assert [each["id"] for each in told(tmp_path)] == ["f1", "f2"], "the cooldown holds over runs, too"
    (tmp_path / ".local/state/cctl/notify/told.jsonl").write_bytes(b"\0damaged\n{}\n[]\n")
    harness.run("notify", tmp_path, *flags, stdin=finding(4))
    assert [each["id"] for each in told(tmp_path)][2:] == ["f4"]


class Hanging:
    """An endpoint that takes calls and never answers them."""

    def __enter__(self) -> str:
        self._socket = socket.create_server(("127.0.0.1", 0))
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def __exit__(self, *_problem: object) -> None:
        self._socket.close()


def test_an_endpoint_that_hangs_holds_up_neither_the_pipe_nor_its_end(tmp_path: Path) -> None:
    with Hanging() as url:
        start = time.monotonic()
        done = harness.run("notify", tmp_path, "--webhook", url, "--spool", "--drain", "1s", stdin=finding())
        assert time.monotonic() - start < 8
    assert done.stdout.startswith(finding()) and b"kept for the next run" in done.stdout and done.returncode == 0


def test_what_was_under_way_when_it_was_killed_is_told_by_the_next_run(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "cctl", "notify", "--spool", "--webhook"]
    env = harness.environment(tmp_path)
    with Hanging() as url:
        running = subprocess.Popen([*command, url], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert running.stdin and running.stdout
        running.stdin.write(finding(1) + finding(2, session="s2"))
        running.stdin.flush()
        for _ in range(2):
            running.stdout.readline()
        kept = tmp_path / ".local/state/cctl/notify/webhook"
        until = time.monotonic() + 20
        while not (kept.exists() and len(list(kept.glob("*.json"))) == 2) and time.monotonic() < until:
            select.select([], [], [], 0.02)
        running.kill()
        running.communicate()
    with served(200) as (url, got):
        again = subprocess.run([*command, url], env=env, input=finding(1), capture_output=True, check=False)
    assert sorted(json.loads(each)["record"]["id"] for each in got) == ["f1", "f2"] and again.returncode == 0
    assert not list(kept.glob("*.json"))


@pytest.mark.parametrize("shape", ["json", "slack", "discord", "teams", "ntfy", "text"])
def test_every_shape_is_posted_with_a_signature_that_holds(tmp_path: Path, shape: str) -> None:
    (tmp_path / "secret").write_text("hush\n")
    with heard() as (url, got):
        flags = ("--webhook", url, "--shape", shape, "--secret-file", str(tmp_path / "secret"))
        done = harness.run("notify", tmp_path, *flags, stdin=finding())
    assert b'"status":"ok"' in done.stdout
    [(headers, body)] = got
    wanted = hmac.new(b"hush", headers["X-Cctl-Time"].encode() + b"." + body, "sha256").hexdigest()
    assert headers["X-Cctl-Signature"] == f"sha256={wanted}"
    assert b"again" in body and (shape in ("ntfy", "text") or json.loads(body)) and b"\x1b" not in body


@contextmanager
def heard() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A server that keeps what it was sent."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", got
    finally:
        server.shutdown()
        server.server_close()
