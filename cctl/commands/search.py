"""`cctl search`: where was I? Full text over what was asked, run and edited, with the command that goes on there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.activity.ask import Hit
    from cctl.kit.run import Run


@source("search", adds=("hit",), columns=("ts", "project", "kind", "snippet", "session"))
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Most places shown.")
@click.option("--all-roots", is_flag=True, help="Also homes that aren't configured any more.")
def cli(run: Run, text: tuple[str, ...], limit: int, all_roots: bool) -> Iterator[Record]:
    """Find where something was asked, run or edited, the best places first.

    All words must be there; the last one may be a beginning; words in double quotes are a phrase. Secrets are not in
    the index, and so can't be found.

    \b
    Examples:
      cctl search flaky test --format table
      cctl search '"retry budget"' | jq -r 'select(.type=="hit").resume | @sh'
    """
    from cctl.host.activity import ask  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.remembered import remembered, roots  # noqa: PLC0415 -- see above
    from cctl.records.errors import UsageError  # noqa: PLC0415 -- see above

    words = " ".join(text)
    if not ask.wanted(words):
        raise UsageError(f'"{words}" holds no word to look for')
    connection = remembered(run)
    for hit in ask.search(connection, words, limit, None if all_roots else roots(run)):
        yield _record(hit)
    connection.close()


def _record(hit: Hit) -> Record:
    from cctl.core.agent import agents  # noqa: PLC0415 -- not for `--help`
    from cctl.host.world import stamp  # noqa: PLC0415 -- see above

    deed = hit.deed
    record: Record = {"type": "hit", "v": 1, "ts": stamp(deed.ms), "session": deed.session, "agent": deed.agent}
    record |= {"agent_id": deed.agent_id} if deed.agent_id else {}
    record |= {
        "id": deed.id,
        "kind": deed.kind,
        "snippet": " ".join(hit.snippet.split()),
        "score": round(-hit.score, 4),
    }
    extra = {"tool": deed.tool, "paths": deed.paths.splitlines(), "project": hit.project, "title": hit.title}
    record |= {name: value for name, value in extra.items() if value}
    return record | {"resume": agents()[deed.agent].resume(deed.session)}
