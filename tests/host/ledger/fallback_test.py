"""A ledger that fails while it is asked is left for the transcripts, once and for all, and that is said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cctl.core.spend.ask import Ask, Spend
from cctl.host import db
from cctl.host.ledger import ledger
from cctl.host.ledger.fallback import Fallback
from cctl.host.ledger.ledger import Ledger
from tests.fake_agent import row
from tests.host.ledger.lab import Lab, assert_alike, everything, questions


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    lab = Lab(tmp_path)
    for session in range(20):
        rows = [row(f"r{session}-{n}", 900_000 * n + n, f"s{session}", input=n, cwd="/x" * 40) for n in range(60)]
        lab.write(f"s{session}", *rows)
    lab.ask()
    return lab


def broken(lab: Lab, table: str) -> Fallback:
    """An answer whose table is gone as soon as it is asked."""
    answer = ledger.answer(lab.homes(), lab.reading(), path=lab.path).spend
    assert isinstance(answer, Fallback)
    base = Ledger(lab.path).connection
    answer._spend._connection.execute("ROLLBACK")  # type: ignore[attr-defined]  # it holds its moment otherwise
    base.execute(f"DROP TABLE {table}")
    return answer


@pytest.mark.parametrize("question", ["extent", "sums", "cells", "responses", "sessions"])
def test_every_question_goes_on(lab: Lab, question: str) -> None:
    asked = [] if question == "extent" else [Ask()]
    expected = getattr(lab.direct().spend, question)(*asked)
    found = getattr(broken(lab, "cell"), question)(*asked)
    if question == "responses":
        assert [each.id for each in found] == [each.id for each in expected]
    else:
        assert (found == expected) if question in ("extent", "sums") else (list(found) == list(expected))


def test_it_is_said_once(lab: Lab) -> None:
    said: list[Exception] = []
    answer = broken(lab, "cell")
    again = answer._otherwise
    assert again is not None

    def telling(problem: db.Unusable) -> Spend:
        said.append(problem)
        return again(problem)

    answer._otherwise = telling
    for ask in questions():
        answer.sums(ask)
    assert len(said) == 1
    assert isinstance(said[0], db.Unusable)


@pytest.mark.parametrize("seed", range(12))
def test_garbage_anywhere_in_the_file_never_stops_an_answer(lab: Lab, seed: int) -> None:
    base = Ledger(lab.path).connection
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    chance = random.Random(seed)
    data = bytearray(Path(lab.path).read_bytes())
    for _ in range(1 + seed):
        at = chance.randrange(len(data) // 4096) * 4096
        data[at : at + 4096] = chance.randbytes(4096)
    Path(lab.path).write_bytes(data)
    said: list[Exception] = []
    answer = ledger.answer(lab.homes(), lab.reading()._replace(late=said.append), path=lab.path)
    for ask in questions():
        answer.spend.sums(ask)
        list(answer.spend.sessions(ask))
    found = everything(answer.spend)
    if answer.missing or said:
        assert_alike(answer.spend, lab.direct().spend)
    else:
        assert found == everything(lab.direct().spend)  # the garbage is where nothing was
