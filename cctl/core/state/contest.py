"""Files that two sessions write: what `conflicts` finds call by call, as a standing fact of each session.

Every session keeps the files it wrote last; an index tells who else did. Whoever let go of a file, because it ended or
wrote it long ago, contests nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cctl.core.moment import stamp
from cctl.core.state.standing import Standing, Written
from cctl.core.written import writes
from cctl.records.schema import Record

HELD_S = 1800.0  # how long a file counts as being worked on after it was last written
KEPT = 64  # files remembered of each session
SHOWN = 20

Same = Callable[[str], str]  # a path → the one name of that file


class Contest:
    """Who writes which file."""

    def __init__(self, same: Same = lambda path: path) -> None:
        self._same = same
        self._writers: dict[str, dict[str, Standing]] = {}

    def call(self, standing: Standing, record: Record, ms: int) -> None:
        """A call that may write, done or not."""
        cwd = record.get("cwd") or standing.texts.get("cwd")
        for path, how in writes(record, cwd):
            name = self._same(path)
            before = standing.written.pop(name, None)
            since = min(before.since_ms, ms) if before else ms
            done = before.done if before else False
            standing.written[name] = Written(
                since, max(ms, before.last_ms if before else 0), how, str(record.get("id")), done
            )
            self._writers.setdefault(name, {})[standing.id] = standing
        while len(standing.written) > KEPT:
            self._let_go(standing, next(iter(standing.written)))

    def result(self, standing: Standing, record: Record, ms: int) -> None:
        """What came of a call: a file that it failed to write is not written."""
        call = record.get("call")
        for name, each in list(standing.written.items()):
            if each.call != call:
                continue
            if record.get("error") and not each.done:
                self._let_go(standing, name)
            else:
                each.done, each.last_ms = True, max(each.last_ms, ms)

    def adopt(self, standing: Standing) -> None:
        """A standing that was kept from an earlier run."""
        for name in standing.written:
            self._writers.setdefault(name, {})[standing.id] = standing

    def forget(self, standing: Standing) -> None:
        """A session that nothing is to be known of any more."""
        for name in list(standing.written):
            self._let_go(standing, name)

    def rivals(self, standing: Standing) -> set[str]:
        """Sessions that wrote a file of this one, whatever they do now."""
        found = {other for name in standing.written for other in self._writers.get(name, ())}
        return found - {standing.id}

    def of(self, standing: Standing, now_ms: int, ended: Callable[[Standing], bool]) -> list[dict[str, Any]]:
        """The files that this session contests with others, latest first; `first` tells that it was there before."""
        found = []
        for name, mine in reversed(standing.written.items()):
            writers = self._writers.get(name, {})
            if len(writers) < 2 or _old(mine, now_ms):
                continue
            for other in writers.values():
                theirs = other.written.get(name)
                if other is standing or theirs is None or _old(theirs, now_ms) or ended(other):
                    continue
                since = stamp(max(mine.since_ms, theirs.since_ms))
                row: dict[str, Any] = {"path": name, "session": other.id, "since": since}
                row |= {"first": (mine.since_ms, standing.id) < (theirs.since_ms, other.id)}
                found.append(row if mine.done and theirs.done else row | {"predicted": True})
        return found[:SHOWN]

    def _let_go(self, standing: Standing, name: str) -> None:
        standing.written.pop(name, None)
        writers = self._writers.get(name, {})
        writers.pop(standing.id, None)
        if not writers:
            self._writers.pop(name, None)


def _old(written: Written, now_ms: int) -> bool:
    return now_ms - written.last_ms > HELD_S * 1000
