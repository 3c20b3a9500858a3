"""Timing whole processes round-robin, by the operating system's own account of each.

A figure is a ratio against a unit that was measured in the same rounds, because the speed of a machine drifts; the
least of the rounds stands beside the median, because other programs only ever add to a time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

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
        start = time.perf_counter()
        child = subprocess.Popen(case.command, stdin=given, stdout=out, stderr=subprocess.PIPE, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        problem = f"exit {child.returncode}" if child.returncode else ""
        if case.check and not problem:
            out.seek(0)
            problem = case.check(out)
    stderr = b""
    if child.stderr:
        stderr = child.stderr.read()
        child.stderr.close()
    if problem and stderr:
        problem += ": " + stderr.decode(errors="replace").strip().splitlines()[-1]
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, problem


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
