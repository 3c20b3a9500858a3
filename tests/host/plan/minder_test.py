"""The process that starts and minds, seen through what it writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.host.plan.minders import Own, traces
from cctl.host.process import processes
from tests.real_client import eventually


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Own]:
    found = Own(str(tmp_path), processes(), 8)
    found.start()
    yield found
    found.end()


def order(folder: Path, key: str, *argv: str, **more: Any) -> dict[str, Any]:
    files = {"out": str(folder / f"{key}.out"), "err": str(folder / f"{key}.err")}
    return {"k": key, "argv": [*argv], "cwd": str(folder), "grace": (0.1, 0.1, 1.0), **files, **more}


def gone(own: Own, *keys: str) -> dict[str, dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    assert own.told is not None
    told = own.told

    def all_gone() -> bool:
        lines.extend(told.lines())
        return {line["k"] for line in lines if line["e"] == "gone"} >= set(keys)

    assert eventually(all_gone, 20)
    seen = traces(lines)
    return {key: found for key in keys if (found := seen[key].gone) is not None}


def test_every_end_is_told_with_its_status(own: Own, tmp_path: Path) -> None:
    own.order([
        order(tmp_path, "fine", "sh", "-c", "echo out; echo err >&2"),
        order(tmp_path, "seven", "sh", "-c", "exit 7"),
        order(tmp_path, "killed", "sh", "-c", "kill -9 $$"),
        order(tmp_path, "missing", "no-such-program"),
        order(tmp_path, "denied", "/etc/passwd"),
        order(tmp_path, "nowhere", "true", cwd="/no/such/folder"),
        order(tmp_path, "late", "sleep", "60", timeout_s=0.1),
    ])  # fmt: skip
    found = gone(own, "fine", "seven", "killed", "missing", "denied", "nowhere", "late")
    codes = {key: (line.get("code"), line.get("signal"), line.get("cause")) for key, line in found.items()}
    assert codes == {
        "fine": (0, None, None), "seven": (7, None, None), "killed": (None, 9, None), "missing": (127, None, None),
        "denied": (126, None, None), "nowhere": (127, None, None), "late": (None, 2, "timeout"),
    }  # fmt: skip
    assert found["nowhere"]["message"] == "/no/such/folder: No such file or directory"
    assert (tmp_path / "fine.out").read_text() == "out\n"
    assert (tmp_path / "fine.err").read_text() == "err\n"


def test_variables_input_and_signals_are_as_a_program_expects(own: Own, tmp_path: Path) -> None:
    (tmp_path / "in").write_text("given\n")
    script = 'read line; echo "$line $V"; grep -E "SigIgn|SigBlk" /proc/self/status'
    own.order([order(tmp_path, "a", "sh", "-c", script, env={"V": "v"}, stdin=str(tmp_path / "in"))])
    gone(own, "a")
    said = (tmp_path / "a.out").read_text().splitlines()
    assert said[0] == "given v"
    ours = (1 << 31) - 1  # those above are the C library's own
    assert [int(line.split()[1], 16) & ours for line in said[1:3]] == [0, 0]


def test_what_waits_has_its_turn_and_can_be_taken_back(tmp_path: Path) -> None:
    own = Own(str(tmp_path), processes(), 1)
    own.start()
    own.order([order(tmp_path, "first", "sleep", "0.3"), *(order(tmp_path, each, "touch", each) for each in "abc")])
    own.drop("b")
    own.order([order(tmp_path, "now", "touch", "now", now=True)])
    found = gone(own, "first", "a", "b", "c", "now")
    assert (found["b"]["cause"], (tmp_path / "b").exists()) == ("signal", False)
    assert all((tmp_path / each).exists() for each in ("a", "c", "now"))
    own.order([order(tmp_path, "long", "sleep", "60"), order(tmp_path, "d", "touch", "d")])
    own.drop()
    assert gone(own, "d")["d"]["cause"] == "signal"
    own.end()
    assert not (tmp_path / "d").exists()


def test_it_ends_what_runs_when_it_is_told_to(own: Own, tmp_path: Path) -> None:
    own.order([order(tmp_path, "a", "sh", "-c", "echo $$ >pid; sleep 60")])
    assert eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "")
    own.end()
    assert own.told is not None
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not own.told.alive()
