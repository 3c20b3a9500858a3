"""Unattended runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cctl.core.plan.board import Board
from cctl.core.plan.task import Plan, Task
from cctl.host.world import World
from cctl.kit import nights
from cctl.kit.nights import Gate, page
from tests.planned import command, plan, tasks


class Night:
    """As much of a run as a gate looks at."""

    def __init__(self, home: Path, now: str) -> None:
        self.world = World({"HOME": str(home), "TZ": "UTC", "CCTL_NOW": now})
        self.said: list[str] = []
        self.say = self

    def setting(self, _name: str) -> str:
        return ""

    def once(self, _key: str, message: str) -> None:
        self.said.append(message)


def gate(home: Path, now: str, between: str = "", idle: str = "", clock: Any = lambda: 0.0) -> Gate:
    return Gate(Night(home, now), between, idle, clock)  # type: ignore[arg-type]  # see above


def test_hours_are_looked_at_anew(tmp_path: Path) -> None:
    assert gate(tmp_path, "2026-11-20T12:00:00Z")()
    assert not gate(tmp_path, "2026-11-20T12:00:00Z", "22:00-06:00")()
    ticks = iter((0.0, 1.0, 6.0))
    found = gate(tmp_path, "2026-11-20T12:00:00Z", "22:00-06:00", clock=lambda: next(ticks))
    assert [found(), found()] == [False, False]
    found._run.world = World({"TZ": "UTC", "CCTL_NOW": "2026-11-20T23:00:00Z", "HOME": str(tmp_path)})
    assert found()


def test_nobody_may_have_worked_but_ourselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nights, "last_key_ms", lambda: 0)
    transcript = tmp_path / ".claude/projects/-p/s.jsonl"
    transcript.parent.mkdir(parents=True)
    transcript.touch()
    at = 1_795_176_000  # 2026-11-20T12:00:00Z
    os.utime(transcript, (at, at))
    assert not gate(tmp_path, "2026-11-20T12:20:00Z", idle="30m")()
    assert gate(tmp_path, "2026-11-20T12:40:00Z", idle="30m")()
    ours = gate(tmp_path, "2026-11-20T12:20:00Z", idle="30m")
    ours.board = Board(Plan((Task("a"),)))
    ours.board.standings["a"].session = "s"
    assert ours()


def test_quiet_is_counted_by_a_clock_that_does_not_jump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked = [1_795_176_000_000 - 60_000]  # a minute before 2026-11-20T12:00:00Z
    monkeypatch.setattr(nights, "last_key_ms", lambda: worked[0])
    moments = [0.0]
    found = gate(tmp_path, "2026-11-20T12:00:00Z", idle="30m", clock=lambda: moments[0])

    def at(moment: float, now: str) -> bool:
        moments[0] = moment
        found._run.world = World({"TZ": "UTC", "CCTL_NOW": now, "HOME": str(tmp_path)})
        return found()

    assert not at(0, "2026-11-20T12:00:00Z")
    assert not at(60, "2026-11-22T12:00:00Z"), "two days ahead at once are no quiet"
    assert not at(28 * 60, "2026-11-22T12:27:00Z")
    worked[0] += 3 * 86_400_000  # again, by a clock that then falls back
    assert not at(29 * 60, "2026-11-20T12:29:00Z")
    assert not at(58 * 60, "2026-11-20T12:58:00Z")
    assert at(59 * 60, "2026-11-20T12:59:00Z"), "half an hour after it was seen, though it lies in the future"


def test_a_page_for_the_morning(tmp_path: Path) -> None:
    path = plan(tmp_path, command("good", "true"), command("bad|one".replace("|", "-"), "false"))
    done = tasks(tmp_path, "run", str(path), "--report", "morning.md")
    text = (tmp_path / "morning.md").read_text()
    assert done.code == 3
    assert text.index("| bad-one | failed |") < text.index("| good | completed |")
    assert "# What was done" in text
    assert tasks(tmp_path, "run", str(path), "--report", "/no/such/page.md").code == 73
    assert tasks(tmp_path, "run", str(path), "--between", "10-12").code == 2
    assert "1 pending" in page(Board(Plan((Task("a"),))), "x")
