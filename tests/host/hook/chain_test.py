"""Guards in their order, each within its time, none able to open the gate by failing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cctl.core.hook.verdict import verdict
from cctl.host.hook import chain
from tests.hooked import Machine


@pytest.fixture
def guards(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts made-up guards into the chain's place."""

    def put(**given: Any) -> None:
        table = []
        for name, look in given.items():
            settles = name.startswith("settles")
            table.append((name, ("PreToolUse",), 50, settles))
            monkeypatch.setitem(sys.modules, f"cctl.host.hook.guard.{name}", SimpleNamespace(look=look))
        monkeypatch.setattr(chain, "GUARDS", tuple(table))

    return put


def says(decision: str) -> Any:
    return lambda case, so_far: verdict(decision, "policy", decision)


def fails(case: object, so_far: object) -> None:
    raise RuntimeError("broken")


def run(tmp_path: Path, on_error: str = "ask") -> Any:
    case = Machine(tmp_path).bash("ls")
    case.on_error = on_error
    return chain.judged(case, None)


def test_the_gravest_word_holds_and_a_deny_ends_it(guards: Any, tmp_path: Path) -> None:
    guards(a=says("allow"), b=says("ask"), c=says("allow"))
    assert run(tmp_path)["decision"] == "ask"
    guards(a=says("deny"), b=fails)
    assert run(tmp_path)["by"] == "policy"


def test_a_guard_that_falls_over_asks_and_the_chain_goes_on(guards: Any, tmp_path: Path) -> None:
    guards(a=fails, b=says("allow"))
    found = run(tmp_path)
    assert (found["decision"], found["by"], found["reason"]) == ("ask", "error", "a could not judge: RuntimeError")
    guards(a=fails, b=says("deny"))
    assert run(tmp_path)["decision"] == "deny"
    guards(a=fails, b=says("allow"))
    assert run(tmp_path, "deny")["decision"] == "deny"


def test_only_who_may_settles(guards: Any, tmp_path: Path) -> None:
    guards(a=says("ask"), settles_b=says("allow"))
    assert run(tmp_path)["decision"] == "allow"
    guards(a=says("deny"), settles_b=says("allow"))
    assert run(tmp_path)["decision"] == "deny"


def test_guards_hear_what_was_said_before_them(guards: Any, tmp_path: Path) -> None:
    heard: list[Any] = []
    guards(a=says("allow"), b=lambda case, so_far: heard.append(so_far["decision"]))
    run(tmp_path)
    assert heard == ["allow"]


def test_without_guards_for_an_event_there_is_no_word(guards: Any, tmp_path: Path) -> None:
    guards(a=says("deny"))
    case = Machine(tmp_path).case(hook_event_name="Stop")
    assert chain.judged(case, None) is None


def test_a_guard_that_takes_too_long_asks(guards: Any, tmp_path: Path) -> None:
    class late(BaseException):
        """Time is up."""

    def slow(case: object, so_far: object) -> None:
        raise late

    calls: list[Any] = []
    watch: Any = SimpleNamespace(within=calls.append, freely=lambda: calls.append("free"), late=late)
    guards(a=slow, b=says("allow"))
    found: Any = chain.judged(Machine(tmp_path).bash("ls"), watch)
    assert (found["decision"], found["by"]) == ("ask", "deadline")
    assert calls == [50, 50, "free"]


def test_notes_that_fail_take_nothing_with_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    noted: list[str] = []
    monkeypatch.setattr(chain, "NOTES", (("bad", ("*",)), ("good", ("PreToolUse",)), ("other", ("Stop",))))
    monkeypatch.setitem(sys.modules, "cctl.host.hook.after.bad", SimpleNamespace(note=fails))
    for name in ("good", "other"):
        module = SimpleNamespace(note=lambda case, found, name=name: noted.append(name))
        monkeypatch.setitem(sys.modules, f"cctl.host.hook.after.{name}", module)
    chain.noted(Machine(tmp_path).bash("ls"), None)
    assert noted == ["good"]
