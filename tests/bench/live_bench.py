"""The figures of `watch`, `sessions` and `--replay`: `python -m tests.bench.live_bench` prints them.

A machine that others use only ever adds to a time: figures are ratios within one run or the least of a few rounds, and
what a process used is asked of the system, not of the clock.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from cctl.core.moment import stamp
from tests.bench.corpus import corpus
from tests.bench.measure import CCTL, PYTHON, ROOT, UNIT, Case, Hold, measure, report

SESSIONS, FOLDERS = 5_000, 100
APPENDS_PER_S, APPEND_S = 50, 8.0
DAY = 60_000  # lines of a busy day, on a hundred sessions
LIVE = 500
PIPELINE = (
    "{cctl} watch --replay {folder} | {cctl} health | {cctl} budget --limit session=5usd --no-ledger"
    " | {cctl} gate --max-usd 1000000 | tail -n 1"
)
_TICK = os.sysconf("SC_CLK_TCK")
Part = tuple[str, list[str]]


class Figure(NamedTuple):
    """One measured value and what it must not pass."""

    what: str
    value: float
    unit: str
    hold: float
    least: bool = False  # whether the value must be at least so much

    @property
    def fine(self) -> bool:
        return self.value >= self.hold if self.least else self.value <= self.hold

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        mark = "" if self.fine else "  MISSED"
        return f"{self.what:58} {self.value:9.3f} {self.unit:5} {sign} {self.hold:g}{mark}"


def told(figures: list[Figure]) -> Part:
    """A table, and what doesn't hold."""
    return "\n".join(map(str, figures)), [str(figure) for figure in figures if not figure.fine]


