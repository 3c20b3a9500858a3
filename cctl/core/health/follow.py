"""Bringing a session's history up to date with one record.

What counts as progress is decided here, once for all checks: an edit that worked, a command that changed something and
succeeded, a new prompt, an answer. What counts as polling too: a command that sleeps, a tool that looks at a task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cctl.core.health.clock import steady
from cctl.core.health.history import SLICE_MS, Call, History, Response, Step, Task
from cctl.core.moment import epoch_ms
from cctl.core.money.paid import nano, tokens
from cctl.core.state.seen import mark
from cctl.records.codec import value
from cctl.records.pattern import pattern
from cctl.records.schema import Record

EDITS = frozenset({"Edit", "Write", "MultiEdit", "NotebookEdit", "apply_patch"})
POLLS = frozenset({"BashOutput", "TaskOutput", "TaskGet", "TaskList", "Monitor", "KillShell", "write_stdin", "wait"})
COMMANDS = frozenset({"Bash", "exec_command", "shell", "local_shell", "PowerShell"})
_SLEEPS = pattern(r"\b(?:sleep|wait|watch|tail\s+-[a-zA-Z]*f|--watch|--follow|Start-Sleep)\b")
_LOOKS = pattern(r"\b(?:curl|wget|nc|ping|lsof|ss|netstat|ps|pgrep|tail|cat|ls|du|docker|kubectl|gh|systemctl)\b")
# What stands elsewhere and takes its time: who asks for it waits, with or without a sleep.
_ASKS = pattern(
    r"\b(?:gh\s+(?:run|workflow)|gh\s+pr\s+(?:checks|status|view)|glab\s+ci|kubectl\s+(?:get|describe|rollout)|squeue|sacct"
    r"|aws\s+\S+\s+(?:describe|get|list)-|(?:gcloud|az)\s.*\b(?:describe|list|show)\b|helm\s+status)\b"
)
# One of these is in each command that the patterns find: to look for them first takes a quarter of the time.
_SLEEPERS = ("sleep", "wait", "watch", "tail", "--follow", "Start-Sleep")
_ASKERS = ("gh", "glab", "kubectl", "squeue", "sacct", "aws", "gcloud", "az", "helm")
_COMMITS = pattern(r"\bgit\s+(?:-[Cc]\s+\S+\s+|-\S+\s+)*(?:commit|merge|push|tag|rebase|cherry-pick)\b")
_KEPT_CALLS = 256
_KEPT_RECENT = 64
_CUT = 300
_PATCHES = 100  # a patch is applied within the first characters of a command: `cd x && apply_patch <<EOF`


def follow(history: History, record: Record, ms: int = -1) -> bool:
    """Take in one record, whose time may be known; False when it says nothing that was not known."""
    handler = _HANDLERS.get(record["type"])
    sighted = record["type"] == "spend" and record.get("id") in history.recent  # it may still add something
    if handler and not sighted and not history.seen.add(mark(record)):
        return False
    if ms < 0:
        ms = max(epoch_ms(record.get("ts")), history.ms)
    history.ms = max(history.ms, ms)
    history.start_ms = history.start_ms or ms
    history.agent = history.agent or str(record.get("agent") or "")
    return handler is None or handler(history, record, ms) is not False


def _turn(history: History, record: Record, ms: int) -> None:
    if record.get("agent_id"):
        return
    history.turn_ms, history.turned, history.waits = ms, True, False
    history.turn_count += 1
    mode = str(record.get("mode") or "")
    history.mode_changed = history.mode_changed or bool(mode and history.mode and mode != history.mode)
    history.mode = mode or history.mode
    if record.get("source") not in ("task_notification", "system"):
        _progress(history, ms, str(record.get("id") or ""))
        for thread in history.threads.values():
            thread.steps.clear()  # whoever asks again wants it done again


def _call(history: History, record: Record, ms: int) -> None:
    call, given = record.get("id"), record.get("input")
    if type(call) is not str or not call or call in history.calls:
        return
    if len(history.calls) >= _KEPT_CALLS:
        del history.calls[next(iter(history.calls))]
    given = given if isinstance(given, dict) else {}
    tool = str(record.get("tool") or "")
    mark = str(record.get("input_hash") or "") or f"{tool}\0{sorted(given.items(), key=str)}"[:_CUT]
    agent_id = str(record.get("agent_id") or "")
    kept = {key: value[:_CUT] if isinstance(value, str) else value for key, value in given.items()}
    history.calls[call] = Call(call, tool, kept, mark, ms, agent_id, bool(record.get("background")))
    if agent_id in history.tasks:
        history.tasks[agent_id].alive_ms = ms


def _result(history: History, record: Record, ms: int) -> None:
    call = history.calls.pop(str(record.get("call") or ""), None)
    if call is None:
        return
    error, denied = bool(record.get("error")), bool(record.get("denied"))
    result = str(record.get("hash") or value(record.get("text")) or "")[:_CUT]
    command = str(call.input.get("command") or call.input.get("cmd") or "") if call.tool in COMMANDS else ""
    edits = not error and (call.tool in EDITS or "apply_patch" in command[:_PATCHES])
    step = Step(
        id=call.id,
        tool=call.tool,
        hash=call.hash,
        result=f"!{result}" if error else result,
        target=_target(call, command),
        error=error,
        denied=denied,
        ms=call.ms,
        done_ms=ms,
        edits=edits,
        polls=call.tool in POLLS or _polls(history, command),
        src=record.get("src"),
    )
    steps = history.thread(call.agent_id).steps
    if steps and steps[-1].hash == step.hash and steps[-1].result != step.result and not error:
        step.steady = steady(value(record.get("text")), record.get("bytes"))
    steps.append(step)
    started = record.get("background")
    if type(started) is str and started:
        _start_task(history, started, call, ms, command)
    if denied and isinstance(record["denied"], dict) and record["denied"].get("by") == "human":
        return
    history.errors.append(error)
    history.since_calls += 1
    if not error and step.result not in history.novel:
        history.novel.append(step.result)
        history.since_novel += 1
    if edits:
        _edited(history, call)
    if edits or (not error and "git" in command and _COMMITS.search(command)):
        _progress(history, ms, call.id)


def _spend(history: History, record: Record, ms: int) -> bool:
    key = str(record.get("id") or "")
    given = tokens(record)
    known = history.recent.get(key)
    before, paid = known or ((0, 0, 0, 0, 0), -1)
    if paid >= 0 and list(before) == given:
        return False  # one more line of the same response
    paid_now = nano(record, history.cost, ms, given)
    history.fresh = known is None
    most = paid_now if paid_now > paid else paid
    merged = _five(given) if known is None else _five(map(max, before, given))
    history.recent[key] = (merged, most)
    if len(history.recent) > _KEPT_RECENT:
        del history.recent[next(iter(history.recent))]
    more = sum(merged) - sum(before)
    dearer = max(0, most - max(0, paid))
    if not (more or dearer or history.fresh):
        return False
    history.tokens += more
    history.new_tokens += more - (merged[4] - before[4])
    history.since_tokens += more
    history.since_nano += dearer
    history.since_unpriced = history.since_unpriced or paid_now < 0
    if dearer:
        _slice(history, ms, dearer)
    agent_id = str(record.get("agent_id") or "")
    if agent_id:
        if agent_id in history.tasks:
            history.tasks[agent_id].alive_ms = ms
        return True
    history.waits = False
    response = Response(key, ms, str(record.get("model") or ""), merged, most, record.get("src"))
    if history.responses and history.responses[-1].id == key:
        response.ms = history.responses[-1].ms
        history.responses[-1] = response
    elif history.fresh:
        history.before = history.responses[-1] if history.responses else None
        history.responses.append(response)
        history.count += 1
    if response.prompt:
        history.prompt = response.prompt
    return True


def settled(history: History) -> None:
    """After the checks of a main response: what held up to it holds no longer."""
    history.chosen = history.turned = history.mode_changed = history.compacted = False


def _notice(history: History, record: Record, ms: int) -> None:
    given = record.get("data")
    data: dict[str, Any] = given if isinstance(given, dict) else {}
    kind = record.get("kind")
    if kind == "task":
        if data.get("status") not in ("running", "started", "pending"):
            history.tasks.pop(str(data.get("task") or ""), None)
        return
    if record.get("agent_id"):
        return
    if kind == "rest":
        history.waits = True
        history.calls = {key: call for key, call in history.calls.items() if call.agent_id}
        _progress(history, ms, "")
    elif kind == "interrupt":
        history.waits = True
        history.calls.clear()
    elif kind == "compaction":
        _compacted(history, data, ms)
    elif kind == "api_error":
        history.failures = history.failures + 1 if data.get("final") else history.failures
        history.retries.append(ms)
    elif kind == "model":
        window = data.get("context_window")
        history.window = window if type(window) is int else history.window
    elif kind == "other" and data.get("what") == "command":
        history.chosen = history.chosen or str(data.get("command") or "").startswith(("/model", "/fast"))


def _compacted(history: History, data: dict[str, Any], ms: int) -> None:
    history.compacted = True
    if data.get("micro"):
        return
    history.epoch += 1
    history.compactions.append((ms, history.count, data.get("trigger") != "manual"))
    history.prompt = 0
    history.reread = 0
    for thread in history.threads.values():
        thread.reads.clear()


def _edited(history: History, call: Call) -> None:
    spent = history.new_tokens - history.tokens_at_edit
    history.tokens_at_edit = history.new_tokens
    history.edit_tokens.append(spent)
    if len(history.edit_tokens) > 10:
        del history.edit_tokens[5]
    path = _target(call, "")
    for thread in history.threads.values():
        for key in [key for key in thread.reads if key[0] == path]:
            del thread.reads[key]


def _progress(history: History, ms: int, what: str) -> None:
    history.progress_ms, history.progress_id = ms, what
    history.since_nano = history.since_tokens = history.since_calls = history.since_novel = 0
    history.since_unpriced = False


def _start_task(history: History, task: str, call: Call, ms: int, command: str) -> None:
    if len(history.tasks) >= _KEPT_RECENT:
        del history.tasks[next(iter(history.tasks))]
    wanted = call.input.get("timeout")
    timeout = wanted / 1000 if isinstance(wanted, int | float) and 0 < wanted < 1e9 else 0.0
    kind = "agent" if call.tool in ("Agent", "Task") else "shell"
    history.tasks[task] = Task(task, kind, ms, command, timeout, ms)


def _slice(history: History, ms: int, more: int) -> None:
    start = ms - ms % SLICE_MS
    if history.slices and history.slices[-1][0] >= start:
        history.slices[-1][1] += more  # a line that comes late is counted now: no slice is opened twice
    else:
        history.slices.append([start, more])


def _polls(history: History, command: str) -> bool:
    """Whether a command waits, or looks at what a background task is doing."""
    if not command:
        return False
    if any([word in command for word in _SLEEPERS]) and _SLEEPS.search(command):
        return True
    if any([word in command for word in _ASKERS]) and _ASKS.search(command):
        return True
    return bool(history.tasks and _LOOKS.search(command))


def _target(call: Call, command: str) -> str:
    if command:
        return " ".join(command.split())
    for name in ("file_path", "notebook_path", "path", "url", "pattern", "query"):
        value = call.input.get(name)
        if isinstance(value, str) and value:
            return value
    return ""


def _five(values: Iterable[int]) -> tuple[int, int, int, int, int]:
    a, b, c, d, e = values
    return a, b, c, d, e


_HANDLERS: dict[str, Callable[[History, Record, int], bool | None]] = {
    "turn": _turn,
    "call": _call,
    "result": _result,
    "spend": _spend,
    "notice": _notice,
}
