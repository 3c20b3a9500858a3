"""Records that only a live source writes: its pulse, and where to go on after a restart."""

from __future__ import annotations

from typing import Annotated, NotRequired

from cctl.records.schema.base import Base


class Heartbeat(Base):
    """The source is alive though nothing happens; its `ts` is the clock, also for a fold that has no other."""

    sessions: Annotated[int, "sessions that are alive"]
    files: Annotated[int, "transcripts watched"]
    by: NotRequired[Annotated[str, "how changes are noticed: `inotify`, `watchfiles`, `polling`"]]
    lag_s: NotRequired[Annotated[float, "how long ago the source wanted to beat: more than a moment after sleep"]]


class Cursor(Base):
    """How far one transcript has been read; `--cursor FILE` goes on from here."""

    path: Annotated[str, "file, absolute"]
    offset: Annotated[int, "bytes read"]
    line: Annotated[int, "lines read; -1 when they were never counted"]
    inode: Annotated[int, "which file that was"]
    head: Annotated[str, "hash of its first bytes, so that a replaced file is noticed"]


RECORDS = {"heartbeat": Heartbeat, "cursor": Cursor}
