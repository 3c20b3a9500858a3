"""Is the hook still wired as `init` left it: every piece that must hold for a call to reach the gate, looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cctl.host.wiring import install, launcher, plugin
from cctl.host.wiring.install import Target
from cctl.kit.check import Check
from cctl.kit.wiring import Wiring

_AGAIN = "run `cctl init`"


def checks(wiring: Wiring, targets: list[Target]) -> Iterator[Check]:
    """One check for each piece."""
    if not targets and not wiring.installed.plugins:
        yield Check("hook", "problem", "no agent's settings call cctl's hook", _AGAIN)
        return
    yield _interpreter(wiring)
    yield _launcher(wiring)
    for target in targets:
        found = install.drift(target, wiring.entries(target.agent), wiring.launcher)
        name = f"hook in {target.agent} {target.scope} settings"
        if not found:
            count = len(wiring.entries(target.agent))
            yield Check(name, "ok", f"{target.path}: {count} events")
        for each in found:
            told = f"{each.event} {each.what}" if each.event else each.what
            yield Check(name, "problem", f"{target.path}: {told}", "remove it" if "switched off" in told else _AGAIN)
    for folder, known in wiring.installed.plugins.items():
        stale = plugin.stale(Path(folder), plugin.content(wiring.entries("claude")))
        todo = f"run `cctl init --plugin {folder}`" if stale else ""
        told = "not as it should be: " + ", ".join(stale) if stale else f"{len(known)} files"
        yield Check("hook plugin", "problem" if stale else "ok", f"{folder}: {told}", todo)


def _interpreter(wiring: Wiring) -> Check:
    recorded = wiring.installed.python
    if recorded and recorded != wiring.python:
        gone = "" if os.access(recorded, os.X_OK) else ", which is gone"
        return Check("hook interpreter", "problem", f"wired for {recorded}{gone}; this is {wiring.python}", _AGAIN)
    return Check("hook interpreter", "ok", wiring.python)


def _launcher(wiring: Wiring) -> Check:
    path = Path(wiring.launcher)
    try:
        text, mode = path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777
    except OSError as problem:
        return Check("hook launcher", "problem", f"{path}: {problem.strerror}", _AGAIN)
    if text != launcher.text(wiring.places([])):
        return Check("hook launcher", "problem", f"{path}: not as this cctl writes it", _AGAIN)
    if mode & 0o022:
        return Check("hook launcher", "problem", f"{path}: others may write to it ({mode:o})", f"chmod 600 {path}")
    return Check("hook launcher", "ok", str(path))
