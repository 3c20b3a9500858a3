"""What came of an agent's attempt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cctl.core.plan.policy import Outcome
from cctl.host.plan import agents
from cctl.host.process import processes
from cctl.host.run.folder import Folder, Runs

ID = "01900000-0000-7000-8000-000000000001"


def wrote(folder: Path, *records: dict[str, Any]) -> str:
    path = folder / "a.1.out"
    path.write_text("torn {\n" + "".join(json.dumps(each) + "\n" for each in records))
    return str(path)


def run(**more: Any) -> dict[str, Any]:
    return {"type": "run", "run": ID, "status": "ended", "cause": "child", "exit": 0, "session": "s", **more}


def runs(folder: Path) -> Runs:
    return Runs(str(folder / "state"), processes())


@pytest.mark.parametrize(
    ("cause", "found"),
    [("child", "child"), ("idle", "timeout"), ("tokens", "budget"), ("context", "context"), ("memory", "failed"),
     ("signal", "signal")],
)  # fmt: skip
def test_causes_of_a_run_are_those_of_an_attempt(tmp_path: Path, cause: str, found: str) -> None:
    path = wrote(
        tmp_path, run(status="running"), {"type": "call"}, run(cause=cause, cost_usd=0.25, exit=3), {"type": "end"}
    )
    outcome = agents.outcome(Outcome("child", 11, seconds=2.0), path, runs(tmp_path))
    assert (outcome.cause, outcome.nano, outcome.session, outcome.seconds) == (found, 250_000_000, "s", 2.0)
    assert outcome.code == (3 if cause == "child" else 11)


def test_one_that_never_came_to_a_run(tmp_path: Path) -> None:
    assert agents.outcome(Outcome("child", 2), wrote(tmp_path), runs(tmp_path)).cause == "failed"
    assert agents.adrift("k", str(tmp_path / "gone"), runs(tmp_path)) is None


def test_where_the_front_end_died_its_folder_knows(tmp_path: Path) -> None:
    path, known = wrote(tmp_path, run(status="running")), runs(tmp_path)
    assert agents.adrift("k", path, known) is None
    folder = Folder(f"{known.path}/{ID}").make()
    me = processes().find(__import__("os").getpid())
    assert me is not None
    folder.keep(run(status="running", supervisor={"pid": me.pid, "start": me.start}))
    assert agents.adrift("k", path, known) == {}
    folder.keep(run(exit=4, duration_s=9.0))
    assert agents.adrift("k", path, known) == {"e": "gone", "k": "k", "code": 4, "s": 9.0}
    assert agents.outcome(Outcome("child", 137), path, known).code == 4


def test_results_and_last_words(tmp_path: Path) -> None:
    (tmp_path / "stdout.log").write_text('{"type":"result","result":"fine"}\nrubbish\n')
    (tmp_path / "stderr.log").write_text("warning\n" * 100 + "the end\n")
    output = {name: str(tmp_path / f"{name}.log") for name in ("stdout", "stderr")}
    path = wrote(tmp_path, run(output=output))
    agents.keep_result(path, str(tmp_path / "a.1.result"), runs(tmp_path))
    assert (tmp_path / "a.1.result").read_text() == "fine"
    assert agents.last_words(path, runs(tmp_path), 20).endswith("the end")
    assert agents.tail(str(tmp_path / "gone"), 5) == ""
    assert [each["type"] for each in agents.records(path)] == ["run"]
