"""What every filter, fold and gate promises about what passes through it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract import harness, mangled

PIPED = harness.of_kind("filter", "fold", "gate", "sink")
PASSING = harness.of_kind("filter", "gate")
ENDED = harness.line("end", of="cat", records=1, errors=0, exit=0)


@pytest.mark.parametrize("name", PIPED)
def test_an_empty_stream_is_answered(name: str, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path)
    gate = harness.verbs()[name].meta.kind == "gate"
    allowed = {20} if gate else {0, 20}
    assert done.returncode in allowed, done.stderr
    assert not [r for r in harness.records(done.stdout) if r["type"] not in {"gate", "stats"}]


@pytest.mark.parametrize("name", PASSING)
def test_what_it_does_not_know_passes_byte_for_byte(name: str, tmp_path: Path) -> None:
    odd = (
        b'{"type":"x_unheard_of","v":7,"n":1.10,"big":123456789012345678901234567890,"u":"\\udcff","e":"\\u001b[31m"}\n'
    )
    done = harness.least(name, tmp_path, stdin=odd + ENDED)
    lines = done.stdout.splitlines(keepends=True)
    assert odd in lines
    assert lines[-1] == ENDED, "end is the last record"


@pytest.mark.parametrize("name", PASSING)
def test_bytes_that_are_not_utf8_survive(name: str, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path, stdin=b'{"type":"x_odd","path":"caf\xe9"}\n')
    assert b'{"type":"x_odd","path":"caf\xe9"}\n' in done.stdout


@pytest.mark.parametrize("name", PIPED)
@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b'{"type":"call"', "bad_json"),
        (b"[1,2]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b'{"type":"call","n":' + b"9" * 5000 + b"}", "bad_number"),
        (b'{"type":"call","d":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "too_deep"),
        (b'{"type":"call"}\0', "bad_json"),
    ],
)
def test_a_bad_line_is_an_error_record_in_its_place(name: str, bad: bytes, code: str, tmp_path: Path) -> None:
    reads = harness.verbs()[name].meta.reads
    bad = bad.replace(b"call", b"spend" if "*" in reads else reads[0].encode())  # what it doesn't look at, it passes on
    before = harness.line("x_before")
    done = harness.least(name, tmp_path, stdin=before + bad + b"\n" + ENDED)
    assert done.returncode in {0, 10, 20}, done.stderr
    assert b"Traceback" not in done.stderr
    errors = [r for r in harness.records(done.stdout) if r["type"] == "error"]
    assert [(e["code"], e["src"]["line"]) for e in errors] == [(code, 2)]
    strict = harness.least(name, tmp_path, "--strict", stdin=before + bad + b"\n" + ENDED)
    assert strict.returncode == 65, strict.stderr


@pytest.mark.parametrize("name", PIPED)
def test_a_line_over_the_limit_is_named_and_the_next_one_read(name: str, tmp_path: Path) -> None:
    long = b'{"type":"x_long","t":"' + b"a" * 5_000_000 + b'"}\n'
    done = harness.least(name, tmp_path, "--max-line", "1M", stdin=long + harness.line("error", code="x", message="m"))
    found = harness.records(done.stdout)
    assert [(r["code"], r.get("src", {}).get("line")) for r in found if r["type"] == "error"] == [
        ("line_too_long", 1),
        ("x", None),
    ]


@pytest.mark.parametrize("name", PIPED)
def test_a_newer_version_is_said_once_and_passed_on(name: str, tmp_path: Path) -> None:
    reads = harness.verbs()[name].meta.reads
    kind = "call" if "*" in reads or "call" in reads else reads[0]
    newer = harness.line(kind, session="s", agent="claude", x_new=1).replace(b'"v": 1', b'"v": 9')
    done = harness.least(name, tmp_path, stdin=newer + newer)
    assert done.stderr.count(b"newer than this cctl knows") == 1
    assert harness.least(name, tmp_path, "--strict", stdin=newer).returncode == 76


@pytest.mark.parametrize("name", PASSING)
def test_a_gone_reader_ends_it_quietly_but_never_a_gate(name: str, tmp_path: Path) -> None:
    command = f"'{sys.executable}' -P -m cctl {name} {' '.join(harness.ARGUMENTS.get(name, []))}; echo $? >&2"
    script = f"{{ yes '{harness.line('x_many').decode().strip()}' | head -n 200000 | {{ {command}; }} | head -n 1; }}"
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        timeout=60,
        cwd=tmp_path,
        env=harness.environment(tmp_path),
        check=False,
    )
    gate = harness.verbs()[name].meta.kind == "gate"
    status = done.stderr.strip().splitlines()[-1]
    assert status in ((b"0", b"20") if gate else (b"141",)), done.stderr


@pytest.mark.parametrize("name", PIPED)
def test_a_terminal_on_stdin_is_a_usage_error_not_a_hang(name: str, tmp_path: Path) -> None:
    import pty

    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "cctl", *name.split(" "), *harness.ARGUMENTS.get(name, [])],
        stdin=slave,
        capture_output=True,
        timeout=60,
        cwd=tmp_path,
        env=harness.environment(tmp_path),
        check=False,
    )
    import os

    os.close(master)
    os.close(slave)
    assert done.returncode == 2
    assert b"standard input" in done.stderr


@pytest.mark.parametrize("name", PASSING)
def test_running_it_twice_is_as_running_it_once(name: str, tmp_path: Path) -> None:
    if harness.verbs()[name].meta.kind == "gate":
        pytest.skip("a gate adds its verdict each time")
    stream = harness.line("call", session="s", agent="claude", id="c1", tool="Bash", input={"command": "ls"}) + ENDED
    once = harness.least(name, tmp_path, stdin=stream)
    twice = harness.least(name, tmp_path, stdin=once.stdout)
    assert twice.stdout == once.stdout


@pytest.mark.parametrize("name", PASSING)
def test_joined_streams_keep_their_order(name: str, tmp_path: Path) -> None:
    one, two = harness.line("x_one"), harness.line("x_two")
    done = harness.least(name, tmp_path, stdin=one + ENDED + two + ENDED)
    kept = [r["type"] for r in harness.records(done.stdout) if r["type"] in {"x_one", "x_two", "end"}]
    assert kept == ["x_one", "end", "x_two", "end"]


@pytest.mark.parametrize("name", PIPED)
def test_a_file_that_is_not_there_is_one_line_and_66(name: str, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path, "nowhere.jsonl")
    assert done.returncode == 66
    assert done.stderr.count(b"\n") == 1
    assert b"nowhere.jsonl" in done.stderr


@pytest.mark.parametrize("name", PASSING)
def test_an_array_is_read_with_from_json(name: str, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path, "--from", "json", stdin=b'[{"type":"x_a","n":1},\n {"type":"x_b"}]')
    assert [r["type"] for r in harness.records(done.stdout) if r["type"].startswith("x_")] == ["x_a", "x_b"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", PIPED)
def test_fields_that_hold_anything_are_no_defect(name: str, seed: int, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path, stdin=mangled.stream(seed) + ENDED)
    assert b"defect" not in done.stderr and done.returncode not in {1, 70}, done.stderr[-2000:]
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_record_that_can_not_be_judged_passes_and_is_told_of(tmp_path: Path) -> None:
    odd = harness.line("spend", session="s", model="m", id={"a": 1}, tokens={"input": 1})
    done = harness.least("health", tmp_path, "--strict", stdin=odd + ENDED)
    passed, error, end = done.stdout.splitlines(keepends=True)
    assert (passed, end, done.returncode) == (odd, ENDED, 65)
    told = json.loads(error)
    assert (told["type"], told["code"]) == ("error", "bad_field") and "$.id" in told["message"]
