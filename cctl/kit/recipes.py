"""The pipelines that people copy: data, shown by the README and by `cctl-pipelines(7)`, run by a test."""

from __future__ import annotations

import json

from cctl.host.data import shipped
from cctl.records.named import NamedTuple

START, STOP = "<!-- recipes: made by python -m cctl.kit.generate -->", "<!-- /recipes -->"


class Recipe(NamedTuple):
    """One thing to do, and how."""

    title: str
    run: list[str]
    why: str


def recipes() -> list[Recipe]:
    """All of them, in order."""
    return [Recipe(each["title"], each["run"], each["why"]) for each in json.loads(shipped("recipes.json"))]


def as_markdown() -> str:
    """The block that stands in the README."""
    parts = []
    for each in recipes():
        parts.append(f"**{each.title}**\n\n```sh\n" + "\n".join(each.run) + f"\n```\n\n{each.why}\n")
    return f"{START}\n\n" + "\n".join(parts) + f"\n{STOP}"


def filled(text: str) -> str:
    """A text with its block of recipes brought up to date."""
    before, start, rest = text.partition(START)
    _, stop, after = rest.partition(STOP)
    return before + as_markdown() + after if start and stop else text
