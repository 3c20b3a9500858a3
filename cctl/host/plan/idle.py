"""When somebody last did something here: pressed a key at one of their terminals, or had an agent at work."""
# ruff: noqa: PTH116, PTH208 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
from collections.abc import Collection

from cctl.host.live.files import Files


def last_key_ms(folder: str = "/dev/pts") -> int:
    """Epoch milliseconds of the last key press at a terminal of this user; 0 when there is none.

    Reading from a terminal moves its access time, by at most eight seconds late; what programs print does not.
    """
    try:
        names = os.listdir(folder)
    except OSError:
        return 0
    latest = 0
    for name in names:
        try:
            found = os.stat(f"{folder}/{name}")
        except OSError:
            continue
        if name.isdigit() and found.st_uid == os.geteuid():
            latest = max(latest, found.st_atime_ns // 1_000_000)
    return latest


def last_work_ms(files: Files, own: Collection[str]) -> int:
    """When a transcript last grew, those of our own sessions left out."""
    return max((each.mtime_ms for each in files.all() if each.session not in own), default=0)
