"""What this machine noticed in a window, for `report`: verdicts of the log, budgets as they stand, findings.

Verdicts and budgets are on record. Findings are not: they are made from the transcripts of the dearest sessions, as
many as can be read in a moment, and whoever shows them says how many that were.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cctl.core.health.judge import Health
from cctl.core.health.threshold import thresholds
from cctl.core.report.noticed import call, project
from cctl.host import paths, spent
from cctl.kit.brain import Brain, inside
from cctl.kit.prices import price_table
from cctl.kit.session_records import given
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.activity.history import File
    from cctl.core.when.grammar import Window
    from cctl.kit.run import Run

_MOST_BYTES = 24 << 20  # of transcripts: half a second


def verdicts(run: Run, window: Window, wanted: Callable[[str], bool]) -> Iterator[Record]:
    """The calls that were judged, as the log tells of them."""
    for event in Brain(run).log.events():
        if event.get("event") == "decision" and inside(event, window) and wanted(project(event)):
            yield call(event)


def budgets(run: Run, window: Window) -> Iterator[Record]:
    """Budgets as they were last written down for other processes, if that was in the window."""
    state = paths.state(run.world.env, run.world.home)
    return (each for each in spent.standings(state) if each.get("type") == "budget" and inside(each, window))


def findings(
    run: Run, window: Window, sessions: Sequence[Record], files: Mapping[str, File], most: int
) -> tuple[list[Record], str]:
    """What health finds in the dearest sessions, and how many of how many were looked through."""
    chosen = list(islice(_affordable(sessions, files), most))
    if not chosen:
        return [], ""
    table = price_table(run)
    limits = {each.name: float(run.setting(f"health.{each.name}")) for each in thresholds()}
    health = Health(limits, table.cost, lambda model: table.context(model) or 0)
    found: list[Record] = []
    for path in chosen:
        for record in given(run, path).records:
            found += (each for each in health.feed(record) or () if each.get("type") == "finding")
    told = f"Looked through {len(chosen)} of {len(sessions)} sessions, the dearest first."
    return [each for each in found if inside(each, window)], told


def _affordable(sessions: Sequence[Record], files: Mapping[str, File]) -> Iterator[str]:
    """Transcripts of the dearest sessions, as long as there is room for them."""
    room = _MOST_BYTES
    for each in sorted(sessions, key=lambda each: -float(each.get("cost_usd") or 0)):
        file = files.get(str(each.get("session")))
        try:
            size = os.stat(file.path).st_size if file else 0  # noqa: PTH116 -- pathlib costs 9 ms
        except OSError:
            continue  # gone since it was read
        if 0 < size <= room:
            room -= size
            yield file.path if file else ""
