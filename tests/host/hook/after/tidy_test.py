"""What sessions of long ago have left behind goes; what holds stays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cctl.host.hook.after import tidy
from tests.hooked import SESSION, Machine

NAMES = ("hook/{}.jsonl", "guard/{}.jsonl", "compiled/{}.json", "brain/rules/{}", "spend/session/{}.json")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def left(machine: Machine, name: str, days: float, document: Any = "x") -> Path:
    path = machine.write(name, document)
    at = machine.bash("ls").begun_ms / 1000 - days * tidy.DAY_S
    os.utime(path, (at, at))
    return path


def begin(machine: Machine) -> None:
    machine.judged(machine.case(hook_event_name="SessionStart", source="startup"))


def test_what_is_old_goes_and_what_is_new_stays(machine: Machine) -> None:
    old = [left(machine, name.format("old"), 31 if "{}.jsonl" in name or "spend" in name else 181) for name in NAMES]
    new = [left(machine, name.format("new"), 29) for name in NAMES]
    own = [left(machine, name.format(SESSION), 40) for name in NAMES if "{}." in name and "compiled" not in name]
    other = left(machine, "brain/events-2020-01.jsonl", 400)
    begin(machine)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (*new, *own, other))


def test_refusals_stay_until_they_are_over(machine: Machine) -> None:
    holds = left(machine, "deny/a.json", 300, {"reason": "r"})
    open_ = left(machine, "deny/b.json", 300, {"reason": "r", "until": "2999-01-01T00:00:00.000Z"})
    broken = left(machine, "deny/c.json", 300, "{")
    over = left(machine, "deny/d.json", 1, {"reason": "r", "until": "2000-01-01T00:00:00.000Z"})
    ancient = left(machine, "deny/e.json", 366, {"reason": "r"})
    begin(machine)
    assert [path.exists() for path in (holds, open_, broken, over, ancient)] == [True, True, True, False, False]


def test_it_happens_once_a_day_and_at_the_start_alone(machine: Machine) -> None:
    path = left(machine, "hook/old.jsonl", 31)
    machine.judged(machine.bash("ls"))
    assert path.exists()
    begin(machine)
    assert not path.exists()
    path = left(machine, "hook/old.jsonl", 31)
    begin(machine)
    assert path.exists()
    left(machine, "hook/.tidied", 1.1)
    begin(machine)
    assert not path.exists()


def test_one_session_deletes_only_so_many(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidy, "MOST", 3)
    paths = [left(machine, f"hook/{number}.jsonl", 31) for number in range(8)]
    begin(machine)
    assert sum(path.exists() for path in paths) == 5


def test_links_and_folders_are_left_alone(machine: Machine, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("x")
    os.utime(target, (0, 0))
    (machine.state / "hook/folder.jsonl").mkdir(parents=True)
    (machine.state / "hook/link.jsonl").symlink_to(target)
    begin(machine)
    assert target.exists()
    assert (machine.state / "hook/link.jsonl").is_symlink()


def test_a_folder_that_cannot_be_written_is_no_trouble(machine: Machine) -> None:
    machine.write("hook", "in the way")
    begin(machine)
    assert machine.judged(machine.bash("ls"))["decision"] == "allow"
