"""The configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cctl.host import config_file
from cctl.kit.check import Check
from cctl.kit.configured import Configuration

if TYPE_CHECKING:
    from cctl.kit.run import Run


def checks(run: Run) -> Iterator[Check]:
    """What is wrong in the files."""
    _, problems = Configuration(run.world, run.shared.config).all()
    for problem in problems:
        yield Check("configuration", "problem", f"{problem.origin}:{problem.line}: {problem.message}", "mend the file")
    if not problems:
        origins = [layer.origin for layer in config_file.layers(run.world, run.shared.config)]
        yield Check("configuration", "ok", ", ".join(origins) or "none; the defaults hold")
