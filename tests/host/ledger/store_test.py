"""The database as a store: it keeps what memory keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cctl.core.agent.spec import Row
from cctl.core.spend.ask import Ask
from cctl.core.spend.book import apply, settle
from cctl.core.spend.fold import Batch, Fold
from cctl.core.spend.memory import Memory
from cctl.host import db
from cctl.host.db import Connection
from cctl.host.ledger.query import SqlSpend
from cctl.host.ledger.schema import COMPONENT
from cctl.host.ledger.store import SqlStore
from tests.core.spend import oracle
from tests.fake_agent import Flat, row


@pytest.fixture
def base(tmp_path: Path) -> Connection:
    return db.connect(str(tmp_path / "x.db"), [COMPONENT])


def emptied(base: Connection) -> SqlStore:
    for table in ("response", "claim", "cell", "account", "meta", "file", "root"):
        base.execute(f"DELETE FROM {table}")
    base.execute("INSERT INTO root(id, path, agent) VALUES (1, '', 'fake')")
    return SqlStore(base)


@given(oracle.files(), oracle.files())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_batches_leave_what_they_leave_in_memory(
    base: Connection, transcripts: dict[str, list[Row]], more: dict[str, list[Row]]
) -> None:
    store, memory = emptied(base), Memory(Flat())
    store.begin_empty()
    for file, (path, rows) in enumerate([*transcripts.items(), *more.items()]):
        base.execute(
            "INSERT INTO file VALUES (?, 1, ?, 0, ?, 0, 0, 0, x'', x'', '', 0)",
            (file, f"{path[1:]}{file}".encode(), file),
        )
        memory.name({file: f"{path}{file}"})
        for taker in (store, memory):
            fold = Fold()
            fold.add(rows, agent="fake", root=1, file=file, path=f"{path}{file}")
            settle(apply(fold.take(Flat()), taker, Flat()), taker, Flat())
    known = SqlSpend(base, Flat(), None)
    assert known.sums(Ask()) == memory.sums(Ask())
    assert list(known.responses(Ask())) == list(memory.responses(Ask()))
    before = known.sums(Ask())
    store.reprice(Flat())
    assert known.sums(Ask()) == before
    assert base.execute("SELECT count(*) FROM cell WHERE responses = 0").fetchone() == (0,)


def test_being_alone_is_noticed_to_be_over(base: Connection, tmp_path: Path) -> None:
    store = SqlStore(base)
    store.begin_empty()
    other = db.connect(str(tmp_path / "x.db"), [COMPONENT])
    apply(batch("a"), SqlStore(other), Flat())
    assert list(store.fetch(["a", "b"])) == ["a"]


def test_what_was_taken_back_is_not_taken_for_known(base: Connection) -> None:
    store = SqlStore(base)
    with pytest.raises(ZeroDivisionError), db.writing(base):
        apply(batch("a"), store, Flat())
        raise ZeroDivisionError
    store.forget()
    with db.writing(base):
        apply(batch("a"), store, Flat())
    assert base.execute("SELECT count(*) FROM account").fetchone() == (1,)


def test_prices_are_remembered_by_their_digest(base: Connection) -> None:
    store = SqlStore(base)
    assert store.priced_by() == ""
    apply(batch("a"), store, Flat())
    store.reprice(Flat(2))
    assert store.priced_by() == "flat-2"
    assert base.execute("SELECT cost FROM cell").fetchone() == (10,)


def batch(*ids: str) -> Batch:
    fold = Fold()
    fold.add([row(id, 5, output=1) for id in ids], agent="fake", root=1, file=0, path="/f")
    return fold.take(Flat())
