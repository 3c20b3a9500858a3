"""Short stable hashes of what agents did, so that equal calls and equal results can be told without comparing them.

Keys are sorted first: an agent that completes or reorders the input of a call is still making the same call.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.blake import blake2b

_SIZE = 8  # bytes: a session would need billions of calls for a chance collision
_makers: list[Callable[[object], bytes]] = []
_hashes: list[type[blake2b]] = []


def digest(value: object) -> str:
    """Sixteen hex digits that depend on the value alone, not on the order of its keys, the process or the machine."""
    return of_text(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else _canonical(value))


def of_text(data: bytes) -> str:
    """The digest of a text that is at hand in UTF-8."""
    if not _hashes:
        from cctl.core.blake import blake2b  # noqa: PLC0415 -- not every reading hashes

        _hashes.append(blake2b)
    return _hashes[0](data, digest_size=_SIZE).hexdigest()


def _canonical(value: object) -> bytes:
    if not _makers:
        _makers.append(_maker())
    return _makers[0](value)


def _maker() -> Callable[[object], bytes]:
    """What makes JSON of a value: the encoder in C, made once, where `JSONEncoder` would make one for each value."""
    from json import JSONEncoder  # noqa: PLC0415 -- not every reading hashes anything but text
    from json import encoder as inner  # noqa: PLC0415 -- see above

    plain = JSONEncoder(sort_keys=True, separators=(",", ":"))
    make = getattr(inner, "c_make_encoder", None)
    if make is None:
        return lambda value: plain.encode(value).encode()
    quick = make(None, plain.default, inner.encode_basestring_ascii, None, ":", ",", True, False, True)

    return lambda value: "".join(quick(value, 0)).encode()
