import os
import sys
from pathlib import Path

from cctl.host.pipe import WIDE, is_pipe, widen


def test_what_can_be_read_only_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    (tmp_path / "gone").symlink_to("nowhere")
    found = {name: is_pipe(str(tmp_path / name)) for name in ("file", "fifo", "link", "gone", ".", "none", "a\0b")}
    assert {name for name, pipe in found.items() if pipe} == {"fifo", "link"}
    assert is_pipe("/dev/null")


def test_a_pipe_is_made_wider_and_what_is_none_is_left_alone(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    widen(writer)
    os.set_blocking(writer, False)
    held = os.write(writer, bytes(WIDE))
    assert held == WIDE or sys.platform != "linux"
    os.close(reader)
    os.close(writer)
    (tmp_path / "file").write_bytes(b"x")
    with (tmp_path / "file").open("rb") as file:
        widen(file.fileno())
        assert file.read() == b"x"
