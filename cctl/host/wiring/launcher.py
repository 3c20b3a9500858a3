"""The launcher of this machine: a copy of `cctl/launch.py` that knows where everything lies."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cctl.host.hook.places import PACKAGE

FILE = "wiring/hook.py"
_EMPTY = "PLACES: dict[str, object] = {}\n"
_HEAD = "# Written by `cctl init`, which also checks and renews it. Changes here are lost, and reported.\n"


def path(state: str) -> str:
    """Where the launcher lies."""
    return f"{state}/{FILE}"


def text(places: Mapping[str, object]) -> str:
    """The launcher with its places."""
    source = Path(PACKAGE, "launch.py").read_text(encoding="utf-8")
    filled = source.replace(_EMPTY, f"PLACES: dict[str, object] = {dict(sorted(places.items()))!r}\n")
    if filled == source:
        raise ValueError("cctl/launch.py has no places to fill in")
    return _HEAD + filled


def places(
    home: str, state: str, config: str, on_error: str, deadline_ms: int, guarded: list[str]
) -> dict[str, object]:
    """What the launcher must know."""
    root = os.path.dirname(PACKAGE)  # noqa: PTH120 -- a name, no file
    return {
        "root": root,
        "home": home,
        "state": state,
        "config": config,
        "on_error": on_error,
        "deadline_ms": deadline_ms,
        "guarded": sorted(guarded),
    }


def interpreter() -> str:
    """The interpreter itself: no link, no environment that may be changed or thrown away, no search."""
    return os.path.realpath(sys.executable)
