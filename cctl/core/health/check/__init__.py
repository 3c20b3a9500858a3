"""The checks, one file each. A file declares `CHECK`; nothing central is edited to add one.

A check is a function of a session's history and the record that has just been taken in. It yields what it finds as
often as it finds it; whoever runs the checks says each finding once.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable

from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.core.health.threshold import Limits
from cctl.core.money.paid import Cost
from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Terms(NamedTuple):
    """What a check may use beside the history."""

    limits: Limits
    cost: Cost
    now_ms: int  # the stream's clock


class Check(NamedTuple):
    """One check."""

    name: str
    on: tuple[str, ...]  # record types that can change its answer
    judge: Callable[[History, Record, Terms], Iterable[Found]]
    about: str
    needs: tuple[str, ...] = ()  # fields without which it can't say anything
    minimum: str = ""  # the smallest sample that it judges


def checks() -> list[Check]:
    """Every check, by name."""
    found = [importlib.import_module(f"{__name__}.{module.name}").CHECK for module in pkgutil.iter_modules(__path__)]
    return sorted(found, key=lambda check: str(check.name))
