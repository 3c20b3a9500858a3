"""A replay comes to the same bytes in every process, on every Python that is there.

`$CCTL_PYTHONS` names further interpreters, joined by colons; `$CCTL_PYODIDE` a folder in which npm has installed
`pyodide`, a Python for another machine altogether (32 bits, WebAssembly).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.shared_data import ROOT

# Of what is judged, learnt and chained by `tests/replayed.py`. Differs when policies, tables, terms or the form of a
# line of the log do: then look at what differs, and put here what `python -m tests.replayed` prints.
GOLDEN = "4999b10d5fd48c64c7d20582fa9825fa1a886bc361267786d601b5187d87c8ce"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
_PYODIDE = """
import { loadPyodide } from "pyodide";
const python = await loadPyodide({ env: { HOME: "/" } });
python.mountNodeFS("/checkout", process.argv[1]);
python.runPython(`
import runpy, sys
sys.argv = ["replayed.py", "/checkout"]
runpy.run_path("/checkout/tests/replayed.py", run_name="__main__")
`);
"""


def printed(line: list[str], folder: Path = ROOT, **env: str) -> list[str]:
    told = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"} | env
    done = subprocess.run(line, capture_output=True, text=True, cwd=folder, env=told, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@cache
def here() -> list[str]:
    """What the Python that runs the tests prints."""
    return printed([sys.executable, str(ROOT / "tests/replayed.py"), str(ROOT)])


def pythons() -> dict[str, str]:
    """Further interpreters by version; a name that leads to none is none."""
    names = [*(os.environ.get("CCTL_PYTHONS") or "").split(":"), *(f"python{each}" for each in VERSIONS)]
    found: dict[str, str] = {}
    for name in filter(None, names):
        path = shutil.which(name)
        asked = [path or "", "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False) if path else None
        if done is not None and done.returncode == 0:
            found.setdefault(done.stdout.strip(), str(path))
    return found


def test_what_is_replayed_is_what_was_replayed_before() -> None:
    assert here()[0] == f"replayed {GOLDEN}", "see the comment above GOLDEN"


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("1", "Asia/Tokyo"), ("2", "America/Lima")])
def test_every_process_comes_to_the_same(seed: str, zone: str) -> None:
    line = [sys.executable, str(ROOT / "tests/replayed.py"), str(ROOT)]
    assert printed(line, PYTHONHASHSEED=seed, TZ=zone, LC_ALL="C") == here()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_python_comes_to_the_same(version: str) -> None:
    python = pythons().get(version)
    if python is None:
        pytest.skip(f"needs a Python {version} on the path or in $CCTL_PYTHONS")
    assert printed([python, "-I", "-S", str(ROOT / "tests/replayed.py"), str(ROOT)]) == here()


@pytest.mark.slow
def test_another_machine_comes_to_the_same() -> None:
    folder = Path(os.environ.get("CCTL_PYODIDE") or ROOT / ".pyodide")
    if not (folder / "node_modules/pyodide").exists() or shutil.which("node") is None:
        pytest.skip("needs node, and pyodide as npm installs it in $CCTL_PYODIDE")
    assert printed(["node", "--input-type=module", "-e", _PYODIDE, str(ROOT)], folder) == here()
