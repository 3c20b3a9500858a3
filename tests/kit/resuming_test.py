"""Choosing and starting a session to go on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.kit.resuming import chosen, refuse_if_alive, start
from cctl.records.errors import Locked, NoInput, Unavailable


def test_a_beginning_is_enough_when_it_is_one() -> None:
    assert chosen("ab", ["abc", "b"]) == "abc"
    assert chosen("ab", ["abc", "ab"]) == "ab"
    for name in ("a", "x", ""):
        with pytest.raises(NoInput):
            chosen(name, ["abc", "ab", "b"])


def test_one_that_runs_is_not_started_again() -> None:
    refuse_if_alive({"session": "s", "state": "finished", "pid": 4})
    refuse_if_alive({"session": "s", "state": "waiting_input"})
    with pytest.raises(Locked, match="processing"):
        refuse_if_alive({"session": "s", "state": "processing", "pid": 4})


def test_what_can_not_be_started_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoInput):
        start({"argv": ["x"], "cwd": str(tmp_path / "gone")}, {})
    with pytest.raises(Unavailable):
        start({"argv": ["/no/such/program"], "cwd": str(tmp_path)}, {})
