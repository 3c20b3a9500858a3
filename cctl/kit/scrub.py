"""What `--scrub` does to records: the machine's user and home, and the words of the configuration, are known to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cctl.core.redact import Redactor
from cctl.core.scrub import Scrubber

if TYPE_CHECKING:
    from cctl.kit.run import Run


def scrubber(run: Run) -> Scrubber:
    """A scrubber for this machine."""
    user = run.world.env.get("USER") or run.world.env.get("LOGNAME") or ""
    return Scrubber(Redactor(home=run.world.home, user=user), run.setting("scrub.words"))
