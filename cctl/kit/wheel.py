"""Build hook: each manual page into the folder of its section, which a table in pyproject.toml can't say for a folder.

Loaded by hatchling by its path while a wheel is built, never by cctl itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Pages(BuildHookInterface):  # type: ignore[type-arg]  # hatchling ships no types for its configuration
    """Adds `man/*` to the wheel's shared data."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is written."""
        build_data.setdefault("shared_data", {}).update(pages(Path(self.root)))


def pages(root: Path) -> dict[str, str]:
    """Every page's path in the checkout → its path under the installation's prefix."""
    found = sorted((root / "man").glob("*.[1-8]"))
    return {str(page): f"share/man/man{page.suffix[1:]}/{page.name}" for page in found}
