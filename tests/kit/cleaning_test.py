"""The standing of sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.host.clean import units
from cctl.kit.cleaning import Stands, wish_of
from cctl.records.errors import UsageError
from tests.host.activity.store_test import ONE, STORY
from tests.kit.check.checked import run_in

FLAGS: dict[str, Any] = {"older_than": None, "finished": False, "project": (), "keep_last": 0, "max_bytes": None}


def test_what_was_read_and_what_was_added_since(tmp_path: Path) -> None:
    path = tmp_path / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    stands = Stands(run_in(tmp_path))
    (unit,) = units(stands.homes)
    assert stands(unit).read
    assert stands(unit).project == "/p"
    with path.open("a") as file:
        file.write(STORY[0])
    (grown,) = units(stands.homes)
    assert not stands(grown).read, "it was written to after both memories were asked"
    assert not Stands(run_in(tmp_path))._read.keys() - {str(path)}


def test_a_file_somebody_holds_open_is_alive(tmp_path: Path) -> None:
    path = tmp_path / f".claude/projects/-p/{ONE}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(STORY))
    with path.open():
        stands = Stands(run_in(tmp_path))
        (unit,) = units(stands.homes)
        assert stands(unit).live == "open in a process"


def test_wishes() -> None:
    assert wish_of(FLAGS | {"older_than": "2d"}).older_than_ms == 172_800_000
    with pytest.raises(UsageError):
        wish_of(FLAGS)
