"""The client driven by the stub: which calls ran, which events reached the hook, what a failing hook lets through."""

from __future__ import annotations

import json
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.wiring.entry import EVENTS
from cctl.host.verify import canary, client
from cctl.host.verify.canary import Canary, ran, turn
from cctl.host.verify.probe import out_of_time
from cctl.host.wiring import sabotage
from cctl.host.wiring.install import Target
from cctl.kit.check import Check

if TYPE_CHECKING:
    from cctl.kit.proving import Proving

ELSEWHERE = {"Notification": "only the interactive client sends it"}
_AGENT = "ask the helper"
_EVENT = "client event "
_LATE = "the hook ran out of time and asked"
RUNS = 3
BUSY = "a slow disk or a busy machine; see hook.deadline_ms"
_MEND = "run `cctl init`, then this again; do not rely on the gate before"


class Driven:
    """Two runs of the client with the hook as it is installed."""

    def __init__(self, proving: Proving, target: Target, handlers: dict[str, dict[str, Any]]) -> None:
        self._proving, self._target, self._handlers = proving, target, handlers
        self._calls = 0

    def gate(self) -> list[Check]:
        """Canary calls through the hook, once more where time ran out or an event was lost: machines may be busy.

        What went wrong in any other way went wrong, though it may hold the next time: a gate has to hold each time.
        """
        late: Counter[str] = Counter()
        runs, found = 0, list[Check]()
        while runs < RUNS:
            runs += 1
            (self._proving.project / "allowed").unlink(missing_ok=True)
            found = list(self._gate())
            missed = [each.name for each in found if _busy(each)]
            late.update(missed)
            if not missed or any(each.status == "problem" and not _busy(each) for each in found):
                break
        return [_counted(each, late[each.name], runs) for each in found]

    def _gate(self) -> Iterator[Check]:
        """Canary calls: what was denied did not run, what was allowed did."""
        plugin = self._target.scope == "plugin"
        settings = {} if plugin else self._settings()
        told = ["--plugin-dir", str(Path(self._target.path).parents[1])] if plugin else []
        project, mark = str(self._proving.project), self._proving.mark
        listed = canary.canaries(self._proving.wiring.state, project, mark)
        again = listed[0]._replace(name="deny after settings changed")
        helper = listed[0]._replace(name="deny in a sub-agent")
        plan = [(each, self._call()) for each in [*listed, again, helper]]
        turns = [turn(each, call) for each, call in plan]
        turns[-2] |= {"writes": {f"{project}/.claude/settings.local.json": '{"disableAllHooks": true}'}, "wait_s": 2}
        turns[-1] |= {"match": _AGENT}
        given = {
            "description": "canary",
            "prompt": _AGENT,
            "subagent_type": "general-purpose",
            "run_in_background": False,
        }
        agent = Canary("agent", "Agent", given, "")
        turns.insert(-1, turn(agent, self._call()))
        found = self._run("gate", settings, turns, told)
        if trouble := _trouble(found):
            yield Check("client run", "problem", trouble, "try the client by hand")
            return
        for each, call in plan:
            yield self._became(each, call, found)
        yield from self._events(found["session"])

    def faults(self) -> Iterator[Check]:
        """A hook that crashes, hangs, prints rubbish or is killed, where the client's own rules let all of it run."""
        gate = self._handlers.get("PreToolUse", {})
        proving = self._proving
        folder = proving.folder / "client-broken"
        try:
            command = sabotage.command(gate.get("command", ""), proving.wiring.launcher, folder, canary.sabotaged())
        except ValueError as problem:
            yield Check("client faults", "problem", str(problem), _MEND)
            return
        settings = self._settings({**gate, "command": command})
        settings["permissions"] = {"allow": ["Bash(touch:*)"]}
        plan = [(each, self._call()) for each in canary.faulty(str(proving.project))]
        found = self._run("faults", settings, [turn(each, call) for each, call in plan])
        if trouble := _trouble(found):
            yield Check("client faults", "problem", trouble, "try the client by hand")
            return
        for each, call in plan:
            name = f"client with a hook that is made to {each.name}"
            if ran(each, found["hits"], ""):
                told = "the call ran" + ("; this version takes no onFailure" if each.name == "killed" else "")
                yield Check(name, "problem", told, "update the client" if each.name == "killed" else _MEND)
            elif call in found["results"]:
                yield Check(name, "ok", "the call did not run")
            else:
                yield Check(name, "problem", "the call was never made", "try the client by hand")

    def _became(self, each: Canary, call: str, found: dict[str, Any]) -> Check:
        """What became of one call, against what the wired command says of it."""
        name = f"client: {each.name}"
        result = found["results"].get(call)
        if result is None:
            skipped = each.name == "deny in a sub-agent"
            return Check(name, "skipped" if skipped else "problem", "the call was never made")
        gate = self._handlers.get("PreToolUse")
        told = self._proving.tried(self._target, gate["command"], each).decision if gate else each.expected or "none"
        happened = ran(each, found["hits"], result["text"])
        why = found["dialogs"].get(call)  # the hook's own words, where its answer led to a dialog
        if not happened and out_of_time(f"{why} {result['text']}"):
            return Check(name, "advice", _LATE, BUSY)
        if told == "allow":
            return Check(name, "ok" if happened else "problem", "allowed and " + ("ran" if happened else "did not run"))
        if happened and told == "none":
            return Check(name, "skipped", "left to the client, which let it run")
        words = {"deny": "denied", "ask": "asked about"}.get(told, told)
        if happened:
            return Check(name, "problem", f"{words} and RAN", _MEND)
        if told == "deny" and why:
            return Check(name, "problem", f"did not run, but the hook asked about it: {why}", _MEND)
        if told == "deny" and (why is not None or "cctl" not in result["text"]):
            return Check(name, "problem", "did not run, but the hook was not asked", _MEND)
        return Check(name, "ok", f"{words} and did not run" + ("" if why is None else " after a no"))

    def _events(self, session: str) -> Iterator[Check]:
        """Which events reached the hook."""
        path = Path(self._proving.wiring.state, "hook", f"{session}.jsonl")
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        seen = {json.loads(line).get("event") for line in lines if line}
        for event in EVENTS["claude"]:
            name = f"{_EVENT}{event.name}"
            if event.name in seen:
                yield Check(name, "ok", "reached the hook")
            elif event.name in ELSEWHERE:
                yield Check(name, "skipped", ELSEWHERE[event.name])
            elif event.name == "SubagentStop":
                yield Check(name, "skipped", "no sub-agent was allowed to start")
            else:
                yield Check(name, "problem", "did not reach the hook", _MEND)

    def _settings(self, gate: dict[str, Any] | None = None) -> dict[str, Any]:
        """The settings as installed, without what is others'; or with another gate in its place."""
        try:
            settings = json.loads(Path(self._target.path).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError):
            settings = {}
        kept = {key: settings[key] for key in ("disableAllHooks",) if key in settings}
        hooks: dict[str, Any] = {}
        for event, entries in (settings.get("hooks") or {}).items():
            for entry in entries:
                mine = [
                    each for each in entry.get("hooks", ()) if each is not None and each == self._handlers.get(event)
                ]
                if mine:
                    hooks.setdefault(event, []).append({**entry, "hooks": mine})
        if gate is not None:
            hooks = {"PreToolUse": [{**entry, "hooks": [gate]} for entry in hooks.get("PreToolUse", [])]}
        return {**kept, "hooks": hooks}

    def _run(
        self, name: str, settings: dict[str, Any], turns: list[dict[str, Any]], told: list[str] | None = None
    ) -> dict[str, Any]:
        assert self._proving.client is not None
        home = self._proving.folder / f"home-{name}-{self._calls}"
        shutil.rmtree(self._proving.project / ".claude", ignore_errors=True)  # what an earlier run has put there
        (home / ".claude").mkdir(parents=True)
        (home / ".claude/settings.json").write_text(json.dumps(settings))
        session = str(uuid.uuid4())
        self._proving.sessions.append(session)
        arguments = ["--session-id", session, *(told or ())]
        found = client.run(self._proving.client.path, home, self._proving.project, turns, arguments)
        return found | {"session": session}

    def _call(self) -> str:
        self._calls += 1
        return f"toolu_01cctl{self._proving.mark}{self._calls:04d}"


def _busy(each: Check) -> bool:
    """Whether a busy machine may be all that is behind it."""
    return each.message == _LATE or (each.status == "problem" and each.name.startswith(_EVENT))


def _counted(each: Check, late: int, runs: int) -> Check:
    if not late or not (each.status == "ok" or _busy(each)):
        return each
    told = f"; in {late} of {runs} runs it did not" if each.status == "ok" else f" in {late} of {runs} runs"
    return each._replace(message=each.message + told)


def _trouble(found: dict[str, Any]) -> str:
    if "error" in found:
        return str(found["error"])
    if not found["requests"]:
        return f"the client asked nothing of the stub (status {found['status']}): {found['stderr'][-300:]}"
    return (
        ""
        if found["ended"]
        else f"the client did not end its turn (status {found['status']}): {found['stderr'][-300:]}"
    )
