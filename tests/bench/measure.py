"""Timing whole processes round-robin, by the operating system's own account of each.

A figure is a ratio against a unit that was measured in the same rounds, because the speed of a machine drifts; the
least of the rounds stands beside the median, because other programs only ever add to a time.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CCTL = str(ROOT / "bin/cctl")
PYTHON = sys.executable
UNIT = [PYTHON, "-I", "-c", "pass"]


class Case(NamedTuple):
    """One command to time."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = {}
    before: Callable[[], None] | None = None  # what puts the world back, untimed
    check: Callable[[IO[bytes]], str] | None = None  # what is wrong with the output, "" for nothing
    stdin: str = ""  # a file


class Figure(NamedTuple):
    """What was measured of one case."""

    name: str
    least: float  # seconds of wall time
    median: float
    cpu: float  # least user and system seconds
    rss_mb: float  # largest single process
    wrong: str
    p95: float = 0.0  # seconds of wall time


def measure(cases: Sequence[Case], rounds: int) -> dict[str, Figure]:
    """Run every case once a round, in turn; the first round only warms up."""
    walls: dict[str, list[float]] = {case.name: [] for case in cases}
    cpus: dict[str, list[float]] = {case.name: [] for case in cases}
    rss: dict[str, float] = dict.fromkeys(walls, 0.0)
    wrong: dict[str, str] = dict.fromkeys(walls, "")
    for turn in range(rounds + 1):
        for case in cases:
            wall, cpu, peak, problem = _once(case)
            wrong[case.name] = wrong[case.name] or problem
            if turn:
                walls[case.name].append(wall)
                cpus[case.name].append(cpu)
                rss[case.name] = max(rss[case.name], peak)
    figures = {}
    for name, times in walls.items():
        times.sort()
        median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        figures[name] = Figure(name, times[0], median, min(cpus[name]), rss[name], wrong[name], late)
    return figures


def _once(case: Case) -> tuple[float, float, float, str]:
    if case.before:
        case.before()
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TZ": "UTC", "LC_ALL": "C.UTF-8"} | dict(case.env)
    with tempfile.TemporaryFile() as out, Path(case.stdin or os.devnull).open("rb") as given:
        wall, cpu, peak, code, stderr = launched(case.command, stdin=given, stdout=out, env=env)
        problem = f"exit {code}" if code else ""
        if case.check and not problem:
            out.seek(0)
            problem = case.check(out)
    if problem and stderr:
        problem += ": " + stderr.decode(errors="replace").strip().splitlines()[-1]
    return wall, cpu, peak, problem


class Launched(NamedTuple):
    """What a process took."""

    wall: float
    cpu: float
    rss_mb: float
    code: int
    stderr: bytes


_LAUNCH = """import os, sys, time
begun = time.perf_counter()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
took = (time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
os.write(int(sys.argv[1]), repr((*took, os.waitstatus_to_exitcode(status))).encode())"""


def launched(command: Sequence[str], **how: Any) -> Launched:
    """Run a process from a small one: what its parent holds would count as the memory that it took."""
    told, tell = os.pipe()
    try:
        line = [PYTHON, "-I", "-S", "-c", _LAUNCH, str(tell), *command]
        done = subprocess.run(line, stderr=subprocess.PIPE, pass_fds=(tell,), check=True, **how)
        wall, cpu, rss_mb, code = ast.literal_eval(os.read(told, 4096).decode())
    finally:
        os.close(told)
        os.close(tell)
    return Launched(wall, cpu, rss_mb, code, done.stderr)


class Hold(NamedTuple):
    """A figure that must hold: `case` takes at most `most` times `unit`."""

    what: str
    case: str
    unit: str
    most: float


def report(figures: Mapping[str, Figure], holds: Sequence[Hold]) -> tuple[str, list[str]]:
    """A table, and what doesn't hold; judged by the least of the rounds."""
    lines = [f"{'what':58} {'least':>8} {'median':>8} {'cpu':>8} {'hold':>7}   MB"]
    missed = []
    for hold in holds:
        case, unit = figures[hold.case], figures[hold.unit]
        least, median, cpu = case.least / unit.least, case.median / unit.median, case.cpu / max(unit.cpu, 1e-9)
        fine = least <= hold.most and not case.wrong
        mark = "" if fine else "  MISSED " + case.wrong
        lines.append(
            f"{hold.what:58} {least:7.2f}x {median:7.2f}x {cpu:7.2f}x {hold.most:6.1f}x {case.rss_mb:5.0f}{mark}"
        )
        if not fine:
            missed.append(f"{hold.what}: {least:.2f}x > {hold.most}x {case.wrong}")
    return "\n".join(lines), missed
