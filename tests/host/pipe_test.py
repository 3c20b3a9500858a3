import os
from pathlib import Path

from cctl.host.pipe import is_pipe


def test_what_can_be_read_only_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    (tmp_path / "gone").symlink_to("nowhere")
    found = {name: is_pipe(str(tmp_path / name)) for name in ("file", "fifo", "link", "gone", ".", "none", "a\0b")}
    assert {name for name, pipe in found.items() if pipe} == {"fifo", "link"}
    assert is_pipe("/dev/null")
