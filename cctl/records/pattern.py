"""Regular expressions that are compiled when they are first asked: a start pays for none that it doesn't need.

Compiling one takes as long as loading three modules, and most verbs load a dozen of which they ask two.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr

_ASKED = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


class Late:
    """Stands in for a compiled pattern, and does what it does from the first question on."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        import re  # noqa: PLC0415 -- see the module's docstring

        made: re.Pattern[Any] = re.compile(self.pattern, self._flags)
        for each in _ASKED:
            setattr(self, each, getattr(made, each))  # from here on it costs what the pattern itself costs
        return getattr(made, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, in time."""
    return Late(text, flags)  # type: ignore[return-value]  # it stands in for one
