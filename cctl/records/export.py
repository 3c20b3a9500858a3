"""TypedDict → JSON Schema 2020-12, and the rows of `cctl-records(5)`; pure, so that pages can be compared by byte."""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any, Literal, NotRequired, Required

from cctl.records.named import NamedTuple
from cctl.records.schema import Record, families

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


class Field(NamedTuple):
    """One field of a record type."""

    name: str
    noun: str  # its type in words
    required: bool
    doc: str
    schema: Record


def record_types() -> dict[str, type]:
    """Every record type by the value of its `type`."""
    return {name: declared for members in families().values() for name, declared in members.items()}


def fields(declared: type) -> list[Field]:
    """The fields of a TypedDict in order, inherited ones first."""
    hints = typing.get_type_hints(declared, include_extras=True)
    found = []
    for name, hint in hints.items():
        bare, doc, required = _undress(hint)
        schema = _schema(bare)
        found.append(Field(name, _noun(schema), required, doc, schema))
    return found


def schema_of(name: str, declared: type) -> Record:
    """The JSON Schema of a record type; unknown fields are allowed, as the stream contract says."""
    properties: Record = {}
    for field in fields(declared):
        properties[field.name] = field.schema | ({"description": field.doc} if field.doc else {})
    properties["type"] = {"const": name, "description": "what kind of record this is"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"cctl:{name}",
        "title": name,
        "description": (declared.__doc__ or "").strip(),
        "type": "object",
        "required": [field.name for field in fields(declared) if field.required],
        "properties": properties,
    }


def _undress(hint: Any) -> tuple[Any, str, bool]:
    """A hint without NotRequired and Annotated, its documentation, and whether the field must be there.

    Read from the hint and not from `__required_keys__`, which Python fills wrongly when annotations are strings.
    """
    doc, required = "", True
    while typing.get_origin(hint) in (Annotated, NotRequired, Required):
        if typing.get_origin(hint) is Annotated:
            doc = next((each for each in hint.__metadata__ if isinstance(each, str)), doc)
            hint = hint.__origin__
        else:
            required = typing.get_origin(hint) is Required
            hint = typing.get_args(hint)[0]
    return hint, doc, required


def _schema(hint: Any) -> Record:
    hint, _, _ = _undress(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is dict:
        inner = _schema(arguments[1])
        return {"type": "object"} | ({"additionalProperties": inner} if inner else {})
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(each) for each in arguments]}
    if typing.is_typeddict(hint):
        inside = fields(hint)
        properties = {field.name: field.schema | {"description": field.doc} for field in inside}
        return {"type": "object", "required": [f.name for f in inside if f.required], "properties": properties}
    return {}


def _noun(schema: Record) -> str:
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_noun(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_noun(schema['items'])}"
    return str(schema.get("type", "any"))
