"""Our own cases, by class: what each policy says to a call."""

import json
from pathlib import Path
from typing import Any

import pytest

from cctl.core.policy.judge import Judge
from tests.gate import FACTS, PROJECT, judge

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "judge"
WRITTEN: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}-{number}", json.loads(line))
    for path in sorted(FOLDER.glob("*.jsonl"))
    for number, line in enumerate(path.read_text().splitlines(), 1)
]
LOOK_ALIKES = [
    pytest.param(json.loads(line), id=f"{path.stem}-{number}")
    for path in sorted((FOLDER / "undenied").glob("*.jsonl"))
    for number, line in enumerate(path.read_text().splitlines(), 1)
]
CASES = [pytest.param(case, id=name) for name, case in WRITTEN]
FEWEST = 400
FEWEST_ON_ITSELF = 150


def said(gate: Judge, case: dict[str, object], policy: str) -> str:
    return str(gate.judge({**case, "cwd": PROJECT}, FACTS, policy)["decision"])


@pytest.mark.parametrize("case", CASES)
def test_each_case_gets_what_is_expected(case: dict[str, object]) -> None:
    got = {policy: said(judge(), case, policy) for policy in ("readonly", "workspace", "locked")}
    locked = "deny" if case["workspace"] == "deny" else "ask"
    assert got == {"readonly": case["readonly"], "workspace": case["workspace"], "locked": locked}


@pytest.mark.parametrize("case", LOOK_ALIKES)
def test_no_look_alike_is_denied(case: dict[str, object]) -> None:
    assert {said(judge(), case, policy) for policy in ("readonly", "workspace")} <= {"allow", "ask"}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= FEWEST
    assert len((FOLDER / "self.jsonl").read_text().splitlines()) >= FEWEST_ON_ITSELF


def test_no_case_stands_twice() -> None:
    seen = [json.dumps([case["tool"], case["input"]]) for _, case in WRITTEN]
    assert len(seen) == len(set(seen))
