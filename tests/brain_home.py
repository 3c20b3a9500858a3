"""A home with a brain in it, for tests of verbs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cctl.core.brain.decide import Decider
from cctl.core.moment import stamp
from cctl.host.brain.log import Log
from cctl.host.brain.record import decided, told
from tests.gate import judge
from tests.judged import bash
from tests.learning import DAY, START

FACTS = {"home": "/home/test", "project": "/workspace/project", "files": "none"}


def log(home: Path) -> Log:
    """The log of the brain in a home."""
    return Log(str(home / ".local/state/cctl/brain"))


def decide(home: Path, command: str, id: str, at: int = START, **more: Any) -> dict[str, Any]:
    """One decision, written down."""
    decider = Decider(judge(), more.pop("policy", "workspace"))
    facts = FACTS | more.pop("facts", {})
    call = bash(command, id=id, session=more.pop("session", "s1"), agent="claude") | {"cwd": facts["project"]}
    verdict = decider.decide(call, facts)
    assert decided(log(home), decider, call, facts, verdict, stamp(at), **more) == ""
    return verdict


def answer(home: Path, id: str, ms: int = START, *, allow: bool = True, session: str = "s1") -> None:
    """What a human said to it."""
    assert told(log(home), "dialog", id, session, stamp(ms + 100)) == ""
    if allow:
        assert told(log(home), "outcome", id, session, stamp(ms + 9000), failed=False) == ""
    else:
        assert told(log(home), "rejected", id, session, stamp(ms + 9000), by="human") == ""


def busy(home: Path, count: int = 12) -> None:
    """A brain with some calls that were asked and approved, on several days."""
    for at in range(count):
        ms = START + at * DAY // 2
        decide(home, f"acme status{at % 2}", f"c{at}", ms, session=f"s{at}")
        answer(home, f"c{at}", ms, session=f"s{at}")
