"""`learn`: fold the log, write the memory, note what was certified."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache

from cctl.core.brain.chain import check, last
from cctl.core.brain.learn import Learning, learned
from cctl.core.brain.terms import Terms
from cctl.core.brain.terms import terms as read_terms
from cctl.host.brain import memory
from cctl.host.brain.log import Log
from cctl.host.config_file import parsed
from cctl.host.data import shipped
from cctl.records.errors import BadData

_TAIL = 1 << 16


@cache
def terms() -> Terms:
    """The terms that are shipped."""
    return read_terms(parsed("learning.toml", shipped("learning.toml")))


def learn(folder: str, tables: str, now_ms: int, ts: str, *, dry: bool = False) -> Learning:
    """Learn everything anew from the log; a log whose chain is broken teaches nothing."""
    log = Log(folder)
    found = check(log.lines())
    if found.problem:
        raise BadData(
            f"{found.file}:{found.line}: {found.problem}", hint="nothing is learnt from a log that was tampered with"
        )
    head = _head(log)
    made = learned(log.events(), terms())
    text = made.text(tables, head, now_ms)
    if not dry:
        memory.secret(folder, make=True)
        _note(log, made, ts)
        memory.keep(f"{folder}/{memory.FILE}", text.encode())
    return made


def forget(log: Log, stays: list[dict[str, object]], gone: int, ts: str) -> None:
    """Put what stays into a new chain, which says how much went and how the old one ended; the memory goes, too."""
    from cctl.host.brain.adviser import FILE as ADVICE  # noqa: PLC0415 -- what else it brings only askers need

    found = check(log.lines())
    mark: dict[str, object] = {"event": "forget", "lines": gone, "head": f"{found.end.seq}:{found.end.hash}"}
    if log.files():
        log.rewrite(stays, mark, ts)
    for name in (memory.FILE, ADVICE):
        with suppress(FileNotFoundError):
            os.unlink(f"{log.folder}/{name}")  # noqa: PTH108 -- pathlib costs 4 ms


def _note(log: Log, made: Learning, ts: str) -> None:
    """Write down each certificate once; the log is where it can be checked by somebody else."""
    known = {event.get("id") for event in log.events() if event.get("event") == "certificate"}
    events: list[dict[str, object]] = []
    for ladder in made.ladders.values():
        for each in ladder.made:
            if each.id not in known:
                told = {"event": "certificate", "id": each.id, "tier": each.tier, "level": str(each.level)}
                told |= {"upper": str(each.upper), "answers": str(each.answers), "errors": str(each.errors)}
                events.append({**told, "look": each.look, "chance": str(each.chance), "epoch": each.epoch})
    if events:
        log.append(events, ts, patience_s=5.0)


def _head(log: Log) -> tuple[str, int, str]:
    """How far the log has come: file, bytes, hash of the last whole line."""
    for path in reversed(log.files()):
        with open(path, "rb") as file:  # noqa: PTH123 -- as everywhere beside the hook's path
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            end, torn = last(file.read(_TAIL))
        if end.seq:
            return path.rpartition("/")[2], size - torn, end.hash
    return "", 0, ""
