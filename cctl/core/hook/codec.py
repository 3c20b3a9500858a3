"""JSON to values and back at the price of a C function: the hook can't pay for `json`, whose decoder compiles patterns.

`_json` is the accelerator that `json` itself uses; it is private, so its absence or another signature falls back to
`json`. Both ways are held to the same answers by the tests, on every Python that cctl supports.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_WHITE = " \t\n\r"


class _Context:
    """What the scanner reads its settings from."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int

    @staticmethod
    def parse_constant(name: str) -> float:
        """`NaN` and `Infinity` are no JSON, and no agent writes them."""
        raise ValueError(f"{name} is no JSON")

    memo: dict[str, str] = {}  # noqa: RUF012 -- the scanner keeps its own; it only asks that there be one


def _scanner() -> Callable[[str, int], tuple[object, int]]:
    try:
        from _json import make_scanner  # noqa: PLC0415 -- private to the interpreter: may be missing

        made: Callable[[str, int], tuple[object, int]] = make_scanner(_Context)  # type: ignore[arg-type]  # its stub is wrong
        if made('{"a":[1,"b",null]}', 0) == ({"a": [1, "b", None]}, 18):
            return made
    except (ImportError, TypeError, AttributeError):
        pass
    from json import JSONDecoder  # noqa: PLC0415 -- only where the accelerator is missing

    slow: Callable[[str, int], tuple[object, int]] = JSONDecoder(parse_constant=_Context.parse_constant).raw_decode
    return slow


def _quoter() -> Callable[[str], str]:
    try:
        from _json import encode_basestring_ascii  # noqa: PLC0415 -- see above

        quote: Callable[[str], str] = encode_basestring_ascii
        return quote
    except ImportError:
        from json.encoder import py_encode_basestring_ascii  # noqa: PLC0415 -- see above

        plain: Callable[[str], str] = py_encode_basestring_ascii
        return plain


_scan = _scanner()
_quote = _quoter()


def decode(text: str) -> object:
    """The value of a JSON text; a ValueError says that it is none, a RecursionError that it is nested too deeply."""
    at = 0
    while text[at : at + 1] and text[at] in _WHITE:
        at += 1
    try:
        value, end = _scan(text, at)
    except StopIteration:
        raise ValueError("no JSON value") from None
    except SystemError:  # cut off inside: the scanner would raise an error of `json.decoder`, which isn't loaded
        raise ValueError("no whole JSON value") from None
    if text[end:].strip(_WHITE):
        raise ValueError("more than one JSON value")
    return value


def encode(value: object, *, ordered: bool = False) -> str:
    """A value as compact ASCII JSON; with `ordered`, keys in alphabetical order, as `cctl.core.digest` hashes it."""
    if isinstance(value, str):
        return _quote(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, dict):
        keys = sorted(value) if ordered else value
        return "{" + ",".join(f"{_quote(key)}:{encode(value[key], ordered=ordered)}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([encode(each, ordered=ordered) for each in value]) + "]"
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _float(value: float) -> str:
    text = float.__repr__(value)
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text)


def digest(tool: str, given: object) -> str:
    """Which call this is: the same for the same tool and input, whatever the order of the keys."""
    text = encode([tool, given], ordered=True)
    try:
        from _blake2 import blake2b  # noqa: PLC0415 -- hashlib loads OpenSSL, which takes milliseconds
    except ImportError:
        from hashlib import blake2b  # noqa: PLC0415 -- only where the built-in is missing
    return blake2b(text.encode(), digest_size=16).hexdigest()
