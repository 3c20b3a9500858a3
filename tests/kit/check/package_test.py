"""Packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.kit.check import package
from tests.kit.check.checked import run_in


def test_what_is_there_and_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {check.name: check for check in package.checks(run_in(tmp_path))}
    assert found["python"].status == found["packages"].status == "ok"
    monkeypatch.setattr(package, "_NEEDED", ("click", "no-such-package-at-all"))
    broken = {check.name: check for check in package.checks(run_in(tmp_path))}
    assert broken["packages"].status == "problem"
    assert "no-such-package-at-all" in broken["packages"].message


def test_a_slow_decoder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ijson.backend_name", "python")
    found = {check.name: check for check in package.checks(run_in(tmp_path))}
    assert found["ijson backend"].status == "advice"
