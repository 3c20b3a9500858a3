"""Attempts in the world: folders and work trees, prompts and agents, files that are handed on, and how it all ended."""
# ruff: noqa: PTH100, PTH103, PTH110, PTH112, PTH113, PTH116, PTH118, PTH123 -- pathlib costs 9 ms at every start

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cctl.core.plan.board import Board
from cctl.core.plan.launch import agent_words, run_words
from cctl.core.plan.policy import Outcome
from cctl.core.plan.prompt import again, checkpoint, taken_over
from cctl.core.plan.refer import in_prompt, in_word
from cctl.host import paths
from cctl.host.plan import agents
from cctl.host.plan.hands import (
    GRACE,
    Attempt,
    Failed,
    Files,
    Judging,
    Order,
    command_order,
    command_outcome,
)
from cctl.host.plan.judges import Judges
from cctl.host.plan.tree import Trees
from cctl.host.run.folder import Runs, random_id
from cctl.host.worktree import Worktrees
from cctl.records import codec
from cctl.records.named import NamedTuple

_UUID = 36  # characters; a session by another name can't be followed, and so not be held to a limit
HANDED = 64 << 20  # bytes of a file that is handed on


class Shop(NamedTuple):
    """What the workshop is given."""

    plan: str  # id
    cwd: str
    cctl: Sequence[str]  # words that start cctl
    env: Mapping[str, str]
    runs: Runs
    has_transcript: Callable[[str, str], bool]  # agent, session
    ask: Callable[[str], str]  # the brain's model; `Failed` when it can't be asked
    room: Callable[[str], int | None] = lambda _name: None  # nano-dollars that judges of a task may cost
    context: float = 0.0  # share at which a fresh session takes over


