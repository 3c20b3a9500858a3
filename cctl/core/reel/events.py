"""Casts as they are: redacted across chunks, idle time cut, and what of them may reach somebody's terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from cctl.core.redact import Redactor
from cctl.core.reel.cast import Cast, Event


def redacted(recording: Cast, redactor: Redactor | None) -> Cast:
    """The cast without its secrets: output and input are each read as one text, so that chunks hide nothing."""
    if redactor is None:
        return recording
    events = list(recording.events)
    for kind in ("o", "i", "m"):
        places = [at for at, event in enumerate(events) if event.kind == kind]
        texts = [events[at].data for at in places]
        clean = [redactor.text(text) for text in texts] if kind == "m" else redactor.chunks(texts)
        for at, text in zip(places, clean, strict=True):
            events[at] = events[at]._replace(data=text)
    header = redactor.record({key: value for key, value in recording.header.items() if key != "env"})
    return recording._replace(events=tuple(events), header=header)


def lines(recording: Cast, *, version: int = 2, idle_cap: float = 0.0, speed: float = 1.0) -> Iterator[str]:
    """The cast as lines of either version."""
    extra = {key: recording.header[key] for key in ("timestamp", "title", "theme") if key in recording.header}
    old: dict[str, object] = {"version": 2, "width": recording.columns, "height": recording.rows}
    new: dict[str, object] = {"version": 3, "term": {"cols": recording.columns, "rows": recording.rows}}
    yield _line((new if version == 3 else old) | extra)
    before = now = last = 0.0
    for event in recording.events:
        gap = event.at - last
        last = event.at
        now += (min(gap, idle_cap) if idle_cap else gap) / speed
        if event.kind == "x" and version == 2:
            continue
        yield _line([round(now - before if version == 3 else now, 6), event.kind, event.data])
        before = now


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


@cache
def _sequences() -> re.Pattern[str]:
    return re.compile(
        r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])|\x9b[0-?]*[ -/]*[@-~]"
        r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\Z)?"
        r"|\x1b(?P<short>[ -/]*[0-~])|[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b\[?[0-?]*[ -/]*\Z"
    )


_DRAWS = frozenset("@ABCDEFGHIJKLMPSTXZ`abdefghlmr")  # final letters of sequences that only draw or move
_MODES = frozenset(("7", "25", "47", "1047", "1049"))  # wrapping, cursor, the other screen
_SHORT = frozenset(("7", "8", "D", "E", "M", "H", "=", ">", "(B", "(0", ")B", ")0", "c"))


def harmless(text: str) -> str:
    """Output that only draws: no titles, clipboards, questions to the terminal, printers or other side effects.

    A cast is a file from anywhere. A terminal answers some sequences by typing, and what it types a shell would run.
    """
    return _sequences().sub(_kept, text)


class Harmless:
    """The same for output in chunks: a sequence that a chunk cuts waits for its rest."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> str:
        """What of a chunk may be drawn now."""
        text = self._held + text
        torn = re.search(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\x9c]{0,4096}|[ -/]*)\Z", text)
        self._held = torn[0] if torn else ""
        return harmless(text[: torn.start()] if torn else text)


def _kept(match: re.Match[str]) -> str:
    body = match["csi"]
    if not body:
        return match[0] if match["short"] in _SHORT else ""
    if body[-1] in "hl" and body[0] == "?":
        return match[0] if set(body[1:-1].split(";")) <= _MODES else ""
    return match[0] if body[-1] in _DRAWS and not set(body[:-1]) & set("<=>?!$\"' ") else ""


def until(recording: Cast, at: float) -> str:
    """All output up to a time: what a jump there has to draw."""
    return harmless("".join(event.data for event in recording.events if event.kind == "o" and event.at <= at))


def chapters(recording: Cast) -> list[Event]:
    """The markers, in order."""
    return [event for event in recording.events if event.kind == "m"]
