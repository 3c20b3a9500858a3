"""Spend alone, from a block of whole lines: what `stats` and budgets ask, at the speed of looking at line heads.

The head of a line tells its kind without decoding the line; what matters to spend is decoded, and so is every line
whose head is written in another way than any version is known to. Everything else costs one look.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.codex.kind import ENVELOPES, QUIET, SPEND, head, kind_of
from cctl.core.agent.codex.meter import ROUTINE, Meter
from cctl.core.agent.spec import Origin, Row, Scan, Skip

ZSTD: Final = b"\x28\xb5\x2f\xfd"
COMPRESSED: Final = "compressed"
TOO_DEEP: Final = "too_deep"
BOM: Final = b"\xef\xbb\xbf"
_SPENT: Final = frozenset((kind.partition("/")[0].encode(), kind.partition("/")[2].encode()) for kind in SPEND)
_WRAPPED: Final = frozenset(name.encode() for name in ENVELOPES)


def scan(block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
    """The spend in a block of whole lines that starts at byte `base` of the file."""
    from cctl.records import codec  # noqa: PLC0415 -- loads msgspec

    skips: list[Skip] = []
    if state == COMPRESSED.encode() or (base == 0 and block.startswith(ZSTD)):
        return Scan([], [] if state else [Skip(COMPRESSED, 0)], COMPRESSED.encode())
    meter = _resumed(origin, state, base, skips)
    rows: list[tuple[object, ...]] = []
    for start, stop in _lines(block, base):
        if not audit and _is_beside(block, start, doubts=meter.doubts):
            continue
        line = block[start:stop]
        try:
            told = _fed(meter, codec.decode(line), base + start, audit)
        except codec.BadLine as bad:
            told = bad.code if line.strip() else ""
        except RecursionError:
            told = TOO_DEEP
        if not isinstance(told, str):
            rows.append(tuple(told))
        elif told:
            skips.append(Skip(told, base + start))
    return Scan(rows, skips, codec.encode(meter.dump()))


def _fed(meter: Meter, line: dict[str, Any], at: int, audit: bool) -> Row | str:
    """The response that a decoded line tells of, or why it tells nothing, as far as that is asked."""
    kind = kind_of(line)
    told = meter.feed(line, at) if meter.heeds(kind) else ""
    if not isinstance(told, str) or not audit:
        return "" if isinstance(told, str) and told in ROUTINE else told
    return told or passed_over(kind)


def passed_over(kind: str) -> str:
    """Why a line of this kind tells nothing to anybody; "" when its kind is known."""
    from cctl.core.agent.codex.read import kinds, unknown  # noqa: PLC0415 -- only an audit needs the reader's list

    return "" if kind in kinds() or kind in QUIET or kind in SPEND else unknown(kind)


def _lines(block: bytes, base: int) -> list[tuple[int, int]]:
    spans = []
    start = len(BOM) if base == 0 and block.startswith(BOM) else 0
    while start < len(block):
        stop = block.find(b"\n", start)
        stop = len(block) if stop < 0 else stop
        if stop > start:
            spans.append((start, stop))
        start = stop + 1
    return spans


def _is_beside(block: bytes, start: int, *, doubts: bool) -> bool:
    """Whether the head of a line says that it has nothing to do with spend."""
    match = head().match(block, start)
    if match is None:
        return False
    outer, inner = match.groups()
    if outer not in _WRAPPED:
        return (outer, b"") not in _SPENT
    return inner is not None and (outer, inner) not in _SPENT and not (doubts and outer == b"response_item")


def _resumed(origin: Origin, state: bytes, base: int, skips: list[Skip]) -> Meter:
    from cctl.records import codec  # noqa: PLC0415 -- loads msgspec

    if not state:
        return Meter(origin)
    try:
        return Meter.load(codec.decode(state))
    except (codec.BadLine, ValueError, TypeError, KeyError, IndexError):
        skips.append(Skip("bad_state", base))
        return Meter(origin)
