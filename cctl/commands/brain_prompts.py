"""`cctl brain prompts`: what a model is told, and whose text that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("brain prompts", adds=("prompt",), status=("no_input", "bad_config"), columns=("name", "origin"))
@click.argument("names", nargs=-1, metavar="[NAME]...")
def cli(run: Run, names: tuple[str, ...]) -> Iterator[Record]:
    """Show the prompts.

    A file `prompts/NAME.md` in the configuration folder takes the place of a built-in text, unless it is blank; it must
    hold the same places, such as {{call}}. What fills them is made of effects and known words, never of a call's text.

    \b
    Examples:
      cctl brain prompts --format table
      cctl brain prompts judge | jq -r 'select(.type == "prompt").text'
    """
    from cctl.core.brain.prompt import NAMES  # noqa: PLC0415 -- not for `--help`
    from cctl.host import paths  # noqa: PLC0415 -- see above
    from cctl.host.brain.prompts import text  # noqa: PLC0415 -- see above

    for name in names or NAMES:
        if name not in NAMES:
            raise NoInput(f"no prompt is called {name!r}", hint=f"one of {', '.join(NAMES)}")
        told, origin = text(paths.config(run.world.env, run.world.home), name)
        yield {"type": "prompt", "v": 1, "ts": run.world.now(), "name": name, "origin": origin, "text": told}
