"""Faults that supervision outlives, a test for each class, from a real process: one clear line, and the rest goes on.

What a single module does about a fault is tested beside it; here it is what a user sees.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.host.procfs import Procfs
from tests.commands.kill_test import agent
from tests.contract import harness
from tests.host.live.home import S1, Home

END = harness.line("end", of="cat", records=1, errors=0, exit=0)
EVIL = "\x1b]0;owned\x07\x1b[2J$(touch pwned)`touch pwned`;\u202egnp.sh\u0000\ud800\r\n::error::x"


def spend(number: int = 1, usd: float = 9.0, **more: Any) -> bytes:
    tokens = {"input": 1, "output": 1, "cache_write_5m": 0, "cache_write_1h": 0, "cache_read": 0}
    told = {"session": S1, "agent": "claude", "id": f"m{number}", "model": "m", "tokens": tokens, "tools": []}
    return harness.line("spend", **{**told, "cost_usd": usd, **more})


def finding(number: int = 1, **more: Any) -> bytes:
    told = {"session": S1, "agent": "claude", "id": f"f{number}", "check": "loop", "severity": "critical"}
    return harness.line("finding", **{**told, "message": "again", "evidence": {}, **more})


def one_line(done: subprocess.CompletedProcess[bytes]) -> None:
    """Nothing crashed, and what was said is a line or two of text."""
    assert b"Traceback" not in done.stderr and done.returncode != 1, done.stderr
    assert len(done.stderr.splitlines()) <= 2, done.stderr


class Full:
    """A home whose state lies on a disk without room."""

    def __init__(self, home: Path, *, mounted: bool) -> None:
        self.home, self._mounted = home, mounted

    def run(self, verb: str, *words: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "cctl", verb, *words], env=harness.environment(self.home), input=stdin,
            capture_output=True, timeout=60, check=False, preexec_fn=None if self._mounted else _no_room,
        )  # fmt: skip


def _no_room() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Full]:
    """A small disk of its own where that may be mounted, else a limit on the size of files."""
    state = tmp_path / ".local/state"
    state.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(state)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        if mounted:
            filler = os.open(state / "filler", os.O_WRONLY | os.O_CREAT)
            while True:
                try:
                    os.write(filler, bytes(4096))
                except OSError:
                    break
            os.close(filler)
        yield Full(tmp_path, mounted=mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(state)], check=True)


def test_on_a_full_disk_budgets_are_held_over_the_stream(full: Full) -> None:
    done = full.run("budget", "--limit", "session=5usd", "--exit-code", stdin=spend() + END)
    one_line(done)
    assert done.returncode == 11 and b"can't be kept" in done.stderr
    assert [each["type"] for each in harness.records(done.stdout)] == ["spend", "budget", "finding", "budget", "end"]


def test_on_a_full_disk_a_session_is_still_refused_and_still_ended(full: Full) -> None:
    done = full.run("act", "--max-age", "all", "--exit-code", "--on", "loop", "--do", "deny", stdin=finding() + END)
    one_line(done)
    [told] = [each for each in harness.records(done.stdout) if each["type"] == "done"]
    assert (told["status"], done.returncode) == ("ok", 3) and "the disk is full" in told["reason"]
    assert (full.home / f".local/state/cctl/deny/{S1}.json").read_bytes() == b""
    with agent(Home(full.home)) as running:
        flags = ["--max-age", "all", "--on", "loop", "--do", "terminate"]
        one_line(full.run("act", *flags, stdin=finding(2) + END))
        assert running.wait(10) != 0


def test_on_a_full_disk_people_are_told_and_what_cannot_be_kept_is_said(full: Full) -> None:
    done = full.run("notify", "--command", "true", "--spool", stdin=finding() + END)
    one_line(done)
    told = [(each["status"], each.get("reason", "")) for each in harness.records(done.stdout) if each["type"] == "done"]
    assert ("ok", "") in told and any("not kept" in reason for _, reason in told)


def test_on_a_full_disk_a_gate_still_judges(full: Full) -> None:
    report = str(full.home / ".local/state/gate.xml")
    done = full.run("gate", "--max-usd", "5", "--junit", report, stdin=spend() + END)
    one_line(done)
    assert done.returncode == 73 and harness.records(done.stdout)[-2]["exit"] == 11
    assert full.run("gate", "--max-usd", "5", stdin=spend() + END).returncode == 11


@pytest.mark.parametrize("verb", ["health", "conflicts", "budget", "act", "notify", "gate"])
def test_a_full_standard_output_is_said_and_no_pass(verb: str, tmp_path: Path) -> None:
    least = {"budget": ["--limit", "day=5usd"], "notify": ["--command", "true"], "gate": ["--max-usd", "50"]}
    command = [sys.executable, "-P", "-m", "cctl", verb, *least.get(verb, [])]
    with open("/dev/full", "wb") as out:  # noqa: PTH123 -- a device
        done = subprocess.run(command, env=harness.environment(tmp_path), input=spend() + END, stdout=out,
                              stderr=subprocess.PIPE, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 73 and b"No space left" in done.stderr


def test_what_comes_twice_acts_once(tmp_path: Path) -> None:
    """As after a `watch` that was killed and went on from its cursor."""
    given = spend() + finding() + END
    flags = ["--limit", "session=5usd"]
    budgets = [harness.run("budget", tmp_path, *flags, stdin=given * times).stdout for times in (1, 2)]
    found = [{each["id"] for each in harness.records(out) if each["type"] == "finding"} for out in budgets]
    assert found[0] == found[1]
    act = ["--max-age", "all", "--on", "loop,budget:critical", "--do", f"record:{tmp_path}/log"]
    for out in (budgets[0], budgets[1], budgets[1]):
        harness.run("act", tmp_path, *act, stdin=out)
    assert len((tmp_path / "log").read_text().splitlines()) == 1, "one session, one cooldown"


def test_clocks_that_jump_stop_nobody_for_ever(tmp_path: Path) -> None:
    late, early = "2999-01-01T00:00:00.000Z", "1971-01-01T00:00:00.000Z"
    given = finding(1, ts=late) + finding(2) + finding(3, ts=early) + spend(1, ts=late) + spend(2, ts=early) + spend(3)
    log = tmp_path / "log"
    done = harness.run("act", tmp_path, "--on", "loop", "--do", f"record:{log}", stdin=given + END)
    one_line(done)
    assert [json.loads(line)["id"] for line in log.read_text().splitlines()] == ["f1", "f2", "f3"]
    for verb, flags in (("budget", ["--limit", "day=5usd", "--limit", "block=5usd"]), ("health", []),
                        ("conflicts", []), ("gate", ["--max-usd", "50"])):  # fmt: skip
        one_line(harness.run(verb, tmp_path, *flags, stdin=given + END))


def test_hostile_names_reach_no_terminal_and_no_shell(tmp_path: Path) -> None:
    about: dict[str, Any] = {"project": EVIL, "cwd": EVIL, "branch": EVIL, "name": EVIL, "run": EVIL}
    given = spend(1, **about) + finding(1, **about, message=EVIL, advice=EVIL, check="loop")
    given += finding(2, session=EVIL, message=EVIL) + spend(2, session=EVIL, **about, ts="2026-11-20T11:00:01.000Z")
    given += harness.line("call", session=S1, agent="claude", id=EVIL, tool="Write", input={"file_path": f"/p/{EVIL}"})
    given += harness.line("call", session="s2", agent=EVIL, id="c2", tool="Write", input={"file_path": f"/p/{EVIL}"})
    for session in ("s3", "s4"):  # half a character in a path
        given += harness.line("call", session=session, agent="claude", id=f"c{session}", tool="Write",
                              input={"file_path": "/p/\ud800x"}, cwd="/p/\udfff")  # fmt: skip
    given += harness.line("session", session=S1, agent=EVIL, state="needs_input", change="waiting", **about,
                          waiting_for={"kind": EVIL, "tool": EVIL, "input": {"command": EVIL}}) + END  # fmt: skip
    verbs = {
        "health": [],
        "conflicts": [],
        "budget": [word for scope in ("session", "run", "project", "branch") for word in ("--limit", f"{scope}=5usd")],
        "act": ["--max-age", "all", "--on", "finding", "--do", "deny"],
        "notify": ["--on", "finding,state", "--command", "sh -c true", "--cooldown", "0s"],
        "gate": ["--max-usd", "1", "--each", "--max-health", "critical", "--github"],
    }
    for verb, flags in verbs.items():
        for form in ("jsonl", "table", "tsv"):
            done = harness.run(verb, tmp_path, *flags, "--format", form, stdin=given)
            assert b"Traceback" not in done.stderr and done.returncode != 1, (verb, done.stderr)
            said = done.stdout + done.stderr
            for sign in (b"\x1b", b"\x07", b"\r", b"\0", "\u202e".encode()):
                assert sign not in said or (sign == "\u202e".encode() and form == "jsonl"), (verb, form, sign)
    assert not list(tmp_path.rglob("pwned*"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_name_with_escapes_is_killed_by_and_shows_none(tmp_path: Path) -> None:
    with agent(Home(tmp_path), name=EVIL.replace("\0", "")) as running:
        for form in ("jsonl", "table"):
            done = harness.run(
                "kill", tmp_path, EVIL.replace("\0", "").encode("utf-8", "replace").decode(), S1, "--format", form
            )
            assert b"\x1b" not in done.stdout + done.stderr and b"Traceback" not in done.stderr
        assert Procfs().find(running.pid)


def test_records_of_any_size_pass_or_are_named(tmp_path: Path) -> None:
    large = finding(1, message="x" * (1 << 20), evidence={"records": ["y" * 9000] * 500})
    deep = b'{"type":"finding","v":1,"ts":"2026-11-20T11:00:00.000Z","id":"d","check":"loop","severity":"critical",'
    deep += b'"session":"s","evidence":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    many = (
        b'{"type":"spend","v":1,"ts":"2026-11-20T11:00:00.000Z","id":"n","session":"s","cost_usd":'
        + b"9" * 5000
        + b"}\n"
    )
    verbs = {"health": [], "conflicts": [], "budget": ["--limit", "day=5usd"], "gate": ["--max-usd", "5"],
             "act": ["--max-age", "all", "--on", "loop", "--do", "deny"], "notify": ["--command", "true"]}  # fmt: skip
    for verb, flags in verbs.items():
        done = harness.run(verb, tmp_path, *flags, stdin=large + deep + many + finding(2) + END)
        assert b"Traceback" not in done.stderr and done.returncode != 1, (verb, done.stderr)
        assert json.loads(done.stdout.splitlines()[-1])["type"] == "end", verb
    kept = (tmp_path / f".local/state/cctl/deny/{S1}.json").stat()
    assert kept.st_size < 20_000


def test_names_and_texts_that_are_no_text_end_no_verb(tmp_path: Path) -> None:
    """JSON may hold half a character, and a file's name any bytes; one such transcript must not hide all the others."""
    home = Home(tmp_path)
    good = home.write(home.prompt(), home.answer({"type": "text", "text": "x"}))
    broken = good.read_text().replace(S1, "00000000-0000-4000-8000-0000000000ff").replace('"/p"', '"/p\\ud800"')
    broken = broken.replace('"main"', '"\\ud800"').replace('"text": "x"', '"text": "\\ud800"')
    assert broken.count("ud800") >= 5
    (good.parent / "00000000-0000-4000-8000-0000000000ff.jsonl").write_text(broken)
    (good.parent / os.fsdecode(b"\xff\xfe.jsonl")).write_text(broken.replace("0ff", "0fe"))
    for verb, flags in {
        "sessions": [], "watch": ["--once"], "stats": ["--by", "session"], "history": [], "summary": ["--since", "all"],
        "search": ["x"], "cat": [str(good.parent)], "ledger export": [], "clean": ["--older-than", "1d"],
        "doctor": [], "report": ["-o", str(tmp_path / "r.json")],
    }.items():  # fmt: skip
        for _ in range(2):  # the second time from what was kept
            done = harness.run(verb, tmp_path, *flags, stdin=None)
            assert b"defect" not in done.stderr and done.returncode != 1, (verb, done.stderr)
