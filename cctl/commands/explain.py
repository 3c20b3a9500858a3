"""`cctl explain`: the meaning of an exit status, an error's slug, a record type, a field or a verb, offline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cctl.kit.verb import source
from cctl.records import errors
from cctl.records.errors import NoInput
from cctl.records.exits import EXITS
from cctl.records.schema import Record
from cctl.verbs import VERBS

if TYPE_CHECKING:
    from cctl.kit.run import Run


@source("explain", adds=("explanation",), columns=("kind", "word", "of", "text"))
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
def cli(run: Run, words: tuple[str, ...]) -> Iterator[Record]:
    """Say what an exit status, an error's code, a record type, a field or a verb means.

    \b
    Examples:
      cctl explain 20
      cctl explain over_budget cost_usd --format table
    """
    known = list(_known())
    for word in words:
        found = [each for each in known if each["word"] == word or str(each.get("exit")) == word]
        if not found:
            import difflib  # noqa: PLC0415 -- 5 ms that only a typing error pays

            near = difflib.get_close_matches(word, [each["word"] for each in known], 1)
            raise NoInput(f"nothing is called {word!r}", hint=f"did you mean {near[0]!r}?" if near else "")
        for each in found:
            yield {"type": "explanation", "v": 1, "ts": run.world.now()} | each


def _known() -> Iterator[Record]:
    for each in EXITS:
        yield {"word": each.name, "kind": "exit", "text": each.meaning, "exit": each.code}
    for known in errors.CctlError.__subclasses__():
        yield {"word": known.code, "kind": "error", "text": (known.__doc__ or "").strip(), "exit": known.exit}
    for code, text in errors.RECORD_CODES.items():
        yield {"word": code, "kind": "error", "text": text}
    for name, (_, line, _) in VERBS.items():
        yield {"word": name, "kind": "verb", "text": line}
    from cctl.records import export  # noqa: PLC0415 -- not for `--help`

    for name, declared in export.record_types().items():
        yield {"word": name, "kind": "record", "text": (declared.__doc__ or "").strip()}
        for field in export.fields(declared):
            yield {"word": field.name, "kind": "field", "text": field.doc, "of": name}
