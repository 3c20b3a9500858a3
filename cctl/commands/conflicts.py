"""`cctl conflicts`: two sessions that work on one file, told before the second one's call has run.

Edits, patches and shell commands that plainly write count; two names of one file are one; the same file in another
work tree of the repository is worth knowing and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cctl.kit.verb import Filter, filter_verb
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.conflict import Conflicts
    from cctl.kit.run import Run


@filter_verb(
    "conflicts",
    reads=("call", "result", "session", "finding", "end"),
    adds=("finding",),
    status=("conflict",),
    columns=("ts", "severity", "session", "evidence.first.session", "evidence.path", "message"),
)
@click.option("--held", metavar="TIME", default="30m", help="How long a written file counts as worked on.")
@click.option("--alone", is_flag=True, help="Only the findings; the other records are left out.")
@click.option("--no-look", is_flag=True, help="Take paths as they are written; look at no disk.")
def cli(run: Run, held: str, alone: bool, no_look: bool) -> Filter:
    """Find sessions that write the same file.

    Each finding says who had the file first, what each did and since when; `predicted` is true while the second call
    has not run. Files in other work trees of one repository are of severity info.

    \b
    Examples:
      cctl watch | cctl conflicts --alone
      cctl watch --replay ~/.claude/projects/shop | cctl conflicts --exit-code >/dev/null
    """
    from cctl.core.conflict import Conflicts, Trees  # noqa: PLC0415 -- not for `--help`
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- see above
    from cctl.host.worktree import Worktrees, real  # noqa: PLC0415 -- see above

    if alone:
        run.meta = run.meta._replace(reads=("*",))  # what is left out must come by
    trees = Trees() if no_look else Trees(real, Worktrees().inside)
    return _Meeting(Conflicts(seconds(held), trees), alone)


class _Meeting(Filter):
    """The filter over `core.conflict`."""

    def __init__(self, conflicts: Conflicts, alone: bool) -> None:
        self._conflicts, self._alone = conflicts, alone

    def feed(self, record: Record) -> list[Record] | None:
        answer = self._conflicts.feed(record)
        if not self._alone or record.get("type") == "end":
            return answer
        found = [record] if answer is None else answer
        return [each for each in found if each.get("type") in ("finding", "error")]

    def status(self) -> int:
        return 15 if self._conflicts.found else 0
