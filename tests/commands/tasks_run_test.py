"""`cctl tasks run`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_a_plan_is_carried_out(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"), command("b", "false", depends_on=["a"]))
    done = tasks(tmp_path, "run", str(path), "--max-parallel", "2", "--max-usd", "1")
    assert (done.code, done.states()) == (3, {"a": "completed", "b": "failed"})


def test_wrong_flags(tmp_path: Path) -> None:
    path = plan(tmp_path, command("a", "true"))
    for words in (["--max-usd", "0"], ["-j", "0"], ["--idle-after", "soon"]):
        assert tasks(tmp_path, "run", str(path), *words).code == 2
