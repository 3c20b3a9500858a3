"""What stays of a result when the clocks in it are left out: a linter that says how long it took is no progress.

Looked at only where a call comes again and its result is new, so that nothing else pays; and believed only after many
calls, since who measures a program runs it a few times for the times alone.
"""

from __future__ import annotations

from typing import Final

from cctl.records.pattern import pattern

MOST: Final = 4000  # characters: in a longer result something else is likely to tell the difference
_DATE = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
_HOUR = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?"
_SPAN = r"\d+(?:[.,]\d+)?\s?(?:ns|us|\u00b5s|ms|s|secs?|seconds?|min|minutes?)"
_CLOCK = pattern(rf"(?<![\w.])(?:{_DATE}|{_HOUR}|{_SPAN})(?!\w)")


def steady(text: object, size: object) -> str:
    """A result without its times; "" when it holds none, or is not all there."""
    if not isinstance(text, str) or len(text) > MOST or size not in (None, len(text.encode("utf-8", "replace"))):
        return ""
    without = _CLOCK.sub("\N{WATCH}", text)
    return without if without != text else ""
