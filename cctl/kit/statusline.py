"""What the status line can't look up in its few milliseconds: done in the background, kept for every session."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.core.spend.ask import Ask
from cctl.core.when.calendar import start_of
from cctl.core.when.grammar import seconds
from cctl.host import paths
from cctl.kit.alive import machine, snapshot
from cctl.kit.prices import price_table
from cctl.kit.spending import spending
from cctl.records import codec
from cctl.statusline import FILE

if TYPE_CHECKING:
    from cctl.kit.run import Run


def look(run: Run) -> None:
    """Look everything up and keep it, whole or not at all."""
    folder = paths.cache(run.world.env, run.world.home)
    paths.private_folder(folder)
    mine = f"{folder}/{FILE}.{os.getpid()}"
    descriptor = paths.private_file(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        os.write(descriptor, codec.encode(known(run)))
    finally:
        os.close(descriptor)
    os.replace(mine, f"{folder}/{FILE}")  # noqa: PTH105 -- pathlib costs 9 ms


def known(run: Run) -> dict[str, Any]:
    """States and spend of the sessions that live, spend of the day, and the settings that the line needs."""
    now_ms = run.world.now_ms()
    recent = now_ms - int(seconds(str(run.setting("watch.recent"))) * 1000)
    found = {str(each["session"]): each for each in snapshot(machine(run), now_ms, recent)}
    live = [each for each in found.values() if each.get("state") != "finished"]
    day = start_of("day", now_ms, run.world.zone(str(run.setting("timezone"))))
    sums = spending(run, (), price_table(run)).spend.sums(Ask(since_ms=day))
    answer: dict[str, Any] = {
        "at": now_ms / 1000,
        "refresh_s": seconds(str(run.setting("statusline.refresh"))),
        "template": run.setting("statusline.template"),
        "fleet": run.setting("statusline.fleet"),
        "warn": run.setting("statusline.context_warn_ratio"),
        "full": run.setting("statusline.context_full_ratio"),
        "day_usd": sum(each.cell.cost_nano for each in sums) / 1e9,
        "day_unpriced": sum(each.cell.unpriced for each in sums),
        "sessions_count": len(live),
        "waiting_count": sum(each.get("state") == "needs_input" for each in live),
        "sessions": {name: _kept(each) for name, each in found.items()},
    }
    for name in ("day", "session"):
        limit = run.setting(f"budget.{name}_usd")
        if limit is not None:
            answer[f"{name}_limit"] = float(limit)
    return answer


def _kept(session: dict[str, Any]) -> dict[str, Any]:
    return {name: session[name] for name in ("state", "cost_usd", "unpriced") if name in session}
