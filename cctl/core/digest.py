"""Short stable hashes of what agents did, so that equal calls and equal results can be told without comparing them.

Keys are sorted first: an agent that completes or reorders the input of a call is still making the same call.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from json import JSONEncoder

_SIZE = 8  # bytes: a session would need billions of calls for a chance collision
_encoders: list[JSONEncoder] = []


def digest(value: object) -> str:
    """Sixteen hex digits that depend on the value alone, not on the order of its keys, the process or the machine."""
    from cctl.core.blake import blake2b  # noqa: PLC0415 -- not every reading hashes

    return blake2b(_canonical(value), digest_size=_SIZE).hexdigest()


def _canonical(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if not _encoders:
        from json import JSONEncoder  # noqa: PLC0415 -- not every reading hashes anything but text

        _encoders.append(JSONEncoder(sort_keys=True, separators=(",", ":")))  # `json.dumps` makes one for each value
    return _encoders[0].encode(value).encode()
