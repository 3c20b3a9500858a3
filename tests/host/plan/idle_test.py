"""When somebody last did something here."""

from __future__ import annotations

import os
from pathlib import Path

from cctl.core.agent import agents
from cctl.host.live.files import Files
from cctl.host.plan.idle import last_key_ms, last_work_ms


def test_keys_are_what_terminals_were_read_for(tmp_path: Path) -> None:
    for name, at in (("0", 100), ("7", 300), ("ptmx", 900)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, 5000))
    assert last_key_ms(str(tmp_path)) == 300_000
    assert last_key_ms(str(tmp_path / "gone")) == 0


def test_work_is_what_others_write(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    for name, at in (("theirs", 100), ("ours", 200)):
        (folder / f"{name}.jsonl").touch()
        os.utime(folder / f"{name}.jsonl", (at, at))
    files = Files(agents(), {}, str(tmp_path))
    assert last_work_ms(files, ()) == 200_000
    assert last_work_ms(files, {"ours"}) == 100_000
