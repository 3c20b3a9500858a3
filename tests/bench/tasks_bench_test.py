"""What a plan costs over its commands: a thousand that do nothing, eight at once, against GNU make on the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.planned import environment

TASKS, SLOTS, ROUNDS = 1000, 8, 4
MOST = 3.0
PROGRAM = shutil.which("true") or "/bin/true"


def files(folder: Path, count: int) -> tuple[Path, Path]:
    """A plan and a makefile of the same commands."""
    names = [f"t{each}" for each in range(count)]
    plan, makefile = folder / f"{count}.toml", folder / f"{count}.mk"
    plan.write_text("".join(f'[[task]]\nname = "{name}"\ncommand = ["{PROGRAM}"]\n' for name in names))
    rules = "".join(f"{name}:\n\t@{PROGRAM}\n" for name in names)
    makefile.write_text(f".PHONY: all {' '.join(names)}\nall: {' '.join(names)}\n{rules}")
    return plan, makefile


_WATCH = """import resource, subprocess, sys, time
begun = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


def took(home: Path, *line: str) -> tuple[float, int]:
    """Seconds, and the most memory of a process; a small program starts it, whose own memory is not taken for its."""
    watch = [sys.executable, "-I", "-S", "-c", _WATCH, *line]
    done = subprocess.run(watch, cwd=home, env=environment(home), capture_output=True, text=True, check=True)
    code, seconds, memory = done.stdout.split()
    assert code == "0", done.stderr
    return float(seconds), int(memory)


@pytest.mark.bench
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="needs GNU make to hold against")
def test_a_thousand_tasks_against_make(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    plan, makefile = files(tmp_path, TASKS)
    few, _ = files(tmp_path, 100)
    tasks = [sys.executable, "-P", "-m", "cctl", "tasks", "run", "-j", str(SLOTS)]
    make = ["make", "-s", f"-j{SLOTS}", "-f", str(makefile)]
    rounds = [(took(tmp_path, *tasks, str(plan)), took(tmp_path, *make)) for _ in range(ROUNDS)]
    ours, theirs = min(each[0][0] for each in rounds), min(each[1][0] for each in rounds)
    memory, least = rounds[0][0][1], took(tmp_path, *tasks, str(few))[1]
    record_property("seconds", {"tasks": round(ours, 3), "make": round(theirs, 3), "ratio": round(ours / theirs, 2)})
    record_property("memory_kb", {"1000": memory, "100": least})
    assert ours <= MOST * theirs
    assert memory <= 1.5 * least
