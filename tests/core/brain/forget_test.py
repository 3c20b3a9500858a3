"""What stays."""

from __future__ import annotations

from typing import Any

from cctl.core.brain.forget import kept
from cctl.core.brain.sign import project_id
from cctl.core.moment import epoch_ms

OLD, NEW = "2026-01-01T00:00:00.000Z", "2026-11-20T00:00:00.000Z"


def events() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name, project, ts in (("a", "/p", OLD), ("b", "/p", NEW), ("c", "/q", OLD)):
        found.append({"event": "decision", "id": name, "ts": ts, "facts": {"project": project}})
        found.append({"event": "outcome", "call": name, "ts": ts})
    found.append({"event": "certificate", "id": "cert-1", "ts": NEW})
    found.append({"event": "implied", "call": "d", "project": project_id("/p"), "ts": OLD})
    return found


def names(**asked: Any) -> list[str]:
    return [str(each.get("id") or each["call"]) for each in kept(events(), **asked)]


def test_a_project_goes_whole() -> None:
    assert names(project="/p") == ["c", "c"]
    assert names(project="/elsewhere") == ["a", "a", "b", "b", "c", "c", "d"]


def test_what_is_old_goes() -> None:
    assert names(before_ms=epoch_ms("2026-06-01T00:00:00.000Z")) == ["b", "b"]


def test_both_together_forget_only_what_is_both() -> None:
    assert names(project="/p", before_ms=epoch_ms("2026-06-01T00:00:00.000Z")) == ["b", "b", "c", "c"]
