"""Names that stand for something that can be read only once: pipes, as `<(command)` makes them, and devices.

To look at the beginning of one and open it again gives nothing, or waits for ever.
"""

from __future__ import annotations

import os
import stat


def is_pipe(path: str) -> bool:
    """Whether a name is no file and no folder: what it gives is gone once it was read."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- pathlib costs 9 ms at every start
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
