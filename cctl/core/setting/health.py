"""Settings of `health`: every threshold, each to be moved by a repository the stricter way alone."""

from __future__ import annotations

from cctl.core.health.threshold import SOURCES, thresholds
from cctl.core.setting import Setting

SETTINGS = tuple(
    Setting(
        f"health.{each.name}",
        "float",
        each.value,
        f"{each.about} (From: {SOURCES[each.source]}.)",
        each.stricter,
        unit=each.unit,
    )
    for each in thresholds()
)
