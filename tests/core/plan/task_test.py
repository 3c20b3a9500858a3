"""Plans and tasks as values."""

from __future__ import annotations

from cctl.core.plan.task import Plan, Problem, Task, Verifier


def test_what_is_light() -> None:
    assert Task("a", command=("true",)).light
    assert not Task("a", prompt="p").light
    for more in ({"worktree": True}, {"outputs": ("x",)}, {"protected": ("x",)}, {"verify": (Verifier("run"),)}):
        assert not Task("a", command=("true",))._replace(**more).light


def test_names_and_problems() -> None:
    assert list(Plan((Task("a"), Task("b"))).by_name()) == ["a", "b"]
    assert (str(Problem("", "m")), str(Problem("w", "m"))) == ("m", "w: m")
