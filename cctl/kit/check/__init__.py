"""What `doctor` looks at: one file per subject with `checks(run)`, found by its name: a capability brings its own.

A check says what it found and what to do about it. It reads and changes nothing, and what goes wrong inside it is a
finding too, never a traceback.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.kit.run import Run


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    status: Literal["ok", "advice", "problem", "skipped"]
    message: str
    todo: str = ""


def gather(run: Run) -> Iterator[Check]:
    """Every check of every subject."""
    for each in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{__name__}.{each.name}")
        try:
            yield from module.checks(run)
        except Exception as problem:  # a doctor that falls ill helps nobody
            yield Check(each.name, "problem", f"could not be looked at: {problem}", "run `cctl doctor --debug`")
