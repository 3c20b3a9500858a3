"""The figures of `stats`, start-up and filters: `python -m tests.bench.stats_bench` prints them with peers beside."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO

from cctl.verbs import VERBS
from tests.bench import first_read
from tests.bench.corpus import corpus, differs
from tests.bench.measure import CCTL, UNIT, Case, Hold, measure, report

FIRST_READ = 5.0
STATS = [CCTL, "stats", "--by", "day,model", "--since", "all"]


def start_up(rounds: int = 15) -> tuple[str, list[str]]:
    """Starting."""
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home}
        cases = [
            Case("unit", UNIT),
            Case("version", [CCTL, "--version"]),
            Case("help", [CCTL, "stats", "--help"], env),
            Case("verb", [CCTL, "stats", "--no-ledger"], env),
        ]
        figures = measure(cases, rounds)
    holds = [
        Hold("cctl --version", "version", "unit", 1.3),
        Hold("cctl stats --help", "help", "unit", 5.0),
        Hold("cctl stats over an empty home, to its end", "verb", "unit", 5.0 * 1.6),
    ]
    return report(figures, holds)


def first_reads(rounds: int = 9, again: int = 40) -> tuple[str, list[str]]:
    """Every verb up to its first read; what seems late is looked at again, since other programs only add to a time."""
    with tempfile.TemporaryDirectory() as base:
        home = first_read.home(Path(base))
        commands = {name: [CCTL, *first_read.arguments(name)] for name in VERBS if name not in first_read.SPARED}
        least = dict.fromkeys(("", *commands), float("inf"))
        reads: set[str] = set()
        for turn in range(rounds + 1 + again):
            late = [name for name in reads if least[name] > FIRST_READ * least[""]]
            if turn > rounds and not late:
                break
            for name in least if turn <= rounds else ("", *late):
                taken, did = first_read.seconds(commands.get(name, UNIT), home)
                least[name] = min(least[name], taken) if turn else least[name]
                reads |= {name} if did else set()
    unit = least.pop("")
    slowest = sorted(least.items(), key=lambda item: -item[1])
    lines = [f"{'first read of':20} {'ms':>6} {'/ python':>9}   hold {FIRST_READ}x, python is {unit * 1000:.1f} ms"]
    for name, taken in slowest:
        note = "" if name in reads else "  (reads nothing)"
        lines.append(f"{'cctl ' + name:20} {taken * 1000:6.1f} {taken / unit:8.2f}x{note}")
    late = [(name, taken / unit) for name, taken in slowest if name in reads and taken > FIRST_READ * unit]
    missed = [f"cctl {name}: {ratio:.2f}x > {FIRST_READ}x" for name, ratio in late]
    return "\n".join(lines), missed


def cold(rounds: int = 3) -> tuple[str, list[str]]:
    """A first answer over 1 GB."""
    folder = corpus("1G")
    with tempfile.TemporaryDirectory() as base:
        home = Path(base) / "home"

        def afresh() -> None:
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()

        env = {"HOME": str(home), "CLAUDE_CONFIG_DIR": str(folder)}
        cat = ["sh", "-c", f"find '{folder}/projects' -name '*.jsonl' -exec cat {{}} + >/dev/null"]
        cases = [
            Case("cat", cat),
            Case("cold", STATS, env, afresh, lambda out: differs(folder, out.read())),
            Case("anew", [*STATS, "--no-ledger"], env, afresh, lambda out: differs(folder, out.read())),
            *_peer(folder),
        ]
        figures = measure(cases, rounds)
    holds = [
        Hold("cold stats, 1 GB, ledger written / cat", "cold", "cat", 6.0),
        Hold("cold stats --no-ledger, 1 GB / cat", "anew", "cat", 4.0),
    ]
    if "ccusage" in figures:
        holds += [Hold("cold stats, 1 GB, ledger written / ccusage", "cold", "ccusage", 1.0)]
        holds += [Hold("ccusage / cat (for the record)", "ccusage", "cat", 1e9)]
    return report(figures, holds)


def warm(rounds: int = 9) -> tuple[str, list[str]]:
    """Answers over 10,000 files that haven't changed, and with 100 of them appended to."""
    folder = corpus("10k")
    with tempfile.TemporaryDirectory() as base:
        copy, home = Path(base) / "claude", Path(base) / "home"
        home.mkdir()
        shutil.copytree(folder, copy)
        files = sorted(copy.rglob("*.jsonl"))[:: len(list(copy.rglob("*.jsonl"))) // 100][:100]
        env = {"HOME": str(home), "CLAUDE_CONFIG_DIR": str(copy)}

        def append() -> None:
            for path in files:
                with path.open("ab") as file:
                    file.write(
                        json.dumps({"type": "system", "subtype": "informational", "n": os.getpid()}).encode() + b"\n"
                    )

        same = Case("same", STATS, env, None, lambda out: differs(folder, out.read()))
        cases = [Case("unit", UNIT), same, *_peer(copy)]
        figures = measure(cases, rounds)
        figures |= measure([same._replace(name="appended", before=append)], rounds)
    holds = [
        Hold("warm stats, 10,000 files unchanged / python", "same", "unit", 12.0),
        Hold("warm stats, 100 files appended / unchanged", "appended", "same", 1.5),
    ]
    if "ccusage" in figures:
        holds.append(Hold("warm stats, 10,000 files / ccusage", "same", "ccusage", 1 / 8))
    return report(figures, holds)


def filters(rounds: int = 3) -> tuple[str, list[str]]:
    """Lines that pass through a filter."""
    line = json.dumps({"type": "x_other", "v": 1, "ts": "2026-01-01T00:00:00.000Z", "text": "x" * 700}).encode() + b"\n"
    with tempfile.TemporaryDirectory() as base:
        path = Path(base) / "in.jsonl"
        with path.open("wb") as file:
            for _ in range(300):
                file.write(line * (1_000_000 // len(line)))
        size = path.stat().st_size

        def whole(out: IO[bytes]) -> str:  # not read: a child starts with its parent's size
            got = os.fstat(out.fileno()).st_size
            return "" if got == size else f"{got} of {size} bytes"

        case = Case("filter", [CCTL, "health"], {"HOME": base}, None, whole, str(path))
        figures = measure([case], rounds)
    rate = size / figures["filter"].least / 1e9
    what, peak = "filter on stdin, lines that pass through", figures["filter"].rss_mb
    text = f"{what:58} {rate:7.2f} GB/s (hold 0.3)  {peak:.0f} MB"
    missed = [] if rate >= 0.3 and not figures["filter"].wrong else [text + figures["filter"].wrong]
    return text, missed


def _peer(folder: Path) -> list[Case]:
    """ccusage's native binary, where a scratch folder has it (CCTL_PEERS)."""
    binary = Path(os.environ.get("CCTL_PEERS", "/nonexistent")) / "node_modules/@ccusage/ccusage-linux-x64/bin/ccusage"
    if not binary.exists():
        return []
    command = [str(binary), "claude", "daily", "--json", "--offline", "--timezone", "UTC"]
    return [Case("ccusage", command, {"CLAUDE_CONFIG_DIR": str(folder)}, None, _peer_wrong(folder))]


def _peer_wrong(folder: Path):  # type: ignore[no-untyped-def]  # a closure over the truth
    truth = json.loads((folder / "truth.json").read_text())["tokens"]["total"]

    def check(out: IO[bytes]) -> str:
        total = json.loads(out.read())["totals"]["totalTokens"]
        return "" if total == truth else f"peer's total {total} for {truth}"

    return check


def main() -> int:
    """Print every table; 1 when something doesn't hold."""
    missed: list[str] = []
    for part in (start_up, first_reads, warm, cold, filters):
        text, wrong = part()
        sys.stdout.write(text + "\n\n")
        sys.stdout.flush()
        missed += wrong
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
