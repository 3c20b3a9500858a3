"""The judging of one attempt, without anything that runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cctl.core.plan.board import Board
from cctl.core.plan.task import Plan, Task, Verifier
from cctl.host.plan.hands import Failed
from cctl.host.plan.judges import Judges
from cctl.host.plan.workshop import Shop, Workshop
from cctl.host.process import processes
from cctl.host.run.folder import Runs


def judges(
    folder: Path, *verify: Verifier, answer: str = "", base: dict[str, Any] | None = None, **more: Any
) -> Judges:
    task = Task("a", "a", command=("true",), verify=verify)._replace(**more)
    board = Board(Plan((task,)))

    def ask(prompt: str) -> str:
        assert "Good?" in prompt
        if not answer:
            raise Failed("nobody there")
        return answer

    shop = Shop("plan", str(folder), ["cctl"], {}, Runs(str(folder), processes()), lambda _a, _s: False, ask)
    workshop = Workshop(shop, str(folder), board)
    if base is not None:
        (folder / "a@base0").write_text(json.dumps(base))
    return Judges(workshop, workshop.files.latest("a")._replace(number=1))


def test_what_can_not_be_judged_has_not_passed(tmp_path: Path) -> None:
    found = judges(tmp_path, Verifier("run", command=("true",)))
    found.begin()
    assert found.next() is None
    (check,) = found.end()[0]
    assert (check["kind"], check["passed"]) == ("tree", False)


def test_the_first_that_fails_ends_it(tmp_path: Path) -> None:
    verifiers = [Verifier("run", name, (name,)) for name in ("one", "two", "three")]
    found = judges(tmp_path, *verifiers, base={"cwd": str(tmp_path), "files": {}})
    found.begin()
    order = found.next()
    assert isinstance(order, dict)
    assert (order["argv"], order["k"], order["timeout_s"]) == (["one"], "a#1.c0.0", 900.0)
    found.answered({"code": 0, "s": 0.1})
    (tmp_path / "a@1.check1.0.out").write_text("why not")
    assert isinstance(found.next(), dict)
    found.answered({"code": 1, "s": 0.1})
    assert found.next() is None
    one, two = found.end()[0]
    assert (one["passed"], two["passed"], two["output"], two["check"]) == (True, False, "why not", "two")
    assert "output" not in one


def test_a_model_is_asked_where_it_is(tmp_path: Path) -> None:
    for answer, passed in (("PASS", True), ("FAIL no", False), ("Well…", False), ("", False)):
        found = judges(tmp_path, Verifier("brain", "Good?"), answer=answer, base={"cwd": str(tmp_path), "files": {}})
        found.begin()
        ask = found.next()
        assert callable(ask)
        found.told(ask())
        assert found.end()[0][0]["passed"] is passed


def test_protected_files_by_their_hashes(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("x")
    base = {"cwd": str(tmp_path), "files": {"t": "other", "gone": "h"}}
    found = judges(tmp_path, base=base, protected=("t", "gone"))
    found.begin()
    (check,) = found.end()[0]
    assert check["message"].endswith("gone, t")
