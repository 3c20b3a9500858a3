"""Asking the checks about a told session."""

from __future__ import annotations

from collections.abc import Mapping

from cctl.core.health.judge import Health
from cctl.records.schema import Record
from fixtures.health.story import Story, price, window


def findings(story: Story, check: str = "", over: Mapping[str, float] | None = None) -> list[Record]:
    """The findings of a check, or all, about a story."""
    from cctl.core.health.threshold import limits

    health = Health(limits(over), price, window)
    found = [each for record in story.records for each in health.feed(record) or () if each["type"] == "finding"]
    return [each for each in found if not check or each["check"] == check]


def session(seed: int = 1) -> Story:
    """A new session whose person has asked for something."""
    return Story("s1", seed).prompt()
