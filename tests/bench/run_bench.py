"""What a run costs: `python -m tests.bench.run_bench` prints the figures of `cctl run` and whether they hold.

All are ratios or differences within rounds that alternate, judged by the least of them: other programs only add.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.measure import CCTL, UNIT, Case, measure
from tests.host.run import claude_fake

ROUNDS = 9
MB = 100
KEYS = 400
MANY = 50
GRACE_S = 5.0

_TIMED = """#!{python} -IS
import json, os, signal, subprocess, sys, time
words = sys.argv[1:]
session = words[words.index("--session-id") + 1]
folder = os.path.join(os.environ["HOME"], ".claude", "projects", "-p")
os.makedirs(folder, exist_ok=True)
hooks = json.load(open(words[words.index("--settings") + 1]))["hooks"]["PreToolUse"][-1]["hooks"]
usage = {{"input_tokens": 12, "output_tokens": 100, "cache_creation_input_tokens": 2000, "cache_read_input_tokens": 0}}
call = {{"type": "tool_use", "id": "t1", "name": "Bash", "input": {{"command": "ls"}}}}
message = {{"id": "m1", "role": "assistant", "model": "claude-opus-5-5", "usage": usage, "content": [call]}}
record = {{"type": "assistant", "uuid": "u1", "timestamp": "2026-11-20T10:00:00.000Z", "sessionId": session,
          "cwd": "/p", "message": message, "requestId": "r1"}}
event = {{"hook_event_name": "PreToolUse", "session_id": session, "tool_use_id": "t1", "tool_name": "Bash"}}
time.sleep(0.5)
with open(os.path.join(folder, session + ".jsonl"), "a") as file:
    file.write(json.dumps(record) + chr(10))
start = time.monotonic()
if words[-1] == "ask":
    done = subprocess.run(hooks[0]["command"], shell=True, input=json.dumps(event).encode(), capture_output=True)
    print(json.dumps({{"s": time.monotonic() - start, "denied": b'"deny"' in done.stdout}}))
else:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(1, json.dumps({{"at": start}}).encode() + b"\\n")
    subprocess.Popen(["sleep", "60.25"])  # heeds nothing either: what is ignored is inherited
    subprocess.Popen(["setsid", "-f", "sleep", "60.25"])  # lives on its own from now on
    time.sleep({grace_s} / 2)
    while True:  # and while it is being ended, what it starts leaves it at once
        subprocess.Popen(["setsid", "-f", "sleep", "60.25"])
        time.sleep(0.05)
