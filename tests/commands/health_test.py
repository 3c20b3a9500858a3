"""`cctl health`."""

from __future__ import annotations

import json
from pathlib import Path

from fixtures.health.corpus import cases
from tests.contract import harness

CASES = {case.name: case for case in cases(1)}


def stream(name: str) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in CASES[name].records) + harness.line(
        "end", of="cat"
    )


def test_a_finding_follows_its_record_and_the_rest_passes_byte_for_byte(tmp_path: Path) -> None:
    given = stream("loop-of-a-page-that-never-loads-0")
    done = harness.run("health", tmp_path, stdin=given)
    assert done.returncode == 0
    lines = done.stdout.splitlines(keepends=True)
    kept = [line for line in lines if b'"finding"' not in line]
    assert b"".join(kept) == given
    [found] = [json.loads(line) for line in lines if line not in kept]
    assert found["check"] == "loop" and lines[-1] == harness.line("end", of="cat")


def test_the_exit_status_is_asked_for_and_has_a_severity(tmp_path: Path) -> None:
    given = stream("loop-of-a-page-that-never-loads-0")
    assert harness.run("health", tmp_path, "--exit-code", stdin=given).returncode == 13
    assert harness.run("health", tmp_path, "--exit-code", "--severity", "critical", stdin=given).returncode == 0
    assert harness.run("health", tmp_path, "--exit-code", stdin=stream("ordinary-day-0")).returncode == 0


def test_findings_alone(tmp_path: Path) -> None:
    found = harness.records(
        harness.run("health", tmp_path, "--alone", stdin=stream("loop-of-a-page-that-never-loads-0")).stdout
    )
    assert [each["type"] for each in found] == ["finding", "end"]


def test_only_some_checks_and_no_unknown_ones(tmp_path: Path) -> None:
    given = stream("loop-of-a-page-that-never-loads-0")
    found = harness.records(harness.run("health", tmp_path, "--check", "stall", stdin=given).stdout)
    assert not [each for each in found if each["type"] == "finding"]
    assert harness.run("health", tmp_path, "--check", "lop", stdin=given).returncode == 2


def test_thresholds_come_from_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[health]\nloop_failing_target = 50\n")
    done = harness.run("health", tmp_path, "--config", str(config), stdin=stream("loop-of-a-page-that-never-loads-0"))
    assert b'"finding"' not in done.stdout
