"""The verifiers of one attempt: in a clean copy of what it left, against the state before it, one after the other.

What can't be judged has not passed: no git where there is a repository, a model that doesn't answer, an answer that
begins with neither PASS nor FAIL, a time-out. The first that fails ends it.
"""
# ruff: noqa: PTH103, PTH112, PTH123 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.plan.board import NANO
from cctl.core.plan.launch import agent_words, run_words
from cctl.core.plan.prompt import question
from cctl.core.plan.refer import Value, cut
from cctl.core.plan.reply import passed
from cctl.core.plan.task import Task, Verifier
from cctl.host.kill import Grace, Killer
from cctl.host.plan import agents
from cctl.host.plan.hands import GRACE, Attempt, Failed, Order, command_outcome, read_cut
from cctl.host.process import Identity, processes
from cctl.host.run.folder import random_id
from cctl.records import codec

if TYPE_CHECKING:
    from cctl.host.plan.workshop import Workshop

HEAD, TAIL = 16 << 10, 48 << 10  # bytes of a verifier's output that are kept
_WRITING = "Edit,Write,NotebookEdit"
_END = Grace(0.0, 0.5, 1.0)


class Judges:
    """The judging of one attempt."""

    def __init__(self, shop: Workshop, attempt: Attempt) -> None:
        self._shop, self.attempt = shop, attempt
        self._checks: list[Mapping[str, Any]] = []
        self._todo = [*attempt.task.verify]
        self._tries = 0
        self._nano = 0
        self._base: dict[str, Any] = {}
        self._clean = ""
        self._cwd = ""
        self._left: list[Mapping[str, Any]] = []

    def begin(self) -> None:
        """Prepare the clean copy, and look whether what is protected was touched."""
        task = self.attempt.task
        try:
            with open(self._shop.base(self.attempt), "rb") as file:
                self._base = codec.decode(file.read())
            self._cwd = str(self._base["cwd"])
            touched = self._copied() if "commit" in self._base else self._as_is()
        except (Failed, OSError, codec.BadLine, KeyError) as problem:
            self._checks.append({"kind": "tree", "passed": False, "message": f"it can't be judged: {problem}"})
            return
        if touched:
            message = "files that it must not change were changed: " + ", ".join(touched[:20])
            self._checks.append({"kind": "protected", "check": "protected", "passed": False, "message": message})
        elif task.protected:
            self._checks.append({"kind": "protected", "check": "protected", "passed": True})

    def next(self) -> Order | Callable[[], Mapping[str, Any]] | None:
        """The next verifier, None after the last or one that failed."""
        if not self._todo or any(check.get("passed") is not True for check in self._checks):
            return None
        judge = self._todo[0]
        if judge.kind == "brain":
            return lambda: self._asked(judge)
        key = f"{self.attempt.key}.c{len(self._checks)}.{self._tries}"
        file = f"{self._file()}.{self._tries}"
        order: Order = {"k": key, "cwd": self._cwd, "out": f"{file}.out", "err": f"{file}.err", "grace": GRACE}
        if judge.kind == "run":
            return order | {"argv": [*judge.command], "timeout_s": judge.timeout_s}
        if not self._paid(judge):
            return lambda: {"passed": False, "message": "nothing is left of the budget to judge it with"}
        return order | {"argv": self._agent(judge, f"{file}.prompt"), "grace": (20.0, 10.0, 2.0), "alone": True}

    def answered(self, line: Mapping[str, Any]) -> None:
        """What came of a command or an agent."""
        judge, file = self._todo[0], f"{self._file()}.{self._tries}"
        self._left += line.get("left", ())
        if judge.kind == "run":
            said = _kept(f"{file}.out", f"{file}.err")
            good = line.get("code") == 0 and line.get("cause", "child") == "child"
            check = {"exit_code": line["code"]} if "code" in line else {"signal": line.get("signal")}
            check |= {"message": f"ended by {line['cause']}"} if line.get("cause") else {}
            check |= {"message": line["message"]} if line.get("message") else {}
            if not good and (missing := self._missing()):
                check["message"] = "; ".join(filter(None, (str(check.get("message", "")), missing)))
        else:
            outcome = agents.outcome(command_outcome(line), f"{file}.out", self._shop.shop.runs)
            agents.keep_result(f"{file}.out", f"{file}.result", self._shop.shop.runs)
            said, self._nano = read_cut(f"{file}.result").text, self._nano + outcome.nano
            good, check = outcome.good and passed(said) is True, _spoken(said)
            check |= {"cost_usd": outcome.nano / NANO} if outcome.nano else {}
            check |= {"message": outcome.message} if outcome.message else {}
        self._took(judge, good, check | {"duration_s": float(line.get("s", 0.0)), "output": said})

    def told(self, check: Mapping[str, Any]) -> None:
        """What the brain's model said."""
        self._took(self._todo[0], bool(check["passed"]), dict(check))

    def end(self) -> tuple[list[Mapping[str, Any]], int]:
        """All checks; the copy and what verifiers left running are taken away."""
        killer = Killer(processes(), os.getpid(), time.monotonic, time.sleep)
        for each in self._left:
            killer.stop(Identity(int(each["pid"]), str(each["start"])), _END)
        if self._clean:
            self._shop.trees(str(self._base["top"])).remove(self._clean)
        return self._checks, self._nano

    # -- parts

    def _copied(self) -> list[str]:
        """A clean work tree at the attempt's end; the protected files that differ from the state before."""
        task, base, commit = self.attempt.task, self._base, self.attempt.standing.commit
        if not commit:
            raise Failed("nothing says what the attempt left")
        trees = self._shop.trees(str(base["top"]))
        touched = trees.changed(str(base["cwd"]), str(base["commit"]), commit, task.protected) if task.protected else []
        clean = f"{self._shop.folder}/trees/judged.{task.slug}@{self.attempt.number}"
        os.makedirs(f"{self._shop.folder}/trees", 0o700, exist_ok=True)
        trees.clean(clean, commit)
        self._clean = clean
        inside = f"{clean}/{os.path.relpath(self._cwd, str(base['top']))}"
        if not os.path.isdir(inside):
            raise Failed(f"{task.cwd} isn't part of what it left")
        self._cwd = inside
        return touched

    def _missing(self) -> str:
        """What a command may have failed for that isn't the attempt's fault: a clean copy has no installed packages."""
        if not self._clean:
            return ""
        trees, cwd = self._shop.trees(str(self._base["top"])), str(self._base["cwd"])
        found = [name for name in trees.supplies(cwd) if not os.path.isdir(f"{self._cwd}/{name}")]
        told = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        return (
            f"a clean copy is judged, without what git ignores ({told}): let the check set up its own" if found else ""
        )

    def _as_is(self) -> list[str]:
        """Without a repository there is no clean copy: the folder itself is judged."""
        from cctl.host.plan.workshop import hashed  # noqa: PLC0415 -- the two know each other

        now, before = hashed(self._cwd, self.attempt.task.protected), self._base["files"]
        return sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))

    def _took(self, judge: Verifier, good: bool, check: dict[str, Any]) -> None:
        if not good and self._tries < judge.retries:
            self._tries += 1
            return
        told = {
            "kind": judge.kind,
            "check": judge.text[:200],
            "passed": good,
            **check,
            "tree": self._clean == "" and "as_is",
        }
        told |= {"tries": self._tries + 1} if self._tries else {}
        if good:
            told.pop("output", None)
        self._checks.append(
            {name: value for name, value in told.items() if value not in (None, False) or name == "passed"}
        )
        self._todo.pop(0)
        self._tries = 0

    def _paid(self, judge: Verifier) -> bool:
        """Hold back what a judge may cost; False when nothing is left."""
        standing, room = self.attempt.standing, self._shop.shop.room(self.attempt.task.name)
        limits = [round(judge.budget_usd * NANO)] if judge.budget_usd else []
        limits += [room - self._nano] if room is not None else []  # earlier judges of this attempt aren't booked yet
        standing.reserve = max(min(limits, default=0), 0)
        return not limits or standing.reserve > 0

    def _agent(self, judge: Verifier, prompt: str) -> list[str]:
        task = Task("judge", agent=judge.agent, model=judge.model, timeout_s=judge.timeout_s)
        with open(os.open(prompt, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8",
                  errors="replace") as file:  # fmt: skip
            file.write(self._question(judge))
        words = agent_words(task, random_id(), goes_on=False)
        words += ["--disallowedTools", _WRITING] if judge.agent == "claude" else []  # codex has its sandbox
        nano = self.attempt.standing.reserve
        name = f"{self._shop.shop.plan[:8]}.judge.{self.attempt.task.slug}.{self.attempt.number}"
        return run_words(self._shop.shop.cctl, task, words, name=name, stdin=prompt, nano=nano, context=0.0)

    def _asked(self, judge: Verifier) -> Mapping[str, Any]:
        try:
            said = self._shop.shop.ask(self._question(judge))
        except Failed as failed:
            return {"passed": False, "message": str(failed)}
        return {"passed": passed(said) is True, "output": said[:4000], **_spoken(said)}

    def _question(self, judge: Verifier) -> str:
        attempt, files = self.attempt, self._shop.files
        result = read_cut(files.path(attempt, "result" if attempt.task.agent else "out")).text
        diff = Value("(there is no repository to compare in)")
        if self._clean:
            trees = self._shop.trees(str(self._base["top"]))
            data = trees.diff(str(self._base["commit"]), attempt.standing.commit).encode("utf-8", "replace")
            diff = cut(data[:HEAD], data[-HEAD:], len(data))
        return question(attempt.task, judge, result, diff.text, size=diff.size)

    def _file(self) -> str:
        return f"{self._shop.files.path(self.attempt, 'check')}{len(self._checks)}"


def _spoken(said: str) -> dict[str, Any]:
    return {} if passed(said) is not None else {"message": "the answer begins with neither PASS nor FAIL"}


def _kept(*files: str) -> str:
    """What a verifier printed: both streams, each from its beginning and its end."""
    found = []
    for path in files:
        try:
            with open(path, "rb") as file:
                size = file.seek(0, os.SEEK_END)
                head = os.pread(file.fileno(), HEAD, 0)
                found.append(cut(head, os.pread(file.fileno(), TAIL, max(size - TAIL, HEAD)), size).text)
        except OSError:
            continue
    return "\n".join(text for text in found if text)
