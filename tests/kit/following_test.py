"""A run as seen from outside; with real keepers in `commands/run_test.py`."""

from __future__ import annotations

from pathlib import Path

from cctl.kit.following import Grown


def test_a_file_is_read_as_it_grows_and_lines_when_they_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "f"
    grown = Grown(str(path))
    assert grown.lines() == [] and grown.gained() == b""
    path.write_bytes(b"one\ntw")
    assert grown.lines() == [b"one"]
    with path.open("ab") as file:
        file.write(b"o\nthree\n")
    assert grown.lines() == [b"two", b"three"] and grown.lines() == []
