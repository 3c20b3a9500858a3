"""The record of what was wired."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cctl.core.wiring.edit import Edit
from cctl.host.wiring.record import Record, Wired
from cctl.records.errors import BadConfig


def test_what_is_written_down_is_read_again(tmp_path: Path) -> None:
    record = Record(str(tmp_path))
    assert record.empty
    wired = Wired("/h/.claude/settings.json", "claude", "user")
    wired.made_file, wired.made_folders, wired.after = True, ["/h/.claude"], "d"
    wired.edits, wired.events = [Edit(1, "", "x")], {"Stop": "python hook"}
    record.files[wired.path] = wired
    record.plugins["/p"] = {"hooks/hooks.json": "e"}
    record.python = "/usr/bin/python3"
    record.save()
    again = Record(str(tmp_path))
    assert again.files[wired.path].__dict__ == wired.__dict__
    assert (again.plugins, again.python, again.empty) == (record.plugins, record.python, False)
    assert stat.S_IMODE((tmp_path / "wiring/installed.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "wiring").stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files":[{}],"plugins":{},"python":""}', '{"files":3}'])
def test_a_damaged_record_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "wiring").mkdir()
    (tmp_path / "wiring/installed.json").write_text(text)
    with pytest.raises(BadConfig, match=r"installed\.json"):
        Record(str(tmp_path))
