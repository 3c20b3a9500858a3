"""A run over a home of a test's own, for checks."""

from __future__ import annotations

from pathlib import Path

from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.verb import Meta


def run_in(home: Path, **env: str) -> Run:
    """A run that sees nothing but a home."""
    world = World({"HOME": str(home), "PATH": "/nowhere", "CCTL_NOW": "2026-11-20T12:00:00Z"} | env, cwd=str(home))
    return Run(Meta("doctor", "source"), world, Shared(), Out())
