"""Running a verb: input to function to output, the `end` record, the exit status. One driver per kind of flow."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from cctl.host.world import World
from cctl.kit.flow import Flow
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.run import Run
from cctl.kit.source import waiting
from cctl.kit.verb import Filter, Meta
from cctl.records.errors import BadData, UsageError
from cctl.records.exits import worst
from cctl.records.schema import Record


def drive(meta: Meta, function: Callable[..., Any], shared: Shared, options: dict[str, Any]) -> int:
    """Run one verb; the exit status."""
    world = World(os.environ)
    out = Out(style(shared, world), columns=shared.columns or meta.columns, deaf=meta.kind == "gate")
    run = Run(meta, world, shared, out)
    if meta.kind in ("source", "action", "service"):
        run.reads_stdin = "-" in (options.get("files") or ())
        return _source(run, function(run, **options), may_read="files" in options)
    if meta.kind in ("viewer", "adapter"):
        return int(function(run, **options) or 0)
    files = run.inputs(options.pop("files"))
    if not files and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError("reads records on standard input; pipe a source into it or name a FILE")
    run.shared = shared._replace(files0_from="")  # the names are read
    return _filter(run, function(run, **options), files)


def style(shared: Shared, world: World) -> str:
    """The output format: the flag, else `CCTL_FORMAT` on a terminal only, so that no pipe is ever changed by it."""
    if shared.format:
        return shared.format
    wanted = world.env.get("CCTL_FORMAT", "")
    return wanted if wanted and sys.stdout is not None and sys.stdout.isatty() else "jsonl"


def _source(run: Run, records: Iterable[Record], *, may_read: bool) -> int:
    out, live = run.out, run.meta.live
    for record in (records or ()) if live else ():
        out.record(record)
        out.flush()
    if not live:
        out.several(records or ())
    code = worst(run.status, 65 if run.shared.strict and out.errors else 0)
    end: Record = {"type": "end", "v": 1, "ts": run.world.now(), "of": run.meta.name}
    end |= {"records": out.records, "errors": out.errors, "exit": code}
    if run.skipped:
        end["skipped"] = dict(sorted(run.skipped.items()))
    if run.meta.kind == "source" and not (run.forwards_end or run.quiet_output):
        out.record(end)
    out.close()
    if may_read and not run.reads_stdin and (ignored := waiting()):
        run.say.warn(f"{ignored} bytes on standard input were ignored; say `-` to read them")
    _complain(run)
    return code


def _filter(run: Run, node: Filter, files: list[str]) -> int:
    flow = Flow(run, node)
    for batch in run.batches(files):
        flow.batch(batch)
        run.out.flush()
    for record in node.finish():
        run.out.record(record)
    if not run.quiet_output:
        flow.release()
    run.out.close()
    _complain(run)
    code = node.status() if run.meta.kind == "gate" or run.shared.exit_code else 0
    return worst(code, run.status, 65 if run.shared.strict and run.out.errors else 0)


def _complain(run: Run) -> None:
    """Say what a format could not show, and under `--strict` that a record was bad."""
    if run.out.skipped:
        run.say.warn(f"{run.out.skipped} records have none of the columns and were left out")
    if run.shared.strict and run.out.errors:
        run.say.error(str(BadData(f"{run.out.errors} bad records (--strict)")))
