"""The decision: what a session is doing, since when, and which evidence said so.

In order: the process (dead is dead, whatever the files say), the agent's own registry, hook events, the transcript,
the clock. A status or an event holds until something of the main thread that is newer contradicts it: a registry that
has said `busy` for an hour is no stale file, it is an hour of work.

What only the passing of time suggests is weak: a call that has run for long without using a processor may wait for a
human, or for a slow server. Weak states may notify and never act.
"""

from __future__ import annotations

from typing import Any

from cctl.core.state.evidence import GONE, waiting_call
from cctl.core.state.standing import Pending, Standing
from cctl.records.named import NamedTuple

SLACK_MS = 2_000  # a registry is written a moment before or after the line that says the same
QUESTIONS = {"AskUserQuestion": "question", "ExitPlanMode": "plan"}
AGENTS = frozenset({"Agent", "Task"})
DIALOGS = {"permission prompt": "permission", "dialog open": "dialog"}


class Limits(NamedTuple):
    """The times and shares that the decision uses; thresholds of the same names set them."""

    tool_grace_s: float = 20.0
    api_grace_s: float = 180.0
    idle_after_s: float = 600.0
    cpu_busy_ratio: float = 0.02


class Decision(NamedTuple):
    """What a session is doing."""

    state: str
    since_ms: int
    because: str
    weak: bool = False
    waiting_for: dict[str, Any] | None = None
    due_ms: int = 0  # when the clock alone may change the answer, 0 for never


DEFAULT = Limits()


def decide(standing: Standing, now_ms: int, limits: Limits = DEFAULT) -> Decision:
    """The state of a session at a moment."""
    life = standing.process.get("life")
    newest = max(standing.main_ms, standing.hook_ms)
    if life in GONE and newest <= standing.process_ms + SLACK_MS:
        return Decision("finished", standing.ended_ms, "process")
    if standing.registry.get("absent") and newest + SLACK_MS < standing.registry_ms and life != "alive":
        return Decision("finished", max(newest, standing.start_ms) or standing.registry_ms, "registry", weak=True)
    found = (
        _by_registry(standing, life) or _by_hook(standing, now_ms, limits) or _by_transcript(standing, now_ms, limits)
    )
    return _aged(found, now_ms, limits)


def _by_registry(standing: Standing, life: object) -> Decision | None:
    """The status that the client itself writes; believed while its process lives and nothing newer contradicts."""
    status, at = standing.registry.get("status"), standing.registry.get("status_ms")
    if not isinstance(status, str) or not isinstance(at, int) or standing.registry.get("absent"):
        return None
    if at > standing.registry_ms + SLACK_MS:
        return None  # from the future: forged, or a clock that jumped
    weak = life != "alive"
    newer = max(standing.main_ms, standing.hook_ms) > at + SLACK_MS
    if status == "busy":
        if newer and _resting(standing):
            return None
        return Decision("processing", at, "registry", weak)
    if status == "waiting":
        asked_by_then = any(each.ms <= at + SLACK_MS for each in standing.pending.values())
        if newer and (_resting(standing) or not asked_by_then):
            return None  # else only something beside the call that waits went on
        return Decision(
            "needs_input", at, "registry", weak, _awaited(standing, str(standing.registry.get("waiting_for") or ""), at)
        )
    if status in ("idle", "shell"):
        begun = max(standing.turn_ms, standing.hook_ms) > at or newer
        return None if begun and not _resting(standing) else Decision("waiting_input", at, "registry", weak)
    return None  # a status of a newer client: it lives, and the transcript says the rest


def _resting(standing: Standing) -> bool:
    """Whether the newest of transcript and hooks says that the main thread rests."""
    if standing.hook_ms > standing.main_ms:
        return standing.hook.get("says") in ("resting", "ended")
    return standing.phase in ("rest", "interrupted", "failed")


def _by_hook(standing: Standing, now_ms: int, limits: Limits) -> Decision | None:
    for asked in standing.asked:
        if asked.answered or asked.ms <= standing.settled_ms:
            continue
        call = waiting_call(standing, asked)
        if not call and standing.main_ms > asked.ms + SLACK_MS:
            continue  # the transcript went on without such a call: the hook was ahead of a line that never came
        if _used(standing) > limits.cpu_busy_ratio and standing.process_ms > asked.ms + SLACK_MS:
            continue  # approved: no hook says so before the tool is done, but it works
        what = {"kind": QUESTIONS.get(asked.tool, "permission"), "tool": asked.tool, "input": asked.input}
        return Decision("needs_input", asked.ms, "hook", _may_run(standing, asked.ms, now_ms, limits), what | _of(call))
    if not standing.hook_ms or standing.hook_ms < standing.main_ms:
        return None
    says = standing.hook.get("says")
    if says == "ended":
        return Decision("finished", standing.hook_ms, "hook")
    if says == "asking":
        if standing.hook.get("event") == "PermissionRequest":
            return None  # answered: nothing is asked any more
        return Decision("needs_input", standing.hook_ms, "hook", waiting_for=_awaited(standing, ""))
    if says == "resting" and not standing.pending:
        return Decision("waiting_input", standing.hook_ms, "hook")
    return None  # `working` says no more than the transcript does, which knows the calls


