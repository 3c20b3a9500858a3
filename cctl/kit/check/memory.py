"""The ledger and the memory of what was done: where, how large, whether whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.host import db, paths
from cctl.host.activity import store
from cctl.host.activity.schema import COMPONENT as ACTIVITY
from cctl.host.ledger.schema import COMPONENT as LEDGER
from cctl.kit.check import Check
from cctl.kit.spending import ledger_path

if TYPE_CHECKING:
    from cctl.kit.run import Run


def checks(run: Run) -> Iterator[Check]:
    """One look at each."""
    folder = paths.state(run.world.env, run.world.home)
    kind = paths.networked(folder)
    if kind:
        yield Check("state folder", "problem", f"{folder} is on {kind}", "point XDG_STATE_HOME at a local disk")
    elif not os.path.isdir(folder):  # noqa: PTH112 -- a name, not a Path
        yield Check("state folder", "ok", f"{folder} is made when first needed")
    else:
        mode = os.stat(folder).st_mode & 0o777  # noqa: PTH116 -- see above
        if mode & 0o077:
            yield Check("state folder", "problem", f"{folder} is open to others ({mode:o})", f"chmod 700 {folder}")
        elif not os.access(folder, os.W_OK):
            yield Check("state folder", "problem", f"{folder} can't be written", "mend its permissions")
        else:
            yield Check("state folder", "ok", folder)
    yield _database("ledger", ledger_path(run), LEDGER, "`cctl ledger rebuild` mends it from what is still there")
    yield _database("activity", store.path_of(run.world), ACTIVITY, "delete it; it is made anew from the transcripts")


def _database(name: str, path: str, component: db.Component, todo: str) -> Check:
    if not os.path.exists(path):  # noqa: PTH110 -- a name, not a Path
        return Check(name, "ok", f"{path} is made by the first question")
    try:
        connection = db.connect(path, [component])
        with db.explained(path):
            wrong = db.healthy(connection)
        connection.close()
    except db.Unusable as problem:
        return Check(name, "problem", str(problem), todo)
    if wrong:
        return Check(name, "problem", f"{path}: {wrong[0]}", todo)
    return Check(name, "ok", f"{path}: {os.stat(path).st_size / 1e6:.1f} MB, whole")  # noqa: PTH116 -- see above
