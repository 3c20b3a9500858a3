"""Shell completions, rendered by click's own classes without starting a shell."""

from __future__ import annotations

import importlib

from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

_FILES: dict[str, type[ShellComplete]] = {
    "completions/cctl.bash": BashComplete,
    "completions/_cctl": ZshComplete,
    "completions/cctl.fish": FishComplete,
}


def completions() -> dict[str, str]:
    """The completion scripts by file."""
    return {path: script(kind) for path, kind in _FILES.items()}


def script(kind: type[ShellComplete]) -> str:
    """One script; bash's own check of its version is left out, since it starts a shell."""
    tree = importlib.import_module("cctl.cli").root  # by name: it stands above the kit, and only generators look up

    shell = kind(tree, {}, "cctl", "_CCTL_COMPLETE")
    return ShellComplete.source(shell).strip() + "\n"


def of_shell(name: str) -> str:
    """The script of a shell by its name."""
    kinds: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
    return script(kinds[name])
