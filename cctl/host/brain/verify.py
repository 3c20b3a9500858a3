"""Whether the certificates in a log are what its answers certify: anybody can make them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cctl.core.brain.label import SPENDERS, last_word
from cctl.core.brain.learn import learned
from cctl.core.brain.terms import Terms


def uncertified(events: Sequence[Mapping[str, Any]], terms: Terms) -> Iterator[str]:
    """Every certificate that the answers before it don't bear out, and every allow by one that was never made.

    Each is made again from what the log held when it was written: answers that became known later may have been
    given before.
    """
    if any(event.get("event") == "forget" for event in events):
        return  # what they rested on may be forgotten
    noted: set[object] = set()
    for at, event in enumerate(events):
        word = last_word(event) or event
        if event.get("event") == "certificate":
            made = {each.id for ladder in learned(events[:at], terms).ladders.values() for each in ladder.made}
            if event.get("id") not in made:
                yield f"line {event.get('seq')}: {event.get('id')} is not what the answers before it certify"
            noted.add(event.get("id"))
        elif word.get("decision") == "allow" and word.get("by") in SPENDERS and word.get("certificate") not in noted:
            yield f"line {event.get('seq')}: allowed by {word.get('certificate')}, which was never made"
