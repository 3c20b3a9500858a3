"""What attempts need done for them: the order for the minder before, what came of it after.

Everything here may be done again after a crash: it is asked before anything was started, or of what has ended.
"""
# ruff: noqa: PTH112, PTH123 -- pathlib costs 9 ms at every start

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cctl.core.plan.board import Board, Standing
from cctl.core.plan.policy import Outcome
from cctl.core.plan.refer import LIMIT, Reference, Value, cut, in_word
from cctl.core.plan.task import Task, Verifier
from cctl.records.named import NamedTuple

Order = dict[str, Any]
GRACE = (5.0, 5.0, 2.0)


class Failed(Exception):
    """An attempt can't be begun, or what it left can't be used; says why."""


class Attempt(NamedTuple):
    """One attempt of one task."""

    task: Task
    number: int
    standing: Standing

    @property
    def key(self) -> str:
        """What the minder knows it by."""
        return f"{self.task.name}#{self.number}"


class Hands(Protocol):
    """Whatever stands between the plan and the world."""

    def intent(self, attempt: Attempt) -> dict[str, Any]:
        """What must be written down before: the session that will be started."""
        ...

    def prepare(self, attempt: Attempt) -> Order:
        """The order to start it; `Failed` when that can't be."""
        ...

    def harvest(self, attempt: Attempt, line: Mapping[str, Any]) -> Outcome:
        """How it ended, from what the minder says and what it left."""
        ...

    def adrift(self, attempt: Attempt) -> Mapping[str, Any] | None:
        """Of one whose minder died: how it ended, {} while it still runs, None when nobody can tell."""
        ...

    def checks(self, attempt: Attempt) -> Judging:
        """The judging of what an attempt left."""
        ...


class Judging(Protocol):
    """The verifiers of one attempt, one after the other."""

    def begin(self) -> None:
        """Prepare the tree that is judged."""
        ...

    def next(self) -> Order | Callable[[], Mapping[str, Any]] | None:
        """The next check: a command for the minder, a question to be asked here, or none."""
        ...

    def answered(self, line: Mapping[str, Any]) -> None:
        """Take in what came of the command."""
        ...

    def told(self, check: Mapping[str, Any]) -> None:
        """Take in the answer to a question."""
        ...

    def end(self) -> tuple[list[Mapping[str, Any]], int]:
        """All checks and their cost; whatever was made for them is taken away."""
        ...


class Files:
    """The files of attempts, and what is read of them for those that come after."""

    def __init__(self, folder: str, board: Board) -> None:
        self.folder, self._board = folder, board

    def path(self, attempt: Attempt, kind: str) -> str:
        """A file of an attempt: out, err, prompt, result. No name of a task holds an `@`, so no two ever meet."""
        return f"{self.folder}/{attempt.task.slug}@{attempt.number}.{kind}"

    def latest(self, name: str) -> Attempt:
        """The latest attempt of a task."""
        standing = self._board.standings[name]
        return Attempt(self._board.tasks[name], standing.attempts, standing)

    def value(self, reference: Reference) -> Value:
        """What stands for a reference."""
        attempt = self.latest(reference.task)
        if reference.field == "exit_code":
            return Value("" if attempt.standing.exit_code is None else str(attempt.standing.exit_code))
        if reference.field == "session_id":
            return Value(attempt.standing.session)
        if reference.field == "file":
            return self._handed(attempt, reference.part)
        kind = {"stderr": "err", "stdout": "result" if attempt.task.agent else "out"}.get(reference.field, "result")
        path = self.path(attempt, kind if attempt.task.agent or kind == "err" else "out")
        return self._json(path, reference) if reference.field == "json" else read_cut(path)

    def _handed(self, attempt: Attempt, name: str) -> Value:
        if name not in attempt.task.outputs:
            raise Failed(f"{attempt.task.name} has no output {name!r}; it must stand in its 'outputs'")
        return read_cut(f"{self.path(attempt, 'files')}/{name}")

    def _json(self, path: str, reference: Reference) -> Value:
        try:
            with open(path, "rb") as file:
                found = json.loads(file.read(16 << 20))
            for part in reference.part.split(".") if reference.part else ():
                found = found[int(part)] if isinstance(found, list) else found[part]
        except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
            raise Failed(f"{reference.label}: its output has no such JSON value") from None
        text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
        data = text.encode("utf-8", "replace")
        return cut(data[:LIMIT], b"", len(data)) if len(data) <= LIMIT else cut(*_halves(data), len(data))


def command_order(attempt: Attempt, files: Files, cwd: str) -> Order:
    """The order for a command, its references filled in as words."""
    task, names = attempt.task, attempt.task.depends_on
    if not os.path.isdir(cwd):
        raise Failed(f"{cwd}: no such folder")
    order: Order = {"k": attempt.key, "cwd": cwd, "out": files.path(attempt, "out"), "err": files.path(attempt, "err")}
    order["argv"] = [in_word(word, names, files.value) if "{{" in word else word for word in task.command]
    if task.env:
        order["env"] = {name: in_word(value, names, files.value) for name, value in task.env}
    if task.timeout_s:
        order["timeout_s"] = task.timeout_s
    return order | {"grace": GRACE}


def command_outcome(line: Mapping[str, Any]) -> Outcome:
    """How a command ended, from what the minder says."""
    return Outcome(
        str(line.get("cause", "child")), line.get("code"), int(line.get("signal", 0)), float(line.get("s", 0.0)),
        message=str(line.get("message", "")), left=tuple(line.get("left", ())),
    )  # fmt: skip


def read_cut(path: str) -> Value:
    """An output as it is handed on: all of it, or its beginning and its end."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return Value("")
    try:
        size = os.fstat(descriptor).st_size
        if size <= LIMIT:
            return cut(os.pread(descriptor, LIMIT, 0), b"", size)
        half = LIMIT // 2
        return cut(os.pread(descriptor, half, 0), os.pread(descriptor, half, size - half), size)
    finally:
        os.close(descriptor)


def _halves(data: bytes) -> tuple[bytes, bytes]:
    return data[: LIMIT // 2], data[-(LIMIT // 2) :]


__all__ = ["Attempt", "Failed", "Files", "Hands", "Judging", "Order", "Verifier", "command_order", "command_outcome"]
