"""The kinds of verb as decorators: each gives a function its input, output, flags, end record and exit status.

A verb's file then holds what is its own: options and a call into `core`. The declaration made here (kind, what it
reads, what it adds, which statuses it may end with) is what man pages, completions and contract tests follow.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Literal

import click

from cctl.kit.options import SHARED, shared_options, take_shared
from cctl.records.named import NamedTuple

Kind = Literal["source", "filter", "fold", "gate", "action", "sink", "viewer", "service", "adapter"]


class Meta(NamedTuple):
    """What a verb declares of itself."""

    name: str  # as typed: "stats", "rules eval"
    kind: Kind
    reads: tuple[str, ...] = ()  # record types looked at; () for sources, ("*",) for all
    adds: tuple[str, ...] = ()  # record types or keys it adds
    status: tuple[str, ...] = ()  # names of exit statuses beside the common ones
    columns: tuple[str, ...] = ()  # of tables, by default
    live: bool = False  # each record leaves at once


class Verb(click.Command):
    """A click command that knows what kind of verb it is."""

    meta: Meta

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """`-h` and `--help`."""
        return ["-h", "--help"]


class Filter:
    """What a filter, fold or gate gives the kit: records in one by one, records out."""

    looks_at: Mapping[str, Collection[str]] = {}  # fields by type, where it looks at no others and changes no record
    later: Mapping[str, Collection[str]] = {}  # those of them that it hardly ever looks at, and then by `codec.value`

    def feed(self, record: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Records that take the place of this one; None lets the line pass as it came."""
        raise NotImplementedError

    def finish(self) -> list[dict[str, Any]] | Iterator[dict[str, Any]]:
        """Records at the end of the stream."""
        return []

    def status(self) -> int:
        """Exit status by what was found; counts under `--exit-code`, and always for a gate."""
        return 0


def verb(
    name: str,
    kind: Kind,
    *,
    reads: tuple[str, ...] = (),
    adds: tuple[str, ...] = (),
    status: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
    live: bool = False,
    cls: type[Verb] = Verb,
) -> Callable[[Callable[..., Any]], Verb]:
    """Make a verb of a function; its first argument is the `Run`, the rest its own options."""
    meta = Meta(name, kind, reads, adds, status, columns, live)

    def decorate(function: Callable[..., Any]) -> Verb:
        @functools.wraps(function)
        def callback(**options: Any) -> int:
            from cctl.kit.drive import drive  # noqa: PLC0415 -- `--help` needs no driver

            return drive(meta, function, take_shared(options), options)

        piped = kind in ("filter", "fold", "gate", "sink")
        wrapped = shared_options(
            reads=piped or kind == "source", writes=kind not in ("viewer", "adapter"), status=kind in ("filter", "fold")
        )(callback)
        if piped:
            wrapped = click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")(wrapped)
        command = click.command(name.rpartition(" ")[2], cls=cls)(wrapped)
        command.meta = meta
        command.params.sort(key=lambda param: param.name in SHARED)  # what is the verb's own comes first in its help
        return command

    return decorate


source = functools.partial(verb, kind="source")
filter_verb = functools.partial(verb, kind="filter")
fold = functools.partial(verb, kind="fold")
gate = functools.partial(verb, kind="gate")
action = functools.partial(verb, kind="action")
sink = functools.partial(verb, kind="sink")
viewer = functools.partial(verb, kind="viewer")
service = functools.partial(verb, kind="service")
adapter = functools.partial(verb, kind="adapter")
