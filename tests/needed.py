"""Programs that some tests need beside Python; where one is missing, the test is skipped by that name."""

from __future__ import annotations

import shutil

import pytest


def program(name: str) -> str:
    """The path of a program, or a skip that says which one is missing."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"needs {name}")
    return found
