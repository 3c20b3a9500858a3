"""`cctl explain`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_codes_slugs_types_fields_and_verbs(tmp_path: Path) -> None:
    found = harness.records(harness.run("explain", tmp_path, "20", "bad_config", "spend", "cost_usd", "schema").stdout)
    kinds = {(record["kind"], record["word"]) for record in found[:-1]}
    assert {("exit", "no_evidence"), ("error", "bad_config"), ("record", "spend"), ("field", "cost_usd")} <= kinds
    assert ("verb", "schema") in kinds


def test_an_unknown_word_gets_a_guess(tmp_path: Path) -> None:
    done = harness.run("explain", tmp_path, "over_buget")
    assert done.returncode == 66
    assert b"did you mean 'over_budget'" in done.stderr


def test_codes_of_error_records(tmp_path: Path) -> None:
    bad = harness.run("health", tmp_path, stdin=b"{\n[]\n").stdout
    for record in harness.records(bad):
        (found, _end) = harness.records(harness.run("explain", tmp_path, record["code"]).stdout)
        assert (found["kind"], found["word"]) == ("error", record["code"])
