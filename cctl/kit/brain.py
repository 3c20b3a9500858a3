"""The brain for verbs: its folder and log, its decisions with what was answered, and judges as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cctl.core.moment import epoch_ms
from cctl.host import paths
from cctl.host.brain.log import Log
from cctl.host.brain.record import log_in
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.brain.decide import Decider
    from cctl.core.brain.label import Label
    from cctl.core.brain.terms import Terms
    from cctl.core.when.grammar import Window
    from cctl.host.rules_file import Held
    from cctl.kit.run import Run

Event = Mapping[str, Any]


class Brain:
    """What this user's brain holds; each part is loaded when it is asked for: most who read the log judge nothing."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.log: Log = log_in(paths.state(run.world.env, run.world.home))
        self.folder = self.log.folder
        self._rules: dict[tuple[str | None, tuple[str, ...]], Held] = {}

    def events(self) -> Iterator[dict[str, Any]]:
        """Every event of the log, read anew each time: a log of years is larger than what should be held of it."""
        yield from self.log.events()
        if self.log.strange:
            told = f"{self.log.strange} lines of the log can't be read; `cctl brain log --verify` names the first"
            self._run.say.once("strange", told)

    @cached_property
    def terms(self) -> Terms:
        """When something counts as learnt."""
        from cctl.host.brain.learning import terms  # noqa: PLC0415 -- see the class

        return terms()

    @cached_property
    def labels(self) -> list[Label]:
        """Every answer."""
        from cctl.core.brain.label import labels  # noqa: PLC0415 -- see the class

        return labels(self.events(), self.terms)

    @cached_property
    def tables(self) -> tuple[Any, str]:
        """The judge of this installation and the id of its tables."""
        from cctl.host.brain import tables  # noqa: PLC0415 -- see the class

        return tables.identified()

    def answers(self) -> dict[str, Label]:
        """By call, the last answer that somebody gave."""
        return {each.call: each for each in self.labels if each.source != "implied"}

    def opinions(self) -> dict[str, str]:
        """By call, what a model said of it."""
        found: dict[str, str] = {}
        for event in self.events():
            told = event if event["event"] == "opinion" else event.get("llm")
            if isinstance(told, dict) and isinstance(told.get("verdict"), str):
                found[str(event.get("call") or event.get("id", ""))] = told["verdict"]
        return found

    def decisions(self, window: Window | None = None) -> Iterator[dict[str, Any]]:
        """The decisions of a stretch of time."""
        for event in self.events():
            if event["event"] == "decision" and inside(event, window):
                yield event

    def named(self, call: str) -> dict[str, Any]:
        """The decision on a call, by its id or the beginning of it."""
        found = {str(event["id"]): event for event in self.decisions() if str(event.get("id", "")).startswith(call)}
        if call in found:
            return found[call]
        if not call or len(found) != 1:
            told = "no decision" if not found else f"{len(found)} decisions"
            raise NoInput(f"{call!r} names {told} of the log", hint="`cctl brain log` lists them")
        return next(iter(found.values()))

    def decider(self, event: Event, memory: Any, rules: tuple[str, ...] = (), policy: str | None = None) -> Decider:
        """A judge for a decision of the past, with the rules of today or others."""
        from cctl.core.brain.decide import Decider  # noqa: PLC0415 -- see the class
        from cctl.core.rule.team import stricter  # noqa: PLC0415 -- see the class

        facts, verdict = event.get("facts"), event.get("verdict")
        known = facts if isinstance(facts, dict) else {}
        project = known.get("project") if "links" in known and not rules else None
        asked = policy or str(verdict.get("policy", "") if isinstance(verdict, dict) else "")
        held = self._held(project if isinstance(project, str) else None, rules)
        asked = stricter(asked, held.policy) if asked and policy is None and not rules else asked
        return Decider(self.tables[0], asked, held.rules, memory, str(event.get("brain", "on")))

    def _held(self, project: str | None, rules: tuple[str, ...]) -> Held:
        from cctl.host import rules_file  # noqa: PLC0415 -- see the class
        from cctl.kit.judging import places  # noqa: PLC0415 -- see the class

        found = self._rules.get((project, rules))
        if found is None:
            found = self._rules[project, rules] = rules_file.load(places(self._run.world, project, rules))
        return found


def inside(event: Event, window: Window | None) -> bool:
    """Whether an event lies in a window."""
    if window is None:
        return True
    ms = epoch_ms(event.get("ts"))
    return (window.start is None or window.start <= ms) and (window.stop is None or ms < window.stop)


def done(run: Run, action: str, target: str, status: str, reason: str, **more: object) -> Record:
    """A `done` record."""
    record: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": action, "status": status}
    return record | {"target": target, "reason": reason} | more
