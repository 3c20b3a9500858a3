"""Transcripts on standard input."""

from __future__ import annotations

import json
from pathlib import Path

from cctl.kit.transcripts import heard
from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY
from tests.kit.check.checked import run_in


def test_whose_it_is_the_first_lines_say(tmp_path: Path) -> None:
    noise = b'{"note": 1}\n' * 10
    done = harness.run("cat", tmp_path, "-", "--type", "call", stdin=noise + "".join(STORY).encode())
    found = harness.records(done.stdout)
    assert [record["session"] for record in found[:-1]] == [ONE] * 3
    assert found[0]["src"]["line"] == 12


def test_types_are_left_out_but_errors_are_not(tmp_path: Path) -> None:
    long = "".join(STORY) + '{"type":"user","x":"' + "y" * 5000 + '"}\n'
    (tmp_path / "t.jsonl").write_text(long)
    found = harness.records(harness.run("cat", tmp_path, "t.jsonl", "--type", "turn", "--max-line", "4K").stdout)
    assert [record["type"] for record in found] == ["turn", "error", "end"]


def test_a_stream_is_records_or_an_agents_lines(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    run = run_in(tmp_path)
    told = list(heard(run, str(folder / f"{ONE}.jsonl")))
    assert [record["tool"] for record in told if record["type"] == "call"] == ["Bash", "Edit", "Bash"]
    (folder / "records.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in told) + "{\n")
    *same, bad = heard(run, str(folder / "records.jsonl"))
    assert same == told and bad["code"] == "bad_json"


def test_each_stream_is_read_once_in_the_form_asked_for(tmp_path: Path) -> None:
    turn = {"type": "turn", "v": 1, "ts": "2026-11-20T10:00:00.000Z", "session": "s", "agent": "claude", "id": "t"}
    (tmp_path / "a.json").write_text(json.dumps([turn], indent=1))
    (tmp_path / "b.jsonl").write_text(json.dumps(turn | {"session": "b", "id": "b"}) + "\n")
    (found, _end) = harness.records(harness.run("sessions", tmp_path, "--from", "json", "a.json").stdout)
    assert (found["session"], found["turns"]) == ("s", 1)
    (tmp_path / "list").write_bytes(b"b.jsonl\0")
    line = json.dumps(turn).encode() + b"\n"
    told = harness.records(harness.run("sessions", tmp_path, "-", "--files0-from", "list", stdin=line).stdout)
    assert {record["session"]: record["turns"] for record in told[:-1]} == {"s": 1, "b": 1}
