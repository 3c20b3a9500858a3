"""What a keeper says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cctl.host.run.folder import Folder
from cctl.host.run.tell import Teller


def test_records_are_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    teller = Teller(Folder(str(tmp_path)), lambda: woken.append(1))
    teller.tell({"type": "a"})
    really = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: really(descriptor, data[:4]) if len(data) > 4 else full())
    teller.tell({"type": "b"})
    monkeypatch.undo()
    teller.tell({"type": "c"})
    lines = (tmp_path / "events.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["a", "c"]
    assert (teller.count, teller.lost, len(woken)) == (3, 1, 3)


def full() -> int:
    raise OSError(28, "No space left on device")


def test_a_record_that_can_not_be_kept_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    teller = Teller(Folder(str(folder)), lambda: None)
    (folder / "run.json.new").mkdir()
    teller.keep({"type": "run"})
    assert teller.lost == 1
