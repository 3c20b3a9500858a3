"""Plans of tasks: a record for the plan, one for each task as it stands, one for each attempt at its end."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import Base

State = Literal[
    "pending", "ready", "running", "verifying", "retrying", "completed", "failed", "skipped", "needs_human", "aborted",
]  # fmt: skip


class Plan(Base):
    """A plan: what it is and how far it has come."""

    plan: Annotated[str, "id of the plan: a hash of where it was read from"]
    path: NotRequired[Annotated[str, "file that it was read from; absent when it came on standard input"]]
    name: NotRequired[Annotated[str, "name that the file gives it"]]
    status: Annotated[
        Literal["planned", "running", "ended", "interrupted"],
        "`interrupted`: whoever ran it was killed; --resume goes on",
    ]
    tasks: Annotated[int, "tasks of it"]
    counts: NotRequired[Annotated[dict[str, int], "how many are in each state"]]
    max_parallel: NotRequired[Annotated[int, "most attempts side by side"]]
    budget_usd: NotRequired[Annotated[float, "dollars that all of it may cost"]]
    cost_usd: NotRequired[Annotated[float, "dollars that it has cost so far, judges included"]]
    generation: NotRequired[Annotated[int, "how often it was begun anew"]]
    started: NotRequired[Annotated[str, "when it was begun, or gone on with"]]
    ended: NotRequired[Annotated[str, "when it ended"]]
    duration_s: NotRequired[Annotated[float, "how long that took"]]
    cause: NotRequired[
        Annotated[str, "why it ended: `done`, `user`, `signal`, `failure`, `budget`, `drained`, `blocked`"]
    ]
    exit: NotRequired[Annotated[int, "exit status of `cctl tasks run`"]]
    pid: NotRequired[Annotated[int, "process that runs it"]]
    logs: NotRequired[Annotated[str, "folder of what its attempts wrote"]]


class Task(Base):
    """A task as it stands."""

    plan: Annotated[str, "id of its plan"]
    task: Annotated[str, "its name"]
    state: Annotated[State, "how far it is; `needs_human` waits for `tasks approve`, `retry` or `cancel`"]
    cause: NotRequired[Annotated[str, "why it is in that state"]]
    message: NotRequired[Annotated[str, "more, for people; not stable"]]
    attempts: NotRequired[Annotated[int, "attempts begun"]]
    depends_on: NotRequired[Annotated[list[str], "tasks that it waits for"]]
    agent: NotRequired[Annotated[str, "`claude`, `codex`, absent for a command"]]
    session: NotRequired[Annotated[str, "session that works on it"]]
    exit_code: NotRequired[Annotated[int, "exit status of the latest attempt's command"]]
    duration_s: NotRequired[Annotated[float, "time that its attempts took"]]
    cost_usd: NotRequired[Annotated[float, "dollars that it has cost, judges included"]]
    budget_usd: NotRequired[Annotated[float, "dollars that it may cost"]]
    hash: NotRequired[Annotated[str, "what it is: a hash of its definition, of those it needs, of its agent's version"]]
    branch: NotRequired[Annotated[str, "branch that holds what it did in a work tree of its own"]]
    commit: NotRequired[Annotated[str, "commit of its latest attempt's end"]]
    checks: NotRequired[
        Annotated[list[dict[str, Any]], "what its verifiers said: {kind, check, passed, message?, exit_code?, …}"]
    ]
    todo: NotRequired[Annotated[str, "of `tasks plan`: `run`, `reuse`, `resume`, `wait`"]]


class Attempt(Base):
    """One attempt at a task, at its end."""

    plan: Annotated[str, "id of the plan"]
    task: Annotated[str, "name of the task"]
    attempt: Annotated[int, "its number, from 1"]
    cause: Annotated[
        str, "how it ended: `child`, `timeout`, `budget`, `context`, `signal`, `lost`, `outputs`, `failed`"
    ]
    state: Annotated[State, "what the task became by it"]
    exit_code: NotRequired[Annotated[int, "exit status of its command"]]
    signal: NotRequired[Annotated[int, "signal that ended it"]]
    duration_s: NotRequired[Annotated[float, "how long it took, by a clock that never jumps"]]
    cost_usd: NotRequired[Annotated[float, "dollars that it cost"]]
    session: NotRequired[Annotated[str, "session that it ran"]]
    free: NotRequired[Annotated[bool, "true if it doesn't count against `retries`"]]
    orphans: NotRequired[Annotated[list[dict[str, Any]], "processes that it left running: {pid, start, name}"]]
    output: NotRequired[Annotated[dict[str, str], "where its output lies: {stdout, stderr}"]]
    message: NotRequired[Annotated[str, "more, for people; not stable"]]


RECORDS = {"plan": Plan, "task": Task, "attempt": Attempt}
