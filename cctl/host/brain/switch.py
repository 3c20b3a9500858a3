"""Switching the mode: one line of the user's configuration, and a line of the log that says so."""

from __future__ import annotations

from pathlib import Path

from cctl.core.brain.mode import with_mode
from cctl.host import config_file, paths
from cctl.host.brain.memory import keep
from cctl.host.brain.record import log_in
from cctl.host.world import World
from cctl.records.errors import CannotWrite


def set_mode(world: World, mode: str, ts: str) -> bool:
    """Set `brain.mode`; False when the file says so already."""
    path = Path(config_file.user_file(world))
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = with_mode(before, mode)
    config_file.parsed(str(path), after.encode())  # never write what can't be read again
    if after == before:
        return False
    try:
        paths.private_folder(str(path.parent))
        keep(str(path.resolve()), after.encode())
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror}") from None
    log_in(paths.state(world.env, world.home)).append([{"event": "config", "mode": mode}], ts, patience_s=2.0)
    return True
