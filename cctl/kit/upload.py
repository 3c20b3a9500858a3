"""`--upload`: only through an asciinema that is installed, only what was redacted."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from cctl.host.target import ending
from cctl.kit.reel import Wish
from cctl.records.errors import Unavailable, UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


def check(wish: Wish) -> None:
    """Say early why nothing could be uploaded."""
    if not wish.redact:
        raise UsageError("--upload publishes; it can't be joined with --no-redact")
    if not any(ending(path) == ".cast" for path in wish.outputs):
        raise UsageError("--upload needs an -o FILE.cast")
    if shutil.which("asciinema") is None:
        raise Unavailable("asciinema is not installed", hint="pip install asciinema, then `asciinema auth`")


def uploaded(run: Run, wish: Wish) -> Record:
    """Hand the first cast over; asciinema says where it is."""
    path = next(path for path in wish.outputs if ending(path) == ".cast")
    done = subprocess.run(["asciinema", "upload", path], check=False, capture_output=True, text=True)
    record: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "upload", "target": path}
    if done.returncode:
        run.status = 69
        return record | {"status": "error", "reason": done.stderr.strip()[:400]}
    return record | {"status": "ok", "reason": done.stdout.strip()[:400]}
