"""`cctl rules suggest`: rules that would have saved questions, each tried on everything before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.options import window_options
from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source(
    "rules suggest",
    adds=("proposal",),
    status=("no_evidence", "bad_config", "no_input"),
    columns=("saves", "also", "approvals", "sessions", "name"),
)
@click.argument("files", nargs=-1, metavar="[SESSION|FILE|-]...")
@window_options("30d")
@click.option("--toml", "as_toml", is_flag=True, help="Only the rules, as TOML, to be read and pasted.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most proposals.")
def cli(run: Run, files: tuple[str, ...], since: str, until: str, as_toml: bool, limit: int) -> Iterator[Record]:
    """Propose rules for what was asked and approved again and again.

    Only what its human answered counts, from three sessions at least. Nothing is proposed for effects that only a
    user may allow, and nothing that would also have let through a call that was denied. Nothing is written: read the
    rules, then paste them.

    \b
    Examples:
      cctl rules suggest --format table
      cctl rules suggest --since 90d --toml >> proposed.toml
    """
    from cctl.core.rule.propose import Seen, proposals  # noqa: PLC0415 -- not for `--help`
    from cctl.kit.calls import calls, judged_by  # noqa: PLC0415 -- see above
    from cctl.kit.moment import asked_window, asked_zone  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import decider, with_rule  # noqa: PLC0415 -- see above

    window = None if files and not since else asked_window(run, since or "30d", until, asked_zone(run, None))
    base = decider(run, (), None)
    seen = []
    for each in judged_by(calls(run, files, window)):
        said = {"allow": True, "deny": False}.get(each.answer)
        seen.append(Seen(each.record, each.facts, str(each.record.get("session", "")), said))
    if not any(each.allowed is not None for each in seen):
        run.status = CODES["no_evidence"]
        run.say.warn("no answers of a human in these calls: there is nothing to learn from")
    found = proposals(seen, base, lambda rule: with_rule(base, rule))[:limit]
    if as_toml:
        run.quiet_output = True
        for found_one in found:
            run.out.raw(found_one.text.encode())
        return
    for proposal in found:
        record: Record = {
            "type": "proposal",
            "v": 1,
            "ts": run.world.now(),
            "name": proposal.rule.name,
            "rule": proposal.text,
        }
        record |= {"saves": proposal.asks, "also": proposal.also}
        yield record | {"approvals": proposal.approvals, "sessions": proposal.sessions}
