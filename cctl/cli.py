"""The lazy command tree: verbs are known by name and one line of help; a module is imported when its verb is called.

The table is generated from the command files (`python -m cctl.kit.generate`) and a check holds it to them, so that
`cctl --help` imports no command and a new verb is a new file.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import click

from cctl.verbs import GROUPS, VERBS

SECTIONS = (
    ("See", ("source", "fold", "viewer")),
    ("Judge", ("filter", "gate", "adapter")),
    ("Act", ("action", "sink", "service")),
)


class Tree(click.Group):
    """A group whose members come from the table; `prefix` is "" for the root, "rules " for `cctl rules`."""

    prefix = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the verbs and groups at this level."""
        inside = [name[len(self.prefix) :] for name in VERBS if name.startswith(self.prefix)]
        return sorted({name.partition(" ")[0] for name in inside})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb or group of that name, imported now."""
        name = self.prefix + cmd_name
        if name in VERBS:
            command = importlib.import_module(VERBS[name][0]).cli
            return command if isinstance(command, click.Command) else None
        if name in GROUPS:
            group = Tree(cmd_name, help=GROUPS[name], context_settings=self.context_settings)
            group.prefix = name + " "
            return group
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; one that isn't there gets a did-you-mean."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            import difflib  # noqa: PLC0415 -- 5 ms that only a typing error pays

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1, 0.6)
            hint = f"; did you mean {near[0]!r}?" if near else f"; `cctl {self.prefix}--help` lists them"
            raise click.UsageError(f"no verb {self.prefix + args[0]!r}{hint}", ctx)
        if len(args) > 1 and f"{self.prefix}{args[0]} {args[1]}" in VERBS:  # `price` is a verb, `price show` another
            name = f"{self.prefix}{args[0]} {args[1]}"
            return name, self.get_command(ctx, " ".join(args[:2])), args[2:]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs by what they are for, from the table alone."""
        rows: dict[str, list[tuple[str, str]]] = {title: [] for title, _ in SECTIONS}
        kinds = {kind: title for title, members in SECTIONS for kind in members}
        for name, (_, line, kind) in sorted(VERBS.items()):
            if name.startswith(self.prefix):
                rows[kinds[kind]].append((name, line))
        for title, members in rows.items():
            if members:
                with formatter.section(title):
                    formatter.write_dl(members)


@click.command(cls=Tree, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def root() -> None:
    """Supervise AI coding agents with small commands: JSON lines in, JSON lines out.

    \b
    Every verb reads transcripts or records and writes records, so they compose:
      cctl stats --by project --format table
      cctl history --since 24h | cctl gate --max-usd 25
      cctl watch --json | cctl health | cctl rules eval | cctl act

    `cctl VERB --help` says more, `man cctl` all, `cctl explain WORD` one thing.
    """


def run(arguments: Sequence[str]) -> int:
    """Run a command line inside the one error boundary; the exit status."""
    from cctl.kit.boundary import guarded  # noqa: PLC0415 -- keeps this module importable by the page generators

    return guarded(root, arguments)