def _may_run(standing: Standing, asked_ms: int, now_ms: int, limits: Limits) -> bool:
    """Whether a call that was asked about may have been approved and run quietly: no event tells of an approval."""
    childless = standing.process_ms > asked_ms and standing.process.get("processes") == 1
    return now_ms > asked_ms + limits.tool_grace_s * 1000 and not childless


def _of(call: str) -> dict[str, str]:
    return {"call": call} if call else {}


def _by_transcript(standing: Standing, now_ms: int, limits: Limits) -> Decision:
    phase = standing.phase
    if not phase:
        return Decision(
            "unknown", standing.start_ms or standing.registry_ms or standing.process_ms, "transcript", weak=True
        )
    if phase in ("interrupted", "failed"):
        return Decision("waiting_input", standing.phase_ms, "transcript")
    if phase == "rest" and not (standing.headless and standing.tasks):
        return Decision("waiting_input", standing.phase_ms, "transcript")
    since = standing.turn_ms or standing.phase_ms
    main = standing.pending
    for call, pending in main.items():
        if pending.agent_id:
            main = {call: each for call, each in main.items() if not each.agent_id}
            break
    for call, pending in main.items():
        if pending.tool in QUESTIONS:
            what = {"kind": QUESTIONS[pending.tool], "tool": pending.tool, "input": pending.input, "call": call}
            return Decision("needs_input", pending.ms, "transcript", waiting_for=what)
    if phase == "rest":
        return Decision("processing", min(task.ms for task in standing.tasks.values()), "transcript")
    if _used(standing) > limits.cpu_busy_ratio:
        return Decision("processing", since, "process")
    if standing.pending:
        return _long_call(standing, main or standing.pending, since, now_ms, limits)
    quiet = max(standing.last_ms, standing.phase_ms)
    due = quiet + int(limits.api_grace_s * 1000)
    if now_ms < due:
        return Decision("processing", since, "transcript", due_ms=due)
    return Decision("unknown", due, "clock", weak=True)


def _long_call(standing: Standing, pending: dict[str, Pending], since: int, now_ms: int, limits: Limits) -> Decision:
    """A call that runs, or waits for somebody: told apart by who could be asked, and by what else goes on."""
    call, oldest = min(pending.items(), key=lambda item: item[1].ms)
    if standing.headless or oldest.tool in AGENTS:
        return Decision("processing", since, "transcript")
    latest = max([oldest.ms, *[each.last_ms for each in standing.subagents.values()]])
    due = latest + int(limits.tool_grace_s * 1000)
    if now_ms < due:
        return Decision("processing", since, "transcript", due_ms=due)
    what = {"kind": "permission", "tool": oldest.tool, "input": oldest.input, "call": call}
    return Decision("needs_input", due, "clock", weak=True, waiting_for=what)


def _aged(found: Decision, now_ms: int, limits: Limits) -> Decision:
    """A session that has waited for a prompt for long is idle."""
    if found.state != "waiting_input":
        return found
    due = found.since_ms + int(limits.idle_after_s * 1000)
    if now_ms >= due:
        return found._replace(state="idle", since_ms=due)
    return found._replace(due_ms=due)


def _awaited(standing: Standing, words: str, at: int = 0) -> dict[str, Any]:
    """What is waited for when the evidence names no call: the oldest pending one, questions first.

    `guess` says that it may be another one: calls that nobody has to approve are pending, too, while they run.
    """
    asked = next((call for each in standing.asked if not each.answered and (call := waiting_call(standing, each))), "")
    candidates = sorted(
        (item for item in standing.pending.items() if item[0] != _approved(standing, at)),
        key=lambda item: (
            item[0] != asked, item[1].tool not in QUESTIONS, item[1].tool in AGENTS, bool(item[1].agent_id), item[1].ms,
        ),
    )  # fmt: skip
    kind = DIALOGS.get(words, "permission" if not words else words[:60])
    if not candidates or kind == "dialog":
        return {"kind": kind}
    call, pending = candidates[0]
    what = {"kind": QUESTIONS.get(pending.tool, kind), "tool": pending.tool, "input": pending.input, "call": call}
    others = [each for _, each in candidates[1:] if each.tool not in AGENTS]
    return what if call == asked or not others else what | {"guess": True}


def _approved(standing: Standing, at: int) -> str:
    """The pending call that somebody waited for before and let through, when no result has come since: it runs.

    The registry is ahead of the transcript: while it says already that the next call waits, the one before may still be
    the only one that a line tells of.
    """
    before = max((ms for ms in standing.waits if ms < at), default=0)
    if not before or standing.result_ms > before:
        return ""
    there = [(each.ms, call) for call, each in standing.pending.items() if each.ms <= before + SLACK_MS]
    there = [(ms, call) for ms, call in there if standing.pending[call].tool not in AGENTS]
    return min(there)[1] if there else ""


def _used(standing: Standing) -> float:
    ratio = standing.process.get("cpu_ratio")
    return float(ratio) if isinstance(ratio, int | float) and standing.process.get("life") == "alive" else 0.0
