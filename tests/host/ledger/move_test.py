"""Export and import: idempotent, each source a root of its own, nothing bad gets in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.core.spend.ask import Ask
from cctl.host.ledger.ledger import Ledger, answer
from cctl.host.ledger.move import Imported, absorb, export
from cctl.records.errors import BadData
from cctl.records.schema import Record
from tests.fake_agent import row
from tests.host.ledger.lab import Lab, assert_alike, everything


@pytest.fixture
def there(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path / "there")
    lab.write("a", row("r1", 5, "a", input=1, tools="Bash:1"), row("r2", 6, "a", input=2))
    lab.write("b", row("r1", 5, "b", input=1), row("r3", 9_000_000, "b", payer="c", recorded_nano=7))
    return lab


@pytest.fixture
def here(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path / "here")
    lab.write("h", row("own", 7, "h", input=100))
    return lab


def exported(lab: Lab) -> list[Record]:
    lab.ask()
    return [json.loads(json.dumps(each)) for each in export(Ledger(lab.path).connection, 5)]


def imported(lab: Lab, records: list[Record]) -> Imported:
    lab.ask()
    return absorb(Ledger(lab.path).connection, iter(records), lab.price)


def test_an_import_is_a_root_of_its_own(there: Lab, here: Lab) -> None:
    done = imported(here, exported(there))
    assert (done.responses, done.new, done.skipped) == (3, 3, 0)
    assert [each.id for each in here.ask().spend.responses(Ask())] == ["own"]
    whole = answer(here.homes(), here.reading(), path=here.path, all_roots=True).spend
    assert [each.id for each in whole.responses(Ask())] == ["r1", "r2", "own", "r3"]
    theirs = [each for each in everything(whole) if each.id != "own"]
    assert theirs == everything(there.ask().spend)


def test_importing_again_adds_what_is_new(there: Lab, here: Lab) -> None:
    first = exported(there)
    imported(here, first)
    there.write("a", row("r2", 6, "a", input=50), row("r4", 8, "a"))
    second = exported(there)
    assert imported(here, second)[1:] == (4, 1, 0, 0)
    assert imported(here, first)[1:] == (3, 0, 0, 0)
    assert imported(here, [second[0], *second[1:], *first[1:]])[1:] == (7, 0, 0, 0)
    whole = answer(here.homes(), here.reading(), path=here.path, all_roots=True).spend
    (cell,) = whole.cells(Ask(edges=(), keep={"session": "h".__ne__}))
    assert (cell.responses, cell.input) == (4, 51)


def test_what_is_known_from_both_is_counted_once(there: Lab, here: Lab) -> None:
    for path in there.logs.glob("*.jsonl"):
        (here.logs / path.name).write_bytes(path.read_bytes())
    before = everything(here.ask().spend)
    imported(here, exported(there))
    assert everything(here.ask().spend) == before
    whole = answer(here.homes(), here.reading(), path=here.path, all_roots=True).spend
    assert_alike(whole, here.direct().spend)
    assert all(each.path.startswith(str(here.home)) for each in whole.responses(Ask()))


@pytest.mark.parametrize(
    "records",
    [[], [{"type": "spend"}], [{"type": "ledger", "v": 1}], [{"type": "ledger", "v": 2, "ledger": "x"}]],
)
def test_what_is_no_export_is_refused(here: Lab, records: list[Record]) -> None:
    with pytest.raises(BadData):
        imported(here, records)


def test_bad_lines_are_counted(there: Lab, here: Lab) -> None:
    records = exported(there)
    records[1]["tokens"] = {"input": -5}
    assert imported(here, [*records, {"type": "end"}])[1:] == (2, 2, 1, 1)


def test_an_export_that_breaks_off_is_told(there: Lab, here: Lab) -> None:
    whole = exported(there)
    assert imported(here, whole[:2]).missing == 2
    assert imported(here, whole).missing == 0
