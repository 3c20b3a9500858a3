"""Wiring one file and unwiring it: to the byte where nobody else was at it, by structure where somebody was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.core.wiring.entry import entries
from cctl.host.wiring.install import Target, change_in, change_out, drift, put_back, put_in
from cctl.host.wiring.record import Record
from cctl.records.errors import BadConfig

LAUNCHER = "/s/cctl/wiring/hook.py"
WANTED = entries("claude", "/usr/bin/python3", LAUNCHER)


class Bench:
    """One settings file and its record."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".claude/settings.json"
        self.record = Record(str(folder / "state"))
        self.target = Target("claude", "user", str(self.path))

    def wire(self) -> None:
        change = change_in(self.target, WANTED, self.record, LAUNCHER)
        if change.wired is not None:
            put_in(self.target, change, self.record)

    def unwire(self) -> None:
        change = change_out(self.target, self.record, LAUNCHER)
        put_back(self.target, change, self.record.files.pop(str(self.path), None))

    def write(self, text: str) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(text, newline="")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.mark.parametrize("text", ["{}", '{ "a":[ 1,2 ],\n\n"b" : {} }', '{\r\n\t"x": "é"\r\n}\r\n', '{"hooks": {}}'])
def test_in_and_out_leaves_every_byte(bench: Bench, text: str) -> None:
    bench.write(text)
    bench.wire()
    assert drift(bench.target, WANTED, LAUNCHER) == []
    bench.wire()
    bench.unwire()
    assert bench.path.read_bytes().decode() == text
    assert bench.record.empty


def test_a_file_that_was_made_is_taken_away_with_its_folder(bench: Bench, tmp_path: Path) -> None:
    bench.wire()
    assert json.loads(bench.path.read_text())["hooks"]
    bench.wire()
    bench.unwire()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_made_stays_when_others_have_used_it(bench: Bench) -> None:
    bench.wire()
    settings = json.loads(bench.path.read_text())
    bench.write(json.dumps(settings | {"model": "opus"}, indent=2))
    bench.unwire()
    assert json.loads(bench.path.read_text()) == {"model": "opus"}


def test_wiring_again_after_drift_can_still_be_undone_exactly(bench: Bench) -> None:
    bench.write('{\n  "model": "opus"\n}\n')
    bench.wire()
    old = entries("claude", "/old/python", LAUNCHER)
    bench.unwire()
    put_in(bench.target, change_in(bench.target, old, bench.record, LAUNCHER), bench.record)
    assert [each.what for each in drift(bench.target, WANTED, LAUNCHER)][:1] == ["has another command"]
    bench.wire()
    assert drift(bench.target, WANTED, LAUNCHER) == []
    bench.unwire()
    assert bench.path.read_text() == '{\n  "model": "opus"\n}\n'


def test_wiring_again_after_others_changed_the_file(bench: Bench) -> None:
    bench.write('{"a": 1}')
    bench.wire()
    settings = json.loads(bench.path.read_text())
    settings["hooks"]["PreToolUse"] = []
    bench.write(json.dumps(settings))
    assert [tuple(each) for each in drift(bench.target, WANTED, LAUNCHER)] == [("is not wired", "PreToolUse")]
    bench.wire()
    assert drift(bench.target, WANTED, LAUNCHER) == []
    bench.unwire()
    assert json.loads(bench.path.read_text()) == {"a": 1, "hooks": {"PreToolUse": []}}  # the empty list is theirs


@pytest.mark.parametrize("text", ["", "// my settings\n{}", '{"hooks": [],}', '{"a": 1,}', "[]", '{"hooks": 1}'])
def test_what_cannot_be_changed_safely_is_left_alone(bench: Bench, text: str) -> None:
    bench.write(text)
    with pytest.raises(BadConfig, match=r"settings\.json"):
        change_in(bench.target, WANTED, bench.record, LAUNCHER)
    assert bench.path.read_text() == text
    assert drift(bench.target, WANTED, LAUNCHER)


def test_a_general_switch_is_told_but_not_turned(bench: Bench) -> None:
    bench.write('{"disableAllHooks": true}')
    bench.wire()
    before = bench.path.read_text()
    bench.wire()
    assert bench.path.read_text() == before
    assert "switched off" in drift(bench.target, WANTED, LAUNCHER)[0].what


def test_unwiring_what_is_not_there_changes_nothing(bench: Bench) -> None:
    assert change_out(bench.target, bench.record, LAUNCHER) == (None, None, None)
    bench.write('{"a": 1}')
    change = change_out(bench.target, bench.record, LAUNCHER)
    assert change.before == change.after == '{"a": 1}'
    assert drift(Target("claude", "user", "/nowhere/x"), WANTED, LAUNCHER)[0].what == "is not there"
