"""What every source promises: records and nothing else on standard output, and an `end` as the last of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract import harness

SOURCES = harness.of_kind("source")


@pytest.mark.parametrize("name", SOURCES)
def test_an_empty_home_is_an_empty_answer_with_an_end(name: str, tmp_path: Path) -> None:
    done = harness.least(name, tmp_path, stdin=None)
    found = harness.records(done.stdout)
    assert found[-1]["type"] == "end", done.stderr
    assert found[-1]["records"] == len(found) - 1
    assert found[-1]["exit"] == done.returncode
    assert found[-1]["of"] == name
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", SOURCES)
def test_every_record_carries_type_version_and_time(name: str, tmp_path: Path) -> None:
    for record in harness.records(harness.least(name, tmp_path, stdin=None).stdout):
        assert list(record)[:3] == ["type", "v", "ts"], record
        assert record["v"] == 1
        assert record["ts"].endswith("Z")
        assert len(record["ts"]) == 24


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("style", ["json", "tsv", "table"])
def test_formats_hold_no_stray_text(name: str, style: str, tmp_path: Path) -> None:
    import json

    done = harness.least(name, tmp_path, "--format", style, stdin=None)
    assert done.returncode == harness.least(name, tmp_path, stdin=None).returncode
    if style == "json":
        assert isinstance(json.loads(done.stdout), list)
    assert b"\x1b" not in done.stdout
