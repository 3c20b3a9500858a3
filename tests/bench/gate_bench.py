"""The figures of judging: `python -m tests.bench.gate_bench [PART]...` prints them.

Parts: `bars` (the labelled calls beside the checkout), `tenths` (each tenth of their templates by itself), `speed`
(calls a second in one process), `attacks` (hostile inputs), `uncovered` (table entries no case of our own names).
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from hashlib import sha256

from tests.core.policy.attack_test import ATTACKS, SLOWEST_MS
from tests.core.policy.dev_score_test import DATA, FACTS, Row, labelled, measures, uncovered
from tests.core.policy.fixtures_test import WRITTEN
from tests.gate import PROJECT, judge
from tests.shared_data import shared

Part = tuple[str, list[str]]
POLICIES = ("readonly", "workspace")
FEWEST_CALLS = 8000  # a second, on one core


def bars() -> Part:
    """The bars of section 5, and the categories that miss."""
    lines, missed = [], []
    rows = labelled(shared(DATA).read_text())
    for policy in POLICIES:
        for name, hit, of, bar, below in measures(rows, policy):
            share = len(hit) / len(of)
            held = share <= bar if below else share >= bar
            lines.append(
                f"{policy:10} {name:26} {len(hit):5} / {len(of):5} = {share:8.3%}  {'<=' if below else '>='} {bar:.1%}"
            )
            missed += [] if held else [f"{policy}: {name}"]
            tally = Counter(str(row["category"]) for row in (hit if below else [row for row in of if row not in hit]))
            if tally:
                lines.append("    " + ", ".join(f"{each} {count}" for each, count in tally.most_common(12)))
    return "\n".join(lines), missed


def tenths() -> Part:
    """The same measures over each tenth of the templates: none of them carries the others."""
    rows = labelled(shared(DATA).read_text())
    lines = []
    for policy in POLICIES:
        for tenth in range(10):
            part = [row for row in rows if _tenth(row) == tenth]
            shares = (f"{name} {len(hit)}/{len(of)}" for name, hit, of, _, _ in measures(part, policy))
            lines.append(f"{policy:10} {tenth}  " + ", ".join(shares))
    return "\n".join(lines), []


def _tenth(row: Row) -> int:
    return int(sha256(str(row["group"]).encode()).hexdigest(), 16) % 10


def speed() -> Part:
    """Calls a second over our own cases, tables warm; the least of five rounds."""
    calls = [{**case, "cwd": PROJECT} for _, case in WRITTEN]
    best = 0.0
    for _ in range(6):
        start = time.process_time()
        for call in calls:
            judge().judge(call, FACTS, "workspace")
        best = max(best, len(calls) / (time.process_time() - start))
    return f"{best:,.0f} calls/s over {len(calls)} cases", [] if best >= FEWEST_CALLS else [f"{best:,.0f} calls/s"]


def attacks() -> Part:
    """Each hostile input: the verdict, and the least time of five."""
    lines, missed = [], []
    for name, text in ATTACKS.items():
        call = {"tool": "Bash", "input": {"command": text}, "cwd": PROJECT}
        best, said = 1e9, ""
        for _ in range(5):
            start = time.process_time()
            said = str(judge().judge(call, FACTS, "workspace")["decision"])
            best = min(best, (time.process_time() - start) * 1000)
        lines.append(f"{name:28} {said:5} {best:7.2f} ms")
        missed += [] if said != "allow" and best <= SLOWEST_MS else [name]
    return "\n".join(lines), missed


def listed() -> Part:
    """Programs of the tables that no case of our own names."""
    names = uncovered()
    return f"{len(names)} entries without a case of their own:\n" + " ".join(names), []


PARTS = {"bars": bars, "tenths": tenths, "speed": speed, "attacks": attacks, "uncovered": listed}


def main() -> int:
    """Print the parts asked for, or all; the status says whether anything was missed."""
    missed: list[str] = []
    for name in sys.argv[1:] or list(PARTS):
        text, wrong = PARTS[name]()
        sys.stdout.write(f"== {name}\n{text}\n")
        missed += wrong
    sys.stdout.write("".join(f"missed: {each}\n" for each in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
