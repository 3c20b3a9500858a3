"""The shared flags, delivered to a verb as one frozen value, and the ones that several verbs take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from cctl.records.named import NamedTuple

FORMATS = ("jsonl", "json", "table", "tsv")

F = TypeVar("F", bound=Callable[..., Any])


class Shared(NamedTuple):
    """What every verb understands."""

    format: str = ""
    columns: tuple[str, ...] = ()
    strict: bool = False
    exit_code: bool = False
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    log: str = ""
    debug: bool = False
    max_line: int = 16 << 20
    read_as: str = "jsonl"  # --from
    files0_from: str = ""
    config: str = ""


SHARED = frozenset((*Shared._fields, "json_lines"))


class Size(click.ParamType[int]):
    """A size in bytes: 4096, 64K, 16M, 2G (K is 1024)."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes."""
        if isinstance(value, int):
            return value
        text = str(value).strip().upper().removesuffix("IB").removesuffix("B")
        factor = {"K": 10, "M": 20, "G": 30, "T": 40}.get(text[-1:], 0)
        digits = text[:-1] if factor else text
        try:
            number = float(digits)
        except ValueError:
            self.fail(f"{value!r} is no size; say 4096, 64K, 16M or 2G", param, ctx)
        if not 0 <= number * (1 << factor) < 1 << 50:
            self.fail(f"{value!r} is out of range", param, ctx)
        return int(number * (1 << factor))


def columns_of(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """`a,b.c` as a tuple."""
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


_TALK = (
    click.option("-q", "--quiet", is_flag=True, help="No warnings."),
    click.option("-v", "--verbose", is_flag=True, help="Say what was read and why things were passed over."),
    click.option(
        "--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals."
    ),
    click.option("--log", type=click.Choice(("text", "json")), help="How a fatal error is said on stderr."),
    click.option("--debug", is_flag=True, help="Tracebacks."),
    click.option("--config", type=click.Path(), help="Configuration file to use instead of the user's."),
)
_WRITE = (
    click.option("-f", "--format", type=click.Choice(FORMATS), help="Output format (default: jsonl)."),
    click.option("--json", "json_lines", is_flag=True, help="Short for --format jsonl."),
    click.option("-c", "--columns", callback=columns_of, metavar="A,B.C", help="Columns of tables and TSV."),
)
_READ = (
    click.option("--from", "read_as", type=click.Choice(("jsonl", "json")), default="jsonl", help="Input format."),
    click.option(
        "--files0-from", metavar="FILE", default="", help="Read NUL-separated input names from FILE (`-`: stdin)."
    ),
    click.option(
        "--max-line", type=Size(), default=16 << 20, metavar="SIZE", help="Longest line taken (default: 16M)."
    ),
    click.option("--strict", is_flag=True, help="Exit 65 if a record is bad."),
)
_STATUS = (click.option("--exit-code", is_flag=True, help="Set the exit status by what was found."),)


def shared_options(*, reads: bool, writes: bool, status: bool) -> Callable[[F], F]:
    """The shared flags that a verb of some kind takes."""

    def decorate(function: F) -> F:
        groups = (_STATUS if status else ()) + (_READ if reads else ()) + (_WRITE if writes else ()) + _TALK
        for option in reversed(groups):
            function = option(function)
        return function

    return decorate


def take_shared(options: dict[str, Any]) -> Shared:
    """Take the shared flags out of what click parsed; what is left belongs to the verb."""
    taken = {name: options.pop(name) for name in Shared._fields if name in options}
    if options.pop("json_lines", False):
        taken["format"] = "jsonl"
    return Shared(**{name: value for name, value in taken.items() if value is not None})


def window_options(default: str) -> Callable[[F], F]:
    """`--since` and `--until`, as every verb that looks at a stretch of time takes them; `default` is for the help."""

    def decorate(function: F) -> F:
        function = click.option("-u", "--until", metavar="WHEN", default="", help="End of the time looked at.")(
            function
        )
        since = f"24h, 1h30m, 7d, today, 'this week', 2026-06-20, all (default: {default})."
        return click.option("-s", "--since", metavar="WHEN", default="", help=since)(function)

    return decorate
