"""What stays when something is forgotten: whole calls go, with everything that happened to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cctl.core.brain.sign import project_id
from cctl.core.moment import epoch_ms


def kept(
    events: Sequence[Mapping[str, Any]], *, project: str = "", before_ms: int | None = None
) -> list[dict[str, Any]]:
    """The events that stay; certificates go, because what they rest on may have gone."""
    gone = {
        str(event.get("id", ""))
        for event in events
        if event.get("event") == "decision" and _goes(event, project, before_ms)
    }
    stays = []
    for event in events:
        kind = event.get("event")
        if kind == "certificate":
            continue
        if kind == "decision":
            goes = _goes(event, project, before_ms)
        elif kind == "implied":
            goes = event.get("project") == project_id(project) if project else _old(event, before_ms)
        else:
            goes = str(event.get("call", "")) in gone or (not project and _old(event, before_ms))
        if not goes:
            stays.append(dict(event))
    return stays


def _goes(event: Mapping[str, Any], project: str, before_ms: int | None) -> bool:
    facts = event.get("facts")
    own = facts.get("project") if isinstance(facts, dict) else None
    return (
        (not project or own == project) and (before_ms is None or _old(event, before_ms)) and bool(project or before_ms)
    )


def _old(event: Mapping[str, Any], before_ms: int | None) -> bool:
    return before_ms is not None and epoch_ms(event.get("ts")) < before_ms
