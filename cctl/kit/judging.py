"""Judging the calls of a stream: facts of each, what is known of its session, and one verdict added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cctl.host.brain.facts import Surroundings, own_places
from cctl.kit.verb import Filter
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.brain.decide import Decider
    from cctl.host.world import World
    from cctl.kit.run import Run

RANK = {"allow": 0, "abstain": 1, "ask": 2, "deny": 3}
STATUS = {"ask": 14, "deny": 12}
_TOLD = ("state", "cost_usd", "burn_usd_per_h", "context_ratio", "model", "name", "branch")


def surroundings(world: World) -> Surroundings:
    """What this machine has to say of calls that bring no facts."""
    project = world.env.get("CLAUDE_PROJECT_DIR", "")
    return Surroundings(world.home, own_places(world.env, world.home), project)


class Standing:
    """What the stream has told of its sessions so far: rules may ask for it."""

    def __init__(self) -> None:
        self._sessions: dict[str, dict[str, Any]] = {}

    def hear(self, record: Record) -> None:
        """One record that is no call."""
        known = self.of(record)
        kind = record.get("type")
        if kind == "session":
            known |= {name: record[name] for name in _TOLD if record.get(name) is not None}
        elif kind == "result":
            known["last_error"] = bool(record.get("error"))
        elif kind == "finding":
            check = record.get("check")
            known["health"] = known.get("health", frozenset()) | {check}
            if check == "conflict":
                known["file_conflict"] = True

    def of(self, record: Record) -> dict[str, Any]:
        """What is known of the session of a record."""
        return self._sessions.setdefault(str(record.get("session", "")), {})


class Judging(Filter):
    """Adds a verdict to every call; a stricter one that is there already stays."""

    def __init__(self, run: Run, decider: Decider) -> None:
        self._decider = decider
        self._surroundings = surroundings(run.world)
        self._standing = Standing()
        self.worst = "allow"

    def feed(self, record: Record) -> list[Record] | None:
        if record.get("type") != "call":
            self._standing.hear(record)
            return None
        return [record | {"verdict": self.verdict(record)}]

    def verdict(self, call: Record) -> dict[str, Any]:
        """The verdict on one call."""
        facts = call.get("facts")
        resolve = None
        if not isinstance(facts, dict):
            facts = self._surroundings.facts(str(call.get("cwd") or ""), str(call.get("session") or ""))
            self._surroundings.forget_links()
            resolve = self._surroundings.resolve
        made = self._decider.decide(call, facts, resolve, self._standing.of(call))
        before = call.get("verdict")
        if isinstance(before, dict) and RANK.get(str(before.get("decision")), -1) > RANK[str(made["decision"])]:
            made = before
        if RANK.get(str(made["decision"]), 2) > RANK[self.worst]:
            self.worst = str(made["decision"])
        return made

    def status(self) -> int:
        return STATUS.get(self.worst, 0)