class Home:
    """A home with many transcripts that were written to a moment ago."""

    def __init__(self, root: Path, sessions: int = SESSIONS) -> None:
        self.root, self.count = root, 0
        self.paths = []
        for at in range(sessions):
            folder = root / ".claude" / "projects" / f"-p{at % FOLDERS}"
            if at < FOLDERS:
                folder.mkdir(parents=True)
            path = folder / f"00000000-0000-4000-8000-{at:012d}.jsonl"
            path.write_bytes(self.line(path) + self.line(path, 2000))
            self.paths.append(path)

    def line(self, path: Path, size: int = 1_200) -> bytes:
        """A line of an agent's answer, of now."""
        self.count += 1
        at = stamp(time.time_ns() // 1_000_000)
        usage = {
            "input_tokens": 12,
            "output_tokens": 100,
            "cache_creation_input_tokens": 9,
            "cache_read_input_tokens": 9,
        }
        message: dict[str, Any] = {"id": f"msg_{self.count}", "role": "assistant", "model": "claude-opus-5-5"}
        message |= {"usage": usage, "stop_reason": "end_turn", "content": [{"type": "text", "text": "x" * size}]}
        line = {"type": "assistant", "uuid": f"u{self.count}", "timestamp": at, "sessionId": path.stem, "cwd": "/p"}
        return json.dumps(line | {"version": "2.1.328", "entrypoint": "cli", "message": message}).encode() + b"\n"

    def append(self, at: int) -> str:
        """Append a line to one of the files; the id of what it says."""
        path = self.paths[at % len(self.paths)]
        line = self.line(path)
        with path.open("ab", buffering=0) as file:
            file.write(line)
        return f"msg_{self.count}"


class Watched:
    """A `watch` that runs, and when its lines came."""

    def __init__(self, home: Path, *options: str) -> None:
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        self.child = subprocess.Popen([CCTL, "watch", *options], env=env, stdout=subprocess.PIPE)
        self.came: dict[str, float] = {}
        self.sessions = 0
        self._latest = time.perf_counter()
        threading.Thread(target=self._read, daemon=True).start()

    def settled(self, quiet_s: float = 1.0, limit_s: float = 60.0) -> None:
        """Wait until nothing more comes."""
        end = time.perf_counter() + limit_s
        while time.perf_counter() < end:
            time.sleep(quiet_s / 4)
            if self.sessions and time.perf_counter() - self._latest > quiet_s:
                return
        raise TimeoutError("watch never came to rest")

    @property
    def cpu_s(self) -> float:
        """Processor seconds used so far."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def memory_mb(self, name: str = "VmRSS") -> float:
        """Memory in use, or with `VmHWM` the most there ever was."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        return int(status.partition(f"{name}:")[2].split()[0]) / 1024

    def close(self) -> None:
        """End it."""
        self.child.terminate()
        self.child.wait(20)

    def _read(self) -> None:
        for line in self.child.stdout or ():
            self._latest = at = time.perf_counter()
            if line.startswith(b'{"type":"spend"'):
                self.came.setdefault(json.loads(line)["id"], at)
            self.sessions += line.startswith(b'{"type":"session"')


@contextmanager
def watched(*options: str) -> Iterator[tuple[Home, Watched]]:
    """A home of many sessions, watched."""
    with tempfile.TemporaryDirectory() as base:
        home = Home(Path(base))
        running = Watched(home.root, "--backfill", "0", *options)
        try:
            running.settled()
            yield home, running
        finally:
            running.close()


def latency() -> Part:
    """From a line that is written to the line that is told, the processor while nothing happens, and the memory."""
    with watched() as (home, running):
        started = running.memory_mb("VmHWM")
        before, at = running.cpu_s, time.perf_counter()
        time.sleep(10)
        idle = (running.cpu_s - before) / (time.perf_counter() - at)
        lags = _appended(home, running)
    figures = [
        Figure("append to line, 5,000 files, 50 appends/s: p50", lags[len(lags) // 2] * 1000, "ms", 5.0),
        Figure("append to line, 5,000 files, 50 appends/s: p99", lags[int(len(lags) * 0.99)] * 1000, "ms", 15.0),
        Figure("idle, 5,000 files: of a core", idle * 100, "%", 0.1),
        Figure("memory, 5,000 sessions told", started, "MB", 80.0),
    ]
    return told(figures)


def _appended(home: Home, running: Watched) -> list[float]:
    """How long each of some appends took to be told, in order."""
    wrote: dict[str, float] = {}
    start = time.perf_counter()
    for at in range(int(APPENDS_PER_S * APPEND_S)):
        time.sleep(max(0.0, start + at / APPENDS_PER_S - time.perf_counter()))
        now = time.perf_counter()
        wrote[home.append(at * 7919)] = now
    running.settled()
    missing = wrote.keys() - running.came.keys()
    if missing:
        raise AssertionError(f"{len(missing)} of {len(wrote)} lines were never told")
    return sorted(running.came[each] - at for each, at in wrote.items())


def day() -> Part:
    """A day of appends to a hundred sessions, as fast as they are told: memory stays where it was."""
    with watched() as (home, running):
        sizes = []
        for part in range(6):
            for at in range(DAY // 6):
                home.append(at % 100)
            running.settled()
            sizes.append(running.memory_mb())
            assert len(running.came) >= (part + 1) * (DAY // 6)
        most = running.memory_mb("VmHWM")
    return told(
        [
            Figure("memory after a day of appends: the most", most, "MB", 80.0),
            Figure("memory, last sixth of the day / third sixth", sizes[-1] / sizes[2], "x", 1.05),
        ]
    )


def listing(rounds: int = 7) -> Part:
    """`sessions` with 500 live ones among 10,000 files, asked before."""
    with tempfile.TemporaryDirectory() as base, _living(LIVE) as pids:
        home = Path(base)
        shutil.copytree(corpus("10k"), home / ".claude")
        files = sorted((home / ".claude" / "projects").rglob("*.jsonl"))
        sessions = [path.stem for path in files if "subagents" not in path.parts][:LIVE]
        (home / ".claude" / "sessions").mkdir()
        for pid, session in zip(pids, sessions, strict=True):
            _register(home, pid, session)

        def whole(out: Any) -> str:
            live = sum(b'"state":"finished"' not in line for line in out if line.startswith(b'{"type":"session"'))
            return "" if live >= LIVE else f"{live} of {LIVE} live sessions"

        cases = [Case("unit", UNIT), Case("sessions", [CCTL, "sessions"], {"HOME": base}, None, whole)]
        figures = measure(cases, rounds)
    return report(figures, [Hold("sessions, 500 live among 10,000 files / python", "sessions", "unit", 20.0)])


@contextmanager
def _living(count: int) -> Iterator[list[int]]:
    """Processes that do nothing."""
    running = [subprocess.Popen(["sleep", "600"]) for _ in range(count)]
    try:
        yield [each.pid for each in running]
    finally:
        for each in running:
            each.kill()
        for each in running:
            each.wait()


def _register(home: Path, pid: int, session: str) -> None:
    start = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[19]
    now = time.time_ns() // 1_000_000
    entry = {"pid": pid, "sessionId": session, "cwd": "/p", "procStart": start, "startedAt": now, "version": "2.1.328"}
    entry |= {"status": "busy", "statusUpdatedAt": now, "kind": "interactive", "entrypoint": "cli"}
    (home / ".claude" / "sessions" / f"{pid}.json").write_text(json.dumps(entry))


def replay(name: str = "1G", rounds: int = 1) -> Part:
    """A replay through three filters: end to end, and what each of them alone uses of a processor."""
    folder = corpus(name) / "projects"
    size = sum(path.stat().st_size for path in folder.rglob("*.jsonl")) / 1e6
    with tempfile.TemporaryDirectory() as base:
        env = {"PATH": os.environ["PATH"], "HOME": base, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        line = PIPELINE.format(folder=shlex.quote(str(folder)), cctl=shlex.quote(CCTL))
        walls, used = [], []
        for _ in range(rounds):
            before, start = os.times(), time.perf_counter()
            done = subprocess.run(["bash", "-o", "pipefail", "-c", line], env=env, capture_output=True, check=True)
            walls.append(time.perf_counter() - start)
            after = os.times()
            used.append(after.children_user + after.children_system - before.children_user - before.children_system)
            assert json.loads(done.stdout)["type"] == "end"
    figures = [
        Figure("watch --replay | health | budget | gate, 1 GB, 2 cores", size / min(walls), "MB/s", 60.0, least=True),
        Figure("the same, by processor time of all four on 2 cores", 2 * size / min(used), "MB/s", 60.0, least=True),
    ]
    return told(figures)


def look_up(rounds: int = 5) -> Part:
    """What the hook pays to know how a budget stands, beyond an interpreter that has started."""
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import json, os;"
        "from cctl.host.spent import look; from time import perf_counter as now;"
        "a = now(); found = look(sys.argv[2], 'session', 's1'); b = now(); print(b - a, found['spent_usd'])"
    )
    from cctl.host import spent

    with tempfile.TemporaryDirectory() as base:
        standing = {"type": "budget", "scope": "session", "key": "s1", "spent_usd": 1.5, "limit_usd": 5.0}
        spent.note(base, standing)
        times = []
        for _ in range(rounds):
            made = subprocess.run([PYTHON, "-I", "-S", "-c", code, str(ROOT), base], capture_output=True, check=True)
            seconds, known = made.stdout.split()
            assert float(known) == 1.5
            times.append(float(seconds))
    return told([Figure("spend look-up of the hook, first of a process", statistics.median(times) * 1000, "ms", 1.0)])


PARTS: dict[str, Callable[[], Part]] = {
    "latency": latency,
    "day": day,
    "listing": listing,
    "replay": replay,
    "look_up": look_up,
}


def main(names: list[str]) -> int:
    """Print every table, or those asked for; 1 when something doesn't hold."""
    missed: list[str] = []
    for name in names or PARTS:
        text, wrong = PARTS[name]()
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
        missed += wrong
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