"""


def environment(home: Path) -> dict[str, str]:
    """That of a user with nothing configured."""
    return {"PATH": f"{home}/bin:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm"}


def start(home: Path) -> tuple[float, float, str]:
    """What a run adds to `true`, in starts of python."""
    env = environment(home)
    cases = [
        Case("unit", UNIT),
        Case("true", ["true"], env),
        Case("run", [CCTL, "run", "--cwd", str(home), "--", "true"], env),
    ]
    figures = measure(cases, ROUNDS * 2)
    return (figures["run"].least - figures["true"].least) / figures["unit"].least, 8.0, figures["run"].wrong


def throughput(home: Path) -> tuple[float, float, str]:
    """The time of `script` to the same sink over that of a run: at least 0.9, so its inverse is judged."""
    file = home / "large"
    line = b"the quick brown fox jumps over the lazy dog, 0123456789 times\n"
    file.write_bytes(line * (MB * 1_000_000 // len(line)))
    programs = {
        "script": ["script", "-qfc", f"cat {file}", "/dev/null"],
        "run": [CCTL, "run", "--", "cat", str(file)],
    }
    least = dict.fromkeys(programs, 1e9)
    for _ in range(ROUNDS):
        for name, command in programs.items():
            begun = time.perf_counter()
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=environment(home),
                cwd=home,
                check=True,
            )
            least[name] = min(least[name], time.perf_counter() - begun)
    file.unlink()
    return least["run"] / least["script"], 1 / 0.9, ""


def latency(home: Path) -> tuple[float, float, str]:
    """Milliseconds that a run adds to the echo of a key, at the 99th percentile."""
    echo = ["sh", "-c", "stty raw -echo; echo ready; exec cat"]
    bare = min(_echo(home, echo) for _ in range(3))
    ours = min(_echo(home, [CCTL, "run", "--", *echo]) for _ in range(3))
    return (ours - bare) * 1000, 5.0, ""


def _echo(home: Path, command: list[str]) -> float:
    master, slave = os.openpty()
    tty.setraw(slave)
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=home, env=environment(home))
    shown = b""
    while b"ready" not in shown:
        shown += os.read(master, 4096)
    select.select([], [], [], 0.3)
    times = []
    for _ in range(KEYS):
        begun = time.perf_counter()
        os.write(master, b"x")
        os.read(master, 16)
        times.append(time.perf_counter() - begun)
    process.terminate()
    process.wait(20)
    os.close(master)
    os.close(slave)
    return sorted(times)[int(KEYS * 0.99)]


def refusal(home: Path) -> tuple[float, float, str]:
    """Milliseconds from the record of the spend to the refusal of the next call, as the client sees it."""
    _install(home)
    least, wrong = 1e9, ""
    for _ in range(ROUNDS):
        run = _ran(home, "--max-usd", "0.001", "--", "claude", "-p", "ask")
        said = json.loads(Path(run["output"]["stdout"]).read_text())
        least = min(least, said["s"])
        wrong = wrong or ("" if said["denied"] and run["cause"] == "budget" else "it was not refused")
    return least * 1000, 100.0, wrong


def dead(home: Path) -> tuple[float, float, str]:
    """Seconds from that record to the end of a tree that heeds nothing, less the grace that it is given."""
    _install(home)
    least, wrong = 1e9, ""
    for _ in range(3):
        words = ("--max-usd", "0.001", "--kill-orphans", "--grace", f"{GRACE_S:g}s")
        run = _ran(home, *words, "--", "claude", "-p", "deaf")
        took = time.monotonic() - json.loads(Path(run["output"]["stdout"]).read_text())["at"]
        alive = subprocess.run(["pgrep", "-fx", "sleep 60.25"], capture_output=True, check=False).stdout.split()
        wrong = wrong or ("" if run["exit"] == 137 and "orphans" not in run and not alive else "something of it lives")
        least = min(least, took - GRACE_S)
    return least, 1.0, wrong


def _install(home: Path) -> None:
    program = claude_fake.install(home / "bin") / "claude"
    program.write_text(_TIMED.format(python=sys.executable, grace_s=GRACE_S))


def _ran(home: Path, *words: str) -> dict[str, Any]:
    done = subprocess.run([CCTL, "run", *words], env=environment(home), cwd=home, capture_output=True, check=False)
    return dict(json.loads(done.stdout.splitlines()[-2]))  # the record before `end`


def many(home: Path) -> tuple[float, float, str]:
    """The time of `run ls` beside fifty runs, in starts of python."""
    env = environment(home)
    command = [CCTL, "run", "--detach", "--tag", "many", "--timeout", "120s", "--", "sleep", "120"]
    for each in [subprocess.Popen(command, env=env, cwd=home, stdout=subprocess.DEVNULL) for _ in range(MANY)]:
        each.wait()
    figures = measure([Case("unit", UNIT), Case("ls", [CCTL, "run", "ls", "--tag", "many"], env)], ROUNDS)
    listed = subprocess.run([CCTL, "run", "ls", "--tag", "many"], env=env, capture_output=True, check=True).stdout
    runs = [json.loads(line) for line in listed.splitlines()]
    alive = [run["run"] for run in runs if run.get("status") == "running"]
    for run in alive:
        subprocess.run([CCTL, "run", "stop", run], env=env, capture_output=True, check=True)
    wrong = "" if len(alive) == MANY else f"{len(alive)} of {MANY} run"
    return figures["ls"].least / figures["unit"].least, 30.0, wrong


FIGURES: dict[str, tuple[str, Callable[[Path], tuple[float, float, str]]]] = {
    "start": ("`run -- true` less `true` / python", start),
    "throughput": ("screen of 100 MB: run / script -qfc", throughput),
    "latency": ("echo of a key, added at p99, ms", latency),
    "refusal": ("from the spend to the refusal, ms", refusal),
    "dead": ("from the spend to a dead tree, less the grace, s", dead),
    "many": ("`run ls` beside 50 runs / python", many),
}


def figures(*names: str) -> tuple[str, list[str]]:
    """A table, and what doesn't hold."""
    lines, missed = [], []
    for name in names or FIGURES:
        what, look = FIGURES[name]
        home = Path(tempfile.mkdtemp(prefix="cctl-bench-"))
        try:
            value, most, wrong = look(home)
        finally:
            shutil.rmtree(home, ignore_errors=True)
        fine = value <= most and not wrong
        lines.append(f"{what:52} {value:9.2f}   hold {most:6.2f}{'' if fine else '  MISSED ' + wrong}")
        missed += [] if fine else [lines[-1]]
    return "\n".join(lines), missed


def main() -> int:
    """Print the table; 1 when something doesn't hold."""
    text, missed = figures(*sys.argv[1:])
    sys.stdout.write(text + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
