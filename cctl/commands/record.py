"""`cctl record`: a session's story as a short film to share, or any program's terminal as a cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cctl.kit.verb import action
from cctl.records.errors import UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


@action(
    "record",
    adds=("done", "redaction", "moment"),
    status=("no_evidence", "no_input", "unavailable", "cannot_write"),
    columns=("status", "target", "bytes", "seconds"),
)
@click.argument("files", nargs=-1, metavar="SESSION|FILE|-")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help=".cast .gif .svg .html .mp4 .webm .md "
              ".txt .jsonl .png (repeatable).")  # fmt: skip
@click.option("--poster", default="", metavar="FILE", help="Also one telling frame, as PNG.")
@click.option("--events", is_flag=True, help="Print the moments themselves; edited, `record -` renders them.")
@click.option("--max-seconds", type=float, default=60.0, metavar="N", help="Length at most; 0: no limit (default: 60).")
@click.option("--select", default="", metavar="KIND,…", help="prompts, edits, commands, tests, commits, errors, text, "
              "subagents, notices, looks.")  # fmt: skip
@click.option("--last", default="", metavar="DURATION", help="Only the end of the session: 30m, 2h.")
@click.option("--from", "start", default="", metavar="ID|TIME", help="From this record or time on.")
@click.option("--to", "final", default="", metavar="ID|TIME", help="Up to this record or time.")
@click.option("--speed", type=float, default=1.0, metavar="N", help="Twice as fast: 2.")
@click.option("--idle-cap", type=click.FloatRange(0, 60), metavar="N", help="Longest pause, in seconds (default: 0.3; "
              "casts: 2).")  # fmt: skip
@click.option("--width", type=int, default=100, metavar="N", help="Columns (default: 100).")
@click.option("--height", type=int, default=30, metavar="N", help="Rows (default: 30).")
@click.option("--theme", type=click.Choice(("dark", "light", "none")), default="dark", help="Colours.")
@click.option("--cast-version", type=click.Choice(("2", "3")), default="2", help="Version of asciicast.")
@click.option("--loop/--no-loop", default=True, help="Whether gif, svg and html start again.")
@click.option("--hide-cost", is_flag=True, help="Leave out tokens and dollars.")
@click.option("--redact/--no-redact", default=True, help="Take out secrets, names and home folders (default: yes).")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--live", "is_live", is_flag=True, help="Follow the session until it ends, then write.")
@click.option("--pty", is_flag=True, help="Record a program: record --pty -o FILE.cast -- CMD…")
@click.option("--record-input", is_flag=True, help="With --pty: also what is typed, never while the echo is off.")
@click.option("--upload", is_flag=True, help="Hand the first .cast to an installed asciinema, which publishes it.")
def cli(run: Run, files: tuple[str, ...], pty: bool, is_live: bool, upload: bool, **asked: Any) -> Iterator[Record]:
    """Make a short film of a session: its prompts, diffs, commands, errors and what fixed them, tests, commits.

    All formats come from one film and one pass. Secrets are taken out first; what was taken out is listed by class and
    place. A session with nothing worth showing says so and exits 20.

    \b
    Examples:
      cctl record 6f1c -o demo.gif --poster demo.png
      cctl record 6f1c -o story.html -o story.md --last 30m
      cctl record 6f1c --events | jq -c 'select(.kind!="text")' | cctl record - -o cut.svg
      cctl record --pty -o build.cast -- make
    """
    if pty:
        from cctl.kit.pty import recorded  # noqa: PLC0415 -- not for `--help`

        return recorded(run, files, asked["outputs"], force=asked["force"], inputs=asked["record_input"])
    return _reel(run, files, asked, is_live=is_live, upload=upload)


def _reel(run: Run, files: tuple[str, ...], asked: dict[str, Any], *, is_live: bool, upload: bool) -> Iterator[Record]:
    from cctl.core.when.grammar import seconds  # noqa: PLC0415 -- not for `--help`
    from cctl.kit import reel, session_records  # noqa: PLC0415 -- see above

    asked["last"] = float(seconds(asked["last"])) if asked["last"] else 0.0
    wish = reel.wish_of(asked)
    if len(files) != 1:
        raise UsageError("name one SESSION or FILE, or - for standard input")
    if not (wish.outputs or wish.poster or wish.events):
        raise UsageError("say where to: -o FILE, --poster FILE or --events")
    if upload:
        from cctl.kit.upload import check  # noqa: PLC0415 -- only an upload asks

        check(wish)
    found = (
        session_records.Input(session_records.live(run, files[0])) if is_live else session_records.given(run, files[0])
    )
    reel.check(wish, of_cast=found.cast is not None)
    made = (
        reel.of_records(run, found.records, wish)
        if found.cast is None
        else reel.of_cast(run, found.cast, found.name, wish)
    )
    yield from made
    if upload and not run.status:
        from cctl.kit.upload import uploaded  # noqa: PLC0415 -- only an upload asks

        yield uploaded(run, wish)
