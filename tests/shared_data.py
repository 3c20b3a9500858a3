"""Where the reference data lies, for tests marked `shared`; they are skipped by name without it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(relative: str) -> Path:
    """The path of one reference file or folder beside the checkout, or a skip that names it."""
    path = ROOT.parent / "shared" / relative
    if not path.exists():
        pytest.skip(f"needs ../shared/{relative}")
    return path
