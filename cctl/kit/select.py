"""The flags that choose sessions, as `sessions` and `watch` take them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from cctl.core.state.select import Selection
    from cctl.kit.run import Run

F = TypeVar("F", bound=Callable[..., Any])


def select_options(function: F) -> F:
    """`--state`, `--focus`, `--search`, `--project`, `--session`."""
    for option in (
        click.option("-S", "--session", "ids", multiple=True, metavar="ID", help="Only these; a beginning will do."),
        click.option("-p", "--project", "projects", multiple=True, metavar="GLOB", help="Only in these projects."),
        click.option("--search", default="", metavar="TEXT", help="Only with this in name, title, project, model, id."),
        click.option("--focus", "foci", multiple=True, metavar="WHAT", help="attention, over-budget, high-context, "
                     "unknown, conflict."),
        click.option("--state", "states", multiple=True, metavar="STATE", help="processing, needs_input, "
                     "waiting_input, idle, finished, unknown."),
    ):  # fmt: skip
        function = option(function)
    return function


def selection(run: Run, options: dict[str, Any]) -> Selection:
    """What these flags ask for; takes them out of the options."""
    from cctl.core.state import select  # noqa: PLC0415 -- not for `--help`

    try:
        states, foci = select.states(options.pop("states")), frozenset(map(select.focus, options.pop("foci")))
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    return select.Selection(
        states,
        foci,
        options.pop("search"),
        options.pop("projects"),
        options.pop("ids"),
        float(run.setting("health.context_warning_ratio")),
        float(run.setting("budget.session_usd") or 0) if "over-budget" in foci or "attention" in foci else 0.0,
    )
