"""`cctl cat`: transcript lines become records, each with the place that it was read from.

Everything else that looks at behaviour reads what this emits, live (`watch`) or from a file, so that a rule or a check
can be tried on yesterday's transcript before it judges today's session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.agent.spec import Reader
    from cctl.host.transcript import Line
    from cctl.kit.run import Run

_COLUMNS = ("ts", "type", "session", "tool", "model", "prompt", "text", "input.command", "input.file_path")


@source(
    "cat",
    adds=("session", "turn", "message", "call", "result", "spend", "notice"),
    status=("no_input",),
    columns=_COLUMNS,
)
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|SESSION|-]...")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only records of this type (repeatable).")
@click.option("--scrub", is_flag=True, help="Hide secrets, names and paths, so that it can be given away.")
@click.option("--audit", is_flag=True, help="Name everything that was passed over, with file and line.")
def cli(run: Run, files: tuple[str, ...], types: tuple[str, ...], scrub: bool, audit: bool) -> Iterator[Record]:
    """Turn transcripts into records: session, turn, message, call, result, spend, notice.

    Reads files, folders, compressed archives, sessions by the beginning of their id, or a transcript on standard input.
    Without any, prints this help.

    \b
    Examples:
      cctl cat 6f1c | jq -r 'select(.type=="call") | .input.command // empty'
      cctl cat run.jsonl | cctl stats --since all -
      cctl cat --scrub 6f1c > fixture.jsonl
    """
    from cctl.core.agent import agents  # noqa: PLC0415 -- not for `--help`
    from cctl.host import transcript  # noqa: PLC0415 -- see above
    from cctl.host.pipe import is_pipe  # noqa: PLC0415 -- see above
    from cctl.kit.transcripts import open_line_reader, passed  # noqa: PLC0415 -- see above
    from cctl.records.errors import NoInput  # noqa: PLC0415 -- see above

    names = run.inputs(files)
    if not names:
        raise click.UsageError(
            "name a FILE, a FOLDER or a SESSION, or - for standard input", click.get_current_context()
        )
    hide = passed(run, scrub=scrub, types=types)
    for name in names:
        if name == "-" or is_pipe(name):
            run.reads_stdin = run.reads_stdin or name == "-"
            reader, lines = open_line_reader(run, name)
            yield from hide(_read(run, name, reader, lines, audit))
            continue
        for each in transcript.named(run.world, [name]):
            reader = agents()[each.agent].open(each.origin)
            try:
                yield from hide(_read(run, each.path, reader, transcript.lines(each.path), audit))
            except NoInput as problem:  # one of several: the others are read all the same
                run.skip("unreadable")
                yield run.error(problem.code, str(problem), path=each.path)


def _read(run: Run, path: str, reader: Reader, lines: Iterable[Line], audit: bool) -> Iterator[Record]:
    told: dict[str, int] = {}
    for number, data, whole in lines:
        if len(data) > run.shared.max_line:
            run.skip("line_too_long")
            yield run.error("line_too_long", f"line over {run.shared.max_line} bytes", path=path, line=number)
            continue
        if not whole and not data.rstrip().endswith(b"}"):
            run.skip("torn")
            run.say.detail(f"{path}:{number}: torn last line, not there yet")
            continue
        yield from reader.read(data, number)
        if audit or run.shared.verbose:
            told = _tell(run, path, number, told, reader.skipped, audit)
    yield from reader.finish()
    for reason, count in reader.skipped.items():
        run.skip(reason, count)


def _tell(run: Run, path: str, number: int, told: dict[str, int], now: dict[str, int], audit: bool) -> dict[str, int]:
    if told == now:
        return told
    for reason, count in now.items():
        if count > told.get(reason, 0):
            run.say.detail(f"{path}:{number}: passed over: {reason}")
            if audit:
                run.out.record(run.skip_record(reason, path, number))
    return dict(now)
