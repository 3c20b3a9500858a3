"""The interpreter and the packages that cctl stands on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from typing import TYPE_CHECKING

from cctl import __version__
from cctl.kit.check import Check

if TYPE_CHECKING:
    from cctl.kit.run import Run

_NEEDED = ("click", "ijson", "jsonlines", "msgspec", "python-dateutil", "requests", "tabulate")
_EXTRAS = {"imageio": ("video", "record to .mp4 and .webm"), "matplotlib": ("plot", "plot to .png")}


def checks(run: Run) -> Iterator[Check]:
    """Versions, and what is missing."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", "ok", f"cctl {__version__} on Python {version}")
    missing = [name for name in _NEEDED if not _version(name)]
    if missing:
        yield Check("packages", "problem", "missing: " + ", ".join(missing), "install cctl anew")
    else:
        yield Check("packages", "ok", ", ".join(f"{name} {_version(name)}" for name in _NEEDED))
    for name, (extra, use) in _EXTRAS.items():
        if not _version(name):
            yield Check(
                f"extra {extra}", "skipped", f"{name} is not installed: no {use}", f"pip install 'cctl[{extra}]'"
            )
    yield _ijson()


def _ijson() -> Check:
    try:
        import ijson  # noqa: PLC0415 -- 15 ms, only here
    except ImportError:
        return Check("ijson backend", "problem", "ijson can't be imported", "install cctl anew")
    if ijson.backend_name == "python":
        return Check(
            "ijson backend",
            "advice",
            "the pure-Python one: --from json is 20 times slower",
            "pip install --force ijson",
        )
    return Check("ijson backend", "ok", str(ijson.backend_name))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
