"""Whether the certificates in a log are what its answers certify: anybody can make them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from cctl.core.brain.label import last_word
from cctl.core.brain.learn import learned, spent
from cctl.core.brain.terms import Terms
from cctl.core.moment import epoch_ms


def uncertified(read: Callable[[], Iterable[Mapping[str, Any]]], terms: Terms) -> Iterator[str]:
    """Every certificate that the answers before it don't bear out, and every allow by one that was never made.

    Each is made again from what the log held when it was written: answers that became known later may have been
    given before. What was allowed before something was forgotten may have rested on what went with it.
    """
    since_ms = max((epoch_ms(event.get("ts")) for event in read() if event.get("event") == "forget"), default=-1)
    noted: set[object] = set()
    for at, event in enumerate(read()):
        if event.get("event") == "certificate":
            made = {each.id for ladder in learned(islice(read(), at), terms).ladders.values() for each in ladder.made}
            if event.get("id") not in made:
                yield f"line {event.get('seq')}: {event.get('id')} is not what the answers before it certify"
            noted.add(event.get("id"))
        elif spent(event) and epoch_ms(event.get("ts")) >= since_ms:
            named = (last_word(event) or event).get("certificate")
            if named not in noted:
                yield f"line {event.get('seq')}: allowed by {named}, which was never made"
