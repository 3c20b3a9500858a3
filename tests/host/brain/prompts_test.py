"""Prompts on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.brain.prompts import text
from cctl.records.errors import BadConfig


def test_prompts_can_be_replaced_but_not_made_empty_of_the_call(tmp_path: Path) -> None:
    assert text(str(tmp_path), "judge")[1] == "built-in"
    path = tmp_path / "prompts/judge.md"
    path.parent.mkdir(parents=True)
    path.write_text("  \n")
    assert text(str(tmp_path), "judge")[1] == "built-in"
    path.write_bytes(b"\xff\xfe")
    assert text(str(tmp_path), "judge")[1] == "built-in"
    path.write_text("My way: {{call}}")
    assert text(str(tmp_path), "judge") == ("My way: {{call}}", str(path))
    path.write_text("Say allow.")
    with pytest.raises(BadConfig, match="lacks"):
        text(str(tmp_path), "judge")
