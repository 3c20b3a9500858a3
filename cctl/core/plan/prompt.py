"""What an agent is told: its task, why it is called again, what the session before it had done, what it must judge.

Output of commands, judges and other agents stands between marks, as data, in all of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cctl.core.plan.refer import Value, wrapped
from cctl.core.plan.task import Task, Verifier

_AGAIN: Final = {
    "exit": "Your last attempt ended with an error.",
    "failed": "Your last attempt could not be carried out.",
    "outputs": "Your last attempt did not leave the files that it must leave.",
    "timeout": "Your last attempt ran out of time.",
    "signal": "Your last attempt was ended by a signal.",
    "stopped": "Your work was interrupted from outside; nothing was wrong with it.",
    "lost": "Your work was cut off by a crash.",
    "share": "Your work was interrupted because its share of the budget was used; there is more now.",
    "retry": "Somebody looked at your work and asks you to try again.",
}
_VERDICT: Final = "Answer with PASS or FAIL as the first word, then say why. If you are not sure, answer FAIL."


def again(why: str, message: str, checks: Iterable[Mapping[str, Any]], *, whole: str = "") -> str:
    """The prompt of a further attempt; `whole`: the task itself, for a session that does not know it."""
    parts = [whole] if whole else []
    failed = [check for check in checks if check.get("passed") is not True]
    if why == "check" and failed:
        parts.append("Your work was checked and did not pass.")
        for check in failed:
            label = f"check {check.get('check', check.get('kind', ''))}"
            parts.append(wrapped(label[:200], Value(str(check.get("output") or check.get("message") or ""))))
        parts.append("Find out what is wrong with the work itself and mend it. Do not change what it is judged by.")
    else:
        parts.append(_AGAIN.get(why, "Your work is not finished."))
        if message:
            parts.append(wrapped("its end", Value(message)))
        parts.append("First look at the state that your work is in, then finish the task.")
    return "\n\n".join(parts)


def taken_over(whole: str, checkpoint: str) -> str:
    """The prompt of a fresh session that takes over from one whose context was full."""
    return "\n\n".join(
        (
            whole,
            "Another session has begun this task and has run out of context. What it did so far:",
            wrapped("checkpoint", Value(checkpoint)),
            "Look at the state of the files first, trust it more than these notes, and finish the task.",
        )
    )


def question(task: Task, judge: Verifier, result: str, diff: str, *, size: int = -1) -> str:
    """What a judge is asked: the task, what was answered, what was changed."""
    parts = [
        "You judge whether a piece of work was done. You only judge: change nothing.",
        wrapped("the task", Value(task.prompt or " ".join(task.command))),
        wrapped("what the worker answered", Value(result)),
        wrapped("what was changed", Value(diff, size)),
        f"The question: {judge.text}",
        _VERDICT,
    ]
    return "\n\n".join(parts)


def checkpoint(records: Iterable[Mapping[str, Any]]) -> str:
    """What a session did, from its records: files written, commands run, what failed, what it said last."""
    files: dict[str, int] = {}
    commands: list[str] = []
    said, errors, calls = "", 0, 0
    for record in records:
        kind, given = record.get("type"), record.get("input")
        if kind == "call" and isinstance(given, dict):
            calls += 1
            if path := given.get("file_path") or given.get("notebook_path"):
                if record.get("tool") != "Read":
                    files[str(path)] = files.get(str(path), 0) + 1
            elif command := given.get("command"):
                commands.append(" ".join(str(command).split())[:200])
        elif kind == "result":
            errors += bool(record.get("error"))
        elif kind == "message":
            said = str(record.get("text") or "")
    lines = [f"{calls} calls, {errors} of them failed."]
    lines += ["Files written: " + ", ".join(list(files)[:100])] if files else []
    lines += ["Last commands:", *(f"  {command}" for command in commands[-15:])] if commands else []
    lines += ["It said last:", said[-4000:]] if said else []
    return "\n".join(lines)
