"""`cctl gate`: every status from a real process."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.contract import harness

END = harness.line("end", of="cat", records=3, errors=0, exit=0)
BEFORE = "2026-11-18T12:00:00.000Z"


def spend(id: str, usd: float | None, session: str = "s", **fields: object) -> bytes:
    cost = {"cost_usd": usd} if usd is not None else {}
    tokens = {"input": 100, "output": 0, "cache_write_5m": 0, "cache_write_1h": 0, "cache_read": 0}
    told = {"agent": "claude", "id": id, "model": "nobody-knows", "tokens": tokens, "tools": []} | cost | fields
    return harness.line("spend", session=session, **told)


RESULT = harness.line("result", session="s", agent="claude", call="c", error=True)
TURN = harness.line("turn", session="s", agent="claude", id="t", prompt="p", source="human")
FINDING = harness.line("finding", id="f", check="loop", severity="critical", session="s", agent="claude", evidence={})
DENIED = harness.line("call", session="s", agent="claude", id="c", tool="Bash", input={}, verdict={"decision": "deny"})
CALL = harness.line("call", session="s", agent="claude", id="c", tool="Bash", input={})
ALLOWED = DENIED.replace(b'"deny"', b'"allow"')
REFUSED = harness.line("result", session="s", agent="claude", call="c", error=True, denied={"by": "human"})
FAILED = harness.line("end", of="cat", records=1, errors=0, exit=66)


@pytest.mark.parametrize(
    ("stream", "flags", "status"),
    [
        (spend("a", 4.0) + END, ["--max-usd", "5"], 0),
        (spend("a", 4.0) + spend("b", 2.0) + END, ["--max-usd", "5"], 11),
        (spend("a", 4.0) + spend("a", 4.0) + END, ["--max-usd", "5"], 0),
        (spend("a", 4.0, "s") + spend("b", 4.0, "t") + END, ["--max-usd", "5", "--each"], 0),
        (spend("a", 1.0) + END, ["--max-tokens", "99"], 11),
        (spend("a", 1.0) + END, ["--max-tokens", "100"], 0),
        (spend("a", None) + END, ["--max-usd", "5"], 10),
        (spend("a", None) + spend("b", 1.0) + END, ["--max-usd", "5", "--unpriced", "warn"], 0),
        (spend("a", 1.0), ["--max-usd", "5", "--require-end"], 20),
        (spend("a", 1.0) + END, ["--max-usd", "5", "--require-end"], 0),
        (spend("a", 1.0) + FAILED, ["--max-usd", "5"], 20),
        (b"", ["--max-usd", "5"], 20),
        (END, ["--max-usd", "5", "--require-end"], 20),
        (RESULT + RESULT.replace(b'"c"', b'"d"') + END, ["--max-errors", "1"], 10),
        (RESULT + END, ["--max-errors", "1"], 0),
        (TURN + TURN.replace(b'"t"', b'"u"') + END, ["--max-turns", "1"], 10),
        (FINDING + END, ["--max-health", "critical"], 13),
        (FINDING.replace(b"critical", b"warning") + END, ["--max-health", "critical"], 0),
        (DENIED + END, ["--deny-any"], 12),
        (ALLOWED + REFUSED + END, ["--deny-any"], 12),
        (ALLOWED + RESULT + END, ["--deny-any"], 0),
        (CALL + RESULT + END, ["--deny-any"], 20),
        (spend("a", 9.0) + END, ["--where", "cost_usd > 5"], 10),
        (spend("a", 9.0) + END, ["--where", "cost_usd > 9"], 0),
        (spend("a", 9.0) + END, ["--where", "cost_usd", ">", "5", "--each"], 10),
        (spend("a", 9.0) + END, ["--where", "cost_usd", ">", "9"], 0),
        (spend("a", 1.0, ts=BEFORE) + spend("b", 2.0) + END, ["--versus", "7d"], 0),
        (spend("a", 1.0, ts=BEFORE) + spend("b", 2.1) + END, ["--versus", "7d"], 11),
        (spend("a", 1.0, ts=BEFORE) + spend("b", 2.0) + END, ["--versus", "7d", "--max-change", "1.5"], 11),
        (spend("b", 2.0) + END, ["--versus", "7d"], 20),
    ],
)
def test_every_status_comes_from_the_stream(stream: bytes, flags: list[str], status: int, tmp_path: Path) -> None:
    done = harness.run("gate", tmp_path, *flags, stdin=stream)
    assert done.returncode == status, (done.stdout.decode(), done.stderr.decode())
    lines = done.stdout.splitlines(keepends=True)
    verdict = next(record for record in harness.records(done.stdout) if record["type"] == "gate")
    assert (verdict["passed"], verdict["exit"]) == (status == 0, status)
    assert [line for line in lines if b'"gate"' not in line] == stream.splitlines(keepends=True)


def test_a_gone_reader_changes_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"".join(spend(f"r{i}", 1.0) for i in range(20_000)) + END)
    command = f"'{sys.executable}' -P -m cctl gate --max-usd 5 < in; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"{{ {command}; }} | head -n 1"],
        capture_output=True, cwd=tmp_path, env=harness.environment(tmp_path), timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == b"11"


def test_reports_for_ci_are_whole_and_hold_no_markup_of_strangers(tmp_path: Path) -> None:
    evil = "<img src=x>]]>::error::\n|`x`"
    stream = spend("a", 9.0, session=evil) + END
    summary = tmp_path / "summary.md"
    done = harness.run(
        "gate", tmp_path, "--max-usd", "5", "--each", "--junit", "j.xml", "--markdown", "m.md", "--github",
        stdin=stream, GITHUB_STEP_SUMMARY=str(summary),
    )  # fmt: skip
    assert done.returncode == 11
    root = ET.fromstring((tmp_path / "j.xml").read_text())
    assert root.attrib["failures"] == "1"
    commands = [line for line in done.stderr.splitlines() if line.startswith(b"::")]
    assert len(commands) == 1
    assert commands[0].startswith(b"::error title=cctl gate")
    assert "<img" not in re.sub(r"`[^`]*`", "", summary.read_text()), "only as code, never as markup"
    assert (tmp_path / "m.md").read_text() in summary.read_text()


@pytest.mark.parametrize(
    "flags",
    [
        ["--max-usd", "lots"],
        ["--where", "cost_usd"],
        ["--where", "x ~ ("],
        ["--max-health", "dire"],
        ["--max-tokens", "-1"],
    ],
)
def test_a_wrong_limit_is_a_usage_error(flags: list[str], tmp_path: Path) -> None:
    done = harness.run("gate", tmp_path, *flags)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_a_report_that_can_not_be_written_fails_the_gate(tmp_path: Path) -> None:
    done = harness.run("gate", tmp_path, "--max-usd", "5", "--junit", "no/such/folder.xml", stdin=spend("a", 1.0) + END)
    assert done.returncode == 73


def test_a_change_without_days_to_compare_with_is_the_callers(tmp_path: Path) -> None:
    assert harness.run("gate", tmp_path, "--max-change", "2").returncode == 2
    assert harness.run("gate", tmp_path, "--versus", "36h").returncode == 2
