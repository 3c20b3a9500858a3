"""`cctl policy show`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.gate import judge


def test_the_matrix_is_shown_as_it_is(tmp_path: Path) -> None:
    found = harness.records(harness.run("policy show", tmp_path).stdout)[:-1]
    matrix = judge().matrix
    assert {each["effect"] for each in found} == set(matrix.lower)
    for each in found:
        assert [each[name] for name in matrix.policies] == [
            matrix.cell(name, each["effect"]) for name in matrix.policies
        ]
    assert all(each["lower"] == "none" for each in found if each["effect"] == "SELF")


def test_some_effects_can_be_asked_for_by_name(tmp_path: Path) -> None:
    found = harness.records(harness.run("policy show", tmp_path, "WRITE", "SELF").stdout)[:-1]
    assert {each["effect"].partition("(")[0] for each in found} == {"WRITE", "SELF"}
    done = harness.run("policy show", tmp_path, "WRIT")
    assert done.returncode == 2 and b"did you mean" in done.stderr
