"""Programs."""

from __future__ import annotations

from pathlib import Path

from cctl.kit.check import program
from tests.kit.check.checked import run_in


def test_what_is_on_the_path(tmp_path: Path) -> None:
    (tmp_path / "jq").write_text("#!/bin/sh\n")
    (tmp_path / "jq").chmod(0o755)
    found = {check.name: check.status for check in program.checks(run_in(tmp_path, PATH=str(tmp_path)))}
    assert found["jq"] == "ok"
    assert found["git"] == "advice"
    assert found["asciinema"] == "skipped"
