"""`cctl schema`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contract import harness


def test_types_by_name_and_all(tmp_path: Path) -> None:
    one = harness.records(harness.run("schema", tmp_path, "spend").stdout)
    assert one[0]["schema"]["properties"]["type"] == {"const": "spend", "description": "what kind of record this is"}
    every = harness.records(harness.run("schema", tmp_path).stdout)
    assert len(every) > 10
    assert harness.run("schema", tmp_path, "spendd").returncode == 66


def test_a_difference_names_types_and_fields(tmp_path: Path) -> None:
    printed = [json.loads(line) for line in harness.run("schema", tmp_path).stdout.splitlines()]
    old = [record for record in printed if record.get("name") not in {"end"}]
    spend = next(record for record in old if record.get("name") == "spend")
    del spend["schema"]["properties"]["model"]
    spend["schema"]["properties"]["gone"] = {}
    old.append(spend | {"name": "former"})
    (tmp_path / "old.jsonl").write_text("".join(json.dumps(record) + "\n" for record in old))
    changes = {
        r["name"]: r for r in harness.records(harness.run("schema", tmp_path, "--diff", "old.jsonl").stdout)[:-1]
    }
    assert changes["end"]["change"] == "added"
    assert changes["former"]["change"] == "removed"
    assert (changes["spend"]["added"], changes["spend"]["removed"]) == (["model"], ["gone"])
    assert set(changes) == {"end", "former", "spend"}
