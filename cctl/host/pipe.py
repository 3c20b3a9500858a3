"""Pipes: names that stand for something that can be read only once, and how much a pipe holds.

To look at the beginning of one (a `<(command)`, a device) and open it again gives nothing, or waits for ever. Of a pipe
that holds 64 KB one side always waits for the other.
"""

from __future__ import annotations

import os
import stat

WIDE = 1 << 20  # what a pipe may hold where there is much to pass on: each side works on while the other is at it


def is_pipe(path: str) -> bool:
    """Whether a name is no file and no folder: what it gives is gone once it was read."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- pathlib costs 9 ms at every start
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def widen(descriptor: int) -> None:
    """Let a pipe hold more; only one that was full, since the system has only so much for all of them."""
    try:
        import fcntl  # noqa: PLC0415 -- 1 ms, and hardly any run passes on as much

        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, WIDE)
    except (OSError, ImportError, AttributeError):
        pass  # not a pipe, no more to be had, or a system whose pipes are as they are: slower, not wrong
