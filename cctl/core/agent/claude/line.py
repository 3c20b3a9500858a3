"""One line of a transcript as a plain object, and whether it is Claude Code's at all.

A line is worth more than its encoding: a byte-order mark, NULs that a crash left in front and stray bytes inside a text
are passed over, so that the spend beside them isn't lost.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.records.codec import BadLine, decode, regular

MARKER: Final = b'input_tokens"'
"""In every line that holds usage, however it is spaced; escaped inside a text it ends in `\\"` and doesn't match."""

SILENT: Final = frozenset(
    """user system attachment summary progress queue-operation file-history-snapshot last-prompt cost-state tools-used
    mode permission-mode api-request api-request-shape api-request-blob atis-latch custom-title ai-title agent-name
    pr-link tag""".split()  # noqa: SIM905 -- names read best as words
)
"""Types of record that are known and hold no usage of their own (`progress` may repeat some)."""

PLAIN: Final = SILENT - {"system"} | {"assistant"}
"""Types of record that are known whatever else they say."""

SUBTYPES: Final = frozenset(
    """compact_boundary microcompact_boundary turn_duration stop_hook_summary api_error informational
    local_command""".split()  # noqa: SIM905 -- names read best as words
)
"""Subtypes of `system` that are known."""

_BOM: Final = b"\xef\xbb\xbf"
_EMPTY: Final = b"\0 \t\r\n"
_NAME_MOST: Final = 60
_OWN: Final = ("sessionId", "parentUuid", "leafUuid", "isSidechain", "snapshot")


def stripped(line: bytes) -> bytes:
    """The line without what may surround its object; empty for a blank line."""
    if line[:1] == b"{" and line[-1:] == b"}":
        return line
    return line.strip(_EMPTY).removeprefix(_BOM).strip(_EMPTY)


def decoded(line: bytes) -> dict[str, Any] | str:
    """The object on a line, or the slug of why there is none; its texts can be encoded, so that any store holds them.

    The input of a call alone is left as it came: whoever compares calls must find what the client wrote.
    """
    record = regular(line)
    if record is not None:
        return record
    try:
        found: dict[str, Any] = _encodable(decode(line))
    except BadLine as problem:
        return problem.code
    except RecursionError:
        return "too_deep"
    return found


def _encodable(value: Any) -> Any:
    if type(value) is str:
        return value.encode("utf-8", "replace").decode()
    if type(value) is dict:
        return {_encodable(key): each if key == "input" else _encodable(each) for key, each in value.items()}
    return [_encodable(each) for each in value] if type(value) is list else value


def unknown(record: dict[str, Any]) -> str:
    """The slug for a record of an unknown type or subtype, "" when it is known."""
    kind, subtype = record.get("type"), record.get("subtype")
    if type(kind) is not str or not kind:
        return "no_type"
    if kind == "system" and type(subtype) is str and subtype not in SUBTYPES:
        kind = f"system/{subtype}"
    elif kind == "assistant" or kind in SILENT:
        return ""
    name = "".join(each if each.isalnum() or each in "-_.:/" else "?" for each in kind[:_NAME_MOST])
    return f"unknown_type:{name}"


def recognised(line: bytes) -> bool:
    """Whether Claude Code wrote the line into a transcript (its `stream-json` output is another format)."""
    record = decoded(stripped(line))
    if isinstance(record, str) or "payload" in record or "v" in record:
        return False
    kind = record.get("type")
    return type(kind) is str and any(field in record for field in _OWN)
