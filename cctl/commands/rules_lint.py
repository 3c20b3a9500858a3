"""`cctl rules lint`: rules that are right in form and wrong in effect: never matching, overruled, far too wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("rules lint", adds=("check",), status=("breach", "no_input"), columns=("status", "name", "message", "todo"))
@click.argument("rule_files", nargs=-1, type=click.Path(), metavar="[FILE]...")
def cli(run: Run, rule_files: tuple[str, ...]) -> Iterator[Record]:
    """Find what is doubtful about rules, with every mistake in their files.

    Without FILE, of the rules that hold here: the user's, the team's, the project's. Ends with 10 if there is a
    problem; advice alone ends with 0.

    \b
    Examples:
      cctl rules lint --format table
      cctl rules lint strict.toml | jq -r 'select(.status == "problem").message'
    """
    from cctl.core.rule.lint import lints  # noqa: PLC0415 -- not for `--help`
    from cctl.host.brain.tables import judge  # noqa: PLC0415 -- see above
    from cctl.kit.ruling import everything  # noqa: PLC0415 -- see above

    rules, problems = everything(run, rule_files)
    for wrong in problems:
        where = f"{wrong.origin}:{wrong.line}" if wrong.line else wrong.origin
        yield _check(run, "file", "problem", f"{where}: {wrong.message}", "mend the file: the hook asks until then")
    found = 0
    for each in lints([rule for rule in rules if rule.action != "policy"], judge().matrix):
        found += 1
        where = f"{each.rule.origin}:{each.rule.line}: " if each.rule.origin else ""
        yield _check(run, each.kind, each.severity, f"{where}{each.rule.name}: {each.message}", each.todo)
    if not problems and not found:
        yield _check(run, "rules", "ok", f"{len(rules)} rules, nothing to say against them", "")


def _check(run: Run, name: str, status: str, message: str, todo: str) -> Record:
    if status == "problem":
        run.status = CODES["breach"]
    record: Record = {"type": "check", "v": 1, "ts": run.world.now(), "name": name, "status": status}
    return record | {"message": message} | ({"todo": todo} if todo else {})
