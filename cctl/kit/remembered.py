"""The memory of what was done, brought up to date for a verb; without it the transcripts answer, and that is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cctl.core.activity.command import Runners
from cctl.core.activity.deed import Watcher
from cctl.core.agent import agents
from cctl.core.redact import Redactor
from cctl.host import db, walk
from cctl.host.activity import store
from cctl.host.activity.schema import COMPONENT
from cctl.host.data import shipped
from cctl.kit.progress import Progress

if TYPE_CHECKING:
    import sqlite3

    from cctl.kit.run import Run


def remembered(run: Run) -> sqlite3.Connection:
    """The memory, up to date."""
    watcher = Watcher(Runners(json.loads(shipped("test-runners.json"))), redactor(run).text)
    progress = Progress("reading transcripts", quiet=run.shared.quiet)
    try:
        if not run.setting("ledger.use"):
            return _anew(run, watcher, progress)
        try:
            connection = store.opened(run.world)
            with db.explained(store.path_of(run.world)):
                store.update(connection, run.world, watcher, progress)
        except db.Unusable as problem:
            run.say.warn(f"{problem}; answering from the transcripts, what they no longer hold is missing")
            return _anew(run, watcher, progress)
        return connection
    finally:
        progress.close()


def _anew(run: Run, watcher: Watcher, progress: Progress) -> sqlite3.Connection:
    connection = db.in_memory([COMPONENT])
    store.update(connection, run.world, watcher, progress)
    return connection


def redactor(run: Run) -> Redactor:
    """What takes secrets and people out of what is stored."""
    user = run.world.env.get("USER") or run.world.env.get("LOGNAME") or ""
    return Redactor(home=run.world.home, user=user)


def roots(run: Run) -> list[str]:
    """The homes that are configured now."""
    return [home.path for home in walk.homes(agents().values(), run.world.env, run.world.home)]
