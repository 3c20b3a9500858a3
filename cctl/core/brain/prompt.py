"""Prompts: texts with places in them, filled in one pass, so that a value that holds a place is never filled itself."""

from __future__ import annotations

from collections.abc import Mapping

from cctl.records.pattern import pattern

NAMES = ("judge",)
PLACES = {"judge": ("call",)}
_PLACE = pattern(r"\{\{(\w+)\}\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; a place without a value stays as it is."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def missing(name: str, text: str) -> list[str]:
    """Places that a prompt must have and a user's text hasn't: without them the model would answer about nothing."""
    return [place for place in PLACES[name] if "{{" + place + "}}" not in text]
