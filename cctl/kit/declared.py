"""Every verb as declared by its file: what pages, completions, contract tests and the table of verbs are made from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import click

from cctl.kit.verb import Meta, Verb
from cctl.records.named import NamedTuple

# By name: the generators walk the commands, which stand above them, and nothing else of the kit may know them.
_COMMANDS = "cctl.commands"


class Declared(NamedTuple):
    """A verb and where it lives."""

    name: str
    module: str
    command: Verb
    meta: Meta
    summary: str
    text: list[str]  # paragraphs of the help after the first line
    examples: list[str]  # command lines


def verbs() -> list[Declared]:
    """Every verb, by name."""
    found = []
    for each in pkgutil.iter_modules(importlib.import_module(_COMMANDS).__path__):
        module = importlib.import_module(f"{_COMMANDS}.{each.name}")
        command = getattr(module, "cli", None)
        if isinstance(command, Verb):
            found.append(_declared(module.__name__, command))
    return sorted(found, key=lambda verb: verb.name)


def _declared(module: str, command: Verb) -> Declared:
    summary, *text = paragraphs(command.help or "")
    examples = [line.strip() for block in text if block.startswith("Examples:") for line in block.splitlines()[1:]]
    kept = [block for block in text if not block.startswith("Examples:")]
    return Declared(command.meta.name, module, command, command.meta, summary, kept, examples)


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a docstring; click's mark for "keep these lines" is taken off, the lines stay apart."""
    blocks = []
    for block in inspect.cleandoc(text).split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() != "\b"]
        kept = block.lstrip().startswith("\b") or block.startswith(" ")
        joined = "\n".join(lines) if kept else " ".join(line.strip() for line in lines)
        if joined.strip():
            blocks.append(joined.strip("\n"))
    return blocks or [""]


def groups() -> dict[str, str]:
    """Groups of two-word verbs with the first line of the package text that names them."""
    names = sorted({verb.name.partition(" ")[0] for verb in verbs() if " " in verb.name})
    known: dict[str, str] = importlib.import_module(_COMMANDS).GROUPS
    return {name: known.get(name, f"Verbs about {name}.") for name in names}


def options(command: click.Command) -> list[click.Option]:
    """The options of a command that a user may see."""
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
