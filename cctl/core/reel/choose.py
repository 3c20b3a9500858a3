"""Which moments are shown: the stretch and kinds that were asked for, then the best that fit into the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from cctl.core.reel.patch import hunks_of
from cctl.core.reel.taste import Taste
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

GROUPS: Mapping[str, frozenset[str]] = {
    "prompts": frozenset(("prompt",)),
    "edits": frozenset(("edit",)),
    "commands": frozenset(("command",)),
    "tests": frozenset(("test",)),
    "commits": frozenset(("commit",)),
    "errors": frozenset(("error",)),
    "text": frozenset(("text",)),
    "subagents": frozenset(("subagent",)),
    "notices": frozenset(("notice",)),
    "looks": frozenset(("look",)),
}
CARDS = ("title", "end")
_SAME_THING, _SAME_KIND, _SAME_PART = 0.85, 0.9, 0.85  # what each further one is worth: a film wants variety
_SAME_PART_GAIN = 1.25  # but a part that is on the screen anyway costs no new page
_MOST_UNITS = 400  # candidates, by score; no film shows more


class Cut(NamedTuple):
    """What was asked for."""

    select: frozenset[str] = frozenset(GROUPS) - {"looks"}
    last_s: float = 0.0  # only the end of the session; 0 for all
    first: str = ""  # id of a record, of a moment, or a time
    final: str = ""
    max_seconds: float = 60.0  # 0 for no limit
    speed: float = 1.0
    idle_cap: float = 0.3  # longest pause between two scenes
    hide_cost: bool = False


def reading_lines(moment: Record, taste: Taste) -> int:
    """How many lines a viewer has to read."""
    limit = taste.limit
    kind = moment.get("kind")
    if kind == "edit":
        found = moment.get("patches")
        lines = sum(len(hunk["lines"]) for each in _dicts(found) for hunk in hunks_of(each))
        return min(lines, limit["diff_lines"])
    text = str(moment.get("title" if kind in ("prompt", "text") else "text", ""))
    most = {"prompt": "prompt_lines", "text": "words_lines"}.get(str(kind), "text_lines")
    lines = sum(1 + len(line) // 90 for line in text[:4096].split("\n")) if text else 0
    return min(lines, limit[most])


def seconds(moment: Record, taste: Taste) -> float:
    """How long a moment stands on the screen at speed 1."""
    base = taste.seconds.get(str(moment.get("kind")), 1.0)
    return min(taste.seconds["longest"] + base / 4, base + taste.seconds["per_line"] * reading_lines(moment, taste))


def within(moments: Sequence[Record], cut: Cut) -> tuple[list[Record], str, str]:
    """The moments of the stretch asked for, and its two ends as times ("" when open)."""
    start = _place(moments, cut.first)
    end = _place(moments, cut.final)
    last = max((str(each.get("ts", "")) for each in moments), default="")
    if cut.last_s and last:
        start = max(start, _earlier(last, cut.last_s))
    kept = [each for each in moments if start <= str(each.get("ts", "")) <= (end or "~")]
    return kept, start, end


class _Unit(NamedTuple):
    """What is shown together or not at all: an error with what put it right, or one moment."""

    places: list[int]
    score: float
    cost: float
    part: object
    kind: object
    thing: object


def chosen(moments: Sequence[Record], cut: Cut, taste: Taste) -> list[Record]:
    """The best moments that fit into the time, in their order; a part's prompt comes with its first moment."""
    kinds = frozenset[str]().union(*(GROUPS[name] for name in cut.select))
    prompts = {each.get("part"): each for each in moments if each.get("kind") == "prompt"} if "prompt" in kinds else {}
    able = [at for at, each in enumerate(moments) if each["kind"] in kinds and each["kind"] != "prompt"]
    units = _units(moments, able, cut, taste)
    budget = cut.max_seconds * cut.speed - sum(taste.seconds[card] for card in CARDS)
    kept: set[int] = set()
    seen: Counter[object] = Counter()
    while units:
        best = max(units, key=lambda unit: (_faded(unit, seen), -_scattered(unit.places[0])))
        fresh = prompts[best.part] if best.part in prompts and not seen["part", best.part] else None
        cost = best.cost + (seconds(fresh, taste) + taste.seconds["page"] if fresh else 0.0)
        if cut.max_seconds and (cost > budget or _faded(best, seen) < taste.score["floor"]):
            break
        budget -= cost
        units.remove(best)
        kept.update(best.places)
        seen.update((best.kind, best.thing, ("part", best.part)))
    return [
        each
        for at, each in enumerate(moments)
        if at in kept or (each is prompts.get(each.get("part")) and seen["part", each.get("part")])
    ]


def _units(moments: Sequence[Record], able: Iterable[int], cut: Cut, taste: Taste) -> list[_Unit]:
    groups: dict[object, list[int]] = {}
    for at in able:
        groups.setdefault(moments[at].get("arc") or at, []).append(at)
    units = []
    for places in groups.values():
        first = moments[places[0]]
        cost = sum(seconds(moments[at], taste) + cut.idle_cap for at in places)
        score = max(_score(moments[at]) for at in places)
        kind = ("arc",) if len(places) > 1 else (first["kind"],)
        thing = (first["kind"], first["title"]) if first["kind"] in ("edit", "command", "error") else None
        units.append(_Unit(places, score, cost, first.get("part"), kind, thing))
    return sorted(units, key=lambda unit: -unit.score)[:_MOST_UNITS]


def _faded(unit: _Unit, seen: Counter[object]) -> float:
    """What a unit is still worth: less if the like was shown, more if its part is on the screen anyway."""
    here = seen["part", unit.part]
    fade = _SAME_KIND ** seen[unit.kind] * (_SAME_THING ** seen[unit.thing] if unit.thing else 1.0)
    return unit.score * fade * (_SAME_PART_GAIN * _SAME_PART**here if here else 1.0)


def mixed(moments: Sequence[Record]) -> list[int]:
    """Places, the best of each kind by turns; equals are spread over the session."""
    place: Counter[str] = Counter()
    turns = []
    for at in sorted(range(len(moments)), key=lambda at: (-_score(moments[at]), _scattered(at))):
        turns.append((place[moments[at]["kind"]], -_score(moments[at]), at))
        place[moments[at]["kind"]] += 1
    return [at for _, _, at in sorted(turns)]


def _score(moment: Record) -> float:
    score = moment.get("score", 0)
    return float(score) if isinstance(score, int | float) else 0.0


def _scattered(at: int) -> int:
    """The number with its bits turned round: neighbours lie far apart."""
    return int(f"{at & 0xFFFFF:020b}"[::-1], 2)


def _place(moments: Sequence[Record], word: str) -> str:
    """The time that a record's id, or a time itself, stands for; "" when open."""
    if not word:
        return ""
    for each in moments:
        if word in (each.get("id"), str(each.get("id", "")).partition(":")[2]):
            return str(each.get("ts", ""))
    return word


def _earlier(ts: str, by_s: float) -> str:
    try:
        moment = datetime.fromisoformat(ts) - timedelta(seconds=by_s)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _dicts(found: object) -> list[Record]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
