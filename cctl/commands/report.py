"""`cctl report`: one page about a week or a run of CI, to keep as an artifact or to read on a Monday."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cctl.kit.options import window_options
from cctl.kit.verb import action
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action("report", adds=("done",), status=("no_evidence", "cannot_write"), columns=("status", "target", "bytes"))
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help=".html, .md or .json (repeatable).")
@window_options("7d")
@click.option("--timezone", metavar="ZONE", help="Zone that days are cut in (default: the machine's).")
@click.option("-p", "--project", multiple=True, metavar="GLOB", help="Only these projects (path, name or pattern).")
@click.option("--compare", type=click.Choice(("previous",)), help="Hold against the window just before.")
@click.option("--title", default="", metavar="TEXT", help="A title of your own.")
@click.option("--findings", default=10, type=click.IntRange(0), metavar="N", help="Look for findings in the N dearest "
              "sessions, as far as a moment reaches (default: 10).")  # fmt: skip
@click.option("--only-records", is_flag=True, help="Only what comes as FILE or -; read nothing of this machine.")
@click.option("--redact/--no-redact", default=True, help="Take out secrets, names and home folders (default: yes).")
@click.option("--force", is_flag=True, help="Replace files that are there.")
def cli(run: Run, files: tuple[str, ...], outputs: tuple[str, ...], force: bool, **asked: Any) -> Iterator[Record]:
    """Write a page: spend, sessions, findings, verdicts, conflicts, work, files and budgets, with pictures and tables.

    Everything comes from this machine's memory: spend, sessions, work, conflicting edits, the log of verdicts, budgets;
    findings from the dearest transcripts. Records of FILE or standard input are added: findings, judged calls, budgets,
    gates. The page loads nothing and runs on a phone; .json holds the same numbers unrounded.

    \b
    Examples:
      cctl report --since 7d --compare previous -o week.html
      cctl cat run.jsonl | cctl health | cctl report - -o report.html -o report.json
      cctl report --since "this month" --project shop -o shop.md
    """
    from cctl.kit import reporting  # noqa: PLC0415 -- not for `--help`
    from cctl.records.exits import CODES  # noqa: PLC0415 -- see above

    reporting.check(outputs, force=force)
    report = reporting.made(run, files, asked)
    if not report.page.sections:
        run.say.error("nothing to report: no spend, no session, no finding in this time")
        run.status = CODES["no_evidence"]
        return
    yield from reporting.written(run, report, outputs, force=force)
