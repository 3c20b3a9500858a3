"""Background: a task that was left to run is past its deadline, or a background agent has fallen silent.

A server or a watcher is meant to run on; what it is called tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History, Task
from cctl.records.pattern import pattern
from cctl.records.schema import Record

_STAYS = pattern(
    r"\b(?:serve|server|runserver|dev|start|watch|daemon|up|preview|storybook|tail|listen|proxy|tunnel|port-forward"
    r"|http\.server|nodemon|vite|uvicorn|gunicorn|flask|redis|postgres|docker|emulator|ngrok|jupyter|notebook|streamlit"
    r"|mkdocs|livereload|celery|worker|minikube|caddy|nginx)\b"
    r"|\b(?:logs?|journalctl)\b.*\s(?:--follow\b|-\w*[fF])"
    r"|\bssh\b.*\s-\w*[NLRD]",
    re.IGNORECASE,
)


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each record of the session, and whenever a live source tells the time."""
    if not history.tasks:
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    limits = terms.limits
    for task in history.tasks.values():
        limit = limits["background_agent_s"] if task.kind == "agent" else max(limits["background_s"], task.timeout_s)
        since = max(task.alive_ms, task.ms) if task.kind == "agent" else task.ms
        age = (terms.now_ms - since) / 1000
        if age < limit or _stays(task):
            continue
        name = "background_agent_s" if task.kind == "agent" else "background_s"
        what = "a background agent has been silent" if task.kind == "agent" else "a background command has run"
        yield Found(
            "warning" if task.kind == "agent" else "info",
            task.id,
            f"{what} for {age / 60:.0f} minutes",
            {"task": task.id, "kind": task.kind, "age_s": round(age, 1), "command": task.command[:200]},
            "Ask for its output, or stop it.",
            (name,),
            since,
        )


def _stays(task: Task) -> bool:
    return task.kind == "shell" and bool(_STAYS.search(task.command))


CHECK = Check(
    "background", ("spend", "result", "session"), judge, __doc__.partition("\n")[0], ("result.background",), ""
)
