"""Running a verb as a process, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def cctl(*words: str, home: Path, stdin: Any = "", timeout: int = 120, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command line; records may be given as standard input."""
    text = stdin if isinstance(stdin, str) else "".join(json.dumps(each) + "\n" for each in stdin)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    environment |= {"PYTHONPATH": str(ROOT), "CCTL_NOW": "2026-11-20T12:00:00Z", **env}
    command = [sys.executable, "-m", "cctl", *words]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, env=environment, cwd=home, timeout=timeout, check=False
    )
