"""`cctl tasks decompose`: have a plan proposed, to be read and edited before anything is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("tasks decompose")
@click.argument("prompt", metavar="PROMPT")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to a new FILE (default: standard output).")
@click.option("--most", type=click.IntRange(1, 50), default=6, show_default=True, help="Most tasks.")
def cli(run: Run, prompt: str, output: str, most: int) -> int:
    """Ask the brain's model to split a piece of work into tasks, and write the plan as a file to edit.

    The model is the one of `brain.llm_model`; without one it is 69. Names, prompts and order are all that is taken from
    its answer; it is checked as `tasks validate` does, and never run by itself.

    \b
    Examples:
      cctl tasks decompose 'add rate limits to the API, with tests and documentation' -o plan.json
      cctl tasks graph plan.json
    """
    from cctl.kit.decomposing import decomposed  # noqa: PLC0415 -- not for `--help`

    return decomposed(run, prompt, output, most)
