"""`cctl play`: a cast in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("play", status=("no_input", "bad_data"))
@click.argument("file", metavar="FILE.cast")
@click.option("--speed", type=click.FloatRange(0.1, 20), default=1.0, metavar="N", help="Twice as fast: 2.")
@click.option("--idle-cap", type=click.FloatRange(0, 60), default=0.0, metavar="N", help="Longest pause, in seconds.")
@click.option("--own", is_flag=True, help="Our own player, also where asciinema is installed.")
def cli(run: Run, file: str, speed: float, idle_cap: float, own: bool) -> int:
    """Play a cast: blank pauses, ] and [ jump between chapters, . steps, q ends.

    Through asciinema where it is installed, else with our own player, which lets nothing reach the terminal but
    drawing: a cast is a file from anywhere.

    \b
    Examples:
      cctl play demo.cast
      cctl play --own --speed 2 --idle-cap 1 demo.cast
    """
    from cctl.core.reel import cast  # noqa: PLC0415 -- not for `--help`
    from cctl.host import player, transcript  # noqa: PLC0415 -- see above

    recording = cast.read((line.data.decode("utf-8", "replace") for line in transcript.lines(file)), name=file)
    if not own and (status := player.other(file, speed=speed, idle_cap=idle_cap)) is not None:
        return status
    player.play(recording, speed=speed, idle_cap=idle_cap)
    return 0
