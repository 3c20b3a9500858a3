"""Records that cctl writes about itself."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from cctl.records.schema.base import Base


class Schema(Base):
    """A record type."""

    name: Annotated[str, "value of `type`"]
    doc: NotRequired[Annotated[str, "what it is"]]
    schema: NotRequired[Annotated[dict[str, Any], "JSON Schema 2020-12"]]
    change: NotRequired[Annotated[str, "`added`, `removed` or `changed`, under --diff"]]
    added: NotRequired[Annotated[list[str], "fields that are new"]]
    removed: NotRequired[Annotated[list[str], "fields that are gone"]]
    changed: NotRequired[Annotated[list[str], "fields declared differently"]]


class Explanation(Base):
    """What one word means."""

    word: Annotated[str, "the exit code, slug, record type, field or verb"]
    kind: Annotated[str, "`exit`, `error`, `record`, `field` or `verb`"]
    text: Annotated[str, "what it means"]
    exit: NotRequired[Annotated[int, "exit status that goes with it"]]
    of: NotRequired[Annotated[str, "record type that the field belongs to"]]


RECORDS = {"schema": Schema, "explanation": Explanation}
