"""The ledger of this machine."""

from __future__ import annotations

from pathlib import Path

from cctl.core.spend.ask import Ask
from cctl.kit.ledgering import fresh, homes, reading
from tests.host.activity.store_test import ONE, STORY
from tests.kit.check.checked import run_in


def test_it_is_up_to_date_when_it_is_handed_out(tmp_path: Path) -> None:
    path = tmp_path / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    run = run_in(tmp_path)
    ledger = fresh(run)
    (total,) = ledger.spend(reading(run).price, homes(run)).sums(Ask(edges=()))
    assert total.cell.responses == 3
    ledger.close()
