"""Line ↔ record, and what is said when a line is no record.

msgspec decodes and encodes; the standard library steps in for the few texts that msgspec refuses and a pipe must still
carry unharmed: stray bytes (`surrogateescape`, so that they come back identical) and lone surrogates.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypedDict

import msgspec

from cctl.records.schema import Record


class BadLine(ValueError):
    """A line that is no record; `code` is the slug of the error record that stands for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Head(msgspec.Struct):
    """As much of a record as a filter needs to know that it may pass the line on untouched."""

    type: str = ""
    v: int = 1


_STRING_OR_CONSTANT = r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN'
ODD = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the quick functions raise at a line that needs a closer look."""

strict = _decode = msgspec.json.Decoder().decode
quick_head = _head = msgspec.json.Decoder(Head).decode
quick_encode = _encode = msgspec.json.Encoder().encode


def split(block: bytes) -> list[bytes]:
    """The lines of a block as `block.split` has them, in half the time: that looks at one byte after the other."""
    find, start = block.find, 0
    lines: list[bytes] = []
    while (stop := find(b"\n", start)) >= 0:
        lines.append(block[start:stop])
        start = stop + 1
    lines.append(block[start:])
    return lines


def head(line: bytes) -> Head:
    """Type and version of a line, at about the speed of reading it; a `BadLine` when it is no object."""
    try:
        return _head(line)
    except ODD:
        record = decode(line)
    kind, version = record.get("type", ""), record.get("v", 1)
    return Head(kind if isinstance(kind, str) else "", version if type(version) is int else 1)


def decoder(fields: Collection[str], later: Collection[str] = ()) -> Callable[[bytes], Record]:
    """What decodes only these fields of a line, whatever they hold; raises one of `ODD` where it can't.

    Those for later stay as they stand in the line, until somebody asks for their `value`.
    """
    kinds = {name: msgspec.Raw if name in later else Any for name in fields}
    shape = TypedDict("Looked", kinds, total=False)  # type: ignore[misc]  # its fields are known when it runs
    made: msgspec.json.Decoder[Any] = msgspec.json.Decoder(shape)
    return made.decode


def value(told: Any) -> Any:
    """What a field says, also one that was left for later."""
    if not isinstance(told, msgspec.Raw):
        return told
    line = b'{"told":%b}' % bytes(told)
    return decode(line)["told"]


def regular(line: bytes) -> Record | None:
    """The record on a line, None where `decode` has to look closer: all texts of a regular one can be encoded."""
    try:
        value = _decode(line)
    except ODD:
        return None
    return value if type(value) is dict else None


def decode(line: bytes) -> Record:
    """The record on a line, or a `BadLine` that says why there is none."""
    try:
        value = _decode(line)
    except RecursionError:
        raise BadLine("too_deep", "nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        value = _lenient(line)
    if type(value) is not dict:
        raise BadLine("not_an_object", f"a record is a JSON object, this is {_noun(value)}")
    return value


def encode(record: Record) -> bytes:
    """One line of compact JSON, without its newline."""
    try:
        return _encode(record)
    except UnicodeEncodeError:
        import json  # noqa: PLC0415 -- 6 ms that only text with lone surrogates pays

        text = json.dumps(record, separators=(",", ":"), ensure_ascii=True)
        if "Infinity" in text or "NaN" in text:  # numbers that JSON hasn't; msgspec writes null
            import re  # noqa: PLC0415 -- see above

            text = re.sub(_STRING_OR_CONSTANT, lambda found: found[0] if found[0][0] == '"' else "null", text)
        return text.encode()


def error(code: str, message: str, *, ts: str, path: str = "", line: int = 0) -> Record:
    """An `error` record."""
    record: Record = {"type": "error", "v": 1, "ts": ts, "code": code, "message": message}
    if path:
        record["src"] = {"path": path, "line": line}
    return record


def _lenient(line: bytes) -> Any:
    import json  # noqa: PLC0415 -- only lines that msgspec refuses pay the 6 ms

    try:
        return json.loads(line.decode("utf-8", "surrogateescape"), parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        raise BadLine("bad_json", f"not JSON: {problem.msg} at column {problem.colno}") from None
    except RecursionError:
        raise BadLine("too_deep", "nested too deeply") from None
    except ValueError as problem:  # a constant that JSON has not, or an integer of thousands of digits
        message = str(problem)
        raise BadLine("bad_json" if "constant" in message else "bad_number", message.partition(";")[0]) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"not JSON: the constant {name}")


def _noun(value: object) -> str:
    if isinstance(value, list):
        return "an array"
    if isinstance(value, str):
        return "a string"
    return "a number, boolean or null"
