"""`cctl schema`: what records look like, as JSON Schema, offline.

A script that reads records can hold them to the version it was written for, and `--diff` tells CI what changed between
two versions before a pipeline finds out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("schema", adds=("schema",), columns=("name", "doc"))
@click.argument("types", nargs=-1, metavar="[TYPE]...")
@click.option(
    "--diff", metavar="FILE", help="Compare with what another version of cctl printed; only changes are shown."
)
def cli(run: Run, types: tuple[str, ...], diff: str | None) -> Iterator[Record]:
    """Show the JSON Schema of record types.

    Without TYPE, of all of them.

    \b
    Examples:
      cctl schema spend | jq .schema.required
      cctl schema > old.jsonl; cctl schema --diff old.jsonl
    """
    from cctl.records import export  # noqa: PLC0415 -- not for `--help`

    known = export.record_types()
    for name in types:
        if name not in known:
            raise NoInput(f"no record type {name!r}", hint="one of " + ", ".join(sorted(known)))
    before = _printed(diff) if diff else {}
    for name in sorted(types or known):
        made = export.schema_of(name, known[name])
        if diff is None:
            yield _record(run, name, known[name]) | {"schema": made}
        elif before.get(name) != made:
            yield _record(run, name, known[name]) | _changes(before.get(name, {}), made)
    for name in sorted(before.keys() - known.keys() if not types else ()):
        yield {"type": "schema", "v": 1, "ts": run.world.now(), "name": name, "change": "removed"}


def _record(run: Run, name: str, declared: type) -> Record:
    return {"type": "schema", "v": 1, "ts": run.world.now(), "name": name, "doc": (declared.__doc__ or "").strip()}


def _printed(path: str) -> dict[str, Record]:
    from pathlib import Path  # noqa: PLC0415 -- 9 ms, only here

    from cctl.records import codec  # noqa: PLC0415 -- not for `--help`

    try:
        text = Path(path).read_bytes()
    except OSError as problem:
        raise NoInput(f"{path}: {problem.strerror}") from None
    found = {}
    for line in text.splitlines():
        record = codec.decode(line)
        if record.get("type") == "schema" and "schema" in record:
            found[record["name"]] = record["schema"]
    return found


def _changes(old: Record, new: Record) -> Record:
    before, after = old.get("properties", {}), new["properties"]
    return {
        "change": "changed" if old else "added",
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "changed": sorted(key for key in after.keys() & before.keys() if after[key] != before[key]),
    }
