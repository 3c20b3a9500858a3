"""`cctl notify`: tell people and machines of what matters in a stream, without ever holding it up.

Texts of agents are made harmless and secrets are taken out before anything leaves; a command gets the record on its
standard input, never in its words.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb
from cctl.records.errors import UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.kit.run import Run
    from cctl.kit.telling import Telling

SHAPES = ("json", "slack", "discord", "teams", "ntfy", "text")


@filter_verb(
    "notify",
    reads=("finding", "session", "call", "gate", "done", "error", "heartbeat", "end"),
    adds=("done",),
    status=("partial",),
    columns=("ts", "status", "action", "target", "session", "reason"),
)
@click.option("--on", multiple=True, metavar="WHAT", help="needs_input, loop:critical, finding:warning, deny, "
              "gate:failed … (repeatable; default: notify.on).")  # fmt: skip
@click.option("--desktop", is_flag=True, help="Show it on the desktop (notify-send, osascript).")
@click.option("--webhook", metavar="URL", help="Post it.")
@click.option(
    "--webhook-file", metavar="FILE", default="", help="Post it to the address in this file: many are secrets."
)
@click.option("--shape", type=click.Choice(SHAPES), help="Form of what is posted (default: json).")
@click.option("--secret-file", metavar="FILE", default="", help="Sign posts with the secret in this file (HMAC).")
@click.option("--secret-command", metavar="COMMAND", default="", help="… or with what this command prints.")
@click.option("--command", "words", metavar="COMMAND", default="", help="Run it; the record is on its standard input.")
@click.option("--cooldown", metavar="TIME", default="", help="Between two messages of one kind about one session.")
@click.option("--spool", metavar="DIR", is_flag=False, flag_value="", default=None, help="Keep what could not be "
              "delivered for the next run (default folder: in the state folder).")  # fmt: skip
@click.option("--drain", metavar="TIME", default="10s", help="How long to wait for deliveries at the end.")
def cli(run: Run, **options: str) -> Filter:
    """Tell of what matters: on the desktop, to a web hook, through a command of your own.

    Everything passes on; a `done` record says what came of each message. Posts are tried five times with growing
    pauses, beside the pipe. A message about one occasion goes out once, with --spool also over many runs.

    \b
    Examples:
      cctl watch | cctl health | cctl notify --desktop --on needs_input,loop
      cctl watch | cctl notify --webhook https://ntfy.sh/mytopic --shape ntfy --spool
      cctl watch | cctl notify --command 'logger -t agents'
    """
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- not for `--help`
    from cctl.kit import telling  # noqa: PLC0415 -- see above

    ways = []
    if options["desktop"]:
        ways.append(telling.desktop())
    if url := telling.address(run, options["webhook"], options["webhook_file"]):
        secret = telling.secret(run, options["secret_file"], shlex.split(options["secret_command"]))
        ways.append(telling.webhook(run, url, options["shape"] or str(run.setting("notify.shape")), secret))
    if options["words"]:
        ways.append(telling.command(run, shlex.split(options["words"])))
    if not ways:
        raise UsageError("no way to tell anybody: say --desktop, --webhook URL or --command COMMAND")
    cooldown = seconds(options["cooldown"] or str(run.setting("notify.cooldown")))
    on = telling.patterns(options["on"] or run.setting("notify.on"))
    made = telling.Telling(run, on, ways, cooldown_s=cooldown, spool=telling.spool_folder(run, options["spool"]))
    return _Notifying(made, seconds(options["drain"]))


class _Notifying(Filter):
    """The filter around the couriers."""

    def __init__(self, telling: Telling, drain_s: float) -> None:
        self._telling, self._drain_s = telling, drain_s

    def feed(self, record: Record) -> list[Record] | None:
        self._telling.tell(record)
        done = list(self._telling.finished())
        return [record, *done] if done else None

    def finish(self) -> Iterator[Record]:
        yield from self._telling.close(self._drain_s)

    def status(self) -> int:
        return 3 if self._telling.failed else 0
