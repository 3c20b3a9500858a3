"""`cctl cat`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contract import harness
from tests.host.transcript_test import ONE, line


def assistant(**usage: int) -> str:
    content = [{"type": "tool_use", "id": "toolu_1", "name": "Bash", "input": {"command": "ls /home/jo/acme"}}]
    message = {"id": "msg_1", "role": "assistant", "type": "message", "model": "claude-opus-5-5", "content": content}
    message["usage"] = {"input_tokens": 10, "output_tokens": 20} | usage  # type: ignore[assignment]  # a JSON value
    return line(ONE, type="assistant", message=message, cwd="/home/jo/acme")


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "run.jsonl"
    path.write_text("".join(lines))
    return path


def test_lines_become_records_with_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, line(ONE), assistant())
    found = harness.records(harness.run("cat", tmp_path, "run.jsonl").stdout)
    by_type = {record["type"]: record for record in found}
    assert {"session", "turn", "call", "spend", "end"} <= set(by_type)
    assert by_type["call"]["input"] == {"command": "ls /home/jo/acme"}
    assert by_type["call"]["src"] == {"path": str(path), "line": 2}
    assert by_type["turn"]["prompt"] == "hello"
    assert by_type["spend"]["tokens"]["output"] == 20
    assert found[-1]["errors"] == 0


def test_standard_input_gives_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, line(ONE), assistant())
    from_file = harness.records(harness.run("cat", tmp_path, "run.jsonl").stdout)
    from_stdin = harness.records(harness.run("cat", tmp_path, "-", stdin=path.read_bytes()).stdout)
    strip = [{k: v for k, v in r.items() if k != "src"} for r in from_file]
    assert [{k: v for k, v in r.items() if k != "src"} for r in from_stdin] == strip


def test_a_torn_last_line_is_counted_not_lost_in_silence(tmp_path: Path) -> None:
    written(tmp_path, line(ONE), '{"type":"assistant","mess')
    done = harness.run("cat", tmp_path, "run.jsonl", "-v")
    assert harness.records(done.stdout)[-1]["skipped"] == {"torn": 1}
    assert b"run.jsonl:2: torn" in done.stderr


def test_what_is_passed_over_is_named_under_audit(tmp_path: Path) -> None:
    written(tmp_path, line(ONE), '{"type":"brand-new-thing","sessionId":"x"}\n', "not json\n")
    found = harness.records(harness.run("cat", tmp_path, "run.jsonl", "--audit").stdout)
    named = [(r["src"]["line"], r["reason"]) for r in found if r["type"] == "skip"]
    assert [number for number, _ in named] == [2, 3]
    assert "brand-new-thing" in named[0][1]


def test_scrubbed_it_tells_nobody_anything(tmp_path: Path) -> None:
    key = "sk-ant-" + "api03-" + "aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5oQ7sU9wY1"
    written(tmp_path, line(ONE, message={"role": "user", "content": f"use {key} for jo@acme.example"}), assistant())
    text = harness.run("cat", tmp_path, "--scrub", "run.jsonl").stdout.decode()
    for private in (key, "jo@acme", "/home/jo", "acme", str(tmp_path)):
        assert private not in text, private
    assert '"/project-' in text


def test_types_are_chosen_and_nothing_named_is_a_usage_error(tmp_path: Path) -> None:
    written(tmp_path, line(ONE), assistant())
    found = harness.records(harness.run("cat", tmp_path, "run.jsonl", "--type", "call").stdout)
    assert [record["type"] for record in found] == ["call", "end"]
    assert harness.run("cat", tmp_path, stdin=None).returncode == 2
    assert harness.run("cat", tmp_path, "-", stdin=b"plain\n" * 60).returncode == 66
    assert [r["type"] for r in harness.records(harness.run("cat", tmp_path, "-", stdin=b"").stdout)] == ["end"]


def test_hostile_text_reaches_no_terminal_raw(tmp_path: Path) -> None:
    evil = json.loads(line(ONE))
    evil["message"]["content"] = "\x1b]0;owned\x07\x1b[2J"
    written(tmp_path, json.dumps(evil) + "\n")
    for style in ("jsonl", "table", "tsv"):
        assert b"\x1b" not in harness.run("cat", tmp_path, "run.jsonl", "--format", style).stdout
