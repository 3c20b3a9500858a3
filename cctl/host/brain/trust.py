"""The record of which project rule files were trusted: a line each, as `sha256sum` writes it."""

from __future__ import annotations

from pathlib import Path

from cctl.host import paths
from cctl.host.brain.compile import trust_line
from cctl.host.brain.memory import keep
from cctl.host.brain.places import Places


def set_trust(places: Places, path: str, *, remove: bool = False) -> bool:
    """Trust a file as it is now, or no longer; False when nothing had to change."""
    before = trusted(places)
    line = trust_line(path, Path(path).read_bytes())
    after = [each for each in before if each.partition("  ")[2] != path]
    if not remove:
        after.append(line)
    if after == before:
        return False
    paths.private_folder(str(Path(places.trust).parent))
    keep(places.trust, "".join(f"{each}\n" for each in after).encode())
    return True


def trusted(places: Places) -> list[str]:
    """The lines of the record."""
    try:
        return Path(places.trust).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
