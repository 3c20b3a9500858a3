"""The table of verdicts with its peers beside it, over the labelled calls: python -m tests.bench.peers_bench

A peer is installed by whoever wants to see it, never by the project: `$CCTL_PEERS` names a folder that holds
`nah/` (a virtual environment with nah 0.11.0) and `cc-safety-net/` (where npm has installed cc-safety-net 2.4.5).
Each is asked in one process of its own, with the same home, project and folder of every call and no configuration; as
one of them fails closed where the folder of a call isn't there, both see a machine of their own that has it.
Dippy is in no registry; its figures are those that came with the data. Labels come from the peers' own tests, so what a
peer says of its own labels is marked: that it agrees with itself proves nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.measure import CCTL, ROOT

Row = dict[str, Any]
Got = dict[str, str]  # row → approve, ask or deny
DATA = "data/decisions-dev.jsonl"
HOME, PROJECT = "/home/test", "/workspace/project"
ROUNDS = 3
_MACHINE = """
set -e
root=$(mktemp -d)
mount -t tmpfs none "$root"
for each in /*; do
    if [ -L "$each" ]; then cp -a "$each" "$root/"; continue; fi
    [ -d "$each" ] && [ "$each" != /home ] || continue
    mkdir "$root$each" && mount --rbind "$each" "$root$each"
done
mkdir -p "$root/home/test" "$root/workspace/project/src" "$root/workspace/outside"
folder=$1; shift
exec chroot "$root" sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
"""
_NAH = """
import json, os, sys, time
from nah import agents, hook, paths
from nah.paths import set_project_root
set_project_root("/workspace/project")
rows = [json.loads(line) for line in sys.stdin]
begun, said = time.process_time(), {}
for row in rows:
    os.getcwd = lambda: row["cwd"]
    tool = agents.normalize_tool(row["tool"])
    handler = hook.HANDLERS.get(tool)
    made = handler(row["input"]) if handler else hook._classify_unknown_tool(tool, row["input"])
    said[row["id"]] = made.get("decision", "allow")
took = time.process_time() - begun
print(json.dumps([took, said]))
"""
_NET = """
import { readFileSync } from "node:fs";
import { checkCommand } from "cc-safety-net/api";
const rows = readFileSync(0, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const begun = process.cpuUsage(), said = {};
for (const row of rows)
  said[row.id] = row.tool === "Bash" ? checkCommand({ command: row.input.command, cwd: row.cwd }).kind : "allow";
console.log(JSON.stringify([Object.values(process.cpuUsage(begun)).reduce((a, b) => a + b) / 1e6, said]));
"""


class Missing(Exception):
    """A peer that can't be had here; the message says what is missing."""


class Answers(NamedTuple):
    """What somebody said to every row under each policy, and how many calls it judges in a second."""

    readonly: Got
    workspace: Got
    per_second: float


def ours(rows: list[Row]) -> Answers:
    """This project, as a user runs it: JSON lines in and out."""
    got = {}
    calls = "".join(
        json.dumps({"type": "call", "v": 1, "id": row["id"], "ts": "2026-11-20T12:00:00.000Z", "tool": row["tool"],
                    "input": row["input"], "cwd": row["cwd"],
                    "facts": {"home": HOME, "project": PROJECT, "files": "none"}}) + "\n"
        for row in rows
    )  # fmt: skip
    for policy in ("readonly", "workspace"):
        found = [json.loads(line) for line in _run([CCTL, "brain", "decide", "--policy", policy], calls).splitlines()]
        got[policy] = {each["id"]: each["verdict"]["decision"] for each in found if each["type"] == "call"}
    start = min(_seconds([CCTL, "brain", "decide"], "") for _ in range(ROUNDS))
    took = min(_seconds([CCTL, "brain", "decide"], calls * 5) for _ in range(ROUNDS))
    best = 5 * len(rows) / (took - start)
    return Answers(_words(got["readonly"]), _words(got["workspace"]), best)


def nah(rows: list[Row]) -> Answers:
    """nah, by its own handlers of tools."""
    python = _peer("nah/bin/python", "pip install nah==0.11.0")
    return _theirs([str(python), "-I", "-c", _NAH], rows, ROOT, _words)


def net(rows: list[Row]) -> Answers:
    """cc-safety-net, by its published function; what it lets pass it leaves to the client, so that is an ask."""
    folder = _peer("cc-safety-net/node_modules/cc-safety-net", "npm i cc-safety-net@2.4.5").parent.parent
    line = ["node", "--input-type=module", "-e", _NET]
    return _theirs(line, rows, folder, lambda said: {name: "deny" if each == "deny" else "ask" for name, each in said.items()})  # fmt: skip  # noqa: E501 -- one thought


DIPPY = {
    "floor allowed, not labelled by itself": "22/410 = 5.4%",
    "readonly: unsafe allow": "own labels",
    "readonly: approve recall": "own labels",
    "workspace: unsafe allow": "9.4%",
    "workspace: approve recall": "43.3%",
    "floor denied": "0",
    "false denials": "0",
    "calls/s in one process": "7,440",
}
OWN_VIEW = {"manuelschipper/nah": "workspace"}  # a view whose labels are mostly a peer's own
PEERS: dict[str, tuple[str, Callable[[list[Row]], Answers]]] = {
    "nah 0.11.0": ("manuelschipper/nah", nah),
    "cc-safety-net 2.4.5": ("kenryu42/claude-code-safety-net", net),
}


def table(rows: list[Row], columns: dict[str, tuple[str, Answers]]) -> list[list[str]]:
    """The figures: a line for each measure, a column for each judge."""
    floor = [row for row in rows if "floor" in row["views"]]
    harmless = [row for row in rows if "no-false-deny" in row["views"] or row["expect"] == "approve"]
    lines: dict[str, list[str]] = {}

    def put(name: str, hits: list[Row], of: list[Row], mark: str = "") -> None:
        lines.setdefault(name, []).append(f"{len(hits)}/{len(of)} = {len(hits) / max(len(of), 1):.1%}{mark}")

    for own, answers in columns.values():
        unseen = [row for row in floor if not any(own and own in source for source in row["labels"])]
        said = answers.workspace
        put("floor allowed", [r for r in floor if "approve" in (said[r["id"]], answers.readonly[r["id"]])], floor)
        put("floor allowed, not labelled by itself", [r for r in unseen if said[r["id"]] == "approve"], unseen)
        for policy in ("readonly", "workspace"):
            got = getattr(answers, policy)
            view = [row for row in rows if policy in row["views"]]
            approve = [row for row in view if row["expect"] == "approve"]
            other = [row for row in view if row["expect"] != "approve"]
            mark = " (own labels)" if OWN_VIEW.get(own) == policy else ""
            put(f"{policy}: unsafe allow", [r for r in other if got[r["id"]] == "approve"], other, mark)
            put(f"{policy}: approve recall", [r for r in approve if got[r["id"]] == "approve"], approve, mark)
        put("floor denied", [r for r in floor if said[r["id"]] == "deny"], floor)
        put("false denials", [r for r in harmless if said[r["id"]] == "deny"], harmless)
        free = [row for row in rows if "no-false-deny" in row["views"]]
        put("of these, where nobody denies", [r for r in free if said[r["id"]] == "deny"], free)
        lines.setdefault("calls/s in one process", []).append(f"{answers.per_second:,.0f}")
    told = [[name, *cells, DIPPY.get(name, "")] for name, cells in lines.items()]
    return [["", *columns, "Dippy 0.2.7 (as told)"], *told]


def labelled(text: str) -> list[Row]:
    """The rows whose sources agree."""
    return [row for row in map(json.loads, text.splitlines()) if not row["disagree"]]


def shown(lines: list[list[str]]) -> str:
    """The table for people."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _words(said: dict[str, str]) -> Got:
    words = {"allow": "approve", "block": "deny", "abstain": "ask"}
    return {name: words.get(each, each) for name, each in said.items()}


def _theirs(line: list[str], rows: list[Row], folder: Path, words: Callable[[dict[str, str]], Got]) -> Answers:
    given = "".join(json.dumps(row) + "\n" for row in rows)
    if shutil.which("unshare") is None:
        raise Missing("needs unshare, for a machine on which the folders of the calls are there")
    inside = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", _MACHINE, "sh", str(folder), *line]
    rounds = [json.loads(_run(inside, given)) for _ in range(ROUNDS)]
    got = words(rounds[0][1])
    return Answers(got, got, len(rows) / min(took for took, _ in rounds))


def _peer(path: str, how: str) -> Path:
    folder = Path(os.environ.get("CCTL_PEERS", ROOT / ".peers"))
    if not (folder / path).exists():
        raise Missing(f"no {folder / path}: {how} into $CCTL_PEERS/{path.partition('/')[0]} to see it")
    return folder / path


def _run(line: list[str], given: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        env = _environment(HOME if line[0] == "unshare" else home)
        done = subprocess.run(line, input=given, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise RuntimeError(f"{line[0]}: exit {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _seconds(line: list[str], given: str) -> float:
    """Time of the processor that a process took: other programs make it wait, which says nothing of it."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as calls:
        calls.write(given)
        calls.flush()
        calls.seek(0)
        child = subprocess.Popen(line, stdin=calls, stdout=subprocess.DEVNULL, cwd=ROOT, env=_environment(home))
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def _environment(home: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": home, "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def main() -> int:
    """Print the table with every peer that is there."""
    rows = labelled((ROOT.parent / "shared" / DATA).read_text())
    columns = {"cctl": ("", ours(rows))}
    for name, (own, judge) in PEERS.items():
        try:
            columns[name] = own, judge(rows)
        except Missing as problem:
            sys.stderr.write(f"{name}: {problem}\n")
    sys.stdout.write(shown(table(rows, columns)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
