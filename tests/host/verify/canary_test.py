"""Canary calls: harmless, telling, and denied or allowed as they are meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.verify.canary import FAULTS, Canary, canaries, faulty, ran, sabotaged, turn
from tests.hooked import Machine


@pytest.mark.parametrize(
    ("name", "decision"),
    [
        ("deny", "deny"),
        ("deny another tool", "deny"),
        ("ask", "ask"),
        ("allow", "allow"),
        ("look", "allow"),
        ("fail", "allow"),
    ],
)
def test_the_default_policy_says_what_is_meant(tmp_path: Path, name: str, decision: str) -> None:
    machine = Machine(tmp_path)
    each = next(one for one in canaries(str(machine.state), str(machine.project), "m1") if one.name == name)
    given = {key: value.replace("{address}", "http://127.0.0.1:9") for key, value in each.input.items()}
    assert machine.judged(machine.case(each.tool, given))["decision"] == decision


@pytest.mark.parametrize("policy", ["readonly", "locked"])
def test_every_policy_denies_what_touches_cctl(tmp_path: Path, policy: str) -> None:
    machine = Machine(tmp_path)
    machine.configure(f'[brain]\npolicy = "{policy}"\n')
    for each in canaries(str(machine.state), str(machine.project), "m1")[:2]:
        assert machine.judged(machine.case(each.tool, each.input))["decision"] == "deny"


def test_what_ran_has_left_its_mark(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("")
    assert ran(Canary("", "", {}, "", file=str(tmp_path / "made")), [], "")
    assert not ran(Canary("", "", {}, "", file=str(tmp_path / "not")), [], "")
    assert ran(Canary("", "", {}, "", path="/asked"), ["/asked"], "")
    assert ran(Canary("", "", {}, "", shows="mark"), [], "a mark")
    assert not ran(Canary("", "", {}, ""), ["/x"], "text")


def test_a_turn_makes_the_call() -> None:
    each = canaries("/s", "/p", "m")[0]
    assert turn(each, "c1") == {"text": "deny", "tools": [{"id": "c1", "name": "Bash", "input": each.input}]}


def test_the_sabotaged_module_knows_every_fault() -> None:
    module = sabotaged()
    assert compile(module, "serve.py", "exec")
    assert [each.name for each in faulty("/p")] == list(FAULTS)
    for each in faulty("/p"):
        assert repr("/" + each.name) in module
        assert f"/{each.name}" in each.input["command"]
