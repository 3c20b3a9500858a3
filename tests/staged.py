"""Sessions staged for tests: the records that a reader would give, made by a script of a few lines."""

from __future__ import annotations

from itertools import takewhile
from random import Random
from typing import Any

Record = dict[str, Any]
START_MS = 1_795_166_794_000  # 2026-11-20T09:26:34Z
HOME = "/home/alice"
FOLDER = f"{HOME}/site"


class Stage:
    """Writes a session line by line; each step takes some seconds."""

    def __init__(self, agent: str = "claude", session: str = "0190c0de-0000-4000-8000-000000000001") -> None:
        self.records: list[Record] = []
        self._base = {"session": session, "agent": agent}
        self._ms = START_MS
        self._count = 0

    def _say(self, type_: str, seconds: float = 2.0, **fields: Any) -> Record:
        self._ms += int(seconds * 1000)
        record = {"type": type_, "v": 1, "ts": stamp(self._ms), **self._base, **fields}
        record["src"] = {"path": f"{HOME}/.claude/projects/x.jsonl", "line": len(self.records) + 1}
        self.records.append(record)
        return record

    def _id(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}_{self._count:04d}"

    def prompt(self, text: str, **fields: Any) -> None:
        """The user asks."""
        self._say("turn", 20, id=self._id("turn"), prompt=text, source="human", cwd=FOLDER, branch="main", **fields)

    def words(self, text: str) -> None:
        """The agent says."""
        self._say("message", id=self._id("msg"), text=text)

    def spend(self, cost: float = 0.01, tokens: int = 1200) -> None:
        """One response."""
        self._say(
            "spend", 0, id=self._id("resp"), model="claude-opus-5-5", tools=[], tokens={"input": tokens}, cost_usd=cost
        )

    def call(self, tool: str, given: Record, text: str = "", *, error: bool = False, **fields: Any) -> None:
        """A call and what came of it."""
        key = self._id("call")
        self._say("call", id=key, tool=tool, input=given, cwd=FOLDER)
        self._say("result", 3, call=key, error=error, text=text, **fields)
        self.spend()

    def run(self, command: str, text: str = "", *, code: int = 0, **fields: Any) -> None:
        """A shell command."""
        self.call("Bash", {"command": command}, text, error=code != 0, exit_code=code, **fields)

    def edit(self, name: str, old: list[str], new: list[str], at: int = 1) -> None:
        """An edit with its patch."""
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        lines = [f" {line}" for line in old[:same]]
        lines += [*(f"-{line}" for line in old[same:]), *(f"+{line}" for line in new[same:])]
        hunk = {"old_start": at, "old_lines": len(old), "new_start": at, "new_lines": len(new), "lines": lines}
        patch = {"path": f"{FOLDER}/{name}", "kind": "update", "hunks": [hunk]}
        patch |= {"added": len(new) - same, "removed": len(old) - same}
        self.call("Edit", {"file_path": f"{FOLDER}/{name}"}, "ok", patches=[patch])

    def notice(self, kind: str, **data: Any) -> None:
        """Something else."""
        self._say("notice", kind=kind, data=data)


def stamp(ms: int) -> str:
    """Milliseconds as records write them."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


FAILED = """============================= test session starts =============================
collected 12 items

tests/greet_test.py F...........                                         [100%]

=================================== FAILURES ===================================
    def test_greets():
>       assert greet("Ann") == "Hello, Ann"
E       AssertionError: assert 'Hi, Ann' == 'Hello, Ann'

tests/greet_test.py:7: AssertionError
=========================== short test summary info ============================
FAILED tests/greet_test.py::test_greets - AssertionError: assert 'Hi, Ann' == 'Hello, Ann'
========================= 1 failed, 11 passed in 0.12s ========================="""
PASSED = "............                                [100%]\n12 passed in 0.10s"


def story(agent: str = "claude") -> Stage:
    """A short session with all that ranks high: red → fix → green, an error and its fix, a commit, a sub-agent."""
    stage = Stage(agent)
    stage.prompt("Greet people properly: the tests want “Hello”, we say “Hi”.")
    stage.words("I run the tests first.")
    stage.call("Read", {"file_path": f"{FOLDER}/greet.py"}, "def greet(name): ...")
    stage.run("python -m pytest -q", FAILED, code=1)
    stage.edit(
        "greet.py",
        ["def greet(name):", '    return f"Hi, {name}"'],
        ["def greet(name):", '    return f"Hello, {name}"'],
    )
    stage.run("python -m pytest -q", PASSED)
    stage.run(
        'git commit -am "Greet properly"',
        "[main 1a2b3c4] Greet properly\n 1 file changed, 1 insertion(+), 1 deletion(-)",
    )
    stage.words("Done: the greeting is right and the tests pass.")
    stage.prompt("Now write the notes and look for other greetings.")
    stage.call("Agent", {"subagent_type": "Explore", "description": "Find other greetings"}, "Found two in mail.py.")
    stage.call("Edit", {"file_path": f"{FOLDER}/mail.py"}, "String to replace not found in file.", error=True)
    stage.edit("mail.py", ['GREETING = "Hi"'], ['GREETING = "Hello"', "SEE = 1"], at=14)
    stage.run("rm -rf build", "", code=1, denied={"by": "human", "reason": "not now"})
    stage.notice("compaction", trigger="auto")
    stage.call("Write", {"file_path": f"{FOLDER}/NOTES.md", "content": "# Notes\n\n" + "- a line\n" * 30}, "ok")
    stage.words("All greetings say hello.")
    return stage


def long(parts: int = 40, seed: int = 3, bulk: int = 0) -> Stage:
    """A long session of many parts; `bulk` adds so many characters of output to each command."""
    random = Random(seed)
    stage = Stage()
    for part in range(parts):
        stage.prompt(
            f"Part {part + 1}: make module {random.choice(WORDS)} handle {random.choice(WORDS)} {random.choice(WORDS)}."
        )
        for step in range(random.randint(2, 6)):
            name = f"src/{random.choice(WORDS)}.py"
            stage.call("Read", {"file_path": f"{FOLDER}/{name}"}, "x = 1\n" * 20 + "y" * bulk)
            old = [f"{random.choice(WORDS)} = {random.randint(1, 99)}" for _ in range(random.randint(1, 4))]
            new = [f"{random.choice(WORDS)} = {random.choice(WORDS)}({step})" for _ in range(random.randint(1, 14))]
            stage.edit(name, old, new, at=random.randint(1, 300))
            if random.random() < 0.5:
                stage.run("python -m pytest -q", FAILED + "\n" + "." * bulk, code=1)
                stage.edit(name, new[:1], [*new[:1], "fixed = True"])
            stage.run("python -m pytest -q", "." * bulk + "\n" + PASSED)
        stage.run(
            f'git commit -am "Part {part + 1}"',
            f"[main {random.randrange(16**7):07x}] Part {part + 1}\n 3 files changed",
        )
        stage.words(f"Part {part + 1} is done: {random.choice(WORDS)} works.")
    return stage


WORDS = (
    *("parser", "reader", "writer", "ledger", "cursor", "window", "palette", "marker", "budget"),
    *("session", "record", "stream", "cache", "index"),
)
