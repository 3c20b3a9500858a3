"""What a report over ten thousand sessions costs, once everything has been read."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.bench.corpus import corpus
from tests.bench.measure import CCTL, Case, measure

pytestmark = [pytest.mark.bench, pytest.mark.shared]


def test_ten_thousand_sessions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = corpus("10k")
    env = {"HOME": str(tmp_path), "CLAUDE_CONFIG_DIR": str(folder)}
    page, twin = tmp_path / "a.html", tmp_path / "a.json"
    report = [CCTL, "report", "--since", "all", "--force", "-o"]
    first = subprocess.run([*report, str(twin)], env=os.environ | env, check=False, capture_output=True)
    assert first.returncode == 0, first.stderr
    found = measure([Case("report", [*report, str(page)], env)], rounds=5)["report"]
    with capsys.disabled():
        told = f"{found.least:.2f} s, {found.rss_mb:.0f} MB, {page.stat().st_size:,} bytes"
        print(f"\nreport over 10,000 sessions: {told}")  # noqa: T201 -- the figures are the point
    responses = json.loads((folder / "truth.json").read_text())["unique_messages"]
    assert json.loads(twin.read_text())["facts"]["responses"]["value"] == responses
    assert found.wrong == ""
    assert found.least <= 2.0 and page.stat().st_size <= 3_000_000
