"""What `--scrub` does to records: the machine's user and home, and the words of the configuration, are known to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cctl.core.scrub import Scrubber
from cctl.kit.remembered import redactor

if TYPE_CHECKING:
    from cctl.kit.run import Run


def scrubber(run: Run) -> Scrubber:
    """A scrubber for this machine."""
    return Scrubber(redactor(run), run.setting("scrub.words"))
