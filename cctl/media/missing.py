"""What to say when an optional package isn't there: which extra brings it, in one line."""

from __future__ import annotations

import importlib.util

from cctl.records.errors import Unavailable

_EXTRAS = {"imageio": "video", "imageio_ffmpeg": "video", "pyte": "video", "matplotlib": "plot"}


def need(*packages: str) -> None:
    """Stop with a clear word if one of the packages isn't installed."""
    for name in packages:
        if importlib.util.find_spec(name) is None:
            raise Unavailable(f"{name} is not installed", hint=f"pip install 'cctl[{_EXTRAS[name]}]'")
