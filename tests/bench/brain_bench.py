"""The brain's figures: calls judged in a second, and what a log of a hundred thousand lines costs to read.

python -m tests.bench.brain_bench [LINES]. Times are of the processor, since other programs make a process wait.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import CCTL, ROOT, launched

FACTS = {"home": "/home/ada", "project": "/work/site", "files": "none"}
CALLS, LINES = 40_000, 100_000
ROUNDS = 3
READERS = ("learn", "stats", "replay", "log --verify", "export")


class Cost(NamedTuple):
    """What a process took."""

    seconds: float  # of the processor
    mb: float
    status: int


def calls(count: int) -> Iterator[bytes]:
    """So many calls: the judge's own cases, over and over."""
    rows = [json.loads(line) for path in sorted((ROOT / "fixtures/judge").glob("*.jsonl")) for line in path.open("rb")]
    for at, row in enumerate(islice(cycle(rows), count)):
        told = {"type": "call", "v": 1, "id": f"c{at}", "session": f"s{at // 40}", "ts": "2026-11-20T12:00:00.000Z"}
        given = {"tool": row["tool"], "input": row["input"], "cwd": row.get("cwd", "/work/site"), "facts": FACTS}
        yield json.dumps(told | given).encode() + b"\n"


def cost(words: str, home: str, stdin: str = os.devnull) -> Cost:
    """What a verb takes."""
    env = {"PATH": os.environ["PATH"], "HOME": home, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    with Path(stdin).open("rb") as given:
        took = launched([CCTL, *words.split()], stdin=given, stdout=subprocess.DEVNULL, cwd=ROOT, env=env)
    return Cost(took.cpu, took.rss_mb, took.code)


def per_second() -> float:
    """Calls judged in a second by one process, reading and writing JSON lines."""
    with tempfile.TemporaryDirectory() as home:
        path = _written(Path(home, "calls"), CALLS)
        start = min(cost("brain decide", home).seconds for _ in range(ROUNDS))
        took = min(cost("brain decide", home, str(path)).seconds for _ in range(ROUNDS))
    return CALLS / (took - start)


def readers(lines: int = LINES) -> dict[str, Cost]:
    """What each verb takes that reads a log of so many lines, and what writing it took."""
    with tempfile.TemporaryDirectory() as home:
        path = _written(Path(home, "calls"), lines)
        found = {"decide --keep": cost("brain decide --keep", home, str(path))}
        return found | {name: cost(f"brain {name}", home) for name in READERS}


def _written(path: Path, count: int) -> Path:
    with path.open("wb") as file:  # never held whole: a child's memory is counted from its parent's
        file.writelines(calls(count))
    return path


def main() -> None:
    """Print the figures."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    sys.stdout.write(f"brain decide: {per_second():,.0f} calls a second\n")
    for name, each in readers(lines).items():
        sys.stdout.write(f"brain {name:14} {each.seconds:6.2f} s  {each.mb:6.1f} MB  over {lines:,} lines\n")


if __name__ == "__main__":
    main()
