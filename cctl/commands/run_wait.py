"""`cctl run wait`: until a run has ended, with its status."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_LOOK_S = 0.2


@action("run wait", adds=("run",), status=("no_input", "timed_out", "run_failed"), columns=("run", "status", "cause"))
@click.argument("name", metavar="RUN")
@click.option("--timeout", metavar="TIME", default="", help="Wait no longer than this (124).")
def cli(run: Run, name: str, timeout: str) -> Iterator[Record]:
    """Wait until a run has ended; its record, and its exit status as ours (125 when its keeper was killed).

    \b
    Examples:
      cctl run wait nightly
      cctl run wait 8948c843f1e5 --timeout 1h
    """
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.launching import runs_of  # noqa: PLC0415 -- see above

    end = time.monotonic() + seconds(timeout) if timeout else float("inf")
    runs = runs_of(run)
    record = runs.find(name)
    while record["status"] in ("planned", "running"):
        if time.monotonic() >= end:
            run.status = 124
            return
        time.sleep(_LOOK_S)
        record = runs.find(record["run"])
    run.status = int(record.get("exit", 125))
    yield record
