"""Writing a decision down in a form that judges alike; whoever replays it must come to the same bytes."""

from __future__ import annotations

from cctl.core.brain.event import Kept, decision
from cctl.core.brain.sign import VERSION, signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.brain.decide import Decider, Verdict
    from cctl.core.brain.event import Event, Hide
    from cctl.core.effect.path import Resolve

_NOT_KEPT = ("cctl", "links")


class Links:
    """A way to resolve links that remembers where it was led elsewhere."""

    __slots__ = ("_resolve", "found")

    def __init__(self, resolve: Resolve | None) -> None:
        self._resolve = resolve
        self.found: dict[str, str] = {}

    def __call__(self, path: str) -> str | None:
        """Where a path leads."""
        real = self._resolve(path) if self._resolve is not None else None
        if real is not None and real != path:
            self.found[path] = real
        return real


def remembered(facts: Mapping[str, object]) -> Resolve | None:
    """Links as they were when a decision was made; None where none were looked at."""
    links = facts.get("links")
    if not isinstance(links, dict):
        return None
    return lambda path: str(links.get(path, path))


def kept_facts(facts: Mapping[str, object], effects: object, links: Mapping[str, str] | None) -> dict[str, object]:
    """The facts that a verdict hung on; the long list of cctl's own places only where one was touched."""
    made = {name: value for name, value in facts.items() if name not in _NOT_KEPT}
    if isinstance(effects, list) and "SELF" in effects:
        own = facts.get("cctl")
        made["cctl"] = list(own) if isinstance(own, list | tuple) else []
    if links is not None:
        made["links"] = dict(links)
    return made


def written_down(
    decider: Decider,
    call: Mapping[str, object],
    facts: Mapping[str, object],
    verdict: Verdict,
    links: Mapping[str, str] | None,
    hide: Hide,
) -> Event:
    """The event of a decision."""
    kept = Kept(call.get("input"), hide)
    known = kept_facts(facts, verdict.get("effects"), links)
    stored = {**call, "input": kept.input}
    held = verdict
    if kept.changed or links is not None or known.get("cctl") != facts.get("cctl"):
        held = decider.decide(stored, known, remembered(known))
    exact = all(held.get(name) == verdict.get(name) for name in ("decision", "by", "effects", "rule", "certificate"))
    survey = decider.judge.survey(stored, known, remembered(known))
    told = decision(call, known)
    told["input"] = kept.input
    if call.get("mode"):
        told["mode"] = call["mode"]
    told |= {"brain": decider.mode, "exact": exact, "sv": VERSION}
    told["sign"] = signature(str(call.get("tool", "")), kept.input, survey) if exact else ""
    told["verdict"] = held if exact else {name: verdict[name] for name in ("decision", "by", "policy", "effects")}
    return told
