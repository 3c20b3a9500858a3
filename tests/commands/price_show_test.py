"""`cctl price show`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def shown(tmp_path: Path, *arguments: str) -> list[dict[str, object]]:
    return [r for r in harness.records(harness.run("price show", tmp_path, *arguments).stdout) if r["type"] == "price"]


def test_a_price_has_its_day_and_its_source(tmp_path: Path) -> None:
    (price,) = shown(tmp_path, "claude-sonnet-5-5", "--on", "2026-11-01")
    assert price["usd_per_mtok"] == {
        "input": 2,
        "output": 10,
        "cache_write_5m": 2.5,
        "cache_write_1h": 4,
        "cache_read": 0.1,
    }
    assert price["source"]
    (before,) = shown(tmp_path, "claude-sonnet-5-5", "--on", "2026-10-01")
    assert before["usd_per_mtok"]["cache_read"] == 0.2  # type: ignore[index]  # a dict on the wire


def test_the_users_price_lies_over_it(tmp_path: Path) -> None:
    (tmp_path / ".config/cctl").mkdir(parents=True)
    (tmp_path / ".config/cctl/config.toml").write_text('[prices."claude-opus-5-5"]\ninput = 3\n')
    (price,) = shown(tmp_path, "claude-opus-5-5")
    assert price["usd_per_mtok"]["input"] == 3  # type: ignore[index]  # a dict on the wire
    assert price["usd_per_mtok"]["output"] == 20  # type: ignore[index]  # a dict on the wire
    assert price["overridden"] == ["input"]


def test_what_has_no_price_is_said(tmp_path: Path) -> None:
    done = harness.run("price show", tmp_path, "gemini-9")
    assert done.returncode == 66
    assert b"unpriced" in done.stderr
    assert harness.run("price show", tmp_path, "--on", "someday").returncode == 2
    assert len(shown(tmp_path)) > 30
