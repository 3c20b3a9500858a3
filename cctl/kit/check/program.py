"""Programs beside cctl that some things need."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.kit.check import Check

if TYPE_CHECKING:
    from cctl.kit.run import Run

_USES = {"jq": "examples pipe into it", "git": "branches, commits and work trees are read through it"}
_PLAYERS = {"asciinema": "plays and uploads recordings"}


def checks(run: Run) -> Iterator[Check]:
    """Which are on the PATH."""
    path = run.world.env.get("PATH", "")
    for name, use in (_USES | _PLAYERS).items():
        place = shutil.which(name, path=path)
        if place:
            yield Check(name, "ok", place)
        else:
            yield Check(name, "skipped" if name in _PLAYERS else "advice", f"not on the PATH; {use}", f"install {name}")
    notifier = "osascript" if sys.platform == "darwin" else "notify-send"
    if not shutil.which(notifier, path=path):
        yield Check(notifier, "skipped", "not on the PATH; no desktop notifications", f"install {notifier}")