class Workshop:
    """The hands of one generation of a plan."""

    def __init__(self, shop: Shop, folder: str, board: Board) -> None:
        self.shop, self.folder, self.board = shop, folder, board
        self.files = Files(folder, board)
        self._tops = Worktrees()

    # -- before

    def intent(self, attempt: Attempt) -> dict[str, Any]:
        """Which session will work on it, and why it is called."""
        task, standing = attempt.task, attempt.standing
        found: dict[str, Any] = {"why": standing.cause or standing.why}
        if task.worktree:
            again = f"@{standing.epoch}" if standing.epoch else ""
            found["branch"] = f"cctl/{self.shop.plan[:8]}-{self.board.generation}/{task.slug}{again}"
        if not task.agent:
            return found
        known = standing.session or task.resume
        fresh = found["why"] == "handover" or not known
        if not fresh and (known == task.resume or self.shop.has_transcript(task.agent, known)):
            return found | {"session": known, "goes_on": True}
        return found | ({"session": random_id()} if task.agent == "claude" else {"session": ""})

    def prepare(self, attempt: Attempt) -> Order:
        """Whatever it needs, and the order to start it."""
        task = attempt.task
        if task.light:
            return command_order(attempt, self.files, self._place(attempt))
        cwd = self.cwd(attempt)
        if task.verify or task.protected:
            self._base(attempt, cwd)
        if not task.agent:
            return command_order(attempt, self.files, cwd)
        goes_on = attempt.standing.session != "" and self._goes_on(attempt)
        prompt = self.files.path(attempt, "prompt")
        with open(os.open(prompt, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8",
                  errors="replace") as file:  # fmt: skip
            file.write(self._prompt(attempt, goes_on=goes_on))
        words = agent_words(task, attempt.standing.session, goes_on=goes_on)
        name = f"{self.shop.plan[:8]}.{self.board.generation}.{task.slug}.{attempt.number}"
        context = self.shop.context if len(attempt.standing.session) == _UUID or task.agent == "codex" else 0.0
        argv = run_words(self.shop.cctl, task, words, name=name, stdin=prompt, nano=attempt.standing.reserve,
                         context=context)  # fmt: skip
        order: Order = {"k": attempt.key, "argv": argv, "cwd": cwd, "grace": (20.0, 10.0, 2.0), "alone": True}
        if task.env:
            order["env"] = {key: in_word(value, task.depends_on, self.files.value) for key, value in task.env}
        return order | {"out": self.files.path(attempt, "out"), "err": self.files.path(attempt, "err")}

    def cwd(self, attempt: Attempt) -> str:
        """The folder that it works in; its work tree is made when there is none yet."""
        place, task = self._place(attempt), attempt.task
        if not task.worktree:
            if not os.path.isdir(place):
                raise Failed(f"{place}: no such folder")
            return place
        top = self.top(place)
        if not top:
            raise Failed(f"{place} is in no git repository, so there can be no work tree")
        path = self._tree(attempt)
        if not os.path.exists(f"{path}/.git"):
            trees = self.trees(top)
            paths.private_folder(f"{self.folder}/trees")
            needs = [self.board.standings[need] for need in task.depends_on if self.board.tasks[need].worktree]
            commits = [standing.commit for standing in needs if standing.commit]
            base = commits[0] if commits else trees.head(top)
            if not base:
                raise Failed(f"{top}: a repository without a commit has nothing to begin a work tree from")
            trees.branch_off(path, attempt.standing.branch, base)
            trees.merge(path, commits[1:])
        inside = f"{path}/{os.path.relpath(place, top)}"
        os.makedirs(inside, exist_ok=True)
        return os.path.normpath(inside)

    def base(self, attempt: Attempt) -> str:
        """The file that tells the state before a task's first attempt since it was begun (anew)."""
        return f"{self.folder}/{attempt.task.slug}@base{attempt.standing.epoch}"

    def trees(self, top: str) -> Trees:
        """Git in a repository."""
        return Trees(top, f"{self.folder}/scratch", self.shop.env)

    def top(self, folder: str) -> str:
        """The work tree that a folder lies in, "" when in none: git passes over a `.git` that is no repository."""
        top = self._tops.top(folder)
        while top and os.path.isdir(f"{top}/.git") and not os.path.exists(f"{top}/.git/HEAD"):
            top = self._tops.top(top.rpartition("/")[0])
        return top

    def _place(self, attempt: Attempt) -> str:
        return os.path.abspath(os.path.join(self.shop.cwd, attempt.task.cwd))

    def _base(self, attempt: Attempt, cwd: str) -> None:
        """Note the state before the first attempt: what judges compare with."""
        path = self.base(attempt)
        if os.path.exists(path):
            return
        found: dict[str, Any] = {"cwd": cwd}
        if top := self.top(cwd):
            found |= {"top": top, "commit": self.trees(top).snapshot(cwd, f"before {attempt.task.name}")}
        else:
            found["files"] = hashed(cwd, attempt.task.protected)
        with open(os.open(f"{path}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(codec.encode(found))
        os.replace(f"{path}.new", path)  # noqa: PTH105 -- see above

    def _goes_on(self, attempt: Attempt) -> bool:
        session, task = attempt.standing.session, attempt.task
        return session == task.resume or self.shop.has_transcript(task.agent, session)

    def _prompt(self, attempt: Attempt, *, goes_on: bool) -> str:
        task, standing = attempt.task, attempt.standing
        whole = in_prompt(task.prompt, task.depends_on, self.files.value)
        if standing.why in ("", "resumed") and attempt.number == 1:
            return whole
        before = Attempt(task, attempt.number - 1, standing)
        if standing.why == "handover":
            return taken_over(whole, checkpoint(agents.records(self.files.path(before, "out"))))
        message = ""
        if standing.why == "exit":
            message = agents.last_words(self.files.path(before, "out"), self.shop.runs, 4000)
        return again(standing.why, message, standing.checks, whole="" if goes_on else whole)

    # -- after

    def harvest(self, attempt: Attempt, line: Mapping[str, Any]) -> Outcome:
        """How it ended; what it leaves is put where others find it."""
        task = attempt.task
        outcome = command_outcome(line)
        if task.agent:
            outcome = agents.outcome(outcome, self.files.path(attempt, "out"), self.shop.runs)
            if not outcome.message and not outcome.good:
                said = agents.last_words(self.files.path(attempt, "out"), self.shop.runs, 300)
                outcome = outcome._replace(message=said)
            agents.keep_result(self.files.path(attempt, "out"), self.files.path(attempt, "result"), self.shop.runs)
        if not outcome.good:
            return outcome
        cwd = self.cwd(attempt)
        if missing := self._hand_on(attempt, cwd):
            return outcome._replace(cause="outputs", message=f"it left no {missing}")
        if task.worktree:
            return outcome._replace(commit=self.trees(self.top(cwd)).record(cwd, task.name))
        if (task.verify or task.protected) and (top := self.top(cwd)):
            return outcome._replace(commit=self.trees(top).snapshot(cwd, task.name))
        return outcome

    def adrift(self, attempt: Attempt) -> Mapping[str, Any] | None:
        """An agent has a keeper of its own, which knows."""
        return (
            agents.adrift(attempt.key, self.files.path(attempt, "out"), self.shop.runs) if attempt.task.agent else None
        )

    def checks(self, attempt: Attempt) -> Judging:
        """Its verifiers."""
        return Judges(self, attempt)

    def tidy(self) -> None:
        """Take away the work trees of what is completed: their work is on their branches."""
        for name, standing in self.board.standings.items():
            attempt = self.files.latest(name)
            path = self._tree(attempt)
            if attempt.task.worktree and standing.state == "completed" and os.path.isdir(path):
                with contextlib.suppress(Failed):
                    self.trees(self.top(self._place(attempt))).remove(path)

    def _tree(self, attempt: Attempt) -> str:
        return f"{self.folder}/trees/{attempt.task.slug}@{attempt.standing.epoch}"

    def _hand_on(self, attempt: Attempt, cwd: str) -> str:
        """Copy its outputs; the name of one that is missing."""
        for name in attempt.task.outputs:
            real = os.path.realpath(f"{cwd}/{name}")
            if not os.path.isfile(real) or not real.startswith(os.path.realpath(cwd) + "/"):
                return name
            if os.stat(real).st_size > HANDED:
                raise Failed(f"{name} is larger than {HANDED >> 20} MiB")
            target = f"{self.files.path(attempt, 'files')}/{name}"
            os.makedirs(os.path.dirname(target), 0o700, exist_ok=True)  # noqa: PTH120 -- see above
            shutil.copyfile(real, target)
        return ""


def hashed(cwd: str, patterns: Sequence[str]) -> dict[str, str]:
    """Hashes of protected files where there is no repository: names, folders, or patterns."""
    import glob  # noqa: PLC0415 -- only without git

    found: dict[str, str] = {}
    for pattern in patterns:
        for name in glob.glob(pattern, root_dir=cwd, recursive=True, include_hidden=True):  # noqa: PTH207 -- root_dir
            path = f"{cwd}/{name}"
            if os.path.isdir(path):
                found |= hashed(cwd, [f"{glob.escape(name)}/**/*"])
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    found[os.path.normpath(name)] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


__all__ = ["GRACE", "Shop", "Workshop", "hashed"]
