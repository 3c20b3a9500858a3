"""A headless command's output."""

from __future__ import annotations

import os
from pathlib import Path

from cctl.host.run.folder import Folder
from cctl.host.run.link import Files


def test_output_and_errors_go_to_files(tmp_path: Path) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    link = Files(Folder(str(tmp_path)), null)
    words = ["sh", "-c", "echo out; echo err >&2"]
    os.waitpid(link.start(words, str(tmp_path), os.environ, 0), 0)
    os.close(null)
    assert (tmp_path / "stdout.log").read_text() == "out\n" and (tmp_path / "stderr.log").read_text() == "err\n"
    assert link.written() == 8 and link.descriptors() == [] and link.interrupt(0) == 0 and link.fields() == {}
