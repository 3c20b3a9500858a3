"""A run as seen from outside; with real keepers in `commands/run_test.py`."""

from __future__ import annotations

import os
from pathlib import Path

from cctl.kit.following import Grown


def test_a_file_is_read_as_it_grows_and_lines_when_they_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "f"
    grown = Grown(str(path))
    assert grown.lines() == [] and list(grown.pieces()) == []
    path.write_bytes(b"one\ntw")
    assert grown.lines() == [b"one"]
    with path.open("ab") as file:
        file.write(b"o\nthree\n")
    assert grown.lines() == [b"two", b"three"] and grown.lines() == []


def test_what_came_is_copied_piece_by_piece(tmp_path: Path) -> None:
    path, target = tmp_path / "f", tmp_path / "copy"
    path.write_bytes(b"x" * 3_000_000)
    grown = Grown(str(path))
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT)
    grown.copy(descriptor)
    grown.copy(descriptor)
    os.close(descriptor)
    assert target.stat().st_size == 3_000_000
