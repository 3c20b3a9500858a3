"""The gate: is it wired, was it proven, with the client that is installed now; and what it can't stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.moment import epoch_ms
from cctl.host.hook.places import PACKAGE
from cctl.host.verify import client, proof
from cctl.host.wiring.install import digest
from cctl.kit import drift
from cctl.kit.check import Check
from cctl.kit.wiring import Wiring

if TYPE_CHECKING:
    from cctl.kit.run import Run

_OLD_DAYS = 30
_PROVE = "run `cctl hook verify`"
LIMITS = (
    "a hook sees calls, not what programs then do: scripts, builds and MCP servers run with their user's rights, "
    "another process may change settings or this state, a client may be started without hooks. "
    "Only a sandbox stops that"
)


def checks(run: Run) -> Iterator[Check]:
    """Wiring, proof, limits."""
    wiring = Wiring(run)
    targets = wiring.recorded((), "")
    if not targets and not wiring.installed.plugins:
        yield Check("hook", "advice", "no agent's settings call cctl's hook: calls are not judged", "run `cctl init`")
        return
    yield from drift.checks(wiring, targets)
    yield _proven(run, wiring)
    yield from _checkout()
    yield Check("hook limits", "ok", LIMITS)


def _proven(run: Run, wiring: Wiring) -> Check:
    found = proof.load(wiring.state)
    if found is None:
        return Check("hook proof", "advice", "it was never proven that calls are stopped", _PROVE)
    seen: dict[str, Any] = found["client"] or {}
    told = f"{'held' if found['passed'] else 'FAILED'} on {str(found['ts'])[:10]} with "
    told += f"Claude Code {seen.get('version')}" if seen else "the wired commands alone"
    if not found["passed"]:
        failed = found.get("failed")
        first = f": {failed[0]}" if isinstance(failed, list) and failed else ""
        return Check("hook proof", "problem", f"{told}{first}", _PROVE)
    if found["launcher"] != _launcher(wiring):
        return Check("hook proof", "advice", f"{told}; the launcher has changed since", _PROVE)
    if seen and client.identity(str(seen.get("path"))) != (seen.get("size"), seen.get("mtime_ns")):
        return Check("hook proof", "advice", f"{told}; the client has changed since", _PROVE)
    age = (run.world.now_ms() - (epoch_ms(found["ts"]) or 0)) // 86_400_000
    if age > _OLD_DAYS:
        return Check("hook proof", "advice", f"{told}, {age} days ago", _PROVE)
    return Check("hook proof", "ok", told)


def _launcher(wiring: Wiring) -> str:
    try:
        return digest(Path(wiring.launcher).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""


def _checkout() -> Iterator[Check]:
    """A gate that runs from a work tree is changed by whoever works there."""
    root = Path(PACKAGE).parent
    if (root / ".git").exists():
        told = f"runs from the checkout {root}: an agent that works there can change it"
        yield Check("hook package", "advice", told, "install cctl elsewhere and run its `init`")
