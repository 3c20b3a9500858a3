"""The plugin folder: the same hooks with a few slash commands, for who loads cctl as a plugin of Claude Code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cctl import __version__
from cctl.host.hook.places import PACKAGE
from cctl.host.target import written
from cctl.host.wiring.install import digest
from cctl.host.wiring.settings import folders

MANIFEST = ".claude-plugin/plugin.json"
HOOKS = "hooks/hooks.json"


def content(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Every file of the plugin."""
    manifest = json.loads(Path(PACKAGE, "data/plugin/plugin.json").read_text(encoding="utf-8"))
    hooks = {"description": "cctl's gate, as `cctl init` wires it", "hooks": {e: [each] for e, each in entries.items()}}
    found = {MANIFEST: _json(manifest | {"version": __version__}), HOOKS: _json(hooks)}
    for path in sorted(Path(PACKAGE, "data/plugin/commands").glob("*.md")):
        found[f"commands/{path.name}"] = path.read_text(encoding="utf-8")
    return found


def write(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Write the plugin; the digest of each of its files."""
    for name, text in files.items():
        folders((folder / name).parent)
        written(str(folder / name), [text.encode()], force=True, mode=0o644)
    return {name: digest(text) for name, text in files.items()}


def stale(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Files that aren't as they should be."""
    return [name for name, text in files.items() if _read(folder / name) != text]


def remove(folder: Path, known: Mapping[str, str]) -> list[str]:
    """Take the plugin's files away; those that somebody changed stay and are named."""
    kept = []
    for name, wanted in known.items():
        text = _read(folder / name)
        if text is None:
            continue
        if digest(text) != wanted:
            kept.append(name)
            continue
        (folder / name).unlink()
    for inner in (".claude-plugin", "hooks", "commands", ""):
        try:
            (folder / inner).rmdir()
        except OSError:
            continue
    return kept


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
