"""One process at a time does a first reading: the others would read the same gigabytes for nothing.

This spares work and nothing else; without it the ledger would be as right. So nobody waits for a holder that doesn't
get on, be it stopped or stuck, and a holder that is killed is no holder any more.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cctl.host import paths

PATIENCE_S = 5.0
_LOOK_S = 0.05


@contextmanager
def turn(path: str, pulse: Callable[[], int], *, patience_s: float = PATIENCE_S) -> Iterator[bool]:
    """Wait until no other process reads for this ledger, as long as `pulse` changes; tells whether it came to that."""
    descriptor = paths.private_file(f"{path}.turn")
    try:
        yield _waited(descriptor, pulse, patience_s)
    finally:
        os.close(descriptor)


def _waited(descriptor: int, pulse: Callable[[], int], patience_s: float) -> bool:
    last, since = pulse(), time.monotonic()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            pass
        now = pulse()
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > patience_s:
            return False
        time.sleep(_LOOK_S)
