"""The flags that choose sessions: spelling is theirs, meaning is `core.state.select`'s."""

from __future__ import annotations

import click
import pytest

from cctl.kit.select import select_options, selection


class Run:
    """As much of a run as is asked."""

    def setting(self, name: str) -> float | None:
        return {"health.context_warning_ratio": 0.7, "budget.session_usd": 5.0}[name]


def parsed(*words: str) -> dict[str, object]:
    command = click.Command("x", params=list(getattr(select_options(lambda: None), "__click_params__", [])))
    context = command.make_context("x", list(words))
    return dict(context.params)


def test_flags_become_a_selection_and_leave_the_options() -> None:
    options = parsed("--state", "NeedsInput,idle", "--focus", "Attention", "-p", "shop", "-S", "6f", "--search", "x")
    found = selection(Run(), options)  # type: ignore[arg-type] # as much of a run as is asked
    assert found.states == {"needs_input", "idle"} and found.focus == {"attention"}
    assert (found.projects, found.sessions, found.search) == (("shop",), ("6f",), "x")
    assert (found.context_ratio, found.budget_usd) == (0.7, 5.0) and options == {}


def test_without_a_focus_the_budget_does_not_matter() -> None:
    assert selection(Run(), parsed()).budget_usd == 0  # type: ignore[arg-type] # see above


def test_an_unknown_word_is_an_error_of_the_caller() -> None:
    with pytest.raises(click.UsageError, match="asleep"):
        selection(Run(), parsed("--state", "asleep"))  # type: ignore[arg-type] # see above
