"""A plan and its tasks, as they hold once a file was read, checked and its matrices multiplied out."""

from __future__ import annotations

from typing import Final, Literal

from cctl.records.named import NamedTuple

State = Literal[
    "pending", "ready", "running", "verifying", "retrying", "completed", "failed", "skipped", "needs_human", "aborted",
]  # fmt: skip
OnFailure = Literal["skip", "continue", "abort"]

OVER: Final = frozenset(("completed", "failed", "skipped", "aborted"))
"""States that nothing leaves by itself; `needs_human` waits for somebody."""
AGENTS: Final = ("claude", "codex")


class Verifier(NamedTuple):
    """What an attempt is judged by."""

    kind: Literal["run", "brain", "agent"]
    text: str = ""  # question for `brain` and `agent`, or what is said of a command
    command: tuple[str, ...] = ()  # of `run`
    agent: str = "claude"
    model: str = ""
    budget_usd: float | None = None
    timeout_s: float = 900.0
    retries: int = 0  # a check that fails now and then is run again; every run is kept


class Task(NamedTuple):
    """One unit of work: a prompt for an agent, or a command."""

    name: str
    slug: str = ""  # the name as a file name
    prompt: str = ""
    command: tuple[str, ...] = ()
    agent: str = ""  # claude, codex; "" for a command
    cwd: str = "."
    depends_on: tuple[str, ...] = ()
    when: str = ""
    retries: int = 0
    timeout_s: float | None = None
    budget_usd: float | None = None
    model: str = ""
    permission_mode: str = ""
    allowed_tools: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    resume: str = ""  # session to go on with
    worktree: bool = False
    outputs: tuple[str, ...] = ()
    verify: tuple[Verifier, ...] = ()
    protected: tuple[str, ...] = ()
    idempotent: bool = True
    on_failure: OnFailure = "skip"
    peer: str = ""  # to be run elsewhere

    @property
    def light(self) -> bool:
        """Whether it is a command and nothing more: no repository, no judge, nothing to hand on but its output."""
        return bool(self.command) and not (self.worktree or self.verify or self.protected or self.outputs)


class Plan(NamedTuple):
    """A file of tasks."""

    tasks: tuple[Task, ...]
    name: str = ""
    max_parallel: int | None = None
    budget_usd: float | None = None
    on_failure: OnFailure = "skip"

    def by_name(self) -> dict[str, Task]:
        """The tasks by their names."""
        return {task.name: task for task in self.tasks}


class Problem(NamedTuple):
    """Something wrong in a file."""

    where: str  # task or key, "" for the file
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message
