"""`cctl hook verify`: prove that the gate holds on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("hook verify", adds=("check",), status=("breach",), columns=("status", "name", "message", "todo"))
@click.option("--client", metavar="PATH", default="", help="The client to drive (default: the installed `claude`).")
@click.option("--no-client", is_flag=True, help="Only look at the wiring and try the wired commands.")
def cli(run: Run, client: str, no_client: bool) -> Iterator[Record]:
    """Prove that the gate holds: drive the installed client with calls that tell whether they ran.

    Looks at the wiring, tries each wired command line (answer, status, latency, malformed and endless input, a hook
    that fails from within), then runs the real Claude Code against a server that is part of cctl: on loopback, without
    an account, in a home of its own, in a network of its own where the system can make one. Denied calls must not have
    run, allowed ones must; a hook that crashes, hangs, prints rubbish or is killed must not open the gate.

    One `check` record each; ends with 10 if one fails. The outcome is kept for `cctl doctor`. Takes some ten
    seconds. A hook that runs out of time asks; where a busy machine makes it do so, calls are made again, up to three
    times, and their checks say how often. Whatever else fails once has failed. A plugin folder is proven like settings:
    the client registers a plugin's hooks before it sends its first request. Codex has no such run: there only the
    commands are tried.

    \b
    Examples:
      cctl hook verify --format table
      cctl hook verify --no-client
      cctl hook verify | jq -c 'select(.status == "problem")'
    """
    from cctl.kit.proving import Proving  # noqa: PLC0415 -- not for `--help`

    for check in Proving(run, client, drive=not no_client).checks():
        if check.status == "problem":
            run.status = CODES["breach"]
        record: Record = {"type": "check", "v": 1, "ts": run.world.now(), "name": check.name, "status": check.status}
        yield record | {"message": check.message} | ({"todo": check.todo} if check.todo else {})
