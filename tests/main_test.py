"""The entry."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cctl import __version__
from cctl.__main__ import status

ROOT = Path(__file__).resolve().parent.parent


def test_the_version_is_answered_without_click() -> None:
    code = "import sys; sys.argv = ['cctl', '--version']; from cctl.__main__ import status; status(['--version'])"
    code += "; print([m for m in sys.modules if m.startswith(('click', 'cctl.'))])"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"cctl {__version__}", "['cctl.__main__']"]


def test_the_status_is_returned(tmp_path: Path) -> None:
    assert status(["nothing-like-this"]) == 2
    done = subprocess.run(
        [ROOT / "bin/cctl", "explain", "nothing-like-this"], capture_output=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 66
