"""The bars of the labelled calls beside the checkout, and the figures by category when run as a program.

python -m tests.core.policy.dev_score_test [--policy workspace] [--misses 20]
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from tests.gate import judge
from tests.shared_data import ROOT, shared

FACTS = {"home": "/home/test", "project": "/workspace/project", "files": "none"}
DATA = "data/decisions-dev.jsonl"
OURS = {"allow": "approve"}
RECALL = {"readonly": 0.92, "workspace": 0.88}
Row = dict[str, Any]


def labelled(text: str) -> list[Row]:
    """The rows whose sources agree."""
    return [row for row in map(json.loads, text.splitlines()) if not row["disagree"]]


def said(rows: list[Row], policy: str) -> dict[str, str]:
    """Our answer to each row, in the words of the labels."""
    answers = {}
    for row in rows:
        call = {"tool": row["tool"], "input": row["input"], "cwd": row["cwd"]}
        decision = str(judge().judge(call, FACTS, policy)["decision"])
        answers[row["id"]] = OURS.get(decision, decision)
    return answers


def measures(rows: list[Row], policy: str) -> Iterator[tuple[str, list[Row], list[Row], float, bool]]:
    """Each measure: name, the rows that count, out of which, the bar, and whether to stay below it."""
    got = said(rows, policy)

    def those(among: list[Row], answer: str) -> list[Row]:
        return [row for row in among if got[row["id"]] == answer]

    view = [row for row in rows if policy in row["views"]]
    floor = [row for row in rows if "floor" in row["views"]]
    approve = [row for row in view if row["expect"] == "approve"]
    other = [row for row in view if row["expect"] != "approve"]
    asks = [row for row in other if row["expect"] == "ask" and "floor" not in row["views"]]
    harmless = [row for row in rows if "no-false-deny" in row["views"] or row in approve]
    yield "floor allowed", those(floor, "approve"), floor, 0.0, True
    yield "unsafe under the policy", those(other, "approve"), other, 0.005, True
    yield "false denials", those(harmless, "deny"), harmless, 0.003, True
    yield "approve recall", those(approve, "approve"), approve, RECALL[policy], False
    yield "floor denied", those(floor, "deny"), floor, 0.90, False
    if policy == "workspace":
        yield "asks denied off the floor", those(asks, "deny"), asks, 0.03, True


@pytest.mark.shared
@pytest.mark.parametrize("policy", ["readonly", "workspace"])
def test_every_bar_holds(policy: str) -> None:
    rows = labelled(shared(DATA).read_text())
    missed = []
    for name, hit, of, bar, below in measures(rows, policy):
        share = len(hit) / len(of)
        if (share > bar) if below else (share < bar):
            missed.append(f"{name}: {len(hit)} of {len(of)}")
    assert missed == []


@pytest.mark.shared
@pytest.mark.parametrize("tenth", range(10))
def test_no_tenth_of_the_templates_carries_the_rest(tenth: int) -> None:
    rows = labelled(shared(DATA).read_text())
    part = [row for row in rows if int(sha256(row["group"].encode()).hexdigest(), 16) % 10 == tenth]
    approve = [row for row in part if row["expect"] == "approve" and "readonly" in row["views"]]
    got = said(approve, "readonly")
    assert sum(answer == "approve" for answer in got.values()) / len(approve) >= RECALL["readonly"]


def uncovered() -> list[str]:
    """Programs of the tables that no case of our own in fixtures/judge names."""
    cases = [path.read_text() for path in sorted((ROOT / "fixtures" / "judge").glob("*.jsonl"))]
    words = set(re.findall(r"[A-Za-z0-9_.+-]+", "\n".join(cases)))
    return [name for name in judge().book.table.names() if name[0] != "!" and name not in words]


def main() -> None:
    """Print the figures, the categories that miss, and some of the rows."""
    if "--uncovered" in sys.argv:
        sys.stdout.write("\n".join([*uncovered(), ""]))
        return
    policy = sys.argv[sys.argv.index("--policy") + 1] if "--policy" in sys.argv else "workspace"
    show = int(sys.argv[sys.argv.index("--misses") + 1]) if "--misses" in sys.argv else 0
    rows = labelled((ROOT.parent / "shared" / DATA).read_text())
    for name, hit, of, bar, below in measures(rows, policy):
        wrong = hit if below else [row for row in of if row not in hit]
        sign = "<=" if below else ">="
        sys.stdout.write(f"{name:28} {len(hit):5} / {len(of):5} = {len(hit) / len(of):8.3%}  bar {sign} {bar:.1%}\n")
        tally = Counter(str(row["category"]) for row in wrong)
        if tally:
            sys.stdout.write("    " + ", ".join(f"{name} {count}" for name, count in tally.most_common(15)) + "\n")
        for row in wrong[:show]:
            sys.stdout.write(f"      {row['expect']:8} {json.dumps(row['input'])[:140]}\n")


if __name__ == "__main__":
    main()
