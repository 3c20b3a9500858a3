"""Reservations as verbs use them: what of the user's own limits a run has to reserve, and what is reserved by now."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cctl.host import db, paths
from cctl.host.reservation import Reservations, Wish, place
from cctl.kit import budgeting

if TYPE_CHECKING:
    from cctl.core.budget.budget import Reserved
    from cctl.core.budget.standing import Standing
    from cctl.kit.run import Run

_FRESH_S = 1.0  # for how long one look at the table holds


def reservations(run: Run) -> Reservations:
    """The table of this user; raises `db.Unusable`."""
    return Reservations(_path(run), run.world.now_ms)


def wishes(run: Run, nano: int, about: Mapping[str, str]) -> list[Wish]:
    """What a run that may spend so much has to reserve of the limits in the settings.

    `about` is what its spend records will say: `agent`, `project`, `branch`, and `session` if that is known. What was
    spent comes from the ledger, which is brought up to date whenever a wish is asked: a response that its run has
    settled stands in a transcript by then.
    """

    def standings() -> list[Standing]:
        limits = [each for each in budgeting.configured(run) if each.nano]
        made = budgeting.budgets(run, limits, ledger=True, enforce=False)
        return made.opened(dict(about), run.world.now_ms())

    def spent(known: Standing) -> Callable[[], int]:
        return lambda: next(
            (each.account.nano for each in standings() if (each.limit, each.key) == (known.limit, known.key)),
            known.account.nano,  # its period ended while it waited
        )

    return [Wish(each.limit.scope, each.key, nano, each.limit.nano, spent(each)) for each in standings()]


def reserved(run: Run) -> Reserved:
    """What running runs hold of a key; looked up again after a second, and nothing where nobody ever reserved."""
    seen: dict[tuple[str, str], tuple[float, int]] = {}

    def look(scope: str, key: str) -> int:
        at, held = seen.get((scope, key), (-_FRESH_S, 0))
        if time.monotonic() - at >= _FRESH_S:
            held = _held(run, scope, key)
            seen[scope, key] = (time.monotonic(), held)
        return held

    return look


def _held(run: Run, scope: str, key: str) -> int:
    if scope in ("session", "run") or not os.path.exists(_path(run)):  # noqa: PTH110 -- pathlib costs 9 ms
        return 0  # who reserves of one session is the session
    try:
        with reservations(run) as table:
            return sum(each.nano for each in table.held(scope, key))
    except db.Unusable as problem:
        run.say.once("reservations", f"{problem}; forecasts leave out what running runs have reserved")
        return 0


def _path(run: Run) -> str:
    return place(paths.state(run.world.env, run.world.home))
