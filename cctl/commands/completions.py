"""`cctl completions`: the completion script of a shell, for those who didn't install it with the package."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("completions")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def cli(run: Run, shell: str) -> None:
    """Print the completion script for a shell.

    \b
    Examples:
      cctl completions bash > ~/.local/share/bash-completion/completions/cctl
      cctl completions fish > ~/.config/fish/completions/cctl.fish
    """
    from cctl.kit.complete import of_shell  # noqa: PLC0415 -- not for `--help`

    sys.stdout.write(of_shell(shell))
