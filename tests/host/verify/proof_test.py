"""The last proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.verify import proof
from cctl.host.verify.client import Client


def test_a_proof_is_kept(tmp_path: Path) -> None:
    assert proof.load(str(tmp_path)) is None
    proof.save(str(tmp_path), "2026-11-20T12:00:00.000Z", Client("/c", "2.1.328", 1, 2), "d", ["a: b"], 40)
    found = proof.load(str(tmp_path))
    assert found is not None
    assert (found["passed"], found["failed"], found["checks"]) == (False, ["a: b"], 40)
    assert found["client"] == {"path": "/c", "version": "2.1.328", "size": 1, "mtime_ns": 2}
    proof.save(str(tmp_path), "2026-11-20T13:00:00.000Z", None, "d", [], 20)
    assert (proof.load(str(tmp_path)) or {})["passed"] is True


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"ts": 1}'])
def test_a_damaged_proof_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "wiring").mkdir()
    (tmp_path / "wiring/proof.json").write_text(text)
    assert proof.load(str(tmp_path)) is None
