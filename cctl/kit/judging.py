"""Judging the calls of a stream: facts of each, what is known of its session, and one verdict added to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.core.brain.decide import Decider
from cctl.core.brain.write import Links
from cctl.core.rule.team import stricter
from cctl.host import paths, rules_file
from cctl.host.brain import memory, tables
from cctl.host.brain.facts import Surroundings, own_places
from cctl.host.brain.places import Places
from cctl.host.brain.record import decided, log_in
from cctl.kit.verb import Filter
from cctl.records.errors import NoInput
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.brain.memory import Memory
    from cctl.host.world import World
    from cctl.kit.advice import Advice
    from cctl.kit.run import Run

POLICIES = ("readonly", "workspace", "locked")
RANK = {"allow": 0, "abstain": 1, "ask": 2, "deny": 3}
STATUS = {"ask": 14, "deny": 12}
_TOLD = ("state", "cost_usd", "burn_usd_per_h", "context_ratio", "model", "name", "branch")


class Asked(NamedTuple):
    """How calls are to be judged."""

    policy: str | None  # None: the configured one; "": rules alone
    rules: tuple[str, ...] = ()  # files that take the place of the user's
    mode: str | None = None  # None: the configured one
    log: bool = False
    advise: bool = False  # ask the configured model about what is left to ask


def places(world: World, project: str | None, chosen: tuple[str, ...] = ()) -> Places:
    """Where rules lie on this machine; a file that was named must be there."""
    missing = next((path for path in chosen if not os.path.exists(path)), None)  # noqa: PTH110 -- pathlib costs 2 ms
    if missing is not None:
        raise NoInput(f"{missing}: no such file")
    state, config = paths.state(world.env, world.home), paths.config(world.env, world.home)
    return Places(config, state, project, chosen)


def surroundings(world: World) -> Surroundings:
    """What this machine has to say of calls that bring no facts."""
    project = world.env.get("CLAUDE_PROJECT_DIR", "")
    return Surroundings(world.home, own_places(world.env, world.home), project)


class Deciders:
    """One judge for each project, since each may have rules of its own."""

    def __init__(self, run: Run, asked: Asked) -> None:
        self._run, self._asked = run, asked
        self._judge, self._tables = tables.identified()
        self._made: dict[str | None, Decider] = {}
        self._policy = asked.policy if asked.policy is not None else str(run.setting("brain.policy"))

    def of(self, project: str | None) -> Decider:
        """The judge for a project; None for calls that bring their facts: then no project's files are looked at."""
        made = self._made.get(project)
        if made is None:
            held = rules_file.load(places(self._run.world, project, self._asked.rules))
            policy = stricter(self._policy, held.policy) if self._policy else ""
            made = self._made[project] = Decider(self._judge, policy, held.rules, self._memory(), self.mode)
        return made

    @property
    def mode(self) -> str:
        """The mode that was asked for, else the configured one."""
        return self._asked.mode if self._asked.mode is not None else str(self._run.setting("brain.mode"))

    def _memory(self) -> Memory | None:
        """What was learnt, where it may be spent."""
        if self.mode != "auto" or not self._policy:
            return None
        world = self._run.world
        found = memory.load(log_in(paths.state(world.env, world.home)).folder, world.now_ms(), self._tables)
        if found is not None and found.stale:
            self._run.say.once("stale", f"what was learned isn't used: {found.stale}")
        return found


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

    def __init__(self, run: Run, asked: Asked) -> None:
        self._deciders = Deciders(run, asked)
        self._surroundings = surroundings(run.world)
        self._standing = Standing()
        self._run = run
        self._log = log_in(paths.state(run.world.env, run.world.home)) if asked.log else None
        self._advice: Advice | None = None
        if asked.advise and run.setting("brain.llm") == "advise":
            from cctl.kit.advice import Advice  # noqa: PLC0415 -- only who has a model pays

            self._advice = Advice(run)
        self._deciders.of(None)  # a broken rule file ends the run before the first record
        self.worst = "allow"

    def feed(self, record: Record) -> list[Record] | None:
        if record.get("type") != "call":
            self._standing.hear(record)
            return None
        return [record | {"verdict": self.verdict(record)}]

    def verdict(self, call: Record) -> dict[str, Any]:
        """The verdict on one call."""
        facts, links = call.get("facts"), None
        if isinstance(facts, dict):
            decider = self._deciders.of(None)
        else:
            facts = self._surroundings.facts(str(call.get("cwd") or ""), str(call.get("session") or ""))
            self._surroundings.forget_links()
            project = facts["project"]
            decider = self._deciders.of(project if isinstance(project, str) else None)
            links = Links(self._surroundings.resolve)
        judged = made = decider.decide(call, facts, links, self._standing.of(call))
        more: dict[str, Any] = {}
        if self._advice is not None:
            made, more = self._advice.advise(decider, call, facts, links, made)
        if self._log is not None:
            problem = decided(
                self._log, decider, call, facts, judged, self._run.world.now(),
                links=links.found if links is not None else None, **more,
            )  # fmt: skip
            if problem:
                self._run.say.once("log", problem)
        before = call.get("verdict")
        if isinstance(before, dict) and RANK.get(str(before.get("decision")), -1) > RANK[str(made["decision"])]:
            made = before
        if RANK.get(str(made["decision"]), 2) > RANK[self.worst]:
            self.worst = str(made["decision"])
        return made

    def status(self) -> int:
        return STATUS.get(self.worst, 0)
