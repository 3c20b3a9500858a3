"""Folding the log on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.brain.chain import check
from cctl.core.moment import stamp
from cctl.host.brain import learning
from cctl.host.brain.log import Log
from cctl.records.errors import BadData
from tests.core.brain.learn_test import log as told
from tests.learning import DAY, START

NOW = START + 70 * DAY


def filled(folder: Path) -> Log:
    log = Log(str(folder))
    for event in told(260):
        ts = event.pop("ts")
        log.append([event], ts)
    return log


def test_each_certificate_is_noted_once_and_what_was_learnt_is_the_same_again(tmp_path: Path) -> None:
    log = filled(tmp_path)
    learning.learn(str(tmp_path), "t", NOW, stamp(NOW))
    first = (tmp_path / "memory").read_text()
    learning.learn(str(tmp_path), "t", NOW, stamp(NOW))
    noted = [event for event in log.events() if event["event"] == "certificate"]
    assert [(each["tier"], each["level"], each["answers"]) for each in noted] == [("T1", "1/20", "200")]
    again = (tmp_path / "memory").read_text()
    assert [line for line in again.split("\n") if not line.startswith("head")] == [
        line for line in first.split("\n") if not line.startswith("head")
    ]
    assert check(log.lines()).problem == ""


def test_looking_writes_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert learning.learn(str(tmp_path), "t", NOW, stamp(NOW), dry=True).ladders["T1"].held is not None
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_log_that_was_tampered_with_teaches_nothing(tmp_path: Path) -> None:
    path = Path(filled(tmp_path).files()[0])
    path.write_bytes(path.read_bytes().replace(b'"outcome"', b'"rejectd"', 1))
    with pytest.raises(BadData, match="does not follow the line before"):
        learning.learn(str(tmp_path), "t", NOW, stamp(NOW))
    assert not (tmp_path / "memory").exists()


def test_an_empty_log_teaches_nothing_and_is_no_error(tmp_path: Path) -> None:
    made = learning.learn(str(tmp_path / "none"), "t", NOW, stamp(NOW))
    assert made.counted["labels"] == 0 and made.learnt() == []
