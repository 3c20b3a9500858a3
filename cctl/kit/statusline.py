"""What the status line can't look up in its few milliseconds: done in the background, kept for every session."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.core.agent import agents
from cctl.core.spend.ask import Ask
from cctl.core.when.calendar import start_of
from cctl.core.when.grammar import seconds
from cctl.host import paths
from cctl.host.live.feed import Feed
from cctl.host.live.gather import backfill
from cctl.kit.alive import Machine, machine, snapshot
from cctl.kit.prices import price_table
from cctl.kit.spending import spending
from cctl.records import codec
from cctl.statusline import FILE, TOLD

if TYPE_CHECKING:
    from cctl.kit.run import Run

_RECENT = 1 << 18  # bytes of a transcript in which findings are looked for
_OLD_S = 86_400.0
_MOST = 1 << 16


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
    seen = machine(run)
    found = {str(each["session"]): each for each in snapshot(seen, now_ms, recent)}
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
        "limits": told_limits(paths.cache(run.world.env, run.world.home), now_ms / 1000),
    }
    for name, findings in _findings(run, seen, {str(each["session"]) for each in live}, now_ms).items():
        answer["sessions"][name] |= findings
    answer["findings_count"] = sum(each.get("findings", 0) for each in answer["sessions"].values())
    for name in ("day", "session"):
        limit = run.setting(f"budget.{name}_usd")
        if limit is not None:
            answer[f"{name}_limit"] = float(limit)
    return answer


def told_limits(folder: str, now_s: float) -> dict[str, Any]:
    """How full the provider's windows are, as the client that spoke last was told; only a status line learns that."""
    latest: tuple[float, dict[str, Any]] = (0.0, {})
    try:
        names = os.listdir(f"{folder}/{TOLD}")  # noqa: PTH208 -- pathlib costs 9 ms
    except OSError:
        return {}
    for name in names:
        path = f"{folder}/{TOLD}/{name}"
        try:
            at = os.stat(path).st_mtime  # noqa: PTH116 -- as above
            if now_s - at > _OLD_S:
                os.unlink(path)  # noqa: PTH108 -- as above
                continue
            with open(path, "rb") as file:  # noqa: PTH123 -- as above
                said = codec.decode(file.read(_MOST)).get("rate_limits")
        except (OSError, codec.BadLine):
            continue
        if isinstance(said, dict) and at > latest[0]:
            latest = (at, said)
    return {name: each for name, each in latest[1].items() if isinstance(each, dict) and _ahead(each, now_s)}


def _ahead(window: dict[str, Any], now_s: float) -> bool:
    """Whether a window is still the one that was told of: once it is over, what filled it is gone."""
    resets = window.get("resets_at")
    return not isinstance(resets, int | float) or resets > now_s


def _findings(run: Run, seen: Machine, live: set[str], now_ms: int) -> dict[str, dict[str, Any]]:
    """How many findings the last records of each live session show, and the worst of them."""
    from cctl.core.health.judge import Health  # noqa: PLC0415 -- only where something lives
    from cctl.core.health.threshold import thresholds  # noqa: PLC0415 -- as above

    table = price_table(run)
    limits = {each.name: float(run.setting(f"health.{each.name}")) for each in thresholds()}
    found: dict[str, dict[str, Any]] = {}
    for transcript in seen.now.files.all():
        if transcript.session not in live:
            continue
        health = Health(limits, table.cost, lambda model: table.context(model) or 0)
        feed = Feed(agents(), seen.now.files)
        for record in backfill(transcript.path, transcript.size, _RECENT, feed, now_ms):
            for each in health.feed(record) or ():
                if each.get("type") == "finding" and each.get("severity") != "info":
                    kept = found.setdefault(transcript.session, {"findings": 0, "worst": "warning"})
                    kept["findings"] += 1
                    kept["worst"] = "critical" if each["severity"] == "critical" else kept["worst"]
    return found


def _kept(session: dict[str, Any]) -> dict[str, Any]:
    return {name: session[name] for name in ("state", "cost_usd", "unpriced") if name in session}
