"""What a minder and its second share."""

from __future__ import annotations

import os

from cctl.host.plan.slate import SLOTS, Entry, Slate


def entry(key: str, pid: int = 0) -> Entry:
    return Entry(pid, key, 1.5, 0.0, (5.0, 5.0, 2.0), alone=True)


def test_what_runs_is_there_for_another_process() -> None:
    slate = Slate()
    if (child := os.fork()) == 0:
        slate.begun(slate.about(entry("a#1")), 7)
        slate.begun(slate.about(entry("b#1")), 8)
        slate.failed(slate.about(entry("c#1")))
        slate.about(entry("d#1"))
        slate.over(8)
        slate.begun(slate.about(entry("e#1")), 9)
        slate.ended(9, -15)
        os._exit(0)
    os.waitpid(child, 0)
    assert sorted(slate.entries()) == [entry("d#1"), entry("a#1", 7), entry("e#1", 9)._replace(code=-15)]


def test_what_finds_no_room_is_only_not_remembered() -> None:
    slate = Slate()
    assert slate.about(entry("x" * 600)) == -1
    slots = [slate.about(entry(f"{each}#1")) for each in range(SLOTS + 1)]
    assert slots[-1] == -1 and len(set(slots)) == SLOTS + 1
    slate.begun(-1, 9)
    slate.over(9)
    assert len([*slate.entries()]) == SLOTS
