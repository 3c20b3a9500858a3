"""Corpora for measuring, made by the reference generator once per machine and kept in the temporary folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shared_data import shared

_SETS = {
    "100M": "--bytes 100M --sessions 300 --projects 20 --days 30 --seed 1",
    "1G": "--bytes 1G --sessions 2000 --projects 40 --days 60 --seed 1",
    "10k": "--bytes 400M --sessions 10000 --projects 100 --days 120 --seed 2",
}


def corpus(name: str) -> Path:
    """The folder of a corpus."""
    base = Path(os.environ.get("CCTL_CORPORA") or Path(tempfile.gettempdir()) / "corpus")
    folder = base / name
    if not (folder / "truth.json").exists():
        maker = shared("tools/make_corpus.py")
        base.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(maker), *_SETS[name].split(), "--out", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def differs(folder: Path, output: bytes) -> str:
    """What is wrong with `stats --by day,model` over a corpus; "" when every cell is right."""
    truth = json.loads((folder / "truth.json").read_text())
    want = {(day, model): cell for day, models in truth["by_day"].items() for model, cell in models.items()}
    got = {}
    for line in output.splitlines():
        record = json.loads(line)
        if record["type"] == "stats" and record["key"]:
            got[record["key"]["day"], record["key"]["model"]] = record
    classes = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")
    wrong = [key for key in want.keys() ^ got.keys()]
    for key in want.keys() & got.keys():
        same = all(got[key]["tokens"][name] == want[key][name] for name in classes)
        if not same or abs(got[key]["cost_usd"] - want[key]["cost_usd"]) > 2e-6:
            wrong.append(key)
    return f"{len(wrong)} of {len(want)} cells differ from the truth" if wrong else ""
