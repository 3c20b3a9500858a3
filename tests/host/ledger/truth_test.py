"""Corpora with a known truth, read cold, warm, by workers and without a ledger: every cell and every cost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cctl.core.agent import agents
from cctl.core.money.price import Table
from cctl.core.spend.ask import Ask, Spend
from cctl.host import crew, walk
from cctl.host.ledger import ledger, update
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.verify import verify
from cctl.host.scan import Reading
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[3]
CLASSES = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")
DAY = 86_400


def reading() -> Reading:
    price = Table.load((ROOT / "cctl" / "data" / "prices.json").read_bytes())
    return Reading({"claude": agents()["claude"]}, price)


def homes(*folders: Path) -> list[walk.Home]:
    env = {"CLAUDE_CONFIG_DIR": ",".join(map(str, folders))}
    return walk.homes([agents()["claude"]], env, "/nowhere")


def differences(spend: Spend, truth: dict[str, Any]) -> list[str]:
    """Cells by day and model that aren't as the truth has them."""
    first, last = spend.extent() or (0, 0)
    edges = tuple(range(first // DAY * DAY, last + DAY, DAY))
    found = {}
    for cell in spend.cells(Ask(by=frozenset({"model"}), edges=edges)):
        tokens = (cell.input, cell.output, cell.write_5m, cell.write_1h, cell.read)
        day = time.strftime("%Y-%m-%d", time.gmtime(cell.start_s))
        found[day, cell.model] = (tokens, cell.cost_nano / 1e9)
    wanted = {
        (day, model): (tuple(cell[name] for name in CLASSES), cell["cost_usd"])
        for day, models in truth["by_day"].items()
        for model, cell in models.items()
    }
    nothing = ((), 0.0)
    return [
        f"{key}: {found.get(key)} for {wanted.get(key)}"
        for key in found | wanted
        if found.get(key, nothing)[0] != wanted.get(key, nothing)[0]
        or abs(found.get(key, nothing)[1] - wanted.get(key, nothing)[1]) > 2e-6  # the truth has six decimals
    ]


@pytest.mark.shared
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_every_cell_is_the_truth(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, path = tmp_path / "corpus", str(tmp_path / "state" / "ledger.db")
    maker = shared("tools/make_corpus.py")
    size = ["--bytes", "6M", "--sessions", "60", "--projects", "5", "--days", "9"]
    subprocess.run(
        [sys.executable, str(maker), *size, "--resume", "0.3", "--seed", str(seed), "--out", str(corpus)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    truth = json.loads((corpus / "truth.json").read_text())
    assert differences(ledger.of_homes(homes(corpus), reading()).spend, truth) == []
    for _cold_then_warm in range(2):
        assert differences(ledger.answer(homes(corpus), reading(), path=path).spend, truth) == []
    monkeypatch.setattr(crew, "ALONE_BYTES", 0)
    monkeypatch.setattr(update, "ALONE_BYTES", 0)
    monkeypatch.setattr(crew, "FULL", 300)
    workers = reading()._replace(workers=3)
    assert differences(ledger.of_homes(homes(corpus), workers).spend, truth) == []
    assert differences(ledger.answer(homes(corpus), workers, path=f"{path}.many").spend, truth) == []
    shutil.copytree(corpus, tmp_path / "copy")
    both = homes(corpus, tmp_path / "copy")
    assert differences(ledger.answer(both, reading(), path=path).spend, truth) == []
    shutil.rmtree(corpus / "projects")
    assert differences(ledger.answer(homes(corpus), reading(), path=path).spend, truth) == []
    assert verify(Ledger(path), reading().price).faults == ()
