"""What `clean --runs` clears away: runs that have ended, and what plans wrote before they were begun anew.

The memory of a plan that can still be gone on with stays, however old: without it `tasks run --resume` would do all of
it again. Nothing goes whose keeper, command or minder lives, and no work tree, for that may hold somebody's work.
"""
# ruff: noqa: PTH110, PTH112, PTH208 -- names of thousands of files; pathlib has nothing to offer

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.when.grammar import seconds
from cctl.host.plan.minders import Told
from cctl.host.plan.place import Place
from cctl.host.process import life, processes
from cctl.kit.launching import runs_of
from cctl.kit.planning import plans_of
from cctl.kit.plans import kept, status
from cctl.records.errors import CctlError, NoInput, UsageError
from cctl.records.exits import CODES
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.kit.run import Run
    from cctl.records.schema import Record

_FOREIGN = ("finished", "project", "max_bytes", "archive")


class Rest(NamedTuple):
    """A folder that something left."""

    path: str
    changed_ms: int
    size: int
    files: int
    what: str
    stays: str = ""  # why
    plan: Place | None = None  # to be held while all of it goes


def cleared(run: Run, asked: Mapping[str, Any], *, really: bool) -> Iterator[Record]:
    """Each folder that is old enough, and what became of it; the oldest first."""
    if wrong := [name for name in _FOREIGN if asked[name]]:
        raise UsageError(f"--runs goes with --older-than and --keep-last, not with --{wrong[0].replace('_', '-')}")
    if asked["older_than"] is None:
        raise UsageError("say how old what goes must be: --older-than")
    before_ms = run.world.now_ms() - int(seconds(asked["older_than"]) * 1000)
    runs = [*_runs(run)]
    newest = sorted(runs, key=lambda each: each.changed_ms, reverse=True)[: asked["keep_last"]]
    for rest in sorted([*runs, *_plans(run)], key=lambda each: each.changed_ms):
        if rest.changed_ms >= before_ms:
            continue
        spared = "one of the newest (--keep-last)" if rest in newest else rest.stays
        yield _carried_out(run, rest._replace(stays=spared), really=really)


def _carried_out(run: Run, rest: Rest, *, really: bool) -> Record:
    days = max(0, run.world.now_ms() - rest.changed_ms) // 86_400_000
    record: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "delete", "status": "ok"}
    record |= {"target": rest.path, "reason": f"{rest.what}, unchanged for {days} days", "bytes": rest.size}
    record["files"] = rest.files
    if rest.stays:
        return record | {"status": "impossible", "reason": rest.stays, "bytes": 0}
    if not really:
        return record | {"dry_run": True}
    held = -1
    try:
        held = rest.plan.lock() if rest.plan else -1
        shutil.rmtree(rest.path)
    except (OSError, CctlError) as problem:
        run.status = CODES["partial"]
        return record | {"status": "error", "reason": str(problem), "bytes": 0}
    finally:
        if held >= 0:
            os.close(held)
    return record


def _runs(run: Run) -> Iterator[Rest]:
    runs, table = runs_of(run), processes()
    for name in runs.ids():
        folder = runs.folder(name)
        try:
            record = runs.judged(folder.record())
        except NoInput:
            yield _rest(folder.path, "a run that was never told of")
            continue
        stays = "" if record.get("status") in ("ended", "lost") else "it is alive"
        child = (int(record.get("pid") or 0), str(record.get("process_start") or ""))
        if record.get("status") == "lost" and child[0] and life(table, *child) in ("alive", "unknown"):
            stays = "its keeper died, but its command lives"
        yield _rest(folder.path, "a run that has ended", stays)


def _plans(run: Run) -> Iterator[Rest]:
    for place in plans_of(run).all():
        try:
            _, board, about = kept(place)
        except NoInput:
            yield _rest(place.path, "a plan", "nothing is known of it")
            continue
        numbers = [name for name in os.listdir(place.path) if name.isdigit()]
        for name in numbers:
            if int(name) < board.generation:
                path = f"{place.path}/{name}"
                yield _rest(path, "what a plan wrote before it was begun anew", _lives(path))
        if status(place, board) == "ended" and not os.path.exists(str(about.get("path") or "")):
            alive = next((told for name in numbers if (told := _lives(f"{place.path}/{name}"))), "")
            yield _rest(place.path, "a plan whose file is gone", alive, place)


def _lives(folder: str) -> str:
    """Why a generation of a plan must stay."""
    if any(Told(f"{folder}/{name}").alive() for name in os.listdir(folder) if name.startswith("minder-")):
        return "commands of it are alive"
    trees = f"{folder}/trees"
    return f"it holds work trees: {trees}" if os.path.isdir(trees) and os.listdir(trees) else ""


def _rest(path: str, what: str, stays: str = "", plan: Place | None = None) -> Rest:
    changed, size, files = 0, 0, 0
    for folder, _, names in os.walk(path):
        for name in (*names, "."):
            try:
                told = os.lstat(f"{folder}/{name}")
            except OSError:
                continue
            changed = max(changed, told.st_mtime_ns // 1_000_000)
            if name != ".":
                size, files = size + told.st_size, files + 1
    return Rest(path, changed, size, files, what, stays, plan)
