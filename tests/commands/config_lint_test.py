"""`cctl config lint`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def test_all_mistakes_are_named_and_the_status_says_so(tmp_path: Path) -> None:
    assert harness.run("config lint", tmp_path).returncode == 0
    (tmp_path / "repo").mkdir()
    (tmp_path / "c.toml").write_text('[stats]\nsinc = "1h"\nsince = "soon"\n')
    done = harness.run("config lint", tmp_path, "--config", "c.toml")
    assert done.returncode == 78
    errors = [r for r in harness.records(done.stdout) if r["type"] == "error"]
    assert [error["src"]["line"] for error in errors] == [2, 3]
    assert done.stderr.count(b"\n") == 2
