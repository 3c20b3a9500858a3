"""Calls of the past."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.core.when.grammar import Window
from cctl.host.world import World
from cctl.kit import calls as module
from cctl.kit.calls import answer, calls, judged_by, ran, typed
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.session_records import Input
from cctl.kit.verb import Meta
from cctl.records import codec
from cctl.records.errors import UsageError
from tests.gate import FACTS


def run(home: Path) -> Run:
    return Run(Meta("rules diff", "source"), World({"HOME": str(home)}, cwd=str(home)), Shared(), Out())


def written(folder: Path, *records: dict[str, Any]) -> list[str]:
    path = folder / "records.jsonl"
    base = {"v": 1, "ts": "2026-11-20T12:00:00.000Z", "session": "s", "agent": "claude"}
    path.write_bytes(b"".join(codec.encode({"type": "turn", **base, **record}) + b"\n" for record in records))
    return [str(path)]


CALL = {"type": "call", "id": "c1", "tool": "Bash", "input": {"command": "ls"}, "facts": FACTS}


def test_a_call_comes_with_its_answer_and_what_was_known_of_its_session(tmp_path: Path) -> None:
    names = written(
        tmp_path, {"type": "session", "cost_usd": 3.0}, CALL, CALL | {"id": "c2", "facts": None, "cwd": str(tmp_path)},
        {"type": "result", "call": "c1", "error": True, "denied": {"by": "human"}}, CALL | {"id": "c3"},
    )  # fmt: skip
    found = list(calls(run(tmp_path), names))
    assert [(each.record["id"], each.answer) for each in found] == [("c1", "deny"), ("c2", ""), ("c3", "")]
    assert found[0].session == {"cost_usd": 3.0} and found[0].resolve is None and found[0].project is None
    assert found[2].session["last_error"] is True
    assert found[1].resolve is not None and found[1].facts["home"] == str(tmp_path)


def test_only_the_window_counts(tmp_path: Path) -> None:
    names = written(tmp_path, CALL, CALL | {"id": "c2", "ts": "2026-10-01T00:00:00.000Z"})
    window = Window(1795000000000, 1796000000000)
    assert [each.record["id"] for each in calls(run(tmp_path), names, window)] == ["c1"]


def test_what_is_no_call_is_passed_over(tmp_path: Path) -> None:
    names = written(
        tmp_path, {"type": "call", "id": "x"}, {"type": "call", "id": "y", "tool": "Bash", "input": 3}, CALL
    )
    assert [each.record["id"] for each in judged_by(calls(run(tmp_path), names))] == ["c1"]


def test_answers_are_those_of_humans() -> None:
    assert answer({"denied": {"by": "human"}}) == "deny" and answer({"accepted": {"by": "human"}}) == "allow"
    assert answer({"denied": {"by": "hook"}}) == answer({"accepted": {"by": "rule"}}) == answer({}) == ""
    assert ran({}) and not ran({"denied": {"by": "rule"}})


def test_a_command_line_is_a_call_in_the_working_folder(tmp_path: Path) -> None:
    [found] = typed(run(tmp_path), ["git", "push"])
    assert found.record["input"] == {"command": "git push"} and found.record["cwd"] == str(tmp_path)
    with pytest.raises(UsageError):
        list(typed(run(tmp_path), [" "]))


def test_without_names_every_transcript_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / "6f1c2d3e-0000-4000-8000-000000000000.jsonl").write_text("{}\n")
    asked: list[str] = []

    def given(_run: Run, name: str) -> Input:
        asked.append(name)
        return Input([CALL])

    monkeypatch.setattr(module, "given", given)
    assert [each.record for each in calls(run(tmp_path), [])] == [CALL]
    assert [Path(name).name for name in asked] == ["6f1c2d3e-0000-4000-8000-000000000000.jsonl"]
