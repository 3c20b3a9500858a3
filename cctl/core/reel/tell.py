"""Records in, the final moments out: chosen, redacted, cut to their telling part."""

from __future__ import annotations

from collections.abc import Iterable

from cctl.core.money.paid import Cost
from cctl.core.redact import Redactor
from cctl.core.reel.choose import CARDS, Cut, chosen, within
from cctl.core.reel.story import Story
from cctl.core.reel.taste import Taste
from cctl.core.reel.telling import GAP, telling
from cctl.records.errors import BadData
from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Told(NamedTuple):
    """A session as moments, and what was taken out of them."""

    moments: list[Record]  # a title, what happened, an end
    redactions: list[Record]
    passed: int  # moments that were not chosen

    @property
    def empty(self) -> bool:
        """Whether there is nothing worth showing."""
        return not any(each["kind"] not in CARDS and each["kind"] != "prompt" for each in self.moments)


def tell(
    records: Iterable[Record], taste: Taste, cut: Cut, redactor: Redactor | None, cost: Cost | None = None
) -> Told:
    """The moments of one session, from its records."""
    stretch = bool(cut.last_s or cut.first or cut.final)  # the best of all may leave nothing of a part
    story = Story(taste, cost, keep_all=stretch or not cut.max_seconds)
    given: list[Record] = []
    for record in records:
        if record.get("type") == "moment":
            given.append(checked(record))
        else:
            story.feed(record)
    if given:
        return _said(given, cut, redactor)
    return told(story, taste, cut, redactor)


def told(story: Story, taste: Taste, cut: Cut, redactor: Redactor | None) -> Told:
    """The moments of a story as it stands."""
    moments, start, end = within(story.moments(), cut)
    kept = chosen(moments, cut, taste)
    if redactor:
        redactor = redactor.aware_of(story.tally.paths())
    card, counters = story.tally.card(), story.tally.counters(start, end)
    first = next((each["title"] for each in moments if each["kind"] == "prompt"), "")
    name = card.get("name") or card.get("title") or first.split("\n")[0] or card.get("session", "")
    frame = {"v": 1, "session": card.get("session", ""), "agent": card.get("agent", "")}
    title = {
        "type": "moment",
        "ts": card.get("start", ""),
        **frame,
        "id": "title",
        "kind": "title",
        "title": name,
        "tags": [],
    }
    close = {
        "type": "moment",
        "ts": card.get("last", ""),
        **frame,
        "id": "end",
        "kind": "end",
        "title": name,
        "tags": [],
    }
    out, redactions = [], []
    for moment in [{**title, "data": card}, *kept, {**close, "data": counters | _span(card)}]:
        shown, found = redacted(_costless(moment) if cut.hide_cost else moment, redactor)
        out.append(shortened(dict(shown), taste))  # a story that goes on must keep its own
        redactions += found
    return Told(out, redactions, len(moments) - len(kept))


_COST = frozenset(("cost_usd", "tokens", "estimated", "unpriced", "responses"))


def _costless(moment: Record) -> Record:
    """The moment without what the session cost; what isn't there can't get into any format."""
    data = moment.get("data")
    if not isinstance(data, dict):
        return moment
    return {**moment, "data": {key: value for key, value in data.items() if key not in _COST}}


def _span(card: Record) -> Record:
    return {key: card[key] for key in ("start", "last") if key in card}


def _said(given: list[Record], cut: Cut, redactor: Redactor | None) -> Told:
    out, redactions = [], []
    for moment in given:
        shown, found = redacted(_costless(moment) if cut.hide_cost else moment, redactor)
        out.append(shown)
        redactions += found
    return Told(out, redactions, 0)


def checked(moment: Record) -> Record:
    """A moment that came from outside, with its fields of the right kind; an error names what is wrong."""
    kinds = {"kind": str, "title": str, "text": str, "tags": list, "patches": list, "data": dict, "omitted": int}
    for field, kind in kinds.items():
        if field in moment and not isinstance(moment[field], kind):
            raise BadData(f"moment {str(moment.get('id', ''))[:60]!r}: {field} must be {kind.__name__}")
    if "kind" not in moment:
        raise BadData(f"moment {str(moment.get('id', ''))[:60]!r} has no kind")
    return {"type": "moment", "v": 1, "ts": "", "session": "", "agent": "", "id": "", "title": "", "tags": [], **moment}


def redacted(moment: Record, redactor: Redactor | None) -> tuple[Record, list[Record]]:
    """The moment without its secrets, and a record for each thing taken out."""
    if redactor is None:
        return moment, []
    shown, found = redactor.record_found(moment)
    base = {key: moment[key] for key in ("session", "agent", "src") if key in moment}
    return shown, [
        {"type": "redaction", "v": 1, "ts": moment.get("ts", ""), **base, **each._asdict()}
        for each in found
        if each.kind not in ("home", "user")
    ]


def shortened(moment: Record, taste: Taste) -> Record:
    """The moment with the telling part of its text alone."""
    limit = taste.limit
    if moment["kind"] in ("text", "prompt"):
        most = limit["words_lines" if moment["kind"] == "text" else "prompt_lines"] * 2
        lines = [line for line in moment["title"].split("\n") if line.strip()]
        moment["title"] = "\n".join(lines[:most]) + ("" if len(lines) <= most else f"\n{GAP}")
    if "text" not in moment:
        return moment
    total = int(moment.pop("omitted", 0))
    cut = telling(moment["text"], limit=limit["text_lines"], failed=bool(moment.get("failed")), total=total)
    moment["text"] = "\n".join(cut.lines)
    if cut.omitted > 0:
        moment["omitted"] = cut.omitted
    return moment
