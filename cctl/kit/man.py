"""Manual pages from the click tree, the verbs' declarations and the record types; nothing in them is written twice."""

from __future__ import annotations

import click

from cctl import __version__
from cctl.kit import declared
from cctl.kit.declared import Declared
from cctl.kit.roff import Page
from cctl.records import errors, export
from cctl.records.exits import EXITS

DATE = "2026-11-20"  # of the release, not of the build: a page must come out the same tomorrow

_KINDS = {
    "source": "A source: it reads the machine and writes new records. It looks at standard input only when told `-`.",
    "filter": "A filter: it passes every record on, in order, and adds what the OUTPUT section says.",
    "fold": "A fold: it reads records and writes new, fewer ones at the end; `end` and `error` records are passed on.",
    "gate": "A gate: it passes every record on, adds one `gate` record, and sets the exit status by it.",
    "action": "An action: it changes the world and writes one `done` record for each target.",
    "sink": "A sink: it reads records and writes files.",
    "viewer": "A viewer: it shows something to people and writes no records.",
    "service": "A service: it writes records for as long as it runs.",
    "adapter": "An adapter: it answers a foreign protocol and writes no records.",
}
_COMMON = ("ok", "usage", "reader_gone", "interrupted", "terminated", "bug")
_BY_OPTION = (  # what an option makes possible
    ("--strict", "bad_data"),
    ("--strict", "newer_schema"),
    ("--files0-from", "no_input"),
    ("--format", "cannot_write"),
    ("--config", "bad_config"),
)
_ENVIRONMENT = (
    ("CCTL_FORMAT", "Default of --format, counted only when standard output is a terminal."),
    ("CCTL_LOG", "`json`: a fatal error is one JSON line on standard error."),
    ("CCTL_NOW", "Stops the clock, for tests: epoch milliseconds or an ISO time."),
    ("NO_COLOR", "No colour."),
    ("TZ", "The zone that days are cut in, unless --timezone says otherwise."),
)


def page(verb: Declared) -> str:
    """The page of one verb."""
    made = Page("cctl-" + verb.name.replace(" ", "-"), 1, DATE, __version__, verb.summary.rstrip("."))
    context = click.Context(verb.command, info_name=f"cctl {verb.name}")
    made.heading("Synopsis")
    made.paragraph(f"`cctl {verb.name}` " + " ".join(verb.command.collect_usage_pieces(context)))
    made.heading("Description")
    made.paragraph(verb.summary)
    for text in verb.text:
        if "\n" in text:
            made.block(text.splitlines())
        else:
            made.paragraph(text)
    made.paragraph(_KINDS[verb.meta.kind])
    _streams(made, verb)
    made.heading("Options")
    for option in declared.options(verb.command):
        names, text = _option(option, context)
        made.item(names, text)
    made.heading("Exit status")
    possible = {*_COMMON, *verb.meta.status, *(name for option, name in _BY_OPTION if _has(verb, option))}
    for each in EXITS:
        if each.name in possible:
            made.item(f"{each.code} {each.name}", each.meaning)
    made.heading("Environment")
    made.pairs(_ENVIRONMENT)
    if verb.examples:
        made.heading("Examples")
        made.block(verb.examples)
    made.heading("See also")
    made.paragraph("`cctl`(1), `cctl-records`(5), `cctl-pipelines`(7)")
    return made.text()


def overview(verbs: list[Declared]) -> str:
    """`cctl(1)`: the verbs, the exit statuses, the errors."""
    made = Page("cctl", 1, DATE, __version__, "supervise AI coding agents with small commands")
    made.heading("Synopsis")
    made.paragraph("`cctl` VERB [OPTIONS] [FILE]...")
    made.heading("Description")
    made.paragraph(
        "Every verb reads transcripts of coding agents or JSON lines, and writes JSON lines: one record a line, each "
        "with `type`, `v` and `ts`. So they compose through pipes, jq, cron and CI. Fields and types that a verb "
        "doesn't know are passed on. The last record of a finite source is `end`."
    )
    made.heading("Verbs")
    made.pairs([(verb.name, verb.summary) for verb in verbs])
    made.heading("Exit status")
    made.paragraph(
        "When several apply, the one that stands highest here wins. Treat unknown non-zero codes as failure."
    )
    made.pairs([(f"{each.code} {each.name}", each.meaning + ".") for each in EXITS])
    made.heading("Errors")
    made.paragraph("The `code` of a fatal error, and what it means. Each ends with the exit status given.")
    for known in sorted(errors.CctlError.__subclasses__(), key=lambda each: each.code):
        made.item(f"{known.code} ({known.exit})", (known.__doc__ or "").strip())
    made.paragraph("`error` records have these codes, too, or one of their own; the rest of the stream goes on.")
    made.pairs([(code, f"{text}.") for code, text in errors.RECORD_CODES.items()])
    made.heading("Promise")
    made.paragraph(
        "Records, flags and exit statuses are the interface. New fields, new values of an enumeration, new types and "
        "new non-zero exit statuses may appear at any time; a change of meaning raises `v` of that type."
    )
    made.heading("Environment")
    made.pairs(_ENVIRONMENT)
    return made.text()


def records_page() -> str:
    """`cctl-records(5)`: every record type with its fields."""
    made = Page("cctl-records", 5, DATE, __version__, "the record types")
    made.heading("Description")
    made.paragraph("One JSON object a line, UTF-8. An unknown quantity is absent, not 0 or null. `x_` keys are yours.")
    made.heading("Record types")
    for name, kind in sorted(export.record_types().items()):
        made.sub(name)
        made.paragraph((kind.__doc__ or "").strip())
        for field in export.fields(kind):
            optional = "" if field.required else ", optional"
            made.item(field.name, f"({field.noun}{optional}) {field.doc}")
    return made.text()


def _streams(made: Page, verb: Declared) -> None:
    meta = verb.meta
    if meta.reads:
        made.heading("Input")
        types = ", ".join(f"`{each}`" for each in meta.reads)
        made.paragraph(
            "Looks at every record." if "*" in meta.reads else f"Looks at {types}; all others pass as they are."
        )
    if meta.adds:
        made.heading("Output")
        made.paragraph("Adds " + ", ".join(f"`{each}`" for each in meta.adds) + ".")


def _option(option: click.Option, context: click.Context) -> tuple[str, str]:
    record = option.get_help_record(context)
    return record if record else (", ".join(option.opts), "")


def _has(verb: Declared, name: str) -> bool:
    return any(name in option.opts for option in declared.options(verb.command))
