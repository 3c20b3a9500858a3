"""What `clean` must know of a session before it may go: is somebody in it, and do both memories hold all of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.agent import agents
from cctl.core.clean import Standing, Unit, Wish
from cctl.core.stats import match
from cctl.core.when.grammar import seconds
from cctl.host import db, walk
from cctl.host.activity import ask
from cctl.host.activity import store as activity
from cctl.host.ledger.ledger import Ledger
from cctl.host.process import processes
from cctl.host.registry import folders, read
from cctl.kit.remembered import remembered
from cctl.kit.spending import ledger_path, spending
from cctl.records.errors import UsageError

if TYPE_CHECKING:
    from cctl.kit.run import Run


def wish_of(asked: Mapping[str, Any]) -> Wish:
    """What the flags wish for."""
    if asked["older_than"] is None and asked["max_bytes"] is None and not asked["finished"]:
        raise UsageError("say what to clean: --older-than, --finished or --max-bytes")
    age = int(seconds(asked["older_than"]) * 1000) if asked["older_than"] is not None else None
    project = match.paths(asked["project"]) if asked["project"] else None
    return Wish(age, asked["finished"], project, asked["keep_last"], asked["max_bytes"])


class Stands:
    """The standing of units, looked up once for all of them."""

    def __init__(self, run: Run) -> None:
        from cctl.kit.prices import price_table  # noqa: PLC0415 -- reading what is new needs prices

        self.homes = walk.homes(agents().values(), run.world.env, run.world.home)
        spending(run, (), price_table(run))  # brings the ledger up to date
        memory = remembered(run)
        self._did = ask.figures(memory, None)
        self._read = _read_so_far(run)
        memory.close()
        table = processes()
        self._live = {
            session
            for folder in folders(home.path for home in self.homes)
            for session, entry in read(folder, table).entries.items()
            if entry.life in ("alive", "unknown")
        }
        files = getattr(table, "files", None)
        self._open = {path for pid in table.all() for path in files(pid)} if files else set()

    def __call__(self, unit: Unit) -> Standing:
        """How a unit stands."""
        did = self._did.get(unit.session)
        live = "registry" if unit.session in self._live else ""
        if not live and any(f"{unit.home}/{name}" in self._open for name, _ in unit.files):
            live = "open in a process"
        lines = [
            (name, size)
            for name, size in unit.files
            if name.endswith(walk.TRANSCRIPTS) and agents()[unit.agent].place(name)
        ]
        whole = bool(lines) and all(self._read.get(f"{unit.home}/{name}") == size for name, size in lines)
        project = (did.facts.get("project") or did.facts.get("cwd", "")) if did else ""
        return Standing(live, whole, bool(did and did.ended in ("rest", "interrupt", "")), project)


def to_disk(run: Run) -> None:
    """Wait until the disk has what both memories hold; raises `db.Unusable` when that can't be known."""
    ledger = Ledger(ledger_path(run))
    memory = activity.opened(run.world)
    try:
        ledger.to_disk()
        db.to_disk(memory, activity.path_of(run.world))
    finally:
        ledger.close()
        memory.close()


def _read_so_far(run: Run) -> dict[str, int]:
    """The transcripts that both memories have read as they are now, with their sizes."""
    try:
        ledger = Ledger(ledger_path(run))
        memory = activity.opened(run.world)
    except db.Unusable:
        return {}
    spent = ledger.connection.execute(
        "SELECT CAST(root.path || x'2f' || file.path AS BLOB), file.size, file.mtime_ns "
        "FROM file JOIN root ON root.id = file.root"  # a path may be no text
    ).fetchall()
    done = memory.execute("SELECT path, size, mtime_ns FROM file").fetchall()
    ledger.close()
    memory.close()
    both = {_row(row) for row in spent} & {_row(row) for row in done}
    return {path: size for path, size, mtime in both if _now(path) == (size, mtime)}


def _row(row: tuple[bytes | str, int, int]) -> tuple[str, int, int]:
    path = row[0]
    return os.fsdecode(path), row[1], row[2]


def _now(path: str) -> tuple[int, int]:
    try:
        told = os.stat(path)  # noqa: PTH116 -- thousands of them
    except OSError:
        return (-1, -1)
    return told.st_size, told.st_mtime_ns
