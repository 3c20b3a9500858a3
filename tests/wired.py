"""A home in which `cctl init` may work, and the command line to do it with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Home:
    """A home with a project."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "home"
        self.project = self.path / "work/project"
        (self.project / ".git").mkdir(parents=True, exist_ok=True)
        self.settings = self.path / ".claude/settings.json"
        self.wiring = self.path / ".local/state/cctl/wiring"

    def env(self, **more: str) -> dict[str, str]:
        """An environment with nothing of the machine in it."""
        return {"HOME": str(self.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TZ": "UTC"} | more

    def cctl(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a verb."""
        command = [sys.executable, "-P", "-m", "cctl", *words]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=300, cwd=self.project, env=self.env(**more), check=False
        )

    def records(self, *words: str) -> list[dict[str, Any]]:
        """The records of a verb that must end well."""
        done = self.cctl(*words)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def command(self, event: str = "PreToolUse") -> str:
        """The wired command line of an event."""
        return str(json.loads(self.settings.read_text())["hooks"][event][0]["hooks"][0]["command"])

    def files(self) -> set[str]:
        """Every file below the home."""
        return {str(path.relative_to(self.path)) for path in self.path.rglob("*") if path.is_file()}
