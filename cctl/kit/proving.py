"""The proof that the gate holds on this machine: the wiring looked at, the wired commands tried, the client driven."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.wiring.entry import EVENTS, ours
from cctl.host.brain.places import Places
from cctl.host.hook.after.log import TRIALS
from cctl.host.verify import canary, client, probe, proof
from cctl.host.verify.canary import Canary
from cctl.host.verify.probe import Answer, out_of_time
from cctl.host.wiring import sabotage
from cctl.host.wiring.install import Target, digest
from cctl.host.wiring.plugin import HOOKS
from cctl.kit import drift
from cctl.kit.check import Check
from cctl.kit.driving import BUSY, Driven
from cctl.kit.wiring import Wiring

if TYPE_CHECKING:
    from cctl.kit.run import Run

TRIES = 5  # a loaded machine may let a verdict run out of time
AMPLE_MS = 5000  # for what it says once time is no matter
SLOW = 1.0  # share of the deadline from which a hook is too slow
_MEND = "run `cctl init`, then this again"


class Proving:
    """One proof."""

    def __init__(self, run: Run, named: str, *, drive: bool) -> None:
        self.run = run
        self.wiring = Wiring(run)
        self.mark = uuid.uuid4().hex[:12]
        self.folder = Path(tempfile.mkdtemp(prefix="cctl-verify-"))
        self.project = self.folder / "project"
        self.project.mkdir()
        (self.project / "given").write_text(self.mark)
        self.sessions: list[str] = []
        self.failed: list[str] = []
        self.count = 0
        self.client = client.found(run.world.env, run.world.home, named) if drive else None
        self._drive = drive
        self._named = named

    def checks(self) -> Iterator[Check]:
        """Every check, and the proof written down at the end."""
        try:
            for each in self._all():
                self.count += 1
                if each.status == "problem":
                    self.failed.append(f"{each.name}: {each.message}")
                yield each
            self._save()
        finally:
            self._clean()

    def _all(self) -> Iterator[Check]:
        targets = self.wiring.recorded((), "")
        yield from drift.checks(self.wiring, targets)
        plugins = [Target("claude", "plugin", f"{folder}/{HOOKS}") for folder in self.wiring.installed.plugins]
        for target in (*targets, *plugins):
            handlers = _handlers(target, self.wiring.launcher)
            yield from self._commands(target, handlers)
            if target.agent == "claude" and self._drive:
                yield from self._client(target, handlers)

    # -- the wired commands

    def _commands(self, target: Target, handlers: dict[str, dict[str, Any]]) -> Iterator[Check]:
        name = f"{target.agent} {target.scope}"
        gate = handlers.get("PreToolUse")
        if gate is None:
            yield Check(f"{name} PreToolUse", "problem", "no command to try", _MEND)
            return
        for each in canary.canaries(self.wiring.state, str(self.project), self.mark):
            if each.name in ("deny", "deny another tool", "ask", "allow"):
                yield self._tried(name, target, gate["command"], each)
        yield from self._faults(name, target, gate["command"])
        for event in EVENTS[target.agent]:
            if event.name != "PreToolUse" and event.name in handlers:
                yield self._event(name, target, event.name, handlers[event.name]["command"])
        yield self._time(name, gate["command"], target)

    def _tried(self, name: str, target: Target, command: str, each: Canary) -> Check:
        answer, late = self.tries(target, command, each)
        wanted = _as_told(each.expected, target.agent)
        told = f"answers {answer.decision} ({answer.reason})" if answer.reason else f"answers {answer.decision}"
        title = f"{name} PreToolUse: {each.name}"
        if answer.status != 0 or answer.decision == "rubbish" or (wanted and answer.decision != wanted):
            told = f"{told}, status {answer.status}" if answer.status else told
            return Check(title, "problem", told + (f"; must be {wanted}" if wanted else ""), _MEND)
        if each.name == "allow" and answer.decision not in ("allow", "none"):
            fault = out_of_time(answer.reason) or any(words in answer.reason for words in ("could not", "malformed"))
            if fault or not answer.reason:
                return Check(title, "problem", told, "`cctl doctor` says what is wrong")
            return Check(title, "skipped", f"{told}: nothing to see of an allow here")
        if each.name == "ask" and answer.decision in ("allow", "none") and target.agent != "codex":
            return Check(title, "skipped", f"{told}: nothing to see of an ask here")
        if late == TRIES:
            return Check(title, "advice", f"{told}, but ran out of time {late} times and asked", BUSY)
        return Check(title, "ok", told)

    def tried(self, target: Target, command: str, each: Canary) -> Answer:
        """The answer to a canary."""
        return self.tries(target, command, each)[0]

    def tries(self, target: Target, command: str, each: Canary) -> tuple[Answer, int]:
        """The answer to a canary, and how often the time ran out before it came; at last it gets time enough."""
        payload = self._payload(target.agent, each)
        for late in range(TRIES):
            answer = probe.ask(command, payload, cwd=str(self.project))
            if not out_of_time(answer.reason):
                return answer, late
        return probe.ask(f"{command} --deadline {AMPLE_MS}", payload, cwd=str(self.project)), TRIES

    def _payload(self, agent: str, each: Canary, event: str = "PreToolUse") -> dict[str, Any]:
        session = f"{TRIALS}{self.mark}"
        if session not in self.sessions:
            self.sessions.append(session)
        given = json.loads(json.dumps(each.input).replace("{address}", "http://127.0.0.1:9"))
        made = {"session_id": session, "cwd": str(self.project), "hook_event_name": event, "permission_mode": "default"}
        made |= {"tool_name": each.tool, "tool_input": given, "tool_use_id": f"toolu_{uuid.uuid4().hex[:8]}"}
        return made | ({"turn_id": "t", "model": "m"} if agent == "codex" else {"prompt_id": "p"})

    def _faults(self, name: str, target: Target, command: str) -> Iterator[Check]:
        """Input that is none, input that never ends, and a hook that is broken from within."""
        strict = _as_told("ask", target.agent)
        for title, answer in (
            ("malformed input", probe.ask(command, b"{")),
            ("input without end", probe.endless(command)),
        ):
            yield _closed(f"{name} {title}", answer, strict)
        try:
            broken = sabotage.command(command, self.wiring.launcher, self.folder / "broken", canary.sabotaged())
        except ValueError as problem:
            yield Check(f"{name} faults", "problem", str(problem), _MEND)
            return
        for each in canary.faulty(str(self.project)):
            if each.name != "killed":  # what is killed says nothing; then the client must close the gate
                answer = probe.ask(broken, self._payload(target.agent, each))
                yield _closed(f"{name} hook that is made to {each.name}", answer, strict)

    def _event(self, name: str, target: Target, event: str, command: str) -> Check:
        looking = Canary("look", "Bash", {"command": f"cat {self.project}/given"}, "")
        payload = self._payload(target.agent, looking, event)
        answer = probe.ask(command, payload | {"tool_response": {}, "reason": "other"}, cwd=str(self.project))
        good = answer.status == 0 and answer.decision in ("none", "allow")
        told = (
            f"status {answer.status}, {answer.ms:.0f} ms" if good else f"status {answer.status}: {answer.output[:80]}"
        )
        return Check(f"{name} {event}", "ok" if good else "problem", told, "" if good else _MEND)

    def _time(self, name: str, command: str, target: Target) -> Check:
        looking = Canary("look", "Bash", {"command": f"cat {self.project}/given"}, "")
        times = [probe.ask(command, self._payload(target.agent, looking)).ms for _ in range(7)]
        limit = float(self.run.setting("hook.deadline_ms"))
        told = f"{statistics.median(times):.0f} ms (median of {len(times)}); the deadline is {limit:.0f} ms"
        if statistics.median(times) > limit * SLOW:
            return Check(f"{name} latency", "advice", told, BUSY)
        return Check(f"{name} latency", "ok", told)

    # -- the client

    def _client(self, target: Target, handlers: dict[str, dict[str, Any]]) -> Iterator[Check]:
        if self.client is None:
            told = (
                f"{self._named} is no client" if self._named else "no claude on the PATH: only the commands were tried"
            )
            yield Check(
                "client", "problem" if self._named else "skipped", told, "" if not self._named else "name another"
            )
            return
        apart = "a network of its own" if client.apart() else "dead proxies, no network of its own"
        yield Check("client", "ok", f"{self.client.path} {self.client.version}, {apart}")
        driven = Driven(self, target, handlers)
        yield from driven.gate()
        yield from driven.faults()

    # -- the end

    def _save(self) -> None:
        try:
            text = Path(self.wiring.launcher).read_text(encoding="utf-8")
        except OSError:
            text = ""
        if text:
            ts, state = self.run.world.now(), self.wiring.state
            proof.save(state, ts, self.client, digest(text), self.failed, self.count)

    def _clean(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        state = self.wiring.state
        made = [Path(state, folder, f"{each}.jsonl") for each in self.sessions for folder in ("hook", "guard")]
        made.append(Path(Places(self.wiring.config, state, str(self.project)).packed()))
        for each in (*made, *Path(state, "wiring").glob(f"canary-{self.mark}*")):
            with suppress(OSError):
                each.unlink()


def _handlers(target: Target, launcher: str) -> dict[str, dict[str, Any]]:
    """The handler of ours for each event, as the settings have it now."""
    try:
        hooks = json.loads(Path(target.path).read_text(encoding="utf-8-sig"))["hooks"]
        return {
            event: handler
            for event, entries in hooks.items()
            for entry in entries
            for handler in entry["hooks"]
            if ours(handler, launcher)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _as_told(decision: str, agent: str) -> str:
    """A decision as the client is told of it."""
    return {"ask": "deny", "allow": "none"}.get(decision, decision) if agent == "codex" else decision


def _closed(name: str, answer: Answer, strict: str) -> Check:
    good = answer.status == 0 and answer.decision in (strict, "deny")
    told = f"answers {answer.decision}, status {answer.status}, {answer.ms:.0f} ms"
    return Check(name, "ok" if good else "problem", told, "" if good else _MEND)
