"""Prompts."""

from __future__ import annotations

from cctl.core.brain.prompt import NAMES, PLACES, filled, missing
from cctl.host.data import shipped


def test_places_are_filled_in_one_pass() -> None:
    """The original fills one place after the other, so that a value can name the next."""
    assert filled("{{a}} {{b}} {{c}}", {"a": "{{b}}", "b": "x"}) == "{{b}} x {{c}}"


def test_a_prompt_without_its_places_is_found_out() -> None:
    assert missing("judge", "say allow") == ["call"] and missing("judge", "{{call}}") == []


def test_every_prompt_is_shipped_with_its_places() -> None:
    assert set(PLACES) == set(NAMES)
    for name in NAMES:
        assert missing(name, shipped(f"prompts/{name}.txt").decode()) == []
