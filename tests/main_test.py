"""The entry."""

from __future__ import annotations

import os
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


def test_our_modules_are_found_directly_and_the_standard_library_first(tmp_path: Path) -> None:
    hold = tmp_path / "bin"
    hold.mkdir()
    (hold / "start.py").write_text((ROOT / "bin/start.py").read_text())
    (tmp_path / "cctl").symlink_to(ROOT / "cctl")
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    code = "import sys; sys.argv = ['x', 'explain', '0']; __file__ = sys.orig_argv[-1]; import os\n"
    code += "os._exit = lambda _: None\n"
    code += "exec(open(__file__).read())\nimport json; print('\\n' + type(sys.modules['cctl.cli'].__loader__).__name__)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, hold / "start.py"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "Direct"


def test_the_status_is_returned(tmp_path: Path) -> None:
    assert status(["nothing-like-this"]) == 2
    done = subprocess.run(
        [ROOT / "bin/cctl", "explain", "nothing-like-this"], capture_output=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 66


def test_a_closed_standard_output_is_an_error_and_no_file_takes_its_place(tmp_path: Path) -> None:
    command = f"'{ROOT}/bin/cctl' stats --since all"
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    for closing, expected in ((">&-", 73), ("<&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 73)):
        done = subprocess.run(
            ["sh", "-c", f"{command} {closing}"], capture_output=True, env=env, cwd=tmp_path, check=False
        )
        assert done.returncode == expected, (closing, done.stderr)
        assert b"Traceback" not in done.stderr
    assert (
        subprocess.run([ROOT / "bin/cctl", "ledger", "verify"], env=env, check=False, capture_output=True).returncode
        == 0
    )
