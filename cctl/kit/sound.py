"""Records from elsewhere whose known fields hold what they are declared to hold.

Streams may be edited by hand or by jq, and whoever reads a dozen fields of a record can't ask each for its type. What
is declared is checked here once; fields that are missing are nobody's fault, unknown ones pass as everywhere.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

import msgspec

from cctl.records.schema import Record, families

if TYPE_CHECKING:
    from cctl.kit.run import Run

_BAD = "bad_field"


def sound(run: Run, records: Iterable[Record]) -> Iterator[Record]:
    """Records that are as declared; the others are counted, and the first of them is told."""
    first, count = "", 0
    for record in records:
        if wrong := problem(record):
            first, count = first or wrong, count + 1
            run.skip(_BAD)
        else:
            yield record
    if count:
        run.say.warn(
            f"{count} records were passed over, their fields are not as `cctl schema` says; the first: {first}"
        )


def problem(record: Record) -> str:
    """What is wrong with a record, "" for nothing; a type that isn't known here is nobody's to judge."""
    kind = record.get("type")
    if not isinstance(kind, str):
        return "`type` is no text"
    declared = _declared().get(kind)
    if declared is None:
        return ""
    try:
        msgspec.convert(record, declared)
    except UnicodeEncodeError:  # half a character in the name of a field
        import json  # noqa: PLC0415 -- hardly ever

        whole = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
        return problem(json.loads(whole))
    except msgspec.ValidationError as wrong:
        return str(wrong)
    return ""


@cache
def _declared() -> dict[str, Any]:
    return {name: _loose(declared) for family in families().values() for name, declared in family.items()}


def _loose(hint: Any) -> Any:
    """A type in which every field of every record may be missing or null."""
    if is_typeddict(hint):
        fields = {name: _loose(each) | None for name, each in get_type_hints(hint).items()}
        return TypedDict(hint.__name__, fields, total=False)  # type: ignore[operator]  # made from what is declared
    inside = get_args(hint)
    if get_origin(hint) in (list, dict):
        return get_origin(hint)[*map(_loose, inside)]
    if get_origin(hint) in (Union, types.UnionType):
        return Union[*map(_loose, inside)]
    return hint
